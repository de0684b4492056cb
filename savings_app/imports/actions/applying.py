"""A batch is applied whole, discarded, or taken back whole; never half of it.

The bytes are read before and removed after, outside the transaction, by whoever opened it. What is
left of an applied batch: its counts, the places and reasons of what was refused, and what changed
rows were before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.db import check_version, take_turn
from savings_app.errors import Problem
from savings_app.imports.actions.staging import (
    IMPORT_LINE,
    check_may_import,
    new_batch,
    record_batch,
    set_counts,
)
from savings_app.imports.handlers import (
    Assessed,
    Assessment,
    Context,
    Handler,
    LeftStanding,
    Undoing,
    Writing,
    kept_problems,
)
from savings_app.imports.kinds import BatchState, Outcome
from savings_app.imports.models import ImportBatch, ImportRow
from savings_app.imports.queries.assessing import (
    assess_found,
    check_answers,
    check_complete,
    check_has_rows,
)
from savings_app.imports.queries.batches import check_unseen, get_batch
from savings_app.imports.queries.rows import list_changed
from savings_app.imports.reading import Reading
from savings_app.imports.rows import Found
from savings_app.imports.rules import (
    ImportColumnsMissing,
    ImportHasNothing,
    ImportNotApplied,
    ImportNotWaiting,
    check_reason,
    check_source,
)
from savings_app.storage import StoredFile

_WRITTEN = (Outcome.NEW, Outcome.CHANGED)


def start_applying(
    session: Session,
    *,
    handler: Handler,
    actor: Actor,
    batch_id: UUID,
    version: int | None,
    now: datetime,
) -> ImportBatch:
    """A person has looked and says yes; what is written, and by whom, is settled from here on.

    Raises:
        NotPermitted, NotFound, Conflict, ImportNotWaiting, ImportColumnsMissing, ImportHasNothing
    """
    check_may_import(actor, handler)
    take_turn(session, line=IMPORT_LINE)
    batch = get_batch(session, actor=actor, batch_id=batch_id)
    session.refresh(batch)
    check_version(batch, version)
    if batch.state is not BatchState.STAGED:
        raise ImportNotWaiting
    if is_unclear(batch):
        raise ImportColumnsMissing(names="")
    if not batch.rows_new + batch.rows_changed:
        raise ImportHasNothing
    batch.state, batch.applied_by = BatchState.APPLYING, actor.user_id
    batch.worked_at, batch.rows_done = None, 0
    record_batch(session, actor=actor, now=now, verb="start", batch=batch)
    return batch


def is_unclear(batch: ImportBatch) -> bool:
    """Whether a needed column is not known yet: a person has to say which it is."""
    missing = batch.column_map.get("missing", [])
    return missing is None or bool(missing)


def apply_batch(
    session: Session,
    *,
    handler: Handler,
    actor: Actor | None,
    batch_id: UUID,
    reading: Reading,
    found: Found,
    today: date,
    now: datetime,
) -> ImportBatch:
    """Write what is new or changed, all of it or nothing, by the preview's own question asked anew.

    `reading` and `found` are the stored bytes, read as the batch says.

    Raises:
        NotFound
        Conflict: a row changed, or a number was taken, at this very moment.
        ImportNotWaiting: another worker applied it.
    """
    take_turn(session, line=IMPORT_LINE)
    batch = get_batch(session, actor=actor, batch_id=batch_id)
    session.refresh(batch)
    if batch.state is not BatchState.APPLYING:
        raise ImportNotWaiting
    assessment, context = assess_found(
        session,
        handler,
        reading=reading,
        found=found,
        region=batch.region_code,
        facts=batch.facts,
        today=today,
        batch_id=batch.id,
    )
    session.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))
    _write(session, batch, handler, assessment, context, actor=actor, now=now)
    return batch


def import_file(
    session: Session,
    *,
    handler: Handler,
    actor: Actor | None,
    region: str,
    source: str,
    facts: Mapping[str, str],
    sha256: str,
    size: int,
    reading: Reading,
    found: Found,
    today: date,
    now: datetime,
) -> tuple[ImportBatch, Assessment]:
    """Hand in and apply in one step, for a command; the bytes are not kept.

    Raises:
        NotPermitted, ImportRegionNeeded, ImportColumnsMissing, ImportHasNoRows,
        ImportAnswerNeeded, ImportAlreadyApplied, ImportAlreadyWaiting, Conflict
    """
    check_may_import(actor, handler)
    check_complete(handler, reading)
    check_has_rows(reading, found)
    check_answers(handler, facts)
    take_turn(session, line=IMPORT_LINE)
    check_unseen(session, kind=handler.kind, region=region, sha256=sha256)
    batch = new_batch(
        handler=handler,
        actor=actor,
        region=region,
        source=check_source(source),
        facts=facts,
        stored=StoredFile(name=uuid4(), sha256=sha256, size=size),
        reading=reading,
        state=BatchState.APPLYING,
        now=now,
    )
    session.add(batch)
    session.flush()
    assessment, context = assess_found(
        session,
        handler,
        reading=reading,
        found=found,
        region=region,
        facts=facts,
        today=today,
        batch_id=batch.id,
    )
    if any(row.outcome in _WRITTEN for row in assessment.rows):
        _write(session, batch, handler, assessment, context, actor=actor, now=now, verb="command")
    else:
        # Nothing was written, so nothing is there to take back: the mended file may come again.
        batch.state, batch.stored_name = BatchState.DISCARDED, None
        set_counts(batch, assessment)
        record_batch(session, actor=actor, now=now, verb="discard", batch=batch)
    return batch, assessment


def _write(
    session: Session,
    batch: ImportBatch,
    handler: Handler,
    assessment: Assessment,
    context: Context,
    *,
    actor: Actor | None,
    now: datetime,
    verb: str = "apply",
) -> None:
    batch.state = BatchState.APPLIED
    batch.applied_by, batch.applied_at = actor.user_id if actor else None, now
    batch.stored_name, batch.worked_at = None, None
    set_counts(batch, assessment)
    session.flush()
    to_write = [row for row in assessment.rows if row.outcome in _WRITTEN]
    handler.apply(session, to_write, writing=Writing(context, actor, now))
    _keep_rows(session, batch.id, assessment)
    record_batch(session, actor=actor, now=now, verb=verb, batch=batch)


def _keep_rows(session: Session, batch_id: UUID, assessment: Assessment) -> None:
    """Of a batch that is done: what it changed, for the undo, what it refused, and its notes."""
    kept = [
        _kept(row, batch_id, assessment)
        for row in assessment.rows
        if row.outcome in {Outcome.CHANGED, Outcome.REFUSED} or row.trouble
    ]
    if kept:
        session.execute(insert(ImportRow), kept)


def _kept(row: Assessed, batch_id: UUID, assessment: Assessment) -> dict[str, object]:
    return {
        "id": uuid4(),
        "batch_id": batch_id,
        "number": row.number,
        "outcome": row.outcome,
        "found": None,
        "before": dict(row.before) if row.before is not None else None,
        "subject_id": row.subject_id,
        "problems": kept_problems(row, assessment.places),
    }


def stop_applying(
    session: Session, *, batch_id: UUID, what: str, actor: Actor | None, now: datetime
) -> None:
    """It could not be applied; nothing was written, and a person looks again. `what` is why."""
    batch = session.get_one(ImportBatch, batch_id, populate_existing=True)
    if batch.state not in {BatchState.APPLYING, BatchState.READING}:
        return
    batch.state, batch.applied_by, batch.worked_at = BatchState.STAGED, None, None
    batch.problems = [asdict(Problem(None, what))]
    record_batch(session, actor=actor, now=now, verb="fail", batch=batch)


def discard_batch(
    session: Session,
    *,
    actor: Actor | None,
    batch_id: UUID,
    version: int | None = None,
    now: datetime,
) -> UUID | None:
    """It is not applied; its rows go. Returns the name of the bytes to remove.

    `actor=None`: it waited too long.

    Raises:
        NotFound, Conflict
        ImportNotWaiting
    """
    take_turn(session, line=IMPORT_LINE)
    batch = get_batch(session, actor=actor, batch_id=batch_id)
    session.refresh(batch)
    check_version(batch, version)
    if batch.state not in {BatchState.STAGED, BatchState.READING}:
        raise ImportNotWaiting
    name, batch.stored_name = batch.stored_name, None
    batch.state = BatchState.DISCARDED
    session.execute(
        delete(ImportRow).where(
            ImportRow.batch_id == batch.id, ImportRow.outcome != Outcome.REFUSED
        )
    )
    session.execute(update(ImportRow).where(ImportRow.batch_id == batch.id).values(found=None))
    record_batch(session, actor=actor, now=now, verb="discard", batch=batch)
    return name


def undo_batch(
    session: Session,
    *,
    handler: Handler,
    actor: Actor,
    batch_id: UUID,
    version: int | None,
    reason: str | None,
    today: date,
    now: datetime,
) -> tuple[ImportBatch, Sequence[LeftStanding]]:
    """Take the whole batch back; what something was built on since stays, told row by row.

    Raises:
        NotPermitted, NotFound, Conflict, ImportReasonNeeded
        ImportNotApplied
    """
    check_may_import(actor, handler)
    why = check_reason(reason)
    take_turn(session, line=IMPORT_LINE)
    batch = get_batch(session, actor=actor, batch_id=batch_id)
    session.refresh(batch)
    check_version(batch, version)
    if batch.state is not BatchState.APPLIED:
        raise ImportNotApplied
    # First the state: from here on what it paid for counts no more.
    batch.state, batch.undo_reason = BatchState.UNDONE, why
    batch.undone_by, batch.undone_at = actor.user_id, now
    session.flush()
    changed = list_changed(session, batch_id=batch.id)
    left = handler.undo(session, of=Undoing(batch.id, changed, actor, today, now))
    batch.problems = [
        {
            "place": f"row {one.number}" if one.number else None,
            "what": one.what,
            "subject_id": str(one.subject_id) if one.subject_id else None,
        }
        for one in left
    ]
    record_batch(session, actor=actor, now=now, verb="undo", batch=batch, left=len(left))
    return batch, left
