"""The rows of a batch, as the preview shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from savings_app.imports.kinds import Outcome
from savings_app.imports.models import ImportRow
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page

ROW_SORTING = Sorting(
    id=ImportRow.id,
    by={"number": [ImportRow.number], "outcome": [ImportRow.outcome, ImportRow.number]},
    default=Order("number"),
)


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Rows of one outcome, or those taken all the same though something about them is odd."""

    outcome: Outcome | None = None
    noted: bool = False


def _listed(batch_id: UUID, wanted: RowFilter) -> Select[ImportRow]:
    """The caller has found the batch for its actor (`get_batch`)."""
    statement = select(ImportRow).where(ImportRow.batch_id == batch_id)
    if wanted.noted:
        return statement.where(*_NOTED)
    return (
        statement
        if wanted.outcome is None
        else statement.where(ImportRow.outcome == wanted.outcome)
    )


# An empty list is kept as `[]` in both databases.
_NOTED = (ImportRow.outcome != Outcome.REFUSED, cast(ImportRow.problems, String) != "[]")


def list_rows(
    session: Session,
    *,
    batch_id: UUID,
    wanted: RowFilter,
    order: Order | None,
    place: Place | None,
) -> Page[ImportRow]:
    """A page of the rows of a batch the caller has found for its actor."""
    page = list_page(
        session, _listed(batch_id, wanted), sorting=ROW_SORTING, order=order, place=place
    )
    return page.of([row[0] for row in page.rows])


def count_noted(session: Session, *, batch_id: UUID) -> int:
    """How many rows are taken and should be looked at."""
    counted = select(func.count()).select_from(ImportRow)
    return session.scalar(counted.where(ImportRow.batch_id == batch_id, *_NOTED)) or 0


def iterate_rows(
    session: Session, *, batch_id: UUID, wanted: RowFilter, order: Order | None = None
) -> Iterator[ImportRow]:
    """All rows of the list, for its file."""
    statement = in_order(_listed(batch_id, wanted), sorting=ROW_SORTING, order=order)
    yield from session.scalars(statement)


def list_changed(
    session: Session, *, batch_id: UUID
) -> Sequence[tuple[int, UUID | None, Mapping[str, Any]]]:
    """What an applied batch changed: number, the row of ours, and what it was."""
    rows = session.execute(
        select(ImportRow.number, ImportRow.subject_id, ImportRow.before)
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome == Outcome.CHANGED)
        .order_by(ImportRow.number)
    )
    return [(row.number, row.subject_id, row.before or {}) for row in rows]
