"""A request for help of one recipient, and what was done about it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.models import Heir
from savings_app.db import Base, Versioned
from savings_app.support.kinds import SupportKind, SupportState, SupportStepKind

_OPEN = text("state IN ('diminta', 'dihubungi')")


class SupportRequest(Versioned, Base):
    """Asked by the family itself, or written down at a visit on its word. Holds no amount."""

    __tablename__ = "support_request"
    __table_args__ = (
        Index(
            "uq_support_request_open",
            "recipient_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey(Heir.id), index=True)
    kind: Mapped[SupportKind]
    state: Mapped[SupportState]
    wish: Mapped[str | None] = mapped_column(String(300))
    by_family: Mapped[bool]
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    due_on: Mapped[date]
    ended_on: Mapped[date | None]  # withdrawn, or how it ended


class SupportStep(Base):
    """A talk, or how it ended, on a day, in a few words."""

    __tablename__ = "support_step"

    request_id: Mapped[UUID] = mapped_column(ForeignKey(SupportRequest.id), index=True)
    kind: Mapped[SupportStepKind]
    on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(300))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
