"""Where a recipient wants to be reminded, in its own choice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.models import Heir
from savings_app.db import Base, Versioned
from savings_app.outbox.kinds import Channel


class Contact(Versioned, Base):
    """One a recipient. Nothing but its code is sent before `verified_at`, nothing after a stop."""

    __tablename__ = "reminder_contact"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey(Heir.id), unique=True)
    channel: Mapped[Channel]
    address: Mapped[str | None] = mapped_column(String(200))  # None: a letter through the desa
    chosen_at: Mapped[datetime]
    chosen_with: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # didampingi
    code_hash: Mapped[str | None] = mapped_column(String(64))
    code_sent_at: Mapped[datetime | None]
    guesses: Mapped[int]
    verified_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    # Stands in every message: whoever holds it can stop the messages and nothing else.
    stop_token: Mapped[str] = mapped_column(String(40), unique=True)
