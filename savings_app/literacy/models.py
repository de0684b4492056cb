"""A learning session of a desa, the families invited, and who came."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.models import Case, Heir, VillageEvent
from savings_app.db import Base, Versioned


class LearningSession(VillageEvent):
    """One meeting. `topic` is free text, `lessons` the slugs of the cards that are shown."""

    __tablename__ = "learning_session"

    starts_at: Mapped[str | None] = mapped_column(String(40))  # as typed: "09.00", "sesudah asar"
    topic: Mapped[str] = mapped_column(String(200))
    lessons: Mapped[list[Any]] = mapped_column(server_default="[]")
    leader_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    request_key: Mapped[UUID] = mapped_column(unique=True)


class SessionAnswers(Versioned, Base):
    """How many answered right before and after, counted from paper: nobody's own answers.

    `counts` holds for each question's key `[right before, right after]` of `answered` people.
    """

    __tablename__ = "learning_session_answers"

    session_id: Mapped[UUID] = mapped_column(ForeignKey(LearningSession.id), unique=True)
    answered: Mapped[int]
    counts: Mapped[dict[str, Any]]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]


class SessionFamily(Base):
    """A family that was invited. `people` is how many of it came; empty until it was held."""

    __tablename__ = "learning_session_family"
    __table_args__ = (UniqueConstraint("session_id", "case_id", name="uq_session_family_once"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey(LearningSession.id))
    case_id: Mapped[UUID] = mapped_column(ForeignKey(Case.id), index=True)
    people: Mapped[int | None]


class SessionRecipient(Base):
    """A recipient who came."""

    __tablename__ = "learning_session_recipient"
    __table_args__ = (UniqueConstraint("session_id", "heir_id", name="uq_session_recipient_once"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey(LearningSession.id))
    heir_id: Mapped[UUID] = mapped_column(ForeignKey(Heir.id), index=True)
