"""A run as workers do it: rows are held for a while, issued, and settled when they are made.

Whatever kills a worker: the document and its row are one transaction, making its bytes again adds
nothing, and what was held is free once the lease is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from savings_app.access.queries import find_actor
from savings_app.actors import Actor, Permission
from savings_app.db import part_of
from savings_app.documents.actions import request_document
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentState, Period, Wanted
from savings_app.documents.run_actions import OPEN, end_run, note_run
from savings_app.documents.run_models import DocumentRun, DocumentRunRow
from savings_app.documents.run_rules import (
    LEASE,
    MOST_BROKEN_OFF,
    PORTION,
    RowReason,
    RowState,
    RunEnd,
    RunState,
    failed_for,
    skipped_for,
)
from savings_app.errors import DomainError
from savings_app.regions.rules import is_within


def claim_rows(
    session: Session, *, run_id: UUID, holder: UUID, now: datetime
) -> Sequence[DocumentRunRow]:
    """Rows this worker may work on until the lease is over; none where there are none.

    Of a run that is paused or cancelled only those whose document has its number. On SQLite whoever
    writes is alone; on PostgreSQL rows another worker holds are passed over.
    """
    # Shared with the other workers: whoever pauses or cancels waits for this portion to be issued.
    run = session.get_one(
        DocumentRun, run_id, with_for_update={"read": True}, populate_existing=True
    )
    row = DocumentRunRow
    begun = () if run.state is RunState.RUNNING else (row.document_id.is_not(None),)
    rows = session.scalars(
        select(row)
        .where(row.run_id == run_id, row.state == RowState.WAITING, *begun)
        .where(or_(row.lease_until.is_(None), row.lease_until < now))
        .order_by(row.position)
        .limit(PORTION)
        .with_for_update(skip_locked=True)
    ).all()
    for one in rows:
        if one.holder is not None:
            one.tries += 1  # who held it never came back
        one.holder, one.lease_until = holder, now + LEASE
    session.flush()
    return rows


def find_asker(session: Session, *, run_id: UUID, today: date) -> Actor | None:
    """Who asked for the run, with the rights of today; None where those do not reach any more."""
    run = session.get_one(DocumentRun, run_id)
    actor = find_actor(session, user_id=run.asked_by)
    if (
        actor is None
        or actor.region is None
        or not actor.may(Permission.CASE_EDIT)
        or not is_within(run.region_code, actor.region)
    ):
        return None
    return Actor(role=actor.role, user_id=actor.user_id, region=actor.region, acts_on=today)


def end_without_asker(session: Session, *, run_id: UUID, now: datetime) -> None:
    """Nobody answers for the run any more: what waits is not made; one that is over stays so."""
    run = session.get_one(DocumentRun, run_id, with_for_update=True, populate_existing=True)
    if run.state in OPEN:
        end_run(session, run, end=RunEnd.ASKER_GONE, actor=None, now=now)


def issue_row(
    session: Session, *, row: DocumentRunRow, actor: Actor | None, today: date, now: datetime
) -> None:
    """Give the row its document, unless it has one. A refusal passes it over, with the reason.

    Without an actor nothing is issued. Anything else that is raised leaves nothing behind.
    """
    if row.tries >= MOST_BROKEN_OFF:
        fail_row(row, reason=RowReason.ENDED, now=now)
    if actor is None or row.document_id is not None or row.state is not RowState.WAITING:
        return
    run = session.get_one(DocumentRun, row.run_id)
    period = Period(run.period_from, run.period_to) if run.period_from and run.period_to else None
    try:
        with part_of(session):
            document = request_document(
                session,
                actor=actor,
                wanted=Wanted(run.kind, run.language, run.sheet, period),
                recipient_id=row.recipient_id,
                today=today,
                now=now,
            )
            row.document_id = document.id
    except DomainError as refusal:
        _settle(row, RowState.SKIPPED, reason=skipped_for(refusal), now=now)


def fail_row(row: DocumentRunRow, *, reason: RowReason, now: datetime) -> None:
    """The row waits for somebody to try again."""
    _settle(row, RowState.FAILED, reason=reason, now=now)


def settle_rows(session: Session, *, run_id: UUID, holder: UUID, now: datetime) -> None:
    """What became of the rows this worker held; one that is not made yet is free again."""
    held = session.execute(
        select(DocumentRunRow, Document)
        .join(Document, Document.id == DocumentRunRow.document_id)
        .where(DocumentRunRow.run_id == run_id, DocumentRunRow.holder == holder)
        .with_for_update(of=DocumentRunRow)
    ).all()
    for row, document in held:
        if document.state is DocumentState.FAILED:
            fail_row(row, reason=failed_for(document.failure), now=now)
        elif document.state is DocumentState.PENDING:
            row.holder = row.lease_until = None
        else:
            _settle(row, RowState.DONE, reason=None, now=now)


def _settle(
    row: DocumentRunRow, state: RowState, *, reason: RowReason | None, now: datetime
) -> None:
    row.state, row.reason, row.settled_at = state, reason, now
    row.holder = row.lease_until = None


def finish_if_done(session: Session, *, run_id: UUID, now: datetime) -> bool:
    """Whether nothing waits any more; the first who sees it says so."""
    waits = exists().where(
        DocumentRunRow.run_id == run_id, DocumentRunRow.state == RowState.WAITING
    )
    if session.scalar(select(waits)):
        return False
    closed = session.execute(
        update(DocumentRun)
        .where(DocumentRun.id == run_id, DocumentRun.state == RunState.RUNNING)
        .values(state=RunState.DONE, ended_at=now)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    if closed:
        run = session.get_one(DocumentRun, run_id, populate_existing=True)
        note_run(session, run, actor=None, now=now, verb="finish", rows=run.rows)
    return True
