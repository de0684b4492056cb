"""A santunan handed over in public: the paper, never the money."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.models.event import VillageEvent
from savings_app.db import Base
from savings_app.identifiers import NIK


class HandOver(VillageEvent):
    """One occasion, for one family or several. `officials` are names as typed, one a line."""

    __tablename__ = "hand_over"

    occasion: Mapped[Occasion]
    office: Mapped[str] = mapped_column(String(120))
    officials: Mapped[str | None] = mapped_column(String(500))


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
