"""The messages themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base
from savings_app.outbox.kinds import Channel, Failure, MessagePurpose, MessageState


class Message(Base):
    """One message to one recipient. The text of a code is erased once it has left or failed."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_state_due_at", "state", "due_at"),
        Index("ix_message_recipient_id_created_at", "recipient_id", "created_at"),
    )

    # Upward: the packages above know who is written to, and why.
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    purpose: Mapped[MessagePurpose]
    reason: Mapped[str | None] = mapped_column(String(40))
    # Names what a reminder is about, so that nothing is said twice: `pledge:UUID`, `2027`.
    about: Mapped[str | None] = mapped_column(String(80))
    # Upward: its wording was drawn, and is not sent to who does not take part any more.
    experiment_id: Mapped[UUID | None] = mapped_column(ForeignKey("experiment.id"))
    channel: Mapped[Channel]
    address: Mapped[str | None] = mapped_column(String(200))  # None: a letter
    subject: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    stop_address: Mapped[str | None] = mapped_column(String(300))  # of the page that stops it
    state: Mapped[MessageState]
    tries: Mapped[int]
    failure: Mapped[Failure | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    # After this it is of no use any more: a code lives half an hour.
    until_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]  # a worker is sending it
    sent_at: Mapped[datetime | None]
