"""What every event in a desa with invited families has, whatever it is for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.event_kinds import EventState
from savings_app.db import Base, Versioned


class VillageEvent(Versioned, Base):
    """Planned for a day and a place of a desa, then held or cancelled."""

    __abstract__ = True

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    state: Mapped[EventState] = mapped_column(default=EventState.PLANNED)
    planned_on: Mapped[date] = mapped_column(index=True)
    held_on: Mapped[date | None]  # happened
    place: Mapped[str] = mapped_column(String(120))
    notes: Mapped[str | None] = mapped_column(String(1000))
    cancel_reason: Mapped[str | None] = mapped_column(String(300))
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    planned_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime | None]  # when it was written down that it happened
