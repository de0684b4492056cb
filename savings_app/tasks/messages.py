"""Sending what waits in the outbox: after the transaction that queued it, never inside.

The row is the work; a message of the queue only says "look". One that is lost is found by the
sweep, one that comes twice finds nothing to do.
"""

from __future__ import annotations

from uuid import UUID

import structlog
from flask import current_app
from huey.api import crontab

from savings_app import clock
from savings_app.db import get_session, transaction
from savings_app.jobs import huey
from savings_app.outbox.actions import claim_message, note_failure, note_sent
from savings_app.outbox.channels import NotDelivered, Ways, deliver
from savings_app.outbox.kinds import Failure
from savings_app.outbox.queries import list_due, list_interrupted
from savings_app.reminders.actions.sending import may_leave
from savings_app.tasks.application import worker_application
from savings_app.tasks.documents import jobs_run

log = structlog.get_logger()


@huey.task()  # type: ignore[untyped-decorator]
def _send(message_id: str) -> None:
    with worker_application().app_context():
        send_message(UUID(message_id))


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        send_due()


def enqueue_message(message_id: UUID) -> None:
    """Ask a worker to send this one; call it after the transaction that queued it."""
    if jobs_run():
        _send(str(message_id))


def send_due() -> None:
    """Send everything that is due; what a worker left behind is marked, not sent again."""
    for message_id in list_interrupted(get_session(), now=clock.now_utc()):
        with transaction() as session:
            note_failure(
                session, message_id=message_id, failure=Failure.INTERRUPTED, now=clock.now_utc()
            )
    for message_id in list_due(get_session(), now=clock.now_utc()):
        send_message(message_id)


def send_message(message_id: UUID) -> None:
    """Send one waiting message, if nobody stopped it and nobody else is sending it."""
    with transaction() as session:
        now = clock.now_utc()
        allowed = may_leave(session, message_id=message_id, now=now)
        message = claim_message(session, message_id=message_id, now=now) if allowed else None
    if message is None:
        return
    try:
        deliver(message, ways=Ways.of(current_app.config))
    except NotDelivered as failed:
        log.warning("message not sent", message=str(message_id), why=failed.failure.value)
        with transaction() as session:
            note_failure(
                session, message_id=message_id, failure=failed.failure, now=clock.now_utc()
            )
        return
    with transaction() as session:
        note_sent(session, message_id=message_id, now=clock.now_utc())
