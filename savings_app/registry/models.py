"""Participants of BPJS Ketenagakerjaan in the kabupaten."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.rules import Payer, Segment, Sex

__all__ = ["Category", "Participant", "Payer", "Segment", "Sex"]


class Category(Base):
    """Who a participant is, as dated data: a new category needs no release."""

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    starts: Mapped[date]


class Participant(Versioned, Base):
    """A covered worker. A case keeps its own snapshot; this row lives on."""

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint("nik IS NOT NULL OR nik_missing_reason IS NOT NULL", name="nik_or_reason"),
        CheckConstraint("months_contributed >= 0", name="months_not_negative"),
    )

    full_name: Mapped[str] = mapped_column(String(120), index=True)
    nik: Mapped[NIK | None] = mapped_column(unique=True)
    nik_missing_reason: Mapped[str | None] = mapped_column(String(200))
    kpj: Mapped[KPJ | None] = mapped_column(unique=True)
    born_on: Mapped[date | None]
    sex: Mapped[Sex | None]
    segment: Mapped[Segment]
    category: Mapped[str] = mapped_column(ForeignKey("category.code"))
    payer: Mapped[Payer]
    months_contributed: Mapped[int | None]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    created_at: Mapped[datetime]
