"""Warnings as found, and what a person made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.worklist.kinds import WarningKind, WarningState


class CaseWarning(Versioned, Base):
    """One odd thing, found again under the same `key` as long as it is there.

    `facts` are counts, days and kinds, never a name or a number of a person. A decision stands
    until the facts change; `gone_at` is when it was not found any more.
    """

    __tablename__ = "warning"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    kind: Mapped[WarningKind]
    key: Mapped[str] = mapped_column(String(64))  # a digest of the ids it is about
    facts: Mapped[dict[str, Any]]
    # Whose work it is about, where it is about one of the staff: who never decides it.
    subject_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    first_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    state: Mapped[WarningState]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(1000))


class WarningCase(Base):
    """A case the warning is about."""

    __tablename__ = "warning_case"
    __table_args__ = (UniqueConstraint("warning_id", "case_id"),)

    warning_id: Mapped[UUID] = mapped_column(ForeignKey("warning.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
