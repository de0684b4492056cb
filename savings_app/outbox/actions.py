"""Queueing within the transaction of what causes it; sending is noted in transactions of its own.

A message is sent at most once: one whose worker was interrupted is not sent again by itself,
because a family that is written to twice is worse off than one a caseworker asks about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from savings_app.audit.actions import record
from savings_app.outbox.kinds import Channel, Failure, MessagePurpose, MessageState
from savings_app.outbox.models import Message
from savings_app.outbox.queries import find_waiting
from savings_app.outbox.rules import check_handed_over, check_retry, next_try


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to leave: neutral words only, since a telephone is shared."""

    purpose: MessagePurpose
    channel: Channel
    address: str | None
    subject: str
    text: str
    stop_address: str | None = None
    reason: str | None = None
    about: str | None = None
    until_at: datetime | None = None
    experiment_id: UUID | None = None


def queue_message(
    session: Session, *, recipient_id: UUID, case_id: UUID, draft: Draft, now: datetime
) -> Message:
    """The message leaves after this transaction, by a task; a rollback takes it back."""
    message = Message(
        recipient_id=recipient_id,
        case_id=case_id,
        purpose=draft.purpose,
        reason=draft.reason,
        about=draft.about,
        experiment_id=draft.experiment_id,
        channel=draft.channel,
        address=draft.address,
        subject=draft.subject,
        text=draft.text,
        stop_address=draft.stop_address,
        state=MessageState.WAITING,
        tries=0,
        failure=None,
        created_at=now,
        due_at=now,
        until_at=draft.until_at,
        claimed_at=None,
        sent_at=None,
    )
    session.add(message)
    session.flush()
    return message


def stop_waiting(
    session: Session, *, recipient_id: UUID, purpose: MessagePurpose | None = None
) -> int:
    """Nothing of the recipient's that still waits will leave; returns how many were stopped."""
    chosen = update(Message).where(
        Message.recipient_id == recipient_id, Message.state == MessageState.WAITING
    )
    if purpose is not None:
        chosen = chosen.where(Message.purpose == purpose)
    stopped = session.execute(chosen.values(state=MessageState.STOPPED))
    # A code that never leaves is kept by nobody.
    session.execute(
        update(Message)
        .where(
            Message.recipient_id == recipient_id,
            Message.state == MessageState.STOPPED,
            Message.purpose == MessagePurpose.CODE,
        )
        .values(text="")
    )
    return int(getattr(stopped, "rowcount", 0))


def stop_drawn(
    session: Session, *, recipient_id: UUID | None = None, experiment_id: UUID | None = None
) -> None:
    """No message whose wording was drawn leaves, also none that failed and could be tried again.

    Of one recipient, or of one experiment.
    """
    drawn = update(Message).where(
        Message.state.in_((MessageState.WAITING, MessageState.FAILED)),
        Message.experiment_id.is_not(None),
    )
    if recipient_id is not None:
        drawn = drawn.where(Message.recipient_id == recipient_id)
    if experiment_id is not None:
        drawn = drawn.where(Message.experiment_id == experiment_id)
    session.execute(drawn.values(state=MessageState.STOPPED))


def claim_message(session: Session, *, message_id: UUID, now: datetime) -> Message | None:
    """Take the message to send it; None where it is gone, stopped, or another worker's."""
    message = find_waiting(session, message_id=message_id, lock=True)
    if message is None or message.claimed_at is not None or message.due_at > now:
        return None
    if message.until_at is not None and message.until_at <= now:
        _fail(message, Failure.TOO_LATE)
        return None
    message.claimed_at = now
    message.tries += 1
    return message


def put_off(session: Session, *, message_id: UUID, until: datetime) -> None:
    """Not today: it waits until then, and no try is counted."""
    message = find_waiting(session, message_id=message_id, lock=True)
    if message is not None:
        message.due_at = until


def note_sent(session: Session, *, message_id: UUID, now: datetime) -> None:
    """A server took it."""
    message = find_waiting(session, message_id=message_id, lock=True)
    if message is not None:
        message.state = MessageState.SENT
        message.sent_at = now
        message.claimed_at = None
        message.failure = None
        _forget_code(message)


def note_failure(session: Session, *, message_id: UUID, failure: Failure, now: datetime) -> None:
    """It did not leave: tried again later, or failed for good."""
    message = find_waiting(session, message_id=message_id, lock=True)
    if message is None:
        return
    again = next_try(tries=message.tries, failure=failure, now=now)
    message.claimed_at = None
    message.failure = failure
    if again is None:
        _fail(message, failure)
    else:
        message.due_at = again


def retry(session: Session, message: Message, *, now: datetime) -> None:
    """Send what failed once more, from the beginning of its tries.

    Raises:
        MessageNotFailed, MessageErased
    """
    check_retry(message.state, text=message.text)
    message.state = MessageState.WAITING
    message.tries = 0
    message.failure = None
    message.due_at = now
    session.flush()


def hand_over(session: Session, message: Message, *, now: datetime) -> None:
    """A person took the printed letter along.

    Raises:
        MessageNotALetter
    """
    check_handed_over(channel=message.channel, state=message.state)
    message.state = MessageState.SENT
    message.tries = 1
    message.sent_at = now
    session.flush()


def erase_old(session: Session, *, before: datetime, now: datetime) -> int:
    """Words and addresses of messages made earlier go; that one was sent, when and why, stays.

    What still waits after so long, a letter nobody took along, is stopped. Returns how many.
    """
    old = (
        Message.created_at < before,
        Message.claimed_at.is_(None),
        or_(Message.text != "", Message.subject != "", Message.address.is_not(None)),
    )
    session.execute(
        update(Message)
        .where(*old, Message.state == MessageState.WAITING)
        .values(state=MessageState.STOPPED)
    )
    erased = session.execute(
        update(Message).where(*old).values(subject="", text="", address=None, stop_address=None)
    )
    count = int(getattr(erased, "rowcount", 0))
    if count:
        record(session, actor=None, now=now, action="message:erase", subject="message", count=count)
    return count


def _fail(message: Message, failure: Failure) -> None:
    message.state = MessageState.FAILED
    message.failure = failure
    message.claimed_at = None
    _forget_code(message)


def _forget_code(message: Message) -> None:
    if message.purpose is MessagePurpose.CODE:
        message.text = ""
