"""Telling banks' systems, every minute; and forgetting what nobody asks for, every night.

The rows are the work: a sweep that is killed, or runs twice, loses nothing and at most tells twice.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from flask import current_app
from huey.api import crontab

from savings_app import clock
from savings_app.bank_api.actions.reports import expire_registrations
from savings_app.bank_api.actions.requests import forget_answers
from savings_app.bank_api.actions.tokens import forget_run_out
from savings_app.bank_api.actions.webhooks import (
    claim_delivery,
    gather_events,
    note_answer,
    note_not_sent,
)
from savings_app.bank_api.kinds import DeliveryFailure
from savings_app.bank_api.queries.webhooks import list_due, list_endpoints, list_interrupted
from savings_app.bank_api.webhook_rules import signature
from savings_app.bank_api.webhook_sending import NotSent, send
from savings_app.cases.letter_codes import unseal
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict
from savings_app.jobs import huey
from savings_app.storage import sealing_key
from savings_app.tasks.application import worker_application

if TYPE_CHECKING:
    from savings_app.bank_api.models import WebhookDelivery, WebhookEndpoint

log = structlog.get_logger()


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        tell_banks()


@huey.periodic_task(crontab(hour="19", minute="20"))  # type: ignore[untyped-decorator]
def _nightly() -> None:
    with worker_application().app_context():
        forget_old_calls()


def forget_old_calls() -> None:
    """Tokens that ran out, answers kept for a repeat, registered accounts nobody decided on."""
    now = clock.now_utc()
    with transaction() as session:
        forget_run_out(session, now=now)
        forget_answers(session, now=now)
        expire_registrations(session, now=now)


def tell_banks() -> None:
    """Put down what happened, then send what is due."""
    for endpoint_id in list_endpoints(get_session()):
        try:
            with transaction() as session:
                gather_events(session, endpoint_id=endpoint_id, now=clock.now_utc())
        except Conflict:  # another worker put the same down this very moment
            log.info("events gathered elsewhere", endpoint=str(endpoint_id))
    for delivery_id in list_interrupted(get_session(), now=clock.now_utc()):
        with transaction() as session:
            note_not_sent(
                session,
                delivery_id=delivery_id,
                failure=DeliveryFailure.INTERRUPTED,
                now=clock.now_utc(),
            )
    for delivery_id in list_due(get_session(), now=clock.now_utc()):
        send_delivery(delivery_id)


def send_delivery(delivery_id: UUID) -> None:
    """Send one message, if nobody else is sending it; what came of it is noted on its row."""
    now = clock.now_utc()
    with transaction() as session:
        claimed = claim_delivery(session, delivery_id=delivery_id, now=now)
    if claimed is None:
        return
    row, endpoint = claimed
    local = bool(current_app.config.get("WEBHOOKS_LOCAL"))
    body = _body(row)
    try:
        status = send(endpoint.address, body, _headers(row, endpoint, body, now), local=local)
    except NotSent as failed:
        log.warning("webhook not sent", delivery=str(delivery_id), why=failed.failure.value)
        with transaction() as session:
            note_not_sent(
                session, delivery_id=delivery_id, failure=failed.failure, now=clock.now_utc()
            )
        return
    with transaction() as session:
        note_answer(session, delivery_id=delivery_id, status=status, now=clock.now_utc())


def _body(row: WebhookDelivery) -> bytes:
    told = {
        "id": str(row.id),
        "type": row.kind.value,
        "occurred_at": row.happened_at.isoformat(),
        "data": {"id": str(row.subject_id)},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def _headers(
    row: WebhookDelivery, endpoint: WebhookEndpoint, body: bytes, now: datetime
) -> dict[str, str]:
    sealed = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_until and now < endpoint.old_until:
        sealed.append(endpoint.old_secret)
    secrets = [unseal(one, key=sealing_key()) for one in sealed]
    return {
        "Content-Type": "application/json",
        "User-Agent": "savings-app-webhook/1",
        "Webhook-Id": str(row.id),
        "Webhook-Signature": signature(body, secrets=secrets, at=now),
    }
