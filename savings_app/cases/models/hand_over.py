"""A santunan handed over in public: the paper, never the money."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.hand_over_kinds import HandOverState, Occasion
from savings_app.db import Base, Versioned
from savings_app.identifiers import NIK


class HandOver(Versioned, Base):
    """One occasion, for one family or several. `officials` are names as typed, one a line."""

    __tablename__ = "hand_over"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    state: Mapped[HandOverState]
    occasion: Mapped[Occasion]
    planned_on: Mapped[date] = mapped_column(index=True)
    held_on: Mapped[date | None]  # happened
    place: Mapped[str] = mapped_column(String(120))
    office: Mapped[str] = mapped_column(String(120))
    officials: Mapped[str | None] = mapped_column(String(500))
    notes: Mapped[str | None] = mapped_column(String(1000))
    cancel_reason: Mapped[str | None] = mapped_column(String(300))
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    planned_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime | None]  # when it was written down that it happened


class HandOverFamily(Base):
    """A family of the occasion. `present` is empty until it was held."""

    __tablename__ = "hand_over_family"
    __table_args__ = (UniqueConstraint("hand_over_id", "case_id"),)

    hand_over_id: Mapped[UUID] = mapped_column(ForeignKey("hand_over.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    present: Mapped[bool | None]


class HandOverWitness(Base):
    """Who saw it, by name and in which role."""

    __tablename__ = "hand_over_witness"
    __table_args__ = (UniqueConstraint("hand_over_id", "position"),)

    hand_over_id: Mapped[UUID] = mapped_column(ForeignKey("hand_over.id"), index=True)
    position: Mapped[int]
    full_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    nik: Mapped[NIK | None]
