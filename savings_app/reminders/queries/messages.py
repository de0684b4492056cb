"""The messages as the desk sees them: to whom, whether they arrived, never what a code was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.consents.queries import staff_see_bank
from savings_app.errors import NotFound
from savings_app.outbox.kinds import Channel, Failure, MessagePurpose, MessageState
from savings_app.outbox.models import Message
from savings_app.outbox.rules import masked
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.reminders.kinds import FROM_THE_BANK


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """None leaves the list wide."""

    state: MessageState | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A line of the list. `address` is masked: the desk needs to recognise it, not to have it.

    `is_erased`: too old for its words and address to be kept.
    """

    id: UUID
    case_id: UUID
    number: str
    recipient: str
    purpose: MessagePurpose
    reason: str | None
    channel: Channel
    address: str
    state: MessageState
    tries: int
    failure: Failure | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    is_erased: bool


SORTING = Sorting(
    id=Message.id,
    by={
        "made": (Message.created_at,),
        "name": (Heir.full_name,),
        "number": (Case.year, Case.serial),
        "channel": (Message.channel,),
        "state": (Message.state,),
    },
    default=Order("made", descending=True),
)


def list_messages(
    session: Session,
    *,
    actor: Actor,
    wanted: MessageFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[MessageRow]:
    """One page of the messages to families of the actor's region."""
    page = list_page(session, _rows(actor, wanted), sorting=SORTING, order=order, place=place)
    return page.of([_row(row) for row in page.rows])


def iterate_messages(
    session: Session, *, actor: Actor, wanted: MessageFilter, order: Order | None = None
) -> Iterator[MessageRow]:
    """The whole filtered list, for an export."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def get_message(session: Session, *, actor: Actor, message_id: UUID) -> tuple[Message, MessageRow]:
    """One message, and what the desk may know of it.

    Raises:
        NotFound: no such message, or not of a family this person may see.
    """
    row = session.execute(_rows(actor, MessageFilter()).where(Message.id == message_id)).first()
    if row is None:
        raise NotFound
    return row[0], _row(row)


def count_failed(session: Session, *, actor: Actor) -> int:
    """How many messages did not leave, of the actor's region, and can still be looked at."""
    failed = MessageFilter(state=MessageState.FAILED)
    conditions = [*_conditions(actor, failed), Message.subject != ""]
    return (
        session.scalar(
            select(func.count(Message.id)).join(Case, Case.id == Message.case_id).where(*conditions)
        )
        or 0
    )


def _conditions(actor: Actor, wanted: MessageFilter) -> list[ColumnElement[bool]]:
    conditions = [cases_seen_by(actor)]
    if wanted.state is not None:
        conditions.append(Message.state == wanted.state)
    if wanted.channel is not None:
        conditions.append(Message.channel == wanted.channel)
    return conditions


def _rows(actor: Actor, wanted: MessageFilter) -> Select[*tuple[Any, ...]]:
    return (
        select(Message, Heir.full_name, Case.number, staff_see_bank())
        .join(Heir, Heir.id == Message.recipient_id)
        .join(Case, Case.id == Message.case_id)
        .where(*_conditions(actor, wanted))
    )


def _shown_reason(message: Message, *, staff_see: bool) -> str | None:
    """Without consents 3 and 4 the Dinas learns neither what a bank said nor its silence."""
    if message.reason in FROM_THE_BANK and not staff_see:
        return None
    return message.reason


def _row(row: Row[*tuple[Any, ...]]) -> MessageRow:
    message = row[0]
    return MessageRow(
        id=message.id,
        case_id=message.case_id,
        number=row.number,
        recipient=row.full_name,
        purpose=message.purpose,
        reason=_shown_reason(message, staff_see=row[3]),
        channel=message.channel,
        address=masked(message.address),
        state=message.state,
        tries=message.tries,
        failure=message.failure,
        created_at=message.created_at,
        due_at=message.due_at,
        sent_at=message.sent_at,
        is_erased=not message.subject,
    )
