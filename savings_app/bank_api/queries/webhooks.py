"""What is to be told to whom, what was told, and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission, Role
from savings_app.audit.models import AuditEvent
from savings_app.bank_api.kinds import DeliveryState, EventKind
from savings_app.bank_api.models import (
    AccountRegistration,
    ApiClient,
    Mismatch,
    WebhookDelivery,
    WebhookEndpoint,
)
from savings_app.bank_api.queries.clients import get_client
from savings_app.bank_api.webhook_rules import CLAIMED_FOR, EVENTS, HEARD_WITH
from savings_app.banks.kinds import DataPass
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.models import Account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.models import Consent
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Pledge
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page

SENT_AT_ONCE = 100


def find_endpoint(session: Session, *, client_id: UUID) -> WebhookEndpoint | None:
    """Where this client is told."""
    return session.scalar(select(WebhookEndpoint).where(WebhookEndpoint.client_id == client_id))


def list_endpoints(session: Session) -> Sequence[UUID]:
    """Those that want to be told, of clients that have not ended."""
    return session.scalars(
        select(WebhookEndpoint.id)
        .join(ApiClient, ApiClient.id == WebhookEndpoint.client_id)
        .where(WebhookEndpoint.is_on, ApiClient.ended_at.is_(None))
        .order_by(WebhookEndpoint.id)
    ).all()


def list_due(session: Session, *, now: datetime) -> Sequence[UUID]:
    """What is to be sent now, the longest due first."""
    return session.scalars(
        select(WebhookDelivery.id)
        .join(WebhookEndpoint, WebhookEndpoint.id == WebhookDelivery.endpoint_id)
        .join(ApiClient, ApiClient.id == WebhookEndpoint.client_id)
        .where(
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.due_at <= now,
            WebhookDelivery.claimed_at.is_(None),
            WebhookEndpoint.is_on,
            ApiClient.ended_at.is_(None),
        )
        .order_by(WebhookDelivery.due_at, WebhookDelivery.sequence)
        .limit(SENT_AT_ONCE)
    ).all()


def list_interrupted(session: Session, *, now: datetime) -> Sequence[UUID]:
    """What a worker took and never came back from."""
    return session.scalars(
        select(WebhookDelivery.id).where(
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.claimed_at < now - CLAIMED_FOR,
        )
    ).all()


def subjects_of(
    session: Session, *, client: ApiClient, event: AuditEvent, on: date
) -> Sequence[UUID]:
    """The ids this client is told of when this happened; none where it is not for this bank."""
    kind = EVENTS[event.action]
    needed = HEARD_WITH[kind]
    if needed is not None and needed not in client.granted:
        return ()
    if kind is EventKind.CONSENT_REVOKED:
        return session.scalars(_accounts_let_go(client, event, on)).all()
    return session.scalars(_concerned(client, event, kind, on)).all()


def _concerned(client: ApiClient, event: AuditEvent, kind: EventKind, on: date) -> Select[UUID]:
    if kind is EventKind.ACCOUNT_CONFIRMED:
        return select(AccountRegistration.id).where(
            AccountRegistration.id == event.subject_id, AccountRegistration.client_id == client.id
        )
    if kind is EventKind.MISMATCH_ANSWERED:
        return select(Mismatch.id).where(
            Mismatch.id == event.subject_id, Mismatch.client_id == client.id
        )
    bank = Actor(role=Role.BANK_OFFICER, bank_id=client.bank_id, acts_on=on)
    return (
        select(Pledge.id)
        .join(Account, Account.id == Pledge.account_id)
        .where(
            Pledge.id == event.subject_id,
            Pledge.kind == PledgeKind.PAID_IN,
            accounts_seen_by_bank(bank, passing=DataPass.PLEDGES),
        )
    )


def _accounts_let_go(client: ApiClient, event: AuditEvent, on: date) -> Select[UUID]:
    """Accounts at this bank of whoever took back consent 2 or 3, if the bank was ever told."""
    told = exists().where(
        Consent.recipient_id == Account.recipient_id, Consent.kind == ConsentKind.TELL_BANK
    )
    revoked = select(Consent.recipient_id).where(
        Consent.id == event.subject_id,
        Consent.kind.in_((ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS)),
    )
    return select(Account.id).where(
        Account.recipient_id.in_(revoked),
        Account.bank_id == client.bank_id,
        told,
        has_agreement(client.bank_id, on=on),
    )


# --- the list ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What is wanted of the deliveries of one client."""

    state: DeliveryState | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A message to a bank's system."""

    row: WebhookDelivery

    @property
    def id(self) -> UUID:
        return self.row.id


DELIVERIES = Sorting(
    id=WebhookDelivery.id,
    by={
        "happened": (WebhookDelivery.happened_at, WebhookDelivery.sequence),
        "state": (WebhookDelivery.state,),
    },
    default=Order("happened", descending=True),
)


def _deliveries(client_id: UUID, wanted: DeliveryFilter) -> Select[WebhookDelivery]:
    statement = (
        select(WebhookDelivery)
        .join(WebhookEndpoint, WebhookEndpoint.id == WebhookDelivery.endpoint_id)
        .where(WebhookEndpoint.client_id == client_id)
    )
    if wanted.state is not None:
        statement = statement.where(WebhookDelivery.state == wanted.state)
    return statement


def list_deliveries(
    session: Session,
    *,
    actor: Actor,
    client_id: UUID,
    wanted: DeliveryFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[DeliveryRow]:
    """
    Raises:
        NotFound
    """
    get_client(session, actor=actor, client_id=client_id)
    page = list_page(
        session, _deliveries(client_id, wanted), sorting=DELIVERIES, order=order, place=place
    )
    return page.of([DeliveryRow(row[0]) for row in page.rows])


def iterate_deliveries(
    session: Session,
    *,
    actor: Actor,
    client_id: UUID,
    wanted: DeliveryFilter,
    order: Order | None = None,
) -> Iterator[DeliveryRow]:
    """The whole filtered list, for a file.

    Raises:
        NotFound
    """
    get_client(session, actor=actor, client_id=client_id)
    statement = in_order(_deliveries(client_id, wanted), sorting=DELIVERIES, order=order)
    for row in session.execute(statement):
        yield DeliveryRow(row[0])


def get_delivery(
    session: Session, *, actor: Actor, delivery_id: UUID
) -> tuple[WebhookDelivery, ApiClient]:
    """
    Raises:
        NotFound
    """
    row = session.execute(
        select(WebhookDelivery, ApiClient)
        .join(WebhookEndpoint, WebhookEndpoint.id == WebhookDelivery.endpoint_id)
        .join(ApiClient, ApiClient.id == WebhookEndpoint.client_id)
        .where(WebhookDelivery.id == delivery_id)
    ).first()
    if row is None or not actor.may(Permission.USER_MANAGE):
        raise NotFound
    return row[0], row[1]
