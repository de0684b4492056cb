"""Files that brought answers: one with its rows, and those of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.updates import get_update
from savings_app.errors import NotFound
from savings_app.imports.kinds import ImportKind, Outcome
from savings_app.imports.models import ImportBatch, ImportRow

SHOWN = 200
_CHANGING = (Outcome.NEW, Outcome.CHANGED)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file as its preview shows it; `found` and `before` as they were kept."""

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
    session: Session, *, batch_id: UUID, outcomes: Sequence[Outcome]
) -> Sequence[FileRow]:
    """The first rows of these outcomes, in the order of the file."""
    rows = session.execute(
        select(ImportRow, DataUpdateLine.full_name)
        .outerjoin(DataUpdateLine, DataUpdateLine.id == ImportRow.subject_id)
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome.in_(outcomes))
        .order_by(ImportRow.number)
        .limit(SHOWN)
    )
    return [
        FileRow(
            number=row.ImportRow.number,
            outcome=row.ImportRow.outcome,
            full_name=row.full_name,
            found=row.ImportRow.found,
            before=row.ImportRow.before,
            problems=row.ImportRow.problems,
        )
        for row in rows
    ]


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
