"""Targets, numbers of workers, budgets, and the legal bases all of it rests on.

Targets, numbers and budgets are append-only: a change is a new row that names the one it replaces,
so that what was once planned can still be read.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.coverage.kinds import BasisKind, BasisStatus
from savings_app.db import Base, Versioned
from savings_app.money import Rupiah
from savings_app.policy.contribution import Payer
from savings_app.policy.series import FactStatus
from savings_app.regions.models import Region


class LegalBasis(Versioned, Base):
    """An instruction, a budget law or an agreement that coverage rests on, with its file."""

    __tablename__ = "legal_basis"
    __table_args__ = (CheckConstraint("ends >= starts", name="ends_after_start"),)

    kind: Mapped[BasisKind]
    number: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(120))
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), index=True)
    starts: Mapped[date]
    ends: Mapped[date | None]  # its last day
    status: Mapped[BasisStatus]
    stored_name: Mapped[UUID | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    file_type: Mapped[str | None] = mapped_column(String(10))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]


class BasisFileWithdrawal(Base):
    """A wrong file of a legal basis went: who took it away, when and why. Its bytes are gone."""

    __tablename__ = "basis_file_withdrawal"

    basis_id: Mapped[UUID] = mapped_column(ForeignKey(LegalBasis.id), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    withdrawn_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime]


class CoverageTarget(Base):
    """How many people are to be covered in a year. `each_village`: so many in every desa there."""

    __tablename__ = "coverage_target"
    __table_args__ = (CheckConstraint("people >= 0", name="people_not_negative"),)

    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), index=True)
    each_village: Mapped[bool]
    category: Mapped[str | None] = mapped_column(ForeignKey("category.code"))  # None: any
    payer: Mapped[Payer]
    year: Mapped[int]
    people: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    status: Mapped[FactStatus]
    basis_id: Mapped[UUID | None] = mapped_column(ForeignKey(LegalBasis.id))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("coverage_target.id"), unique=True)


class WorkerCount(Base):
    """How many workers a region has, by which source of which year."""

    __tablename__ = "worker_count"
    __table_args__ = (CheckConstraint("workers > 0", name="workers_positive"),)

    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), index=True)
    year: Mapped[int]  # the year it is used for
    workers: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    source_year: Mapped[int]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker_count.id"), unique=True)


class ContributionBudget(Base):
    """What a payer set aside for a year's contributions, for so many people and months."""

    __tablename__ = "contribution_budget"
    __table_args__ = (
        CheckConstraint("people > 0", name="people_positive"),
        CheckConstraint(
            "first_month >= 1 AND last_month <= 12 AND first_month <= last_month", name="months"
        ),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), index=True)
    payer: Mapped[Payer]
    year: Mapped[int]
    people: Mapped[int]
    first_month: Mapped[int]
    last_month: Mapped[int]
    amount: Mapped[Rupiah]
    source: Mapped[str] = mapped_column(String(200))
    basis_id: Mapped[UUID | None] = mapped_column(ForeignKey(LegalBasis.id))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    request_key: Mapped[UUID] = mapped_column(unique=True)
    replaces_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contribution_budget.id"), unique=True
    )
