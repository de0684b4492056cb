"""A death that was heard of, and each source that tells of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.models import Case
from savings_app.db import Base, Versioned
from savings_app.deaths.kinds import DeathSource, DeathState, Match, Told
from savings_app.identifiers import KPJ, NIK
from savings_app.imports.models import ImportBatch
from savings_app.registry.models import Participant


class DeathNotice(Versioned, Base):
    """One death: what its sources say together, who it is in the registry, and what was decided.

    `matched_at` is None until it was compared with the registry. `recorded_at` is when it was first
    heard of here, `died_on` when it happened.
    """

    __tablename__ = "death_notice"

    full_name: Mapped[str] = mapped_column(String(120), index=True)
    nik: Mapped[NIK | None] = mapped_column(index=True)
    kpj: Mapped[KPJ | None]
    born_on: Mapped[date | None]
    died_on: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    died_at_place: Mapped[str | None] = mapped_column(String(120))
    certificate_number: Mapped[str | None] = mapped_column(String(60))
    certificate_on: Mapped[date | None]
    state: Mapped[DeathState]
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey(Participant.id), index=True)
    match: Mapped[Match | None]
    match_confirmed: Mapped[bool]  # sure by itself, or a person said so
    matched_at: Mapped[datetime | None]
    ruled_out: Mapped[list[Any]]  # participants of whom a person said that it is not they
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey(Case.id), index=True)
    joined_into: Mapped[UUID | None] = mapped_column(ForeignKey("death_notice.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(300))
    # What a caseworker told the family about the cover: to whom, when, and in which words.
    told: Mapped[Told | None]
    told_to: Mapped[str | None] = mapped_column(String(120))
    answer: Mapped[str | None] = mapped_column(String(500))
    answered_on: Mapped[date | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    # Who looked at a line that was told of only while too much came at once.
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime | None]


class DeathReport(Base):
    """What one source said, kept as said; only the line it belongs to can change."""

    __tablename__ = "death_report"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey(DeathNotice.id), index=True)
    source: Mapped[DeathSource]
    full_name: Mapped[str] = mapped_column(String(120))
    nik: Mapped[NIK | None]
    kpj: Mapped[KPJ | None]
    born_on: Mapped[date | None]
    died_on: Mapped[date]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    died_at_place: Mapped[str | None] = mapped_column(String(120))
    certificate_number: Mapped[str | None] = mapped_column(String(60))
    certificate_on: Mapped[date | None]
    reporter_name: Mapped[str | None] = mapped_column(String(120))
    reporter_reach: Mapped[str | None] = mapped_column(String(120))  # a phone, or how else
    reporter_relation: Mapped[str | None] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reference: Mapped[str | None] = mapped_column(String(20), unique=True)
    request_key: Mapped[UUID | None] = mapped_column(unique=True)
    # Came while all addresses together sent more than people mean: perlu diperiksa.
    to_check: Mapped[bool] = mapped_column(default=False, server_default=false())
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)
    row_number: Mapped[int | None]
