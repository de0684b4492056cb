"""A recipient's way in, and staff beside the device."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import LetterState
from savings_app.db import Base, Versioned


class AccessLetter(Versioned, Base):
    """A recipient's way in: a code used once, then the family's own word.

    The code waits encrypted until the letter is rendered once, then only its hash is left.
    """

    __tablename__ = "access_letter"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    state: Mapped[LetterState]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    code_hash: Mapped[str] = mapped_column(String(200))
    code_sealed: Mapped[str | None] = mapped_column(Text)
    handed_over_on: Mapped[date | None]  # in person
    used_at: Mapped[datetime | None]
    word_hash: Mapped[str | None] = mapped_column(String(200))
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]
    session_epoch: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(200))  # why a new letter was needed


class AssistedVisit(Base):
    """Staff at the device: begun, ended, and the page that was signed or thumb-printed."""

    __tablename__ = "assisted_visit"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    signed_recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
