"""A death, as it was opened and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import Programme, Stage, Turn
from savings_app.db import Base, Versioned
from savings_app.identifiers import KPJ, NIK
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.registry.models import Payer, Segment


class Case(Versioned, Base):
    """One death. The participant is kept as known when the case was opened."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("year", "serial"),)

    number: Mapped[str] = mapped_column(String(20), unique=True)  # BB-2026-0001
    year: Mapped[int]
    serial: Mapped[int]
    # None: the old spreadsheet it stood in was taken back, and the person is free for another case.
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"), unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    full_name: Mapped[str] = mapped_column(String(120), index=True)
    nik: Mapped[NIK | None] = mapped_column(index=True)
    kpj: Mapped[KPJ | None]
    category: Mapped[str] = mapped_column(String(40))
    payer: Mapped[Payer]
    # Facts of the benefit in force; an approved correction rewrites them, computations keep both.
    died_on: Mapped[date]
    programme: Mapped[Programme]
    segment: Mapped[Segment]
    months_contributed: Mapped[int | None]
    wage: Mapped[Rupiah | None]  # a month, for JKK
    reporter_name: Mapped[str] = mapped_column(String(120))
    reporter_relation: Mapped[str] = mapped_column(String(60))
    reporter_phone: Mapped[str | None] = mapped_column(String(20))
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    stage: Mapped[Stage]
    turn: Mapped[Turn]
    due_on: Mapped[date | None]  # the day by which BPJS must have paid
    disputed: Mapped[bool]  # sengketa: recorded and referred; the software takes no side
    # Where and how the death is known: never shown to anybody but staff of the region.
    died_at_place: Mapped[str | None] = mapped_column(String(120))
    certificate_number: Mapped[str | None] = mapped_column(String(60))  # akta kematian
    certificate_on: Mapped[date | None]
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    # An old spreadsheet's case keeps its source; None for one opened here.
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)
    batch_row: Mapped[int | None]  # of that file, counted from 1
    # The old spreadsheet was taken back: the number stays taken, and nobody sees the case.
    withdrawn_at: Mapped[datetime | None]
