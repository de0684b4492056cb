"""The family of a case: who receives, who the law names, and a dispute."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import (
    HeirAnswer,
    HeirStep,
    PlanOutcome,
    ReferredTo,
    Relation,
    SchoolLevel,
)
from savings_app.db import Base, Versioned
from savings_app.identifiers import NIK
from savings_app.money import Rupiah


class Heir(Versioned, Base):
    """A member of the family; a *recipient* when paid. `share` is what the heirs themselves stated.

    A minor has a guardian with a proof and the day the guardianship ends.
    """

    __tablename__ = "heir"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    position: Mapped[int]  # 1, 2, 3…: with the case number it names the recipient, BB-2026-0001-1
    full_name: Mapped[str] = mapped_column(String(120))
    nik: Mapped[NIK | None]
    born_on: Mapped[date | None]
    relation: Mapped[Relation]
    phone: Mapped[str | None] = mapped_column(String(20))
    is_recipient: Mapped[bool]
    share: Mapped[Rupiah | None]
    school_level: Mapped[SchoolLevel | None]
    guardian_name: Mapped[str | None] = mapped_column(String(120))
    guardian_nik: Mapped[NIK | None]
    guardian_proof: Mapped[str | None] = mapped_column(String(200))
    guardian_until: Mapped[date | None]
    plan_outcome: Mapped[PlanOutcome | None]  # told by `planning` when a plan is finished


class HeirSearch(Versioned, Base):
    """The answer to one question of PP 44/2015 Ps. 40(2), and who in the family gave it."""

    __tablename__ = "heir_search"
    __table_args__ = (UniqueConstraint("case_id", "step"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    step: Mapped[HeirStep]
    answer: Mapped[HeirAnswer]
    said_by: Mapped[str] = mapped_column(String(120))
    said_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(300))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]


class DisputeReferral(Versioned, Base):
    """A dispute was taken somewhere, and what came of it in the words of those who decided."""

    __tablename__ = "dispute_referral"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    referred_to: Mapped[ReferredTo]
    referred_on: Mapped[date]
    outcome: Mapped[str | None] = mapped_column(String(300))
    outcome_on: Mapped[date | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    request_key: Mapped[UUID] = mapped_column(unique=True)
