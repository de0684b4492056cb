"""From a file that was handed in to rows somebody can look at. Nothing of ours changes here.

The bytes are stored before and removed after, outside the transaction, by whoever opened it.
Staging is cut into short transactions, so that pages are served meanwhile; it is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.db import check_version, take_turn
from savings_app.errors import NotPermitted
from savings_app.imports.cells import read_text
from savings_app.imports.handlers import Assessed, Assessment, Handler, kept_problems
from savings_app.imports.kinds import BatchState, Outcome
from savings_app.imports.models import ColumnMap, ImportBatch, ImportRow
from savings_app.imports.queries.assessing import check_answers
from savings_app.imports.queries.batches import check_unseen, find_column_map, get_batch
from savings_app.imports.reading import Reading
from savings_app.imports.rows import FoundRow, Places
from savings_app.imports.rules import (
    LEFT_BEHIND,
    ImportNotWaiting,
    ImportRegionNeeded,
    check_source,
)
from savings_app.storage import StoredFile

# Whoever hands in, applies or takes back a file waits for others who do.
IMPORT_LINE = 7505
MOST_LEFT_OUT = 200
MOST_TITLES = 50
SHOWN_FIRST, SHOWN_LAST = 4, 4


def check_may_import(actor: Actor | None, handler: Handler) -> None:
    """`actor=None` is a command.

    Raises:
        NotPermitted, ImportRegionNeeded
    """
    if actor is not None and not actor.may(handler.permission):
        raise NotPermitted
    if actor is not None and not actor.region:
        raise ImportRegionNeeded


def receive_file(
    session: Session,
    *,
    handler: Handler,
    actor: Actor | None,
    region: str,
    source: str | None,
    facts: Mapping[str, str],
    stored: StoredFile,
    reading: Reading,
    now: datetime,
) -> ImportBatch:
    """A file was handed in and can be read; its rows are looked at next (`READING`).

    Raises:
        NotPermitted, ImportRegionNeeded, ImportSourceNeeded, ImportAnswerNeeded,
        ImportAlreadyApplied, ImportAlreadyWaiting
    """
    check_may_import(actor, handler)
    take_turn(session, line=IMPORT_LINE)
    check_answers(handler, facts)
    check_unseen(session, kind=handler.kind, region=region, sha256=stored.sha256)
    batch = new_batch(
        handler=handler,
        actor=actor,
        region=region,
        source=check_source(source),
        facts=facts,
        stored=stored,
        reading=reading,
        state=BatchState.READING,
        now=now,
    )
    session.add(batch)
    record_batch(session, actor=actor, now=now, verb="hand-in", batch=batch)
    return batch


def new_batch(
    *,
    handler: Handler,
    actor: Actor | None,
    region: str,
    source: str,
    facts: Mapping[str, str],
    stored: StoredFile,
    reading: Reading,
    state: BatchState,
    now: datetime,
) -> ImportBatch:
    """A batch without rows yet."""
    batch = ImportBatch(
        id=uuid4(),
        kind=handler.kind,
        source=source,
        region_code=region,
        state=state,
        stored_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        format=reading.book.format.value,
        facts={name: value for name, value in facts.items() if value},
        rows_in=0,
        rows_new=0,
        rows_changed=0,
        rows_same=0,
        rows_refused=0,
        rows_done=0,
        problems=[],
        uploaded_by=actor.user_id if actor else None,
        uploaded_at=now,
    )
    _set_reading(batch, reading)
    return batch


def _set_reading(batch: ImportBatch, reading: Reading) -> None:
    batch.sheet = (reading.sheet.name or "")[:80] or None
    batch.header_row = reading.header_row
    batch.column_map = {
        "columns": dict(reading.columns),
        "depth": reading.headings.depth if reading.headings else 1,
        "missing": list(reading.missing) if reading.headings else None,
        "other_sheets": list(reading.other_sheets)[:20],
        "repeated": list(reading.repeated),
        "titled": [asdict(one) for one in reading.titled[:MOST_TITLES]],
        "left_out": [],
    }


def claim_batch(
    session: Session, *, batch_id: UUID, state: BatchState, now: datetime
) -> ImportBatch | None:
    """A worker takes the batch in this state; None where it is done, or another is at it."""
    take_turn(session, line=IMPORT_LINE)
    batch = session.get(ImportBatch, batch_id, populate_existing=True)
    if batch is None or batch.state is not state:
        return None
    if batch.worked_at is not None and batch.worked_at > now - LEFT_BEHIND:
        return None
    batch.worked_at = now
    return batch


def begin_rows(session: Session, *, batch_id: UUID, rows_in: int) -> None:
    """Staging begins, perhaps anew: rows of an earlier try go."""
    session.execute(delete(ImportRow).where(ImportRow.batch_id == batch_id))
    batch = session.get_one(ImportBatch, batch_id)
    batch.rows_in, batch.rows_done = rows_in, 0


def add_rows(
    session: Session,
    *,
    batch_id: UUID,
    handler: Handler,
    rows: Sequence[tuple[Assessed, FoundRow]],
    places: Places,
    now: datetime,
) -> None:
    """Keep a portion of the rows for the preview, their numbers of people masked."""
    numbers = {fact.name for fact in handler.facts if fact.is_number}
    values = [
        {
            "id": uuid4(),
            "batch_id": batch_id,
            "number": row.number,
            "outcome": row.outcome,
            "found": _shown(row, found, numbers),
            "before": None,
            "subject_id": row.subject_id,
            "problems": kept_problems(row, places),
        }
        for row, found in rows
    ]
    if values:
        session.execute(insert(ImportRow), values)
    batch = session.get_one(ImportBatch, batch_id)
    batch.rows_done += len(values)
    batch.worked_at = now


def _shown(row: Assessed, found: FoundRow, numbers: set[str]) -> dict[str, Any]:
    values = {}
    for fact, cell in (*found.values.items(), *found.months.items()):
        text = read_text(cell)
        if text is not None:
            values[fact] = masked(text) if fact in numbers else text[:120]
    changes = {fact: list(pair) for fact, pair in (row.changes or {}).items()}
    return {"values": values, "changes": changes}


def masked(text: str) -> str:
    """A number of a person as a list may show it; one that is too short is hidden whole."""
    hidden = len(text) - SHOWN_FIRST - SHOWN_LAST
    if hidden <= 0:
        return "•" * len(text) if any(c.isdigit() for c in text) else text
    return f"{text[:SHOWN_FIRST]}{'•' * hidden}{text[-SHOWN_LAST:]}"


def finish_staging(
    session: Session, *, batch_id: UUID, assessment: Assessment, actor: Actor | None, now: datetime
) -> ImportBatch:
    """All rows are there to be looked at."""
    batch = session.get_one(ImportBatch, batch_id)
    batch.state = BatchState.STAGED
    batch.worked_at = None
    set_counts(batch, assessment)
    record_batch(session, actor=actor, now=now, verb="stage", batch=batch)
    return batch


def set_counts(batch: ImportBatch, assessment: Assessment) -> None:
    """The four counts; together they are all rows."""
    counts = assessment.counts
    batch.rows_in = batch.rows_done = assessment.rows_in
    batch.rows_new, batch.rows_changed = counts[Outcome.NEW], counts[Outcome.CHANGED]
    batch.rows_same, batch.rows_refused = counts[Outcome.SAME], counts[Outcome.REFUSED]
    left_out = list(assessment.left_out)
    batch.column_map = {
        **batch.column_map,
        "left_out": left_out[:MOST_LEFT_OUT],
        "left_out_count": len(left_out),
    }


def save_column_map(
    session: Session,
    *,
    handler: Handler,
    actor: Actor,
    batch_id: UUID,
    version: int | None,
    reading: Reading,
    facts: Mapping[str, str],
    now: datetime,
) -> ImportBatch:
    """A person says which column holds what: kept for this source, and the file is read anew.

    Raises:
        NotPermitted, NotFound, Conflict, ImportAnswerNeeded
        ImportNotWaiting: applied or discarded meanwhile.
    """
    check_may_import(actor, handler)
    take_turn(session, line=IMPORT_LINE)
    batch = get_batch(session, actor=actor, batch_id=batch_id)
    session.refresh(batch)
    check_version(batch, version)
    if batch.state is not BatchState.STAGED:
        raise ImportNotWaiting
    check_answers(handler, facts)
    kept = find_column_map(
        session, kind=batch.kind, source=batch.source, region=batch.region_code
    ) or ColumnMap(
        id=uuid4(), kind=batch.kind, source=batch.source, region_code=batch.region_code, headings={}
    )
    told = reading.told()
    kept.headings = {fact.name: told.get(fact.name, "") for fact in handler.facts}
    kept.saved_by, kept.saved_at = actor.user_id, now
    session.add(kept)
    _set_reading(batch, reading)
    batch.facts = {name: value for name, value in facts.items() if value}
    batch.state, batch.worked_at = BatchState.READING, None
    batch.rows_done = 0
    record_batch(session, actor=actor, now=now, verb="map", batch=batch)
    return batch


def record_batch(
    session: Session,
    *,
    actor: Actor | None,
    now: datetime,
    verb: str,
    batch: ImportBatch,
    left: int = 0,
) -> None:
    """Who did what to which batch, with its counts and nothing of its people.

    `left` counts the rows an undo had to leave.
    """
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=f"import:{verb}",
        subject="import_batch",
        subject_id=batch.id,
        kind=batch.kind.value,
        rows_in=batch.rows_in,
        rows_new=batch.rows_new,
        rows_changed=batch.rows_changed,
        rows_same=batch.rows_same,
        rows_refused=batch.rows_refused,
        left=left,
    )


def portions(
    rows: Sequence[Assessed], found: Sequence[FoundRow], *, size: int
) -> Iterable[list[tuple[Assessed, FoundRow]]]:
    """The rows with their cells, `size` at a time: a transaction for each."""
    for start in range(0, len(rows), size):
        end = start + size
        yield list(zip(rows[start:end], found[start:end], strict=True))
