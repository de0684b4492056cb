"""Who of a file is known already: looked up in sets, never row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import String, exists, select, type_coerce
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.imports.handlers import in_portions
from savings_app.registry.models import Category, Participant
from savings_app.registry.queries.merged import stands_alone

# As plain texts: a thousand identifiers and codes are compared, not shown.
_TEXTS = ("nik", "kpj", "sex", "segment", "payer")
_PLAIN = (
    "id",
    "version",
    "full_name",
    "nik_missing_reason",
    "born_on",
    "category",
    "months_contributed",
    "region_code",
    "member_since",
)
Known = Row[Any]


def _columns() -> list[Any]:
    return [
        *(getattr(Participant, name) for name in _PLAIN),
        *(type_coerce(getattr(Participant, name), String).label(name) for name in _TEXTS),
    ]


def find_by_numbers(session: Session, *, column: str, numbers: Iterable[str]) -> dict[str, Known]:
    """Number → participant, of any region, whose `nik` or `kpj` it is.

    The number of a record that was put into another is that of who stands for it.
    """
    found: dict[str, Known] = {}
    key = type_coerce(getattr(Participant, column), String)
    record = aliased(Participant)
    former = type_coerce(getattr(record, column), String)
    any_put_in = session.scalar(select(exists().where(Participant.merged_into_id.is_not(None))))
    for portion in in_portions(numbers):
        own = select(key.label("number"), *_columns()).where(key.in_(portion), stands_alone())
        put_in = (
            select(former.label("number"), *_columns())
            .join(record, record.merged_into_id == Participant.id)
            .where(former.in_(portion))
        )
        for statement in (own, put_in) if any_put_in else (own,):
            found.update({row.number: row for row in session.execute(statement)})
    return found


def find_by_places(
    session: Session, *, region_codes: Iterable[str], without_nik: bool
) -> list[Known]:
    """Participants of these desa, all or those without a NIK: to be compared by name."""
    found: list[Known] = []
    for portion in in_portions(region_codes):
        statement = select(*_columns()).where(Participant.region_code.in_(portion), stands_alone())
        if without_nik:
            statement = statement.where(Participant.nik.is_(None))
        found.extend(session.execute(statement))
    return found


def list_batch_people(session: Session, *, batch_id: UUID) -> list[tuple[UUID, int]]:
    """(id, version) of the participants a batch made."""
    rows = session.execute(
        select(Participant.id, Participant.version).where(Participant.batch_id == batch_id)
    )
    return [(row.id, row.version) for row in rows]


def category_names(session: Session, *, day: Any) -> list[tuple[str, str]]:
    """(code, name) of every category that has started by `day`."""
    rows = session.execute(select(Category.code, Category.name).where(Category.starts <= day))
    return [(row.code, row.name) for row in rows]


def find_referenced(session: Session, *, ids: Iterable[UUID]) -> set[UUID]:
    """Of these participants, those another row points to: a case, a month paid, a death.

    Every table with a foreign key to `participant` is asked, so a package above needs no mention.
    """
    wanted = list(ids)
    found: set[UUID] = set()
    table = Participant.__table__
    for other in Participant.metadata.sorted_tables:
        for column in other.columns:
            if not any(key.column is table.c.id for key in column.foreign_keys):
                continue
            for portion in in_portions(wanted):
                found.update(session.scalars(select(column).where(column.in_(portion)).distinct()))
    return found
