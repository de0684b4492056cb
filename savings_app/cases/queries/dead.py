"""Who is known to have died: nobody of these signs, witnesses, receives or guards."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, Subquery, Uuid, cast, exists, func, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from savings_app.cases.hand_over_rules import KnownDead, plain_name
from savings_app.cases.models import Case
from savings_app.identifiers import NIK
from savings_app.registry.models import KnownDeath


def select_known_deaths() -> tuple[Select, Select]:  # type: ignore[type-arg]
    """Every death that is certain, once: those with a case, and those nobody has come for yet.

    Columns of both: `id`, `case_id` (None without one), `nik`, `full_name`, `region_code`,
    `died_on`. A case whose old spreadsheet was taken back tells of nobody.
    """
    told = aliased(Case)
    with_case = select(
        Case.id, Case.id.label("case_id"), Case.nik, Case.full_name, Case.region_code, Case.died_on
    ).where(Case.withdrawn_at.is_(None))
    # In two conditions, so that each is looked up in its index.
    has_case = [
        exists().where(
            told.participant_id == KnownDeath.participant_id, told.withdrawn_at.is_(None)
        ),
        exists().where(told.nik == KnownDeath.nik, told.withdrawn_at.is_(None)),
    ]
    without = select(
        KnownDeath.notice_id.label("id"),
        cast(null(), Uuid).label("case_id"),
        KnownDeath.nik,
        KnownDeath.full_name,
        KnownDeath.region_code,
        KnownDeath.died_on,
    ).where(*(~one for one in has_case))
    return with_case, without


def _known() -> Subquery:
    return union_all(*select_known_deaths()).subquery("known")


def is_known_dead(session: Session, *, nik: NIK | None) -> bool:
    """A case is about this NIK, or a death that is certain though nobody has come yet."""
    if nik is None:
        return False
    known = _known()
    return bool(session.scalar(select(exists().where(known.c.nik == nik))))


def find_known_dead(session: Session, *, niks: Sequence[NIK], names: Sequence[str]) -> KnownDead:
    """Of all deaths known, also of other regions, those with one of these numbers or names."""
    known = _known()
    rows = session.execute(
        select(known.c.nik, known.c.full_name).where(
            or_(
                known.c.nik.in_(niks), func.lower(known.c.full_name).in_([n.lower() for n in names])
            )
        )
    ).all()
    return KnownDead(
        niks={row.nik.full for row in rows if row.nik is not None},
        names={plain_name(row.full_name) for row in rows},
    )
