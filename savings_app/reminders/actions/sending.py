"""Every morning: one reminder for whom one is due. And what the desk does with a message."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.models import Heir
from savings_app.errors import NotPermitted
from savings_app.experiments.actions.drawing import Drawn, draw_wordings
from savings_app.outbox.actions import Draft, hand_over, put_off, queue_message, retry, stop_waiting
from savings_app.outbox.kinds import MessagePurpose
from savings_app.outbox.models import Message
from savings_app.outbox.queries import find_waiting
from savings_app.outbox.rules import check_retry
from savings_app.reminders.kinds import MAY_VARY
from savings_app.reminders.queries.contacts import find_contact, may_remind
from savings_app.reminders.queries.facts import Wanting, list_wanting
from savings_app.reminders.queries.messages import get_message
from savings_app.reminders.rules import Reminder, next_moment, next_reminder
from savings_app.reminders.wording import Letterhead, reminder_text
from savings_app.words.formats import in_wita


def queue_reminders(
    session: Session, *, head: Letterhead, today: date, now: datetime, after: UUID | None = None
) -> tuple[int, UUID | None]:
    """Queue what is due for the next recipients; how many, and where to go on (None: at the end).

    Safe to repeat: who was reminded is not due again for a month.
    """
    wanting = list_wanting(session, after=after)
    # Two runs at once: the second waits here, and sees what the first has said.
    session.execute(
        select(Heir.id)
        .where(Heir.id.in_([one.contact.recipient_id for one in wanting]))
        .order_by(Heir.id)
        .with_for_update()
    )
    wanting = list_wanting(session, after=after)
    due = [(one, next_reminder(one.facts, today=today)) for one in wanting]
    reminders = [(one, reminder) for one, reminder in due if reminder is not None]
    drawn = draw_wordings(
        session,
        asked={
            one.contact.recipient_id: reminder.reason.value
            for one, reminder in reminders
            if reminder.reason in MAY_VARY
        },
        today=today,
        now=now,
    )
    for one, reminder in reminders:
        _queue(session, one, reminder, drawn.get(one.contact.recipient_id), head=head, now=now)
    return len(reminders), wanting[-1].contact.id if wanting else None


def _queue(
    session: Session,
    one: Wanting,
    reminder: Reminder,
    drawn: Drawn | None,
    *,
    head: Letterhead,
    now: datetime,
) -> None:
    contact = one.contact
    subject, text = reminder_text(
        reminder,
        channel=contact.channel,
        head=head,
        token=contact.stop_token,
        wording=drawn.wording if drawn else None,
    )
    queue_message(
        session,
        recipient_id=contact.recipient_id,
        case_id=one.case_id,
        draft=Draft(
            purpose=MessagePurpose.REMINDER,
            channel=contact.channel,
            address=contact.address,
            subject=subject,
            text=text,
            stop_address=head.stop(contact.stop_token),
            reason=reminder.reason.value,
            about=reminder.about,
            experiment_id=drawn.experiment_id if drawn else None,
        ),
        now=now,
    )


def may_leave(session: Session, *, message_id: UUID, now: datetime) -> bool:
    """Whether a waiting message may leave at this moment: asked just before it is sent.

    A reminder nobody wants any more is stopped; at night and on a day of mourning it waits for
    the morning. A code was asked for by somebody who waits for it.
    """
    message = find_waiting(session, message_id=message_id)
    if message is None:
        return False
    if message.purpose is MessagePurpose.CODE:
        return True
    died_on = may_remind(session, recipient_id=message.recipient_id)
    if died_on is None:
        stop_waiting(session, recipient_id=message.recipient_id)
        return False
    moment = next_moment(in_wita(now), died_on=died_on)
    if moment > now:
        put_off(session, message_id=message_id, until=moment)
        return False
    return True


def retry_message(session: Session, *, actor: Actor, message_id: UUID, now: datetime) -> Message:
    """Send a failed reminder once more; a code is asked for anew by the family.

    Raises:
        NotFound, NotPermitted, MessageNotFailed, MessageErased
    """
    message = _for_desk(session, actor=actor, message_id=message_id)
    if message.purpose is MessagePurpose.CODE:
        raise NotPermitted
    check_retry(message.state, text=message.text)
    contact = find_contact(session, recipient_id=message.recipient_id)
    if contact is not None and contact.verified_at is not None:
        # The number may have been the mistake: what is tried again goes where the family says now.
        message.channel, message.address = contact.channel, contact.address
    retry(session, message, now=now)
    _record(session, "message:retry", message, actor=actor, now=now)
    return message


def hand_over_letter(session: Session, *, actor: Actor, message_id: UUID, now: datetime) -> None:
    """The printed letter went along with somebody of the desa.

    Raises:
        NotFound, NotPermitted, MessageNotALetter
    """
    message = _for_desk(session, actor=actor, message_id=message_id)
    hand_over(session, message, now=now)
    _record(session, "message:hand-over", message, actor=actor, now=now)


def _for_desk(session: Session, *, actor: Actor, message_id: UUID) -> Message:
    message, _row = get_message(session, actor=actor, message_id=message_id)
    if not actor.may(Permission.CASE_EDIT):
        raise NotPermitted
    session.refresh(message, with_for_update=True)
    return message


def _record(
    session: Session, action: str, message: Message, *, actor: Actor, now: datetime
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="message",
        subject_id=message.id,
        case_id=message.case_id,
        channel=message.channel.value,
    )
