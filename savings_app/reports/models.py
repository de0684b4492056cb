"""Months that were closed: what was known then, kept as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.regions.models import Region


class ClosedMonth(Versioned, Base):
    """A month of a region as it stood when somebody closed it; `number` counts the closings.

    `figures` never change: a reopening is noted on the row, and closing again makes a new one.
    """

    __tablename__ = "closed_month"
    __table_args__ = (UniqueConstraint("region_code", "month", "number"),)

    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code))
    month: Mapped[date]  # its first day
    number: Mapped[int]
    figures: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))  # of the figures, see `month_rules`
    closed_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime]
    reopened_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reopened_at: Mapped[datetime | None]
    reopen_reason: Mapped[str | None] = mapped_column(String(300))
