"""Telling banks' systems: found in the trail, kept as rows, sent until they arrive or are given up.

The trail is written in one order under one lock, so whoever has seen its row N has missed none
before it. A message may come twice; it carries the id of its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.bank_api.actions.clients import open_client, record_of
from savings_app.bank_api.kinds import DeliveryFailure, DeliveryState
from savings_app.bank_api.models import ApiClient, WebhookDelivery, WebhookEndpoint
from savings_app.bank_api.queries.webhooks import (
    find_endpoint,
    get_delivery,
    subjects_of,
)
from savings_app.bank_api.rules import make_secret
from savings_app.bank_api.webhook_rules import (
    EVENTS,
    OLD_SECRET_LIFE,
    DeliveryNotWaiting,
    check_address,
    next_try,
)
from savings_app.cases.letter_codes import seal
from savings_app.words.formats import in_wita

EVENTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MadeEndpoint:
    """An endpoint with its secret, told this once."""

    endpoint: WebhookEndpoint
    secret: str


def set_endpoint(
    session: Session,
    *,
    actor: Actor,
    client_id: UUID,
    address: str,
    local: bool,
    sealing: bytes,
    now: datetime,
) -> MadeEndpoint:
    """Tell this client there, from now on, signed with a new secret; the old one signs a day more.

    Raises:
        NotPermitted, NotFound, ClientEnded, WebhookAddressWrong
    """
    client = open_client(session, actor=actor, client_id=client_id, version=None)
    address = check_address(address, local=local)
    secret = make_secret()
    endpoint = find_endpoint(session, client_id=client_id)
    if endpoint is None:
        endpoint = WebhookEndpoint(
            id=uuid4(),
            client_id=client_id,
            old_secret=None,
            old_until=None,
            seen=session.scalar(select(func.max(AuditEvent.sequence))) or 0,
        )
        session.add(endpoint)
    else:
        endpoint.old_secret, endpoint.old_until = endpoint.secret, now + OLD_SECRET_LIFE
        if not endpoint.is_on:
            endpoint.seen = session.scalar(select(func.max(AuditEvent.sequence))) or 0
    endpoint.address, endpoint.secret, endpoint.is_on = address, seal(secret, key=sealing), True
    endpoint.set_by, endpoint.set_at = actor.user_id, now
    session.flush()
    record_of(session, client, actor=actor, now=now, action="api-client:set-webhook")
    return MadeEndpoint(endpoint, secret)


def stop_endpoint(session: Session, *, actor: Actor, client_id: UUID, now: datetime) -> None:
    """Nothing is told there any more. A repeat changes nothing.

    Raises:
        NotPermitted, NotFound, ClientEnded
    """
    client = open_client(session, actor=actor, client_id=client_id, version=None)
    endpoint = find_endpoint(session, client_id=client_id)
    if endpoint is not None and endpoint.is_on:
        endpoint.is_on = False
        record_of(session, client, actor=actor, now=now, action="api-client:stop-webhook")


def gather_events(session: Session, *, endpoint_id: UUID, now: datetime) -> int:
    """Put down what happened since this endpoint was last looked at; returns how much is to tell.

    All of it with the mark of how far was looked, or nothing: whoever is killed here loses none.
    """
    endpoint = session.get_one(
        WebhookEndpoint, endpoint_id, with_for_update=True, populate_existing=True
    )
    client = session.get_one(ApiClient, endpoint.client_id)
    last = session.scalar(select(func.max(AuditEvent.sequence))) or 0
    events = session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.sequence > endpoint.seen,
            AuditEvent.sequence <= last,
            AuditEvent.action.in_(EVENTS),
        )
        .order_by(AuditEvent.sequence)
        .limit(EVENTS_AT_ONCE)
    ).all()
    told = 0
    for event in events:
        for subject_id in subjects_of(session, client=client, event=event, on=in_wita(now).date()):
            session.add(_delivery(endpoint, event, subject_id, now))
            told += 1
    endpoint.seen = events[-1].sequence if len(events) == EVENTS_AT_ONCE else last
    session.flush()
    return told


def _delivery(
    endpoint: WebhookEndpoint, event: AuditEvent, subject_id: UUID, now: datetime
) -> WebhookDelivery:
    return WebhookDelivery(
        endpoint_id=endpoint.id,
        sequence=event.sequence,
        kind=EVENTS[event.action],
        subject_id=subject_id,
        happened_at=event.happened_at,
        state=DeliveryState.WAITING,
        tries=0,
        due_at=now,
        claimed_at=None,
        tried_at=None,
        status=None,
        failure=None,
        delivered_at=None,
    )


def claim_delivery(
    session: Session, *, delivery_id: UUID, now: datetime
) -> tuple[WebhookDelivery, WebhookEndpoint] | None:
    """Take it to send it; None where another worker has it, or it is not due."""
    row = session.get(WebhookDelivery, delivery_id, with_for_update=True, populate_existing=True)
    if row is None or row.state is not DeliveryState.WAITING:
        return None
    if row.claimed_at is not None or row.due_at > now:
        return None
    endpoint = session.get_one(WebhookEndpoint, row.endpoint_id)
    if not endpoint.is_on:
        return None
    row.claimed_at = row.tried_at = now
    row.tries += 1
    return row, endpoint


def note_answer(session: Session, *, delivery_id: UUID, status: int, now: datetime) -> None:
    """The bank's machine answered; only 2xx means that it has it."""
    row = session.get_one(WebhookDelivery, delivery_id, with_for_update=True)
    row.status = status
    if 200 <= status < 300:  # noqa: PLR2004
        row.state, row.delivered_at = DeliveryState.DELIVERED, now
        row.claimed_at = row.failure = None
    else:
        _failed(row, DeliveryFailure.REFUSED, now)


def note_not_sent(
    session: Session, *, delivery_id: UUID, failure: DeliveryFailure, now: datetime
) -> None:
    """Nobody answered: later again, or given up."""
    row = session.get_one(WebhookDelivery, delivery_id, with_for_update=True)
    row.status = None
    _failed(row, failure, now)


def send_again(
    session: Session, *, actor: Actor, delivery_id: UUID, now: datetime
) -> WebhookDelivery:
    """Try it now, from the beginning of its tries.

    Raises:
        NotFound, DeliveryNotWaiting
    """
    row, client = get_delivery(session, actor=actor, delivery_id=delivery_id)
    if row.state is DeliveryState.DELIVERED:
        raise DeliveryNotWaiting
    row.state, row.tries, row.due_at, row.claimed_at = DeliveryState.WAITING, 0, now, None
    record_of(session, client, actor=actor, now=now, action="api-client:send-again")
    return row


def _failed(row: WebhookDelivery, failure: DeliveryFailure, now: datetime) -> None:
    again = next_try(tries=row.tries, now=now)
    row.failure, row.claimed_at = failure, None
    if again is None:
        row.state = DeliveryState.GIVEN_UP
    else:
        row.due_at = again
