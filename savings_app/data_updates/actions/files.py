"""A list that came back as a file: staged, looked at, applied whole, and undone whole.

It is an `ImportBatch` of its own kind; the bytes are not kept, its rows wait in the batch.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.data_updates.actions.answers import (
    mark_answered,
    mark_returned,
    put_replacement,
)
from savings_app.data_updates.actions.updates import record_update
from savings_app.data_updates.file_rows import Stated, compare_rows
from savings_app.data_updates.kinds import Deed
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.files import get_file, list_changing_rows
from savings_app.data_updates.queries.updates import get_update
from savings_app.data_updates.rules import UpdateReasonNeeded, check_deed
from savings_app.data_updates.sheet.reading import FoundRow
from savings_app.db import check_version
from savings_app.errors import Conflict, DomainError
from savings_app.imports.kinds import BatchState, ImportKind, Outcome
from savings_app.imports.models import ImportBatch, ImportRow
from savings_app.registry.models import Participant


@dataclass(frozen=True, slots=True)
class Returned:
    """A file as it was read: its hash and what stands in its rows."""

    data: bytes
    format: str
    rows: Sequence[FoundRow]


class FileNotWaiting(DomainError):
    """The file was applied, discarded or undone before."""


class LineChangedSince(DomainError):
    """A line was changed after this file was read or applied. Fact: `number`."""


def stage_list(
    session: Session,
    *,
    actor: Actor,
    update_id: UUID,
    returned: Returned,
    today: date,
    now: datetime,
) -> ImportBatch:
    """Compare the file with the list; nothing of the list changes yet.

    Raises:
        NotFound, UpdateNotInThisState
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_deed(Deed.ANSWER, update.state)
    compared = compare_rows(returned.rows, _stated(session, update), today=today)
    tally = Counter(one.outcome for one in compared)
    batch = ImportBatch(
        kind=ImportKind.DATA_UPDATE,
        source="desa",
        region_code=update.region_code,
        state=BatchState.STAGED,
        stored_name=None,
        sha256=hashlib.sha256(returned.data).hexdigest(),
        size=len(returned.data),
        format=returned.format,
        sheet=None,
        header_row=None,
        column_map={},
        facts={"data_update_id": str(update_id)},
        rows_in=len(compared),
        rows_new=tally[Outcome.NEW],
        rows_changed=tally[Outcome.CHANGED],
        rows_same=tally[Outcome.SAME],
        rows_refused=tally[Outcome.REFUSED],
        rows_done=len(compared),
        problems=[],
        uploaded_by=actor.user_id,
        uploaded_at=now,
    )
    session.add(batch)
    session.flush()
    session.add_all(
        ImportRow(
            batch_id=batch.id,
            number=one.row,
            outcome=one.outcome,
            found=one.found,
            before=one.before,
            subject_id=one.line_id,
            problems=list(one.problems),
        )
        for one in compared
    )
    _record(session, actor=actor, now=now, verb="stage-file", update=update, batch=batch)
    return batch


def _stated(session: Session, update: DataUpdate) -> list[Stated]:
    rows = session.execute(
        select(DataUpdateLine, Participant.born_on)
        .join(Participant, Participant.id == DataUpdateLine.participant_id)
        .where(DataUpdateLine.data_update_id == update.id)
    )
    return [Stated.of(row.DataUpdateLine, row.born_on) for row in rows]


def apply_list(
    session: Session, *, actor: Actor, batch_id: UUID, version: int | None, now: datetime
) -> int:
    """Write what is new or changed, all or nothing; returns how many lines.

    Raises:
        NotFound, Conflict, UpdateNotInThisState, FileNotWaiting, LineChangedSince
    """
    update, batch = _open(session, actor=actor, batch_id=batch_id)
    check_version(batch, version)
    if batch.state is not BatchState.STAGED:
        raise FileNotWaiting
    rows = list_changing_rows(session, batch_id=batch_id)
    for row, line in rows:
        if row.found is None or row.before is None:
            raise Conflict
        if line.version != row.before["version"]:
            raise LineChangedSince(number=line.number)
        _write(line, Stated.from_json(row.found))
        mark_answered(line, actor=actor, now=now)
    mark_returned(session, actor=actor, update=update, now=now)
    for row, line in rows:
        # What the line is afterwards, so that an undo sees whether somebody changed it since.
        row.before = {**(row.before or {}), "applied_version": line.version}
    _forget_found(session, batch)
    batch.state = BatchState.APPLIED
    batch.applied_by, batch.applied_at = actor.user_id, now
    _record(session, actor=actor, now=now, verb="apply-file", update=update, batch=batch)
    return len(rows)


def discard_list(session: Session, *, actor: Actor, batch_id: UUID, now: datetime) -> DataUpdate:
    """Nothing of the file is taken.

    Raises:
        NotFound, UpdateNotInThisState, FileNotWaiting
    """
    update, batch = _open(session, actor=actor, batch_id=batch_id)
    if batch.state is not BatchState.STAGED:
        raise FileNotWaiting
    _forget_found(session, batch)
    batch.state = BatchState.DISCARDED
    _record(session, actor=actor, now=now, verb="discard-file", update=update, batch=batch)
    return update


def undo_list(
    session: Session, *, actor: Actor, batch_id: UUID, reason: str | None, now: datetime
) -> DataUpdate:
    """Every line is what it was before the file, while the list is not submitted.

    Raises:
        NotFound, UpdateNotInThisState, FileNotWaiting, UpdateReasonNeeded, LineChangedSince
    """
    update, batch = _open(session, actor=actor, batch_id=batch_id)
    if batch.state is not BatchState.APPLIED:
        raise FileNotWaiting
    if not reason:
        raise UpdateReasonNeeded
    for row, line in list_changing_rows(session, batch_id=batch_id):
        if row.before is None or line.version != row.before["applied_version"]:
            raise LineChangedSince(number=line.number)
        _write(line, Stated.from_json(row.before))
        by = row.before["answered_by"]
        at = row.before["answered_at"]
        line.answered_by = UUID(by) if by else None
        line.answered_at = datetime.fromisoformat(at) if at else None
    batch.state, batch.undo_reason = BatchState.UNDONE, reason
    batch.undone_by, batch.undone_at = actor.user_id, now
    _record(session, actor=actor, now=now, verb="undo-file", update=update, batch=batch)
    return update


def _open(session: Session, *, actor: Actor, batch_id: UUID) -> tuple[DataUpdate, ImportBatch]:
    """The list, kept for this transaction, and its file."""
    update, batch = get_file(session, actor=actor, batch_id=batch_id)
    update = get_update(session, actor=actor, update_id=update.id, lock=True)
    check_deed(Deed.ANSWER, update.state)
    return update, batch


def _write(line: DataUpdateLine, stated: Stated) -> None:
    line.answer, line.died_on, line.detail = stated.answer, stated.died_on, stated.detail
    line.note = stated.note
    put_replacement(line, stated.replacement)


def _forget_found(session: Session, batch: ImportBatch) -> None:
    """Names and numbers of the file wait no longer than they must."""
    for row in session.scalars(select(ImportRow).where(ImportRow.batch_id == batch.id)):
        row.found = None


def _record(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    update: DataUpdate,
    batch: ImportBatch,
) -> None:
    facts: dict[str, Any] = {
        "rows": batch.rows_in,
        "new": batch.rows_new,
        "changed": batch.rows_changed,
        "refused": batch.rows_refused,
    }
    record_update(session, actor=actor, now=now, verb=verb, update=update, **facts)
