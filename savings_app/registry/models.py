"""Participants of BPJS Ketenagakerjaan in the kabupaten, and the months paid for them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.identifiers import KPJ, NIK
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.registry.rules import Payer, Segment, Sex, StopReason

__all__ = [
    "Category",
    "Contribution",
    "KnownDeath",
    "Participant",
    "Payer",
    "Segment",
    "Sex",
    "StopReason",
]


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
        # Few people were written down twice: who was is found without reading everybody.
        Index(
            "ix_participant_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
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
    # The first month somebody paid for, as a list said; the months themselves are contributions.
    member_since: Mapped[date | None]
    stopped_on: Mapped[date | None]  # not paid for any more from this day
    stop_reason: Mapped[StopReason | None]
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)
    # The record that stands for this person; read through `queries.merged` alone.
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"))


class Contribution(Base):
    """One month paid for one participant, as one list said. Append-only.

    A month paid twice is two rows with another `occurrence`, from one list or from two. Rows of an
    undone batch stay and count no more: read through `contributions_that_count`.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint(
            "participant_id",
            "month",
            "payer",
            "batch_id",
            "occurrence",
            name="uq_contribution_once",
        ),
        # Who was paid for in a month is counted from the index alone.
        Index("ix_contribution_month_payer", "month", "payer", "participant_id"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    month: Mapped[date]  # its first day
    payer: Mapped[Payer]
    amount: Mapped[Rupiah | None]  # None: the list names no amount
    occurrence: Mapped[int]  # 1, and 2 for the second equal row
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(ImportBatch.id), index=True)


class KnownDeath(Base):
    """A death that is certain, as `deaths` tells it: whoever died signs and receives nothing.

    A death with a case of its own needs no row here. Who stands only in a list of the dead has a
    name and a desa here too: a NIK is often missing.
    """

    __tablename__ = "known_death"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("death_notice.id"), unique=True)
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey(Participant.id), index=True)
    nik: Mapped[NIK | None] = mapped_column(index=True)
    full_name: Mapped[str] = mapped_column(String(120))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    died_on: Mapped[date]
    recorded_at: Mapped[datetime]
