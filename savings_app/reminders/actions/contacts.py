"""The family chooses where it is reminded, shows once that the number is its own, and stops."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.errors import NotPermitted
from savings_app.outbox.actions import Draft, queue_message, stop_waiting
from savings_app.outbox.kinds import Channel, MessagePurpose
from savings_app.outbox.models import Message
from savings_app.outbox.queries import count_since
from savings_app.reminders.address_rules import (
    CODE_DAY,
    CODE_DIGITS,
    CODE_LIFE,
    MOST_CODES,
    MOST_GUESSES,
    ChannelNotOffered,
    MessagesNotAgreed,
    NoCodeWaiting,
    TooManyCodes,
    code_hash,
    is_code,
    is_code_open,
    normal_address,
)
from savings_app.reminders.models import Contact
from savings_app.reminders.queries.contacts import (
    find_contact,
    get_contact_by_token,
    has_agreed,
)
from savings_app.reminders.wording import Letterhead, code_text

TOKEN_BYTES = 15


def choose_contact(
    session: Session,
    *,
    actor: Actor,
    channel: Channel,
    address: str | None,
    offered: Collection[Channel],
    head: Letterhead,
    now: datetime,
) -> Message | None:
    """Where to be reminded from now on. Returns the message with the code; a letter needs none.

    What still waited for the old address is stopped.

    Raises:
        NotFound, NotPermitted, MessagesNotAgreed, ChannelNotOffered, AddressMissing,
        PhoneUnreadable, EmailUnreadable, TooManyCodes
    """
    recipient = _own(session, actor)
    if not has_agreed(session, recipient_id=recipient.id):
        raise MessagesNotAgreed
    if channel not in offered:
        raise ChannelNotOffered
    normal = normal_address(channel, address)
    if normal is not None:
        _check_codes(session, recipient_id=recipient.id, now=now)
    stop_waiting(session, recipient_id=recipient.id)
    contact = find_contact(session, recipient_id=recipient.id)
    if contact is None:
        contact = Contact(recipient_id=recipient.id)
        session.add(contact)
    contact.channel = channel
    contact.address = normal
    contact.chosen_at = now
    contact.chosen_with = actor.assisted_by
    contact.code_hash = None
    contact.code_sent_at = None
    contact.guesses = 0
    contact.verified_at = now if normal is None else None
    contact.stopped_at = None
    # A new address, a new token: who holds an old message has nothing to do with this number.
    contact.stop_token = secrets.token_urlsafe(TOKEN_BYTES)
    session.flush()
    _record(session, "reminder:choose", contact, actor=actor, now=now, case_id=recipient.case_id)
    if normal is None:
        return None
    return _send_code(session, contact, case_id=recipient.case_id, head=head, now=now)


def verify_contact(session: Session, *, actor: Actor, code: str, now: datetime) -> int | None:
    """The code was typed in. None: it is right; else how many guesses are left.

    A wrong guess is an outcome, not a refusal, so that it is counted.

    Raises:
        NotFound, NotPermitted, NoCodeWaiting
    """
    recipient = _own(session, actor)
    contact = find_contact(session, recipient_id=recipient.id)
    kept = contact.code_hash if contact is not None else None
    if (
        contact is None
        or kept is None
        or not is_code_open(sent_at=contact.code_sent_at, guesses=contact.guesses, now=now)
    ):
        raise NoCodeWaiting
    if not is_code(code, kept=kept, contact_id=contact.id):
        contact.guesses += 1
        return MOST_GUESSES - contact.guesses
    contact.verified_at = now
    contact.code_hash = None
    contact.code_sent_at = None
    _record(session, "reminder:verify", contact, actor=actor, now=now, case_id=recipient.case_id)
    return None


def stop_reminders(session: Session, *, actor: Actor, now: datetime) -> None:
    """No more messages, from the family's own page. Stopping twice changes nothing.

    Raises:
        NotFound, NotPermitted
    """
    recipient = _own(session, actor)
    contact = find_contact(session, recipient_id=recipient.id)
    if contact is not None:
        _stop(session, contact, actor=actor, case_id=recipient.case_id, now=now)


def stop_by_token(session: Session, *, token: str, now: datetime) -> None:
    """No more messages, by whoever got one: it may be a stranger's number.

    Raises:
        NotFound: no message carries this token (any more).
    """
    contact = get_contact_by_token(session, token=token)
    recipient = session.get_one(Heir, contact.recipient_id)
    _stop(session, contact, actor=None, case_id=recipient.case_id, now=now)


def _stop(
    session: Session, contact: Contact, *, actor: Actor | None, case_id: UUID, now: datetime
) -> None:
    stop_waiting(session, recipient_id=contact.recipient_id)
    if contact.stopped_at is None:
        contact.stopped_at = now
        contact.code_hash = None
        _record(session, "reminder:stop", contact, actor=actor, now=now, case_id=case_id)


def _own(session: Session, actor: Actor) -> Heir:
    """The family's own recipient, locked: two presses of one button wait for each other."""
    recipient = get_own_recipient(session, actor=actor)
    if not actor.may(Permission.OWN_CONSENT):
        raise NotPermitted
    session.execute(select(Heir.id).where(Heir.id == recipient.id).with_for_update())
    return recipient


def _check_codes(session: Session, *, recipient_id: UUID, now: datetime) -> None:
    asked = count_since(
        session, recipient_id=recipient_id, purpose=MessagePurpose.CODE, since=now - CODE_DAY
    )
    if asked >= MOST_CODES:
        raise TooManyCodes(most=MOST_CODES)


def _send_code(
    session: Session, contact: Contact, *, case_id: UUID, head: Letterhead, now: datetime
) -> Message:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    contact.code_hash = code_hash(code, contact_id=contact.id)
    contact.code_sent_at = now
    subject, text = code_text(code, head=head, token=contact.stop_token)
    return queue_message(
        session,
        recipient_id=contact.recipient_id,
        case_id=case_id,
        draft=Draft(
            purpose=MessagePurpose.CODE,
            channel=contact.channel,
            address=contact.address,
            subject=subject,
            text=text,
            stop_address=head.stop(contact.stop_token),
            until_at=now + CODE_LIFE,
        ),
        now=now,
    )


def _record(
    session: Session,
    action: str,
    contact: Contact,
    *,
    actor: Actor | None,
    case_id: UUID,
    now: datetime,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="reminder_contact",
        subject_id=contact.id,
        case_id=case_id,
        channel=contact.channel.value,
    )
