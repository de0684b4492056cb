"""Runs of documents as people steer them: begin, pause, go on, try again, cancel."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.bulk import insert_many
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, DocumentState, PeriodOnlyOfStatement
from savings_app.documents.run_candidates import list_candidates
from savings_app.documents.run_models import DocumentRun, DocumentRunRow
from savings_app.documents.run_queries import get_run
from savings_app.documents.run_rules import (
    KindNotForRuns,
    NothingFailed,
    RowState,
    RunEnd,
    RunOfNobody,
    RunOverAlready,
    RunState,
    RunWanted,
    is_for_runs,
)
from savings_app.errors import NotFound, NotPermitted
from savings_app.regions.rules import is_within

OPEN = (RunState.RUNNING, RunState.PAUSED)


def start_run(
    session: Session, *, actor: Actor, wanted: RunWanted, request_key: UUID, now: datetime
) -> DocumentRun:
    """Write down who is in the run, in reading order; workers do the rest.

    A repeat with the same key is answered with the first run.

    Raises:
        NotFound: the place is not this person's.
        NotPermitted, KindNotForRuns, PeriodOnlyOfStatement, RunOfNobody
    """
    asked_by = _check(actor, wanted)
    earlier = session.scalar(
        select(DocumentRun).where(
            DocumentRun.request_key == request_key, DocumentRun.asked_by == asked_by
        )
    )
    if earlier is not None:
        return earlier
    candidates = list_candidates(session, actor=actor, region_code=wanted.region_code)
    if not candidates:
        raise RunOfNobody
    asked, period = wanted.wanted, wanted.wanted.period
    run = DocumentRun(
        kind=asked.kind,
        period_from=period.first if period else None,
        period_to=period.last if period else None,
        language=asked.language,
        sheet=asked.sheet,
        region_code=wanted.region_code,
        state=RunState.RUNNING,
        rows=len(candidates),
        asked_by=asked_by,
        made_at=now,
        request_key=request_key,
    )
    session.add(run)
    session.flush()
    blank = {"document_id": None, "reason": None, "holder": None, "lease_until": None}
    insert_many(
        session,
        DocumentRunRow,
        (
            {
                **blank,
                "id": uuid4(),
                "run_id": run.id,
                "position": place,
                "recipient_id": one.recipient_id,
                "region_code": one.region_code,
                "state": RowState.WAITING,
                "tries": 0,
                "settled_at": None,
            }
            for place, one in enumerate(candidates, start=1)
        ),
    )
    note_run(session, run, actor=actor, now=now, verb="start", rows=run.rows)
    return run


def _check(actor: Actor, wanted: RunWanted) -> UUID:
    """Who asks, where that person may ask for this."""
    if actor.user_id is None or not actor.may(Permission.CASE_EDIT):
        raise NotPermitted
    if not is_for_runs(wanted.wanted.kind):
        raise KindNotForRuns
    if wanted.wanted.period is not None and wanted.wanted.kind is not DocumentKind.SAVINGS:
        raise PeriodOnlyOfStatement
    if actor.region is None or not is_within(wanted.region_code, actor.region):
        raise NotFound
    return actor.user_id


def pause_run(session: Session, *, actor: Actor, run_id: UUID, now: datetime) -> None:
    """What workers hold is finished; nothing new is begun. A paused one stays as it is.

    Raises:
        NotFound, NotPermitted, RunOverAlready
    """
    run = _own_open(session, actor, run_id)
    if run.state is RunState.RUNNING:
        run.state, run.paused_at = RunState.PAUSED, now
        note_run(session, run, actor=actor, now=now, verb="pause")


def resume_run(session: Session, *, actor: Actor, run_id: UUID, now: datetime) -> None:
    """
    Raises:
        NotFound, NotPermitted, RunOverAlready
    """
    run = _own_open(session, actor, run_id)
    if run.state is RunState.PAUSED:
        run.state, run.paused_at = RunState.RUNNING, None
        note_run(session, run, actor=actor, now=now, verb="resume")


def cancel_run(session: Session, *, actor: Actor, run_id: UUID, now: datetime) -> None:
    """What was made or is in hand stays; the rest is not made any more.

    Raises:
        NotFound, NotPermitted, RunOverAlready
    """
    run = _own_open(session, actor, run_id)
    end_run(session, run, end=RunEnd.BY_PERSON, actor=actor, now=now)


def end_run(
    session: Session, run: DocumentRun, *, end: RunEnd, actor: Actor | None, now: datetime
) -> None:
    """Nothing that waits is begun any more; a document that has its number is still made."""
    run.state, run.ended_for, run.ended_at, run.paused_at = RunState.CANCELLED, end, now, None
    session.execute(
        update(DocumentRunRow)
        .where(_waiting(run.id), DocumentRunRow.document_id.is_(None))
        .values(state=RowState.CANCELLED, settled_at=now, holder=None, lease_until=None)
    )
    note_run(session, run, actor=actor, now=now, verb="cancel")


def retry_run(session: Session, *, actor: Actor, run_id: UUID, now: datetime) -> int:
    """Put every failed row back; its document keeps its number. Returns how many.

    Raises:
        NotFound, NotPermitted, NothingFailed
    """
    run = _own(session, actor, run_id)
    failed = DocumentRunRow.run_id == run_id, DocumentRunRow.state == RowState.FAILED
    session.execute(
        update(Document)
        .where(
            Document.id.in_(select(DocumentRunRow.document_id).where(*failed)),
            Document.state == DocumentState.FAILED,
        )
        .values(state=DocumentState.PENDING, tries=0, failure=None, version=Document.version + 1)
        .execution_options(synchronize_session=False)
    )
    count = session.execute(
        update(DocumentRunRow)
        .where(*failed)
        .values(state=RowState.WAITING, reason=None, tries=0, settled_at=None)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    if not count:
        raise NothingFailed
    session.expire_all()
    run.state, run.ended_for, run.ended_at, run.paused_at = RunState.RUNNING, None, None, None
    note_run(session, run, actor=actor, now=now, verb="retry", rows=count)
    return int(count)


def _own_open(session: Session, actor: Actor, run_id: UUID) -> DocumentRun:
    """
    Raises:
        NotFound, NotPermitted, RunOverAlready
    """
    run = _own(session, actor, run_id)
    if run.state not in OPEN:
        raise RunOverAlready
    return run


def _own(session: Session, actor: Actor, run_id: UUID) -> DocumentRun:
    """The run, locked, of somebody who may steer it."""
    if not actor.may(Permission.CASE_EDIT):
        raise NotPermitted
    return get_run(session, actor=actor, run_id=run_id, lock=True)


def _waiting(run_id: UUID) -> ColumnElement[bool]:
    return (DocumentRunRow.run_id == run_id) & (DocumentRunRow.state == RowState.WAITING)


def note_run(
    session: Session,
    run: DocumentRun,
    *,
    actor: Actor | None,
    now: datetime,
    verb: str,
    rows: int | None = None,
) -> None:
    """What was done with a run, for the trail."""
    record(
        session,
        actor=actor,
        now=now,
        action=f"document-run:{verb}",
        subject="document_run",
        subject_id=run.id,
        kind=run.kind.value,
        rows=rows,
    )
