"""Files that brought answers: one with its rows, and those of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.updates import get_update
from savings_app.errors import NotFound
from savings_app.imports.kinds import ImportKind, Outcome
from savings_app.imports.models import ImportBatch, ImportRow
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page

SHOWN = 50
SORTING = Sorting(
    id=ImportRow.id,
    by={"number": (ImportRow.number,), "outcome": (ImportRow.outcome,)},
    default=Order("number"),
)
_CHANGING = (Outcome.NEW, Outcome.CHANGED)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file as its preview shows it; `found` and `before` as they were kept."""

    id: UUID
    number: int
    outcome: Outcome
    full_name: str | None
    found: dict[str, Any] | None
    before: dict[str, Any] | None
    problems: Sequence[dict[str, Any]]


def get_file(session: Session, *, actor: Actor, batch_id: UUID) -> tuple[DataUpdate, ImportBatch]:
    """A file with the list it answers.

    Raises:
        NotFound: none, or of a list this actor may not see.
    """
    batch = session.scalar(
        select(ImportBatch).where(
            ImportBatch.id == batch_id, ImportBatch.kind == ImportKind.DATA_UPDATE
        )
    )
    if batch is None:
        raise NotFound
    update_id = UUID(str(batch.facts["data_update_id"]))
    return get_update(session, actor=actor, update_id=update_id), batch


def list_files(session: Session, *, update: DataUpdate) -> Sequence[ImportBatch]:
    """The files of a list, the newest first."""
    return session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.kind == ImportKind.DATA_UPDATE,
            ImportBatch.region_code == update.region_code,
            ImportBatch.facts["data_update_id"].as_string() == str(update.id),
        )
        .order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id)
    ).all()


def list_file_rows(
    session: Session,
    *,
    batch_id: UUID,
    outcome: Outcome | None = None,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[FileRow]:
    """A page of the rows of a file, of one outcome or of all, in the order of the file."""
    page = list_page(
        session, _rows(batch_id, outcome), sorting=SORTING, order=order, place=place, size=SHOWN
    )
    return page.of([_row(row) for row in page.rows])


def iterate_file_rows(
    session: Session, *, batch_id: UUID, outcome: Outcome | None = None, order: Order | None = None
) -> Iterator[FileRow]:
    """All of these rows, for an export."""
    for row in iterate_list(session, _rows(batch_id, outcome), sorting=SORTING, order=order):
        yield _row(row)


def _rows(batch_id: UUID, outcome: Outcome | None) -> Select[*tuple[Any, ...]]:
    statement = (
        select(ImportRow, DataUpdateLine.full_name)
        .outerjoin(DataUpdateLine, DataUpdateLine.id == ImportRow.subject_id)
        .where(ImportRow.batch_id == batch_id)
    )
    return statement if outcome is None else statement.where(ImportRow.outcome == outcome)


def _row(row: Row[*tuple[Any, ...]]) -> FileRow:
    return FileRow(
        id=row.ImportRow.id,
        number=row.ImportRow.number,
        outcome=row.ImportRow.outcome,
        full_name=row.full_name,
        found=row.ImportRow.found,
        before=row.ImportRow.before,
        problems=row.ImportRow.problems,
    )


def list_changing_rows(
    session: Session, *, batch_id: UUID
) -> Sequence[tuple[ImportRow, DataUpdateLine]]:
    """The rows that change a line, each with its line."""
    rows = session.execute(
        select(ImportRow, DataUpdateLine)
        .join(DataUpdateLine, DataUpdateLine.id == ImportRow.subject_id)
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome.in_(_CHANGING))
        .order_by(ImportRow.number)
    ).all()
    return [(row.ImportRow, row.DataUpdateLine) for row in rows]
