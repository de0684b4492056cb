"""What waits to leave, and what was sent to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.outbox.kinds import Channel, MessagePurpose, MessageState
from savings_app.outbox.models import Message
from savings_app.outbox.rules import LONGEST_SENDING


def list_due(session: Session, *, now: datetime, most: int = 200) -> Sequence[UUID]:
    """Messages to send now, the oldest first; letters wait for a person and are none."""
    return session.scalars(
        select(Message.id)
        .where(
            Message.state == MessageState.WAITING,
            Message.channel != Channel.LETTER,
            Message.claimed_at.is_(None),
            Message.due_at <= now,
        )
        .order_by(Message.due_at, Message.id)
        .limit(most)
    ).all()


def list_interrupted(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Messages whose worker has said nothing for too long."""
    return session.scalars(
        select(Message.id).where(
            Message.state == MessageState.WAITING, Message.claimed_at < now - LONGEST_SENDING
        )
    ).all()


def find_waiting(session: Session, *, message_id: UUID, lock: bool = False) -> Message | None:
    """The message while it waits."""
    statement = select(Message).where(
        Message.id == message_id, Message.state == MessageState.WAITING
    )
    return session.scalar(statement.with_for_update() if lock else statement)


def count_since(
    session: Session, *, recipient_id: UUID, purpose: MessagePurpose, since: datetime
) -> int:
    """How many of this kind were asked for since then, sent or not."""
    return (
        session.scalar(
            select(func.count()).where(
                Message.recipient_id == recipient_id,
                Message.purpose == purpose,
                Message.created_at > since,
            )
        )
        or 0
    )
