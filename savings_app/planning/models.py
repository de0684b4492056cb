"""The family's plan, in versions. A draft is edited step by step; a finished one never changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.money import Rupiah
from savings_app.planning.kinds import NeedKind, PlanState, PlanStep
from savings_app.policy.rules import SchoolLevel

__all__ = ["NeedKind", "Plan", "PlanLine", "PlanState", "PlanStep", "Pot"]


class Plan(Versioned, Base):
    """One version of one recipient's plan, with the suggestion as it was shown that day."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("recipient_id", "number"),
        CheckConstraint("household_members >= 1", name="somebody"),
    )

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    number: Mapped[int]  # 1, 2, 3…
    state: Mapped[PlanState]
    reached: Mapped[PlanStep]  # the first step not answered yet
    amount: Mapped[Rupiah]  # what this recipient plans with
    household_members: Mapped[int | None]
    school_children: Mapped[int | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    suggestion: Mapped[Rupiah | None]
    suggestion_basis: Mapped[dict[str, Any] | None]  # code, title, starts, status, base, deducted
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    # Keyed in from a signed paper form: the day on it. Whoever assisted has seen that paper.
    paper_on: Mapped[date | None]


class Pot(Base):
    """What a pot is through every version of a plan, whatever it is called or holds in each.

    The lines of SAVING point at it, and the pledges made from it.
    """

    __tablename__ = "pot"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)


class PlanLine(Base):
    """One use of the money. `months` of LIVING: `amount` is all of them together."""

    __tablename__ = "plan_line"
    __table_args__ = (
        UniqueConstraint("plan_id", "kind", "position"),
        # A scholarship may pay all a child needs: then nothing is put aside for its school.
        CheckConstraint("amount > 0 OR (amount = 0 AND kind = 'sekolah')", name="amount_positive"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    kind: Mapped[NeedKind]
    position: Mapped[int]
    label: Mapped[str | None] = mapped_column(String(80))
    amount: Mapped[Rupiah]
    monthly: Mapped[Rupiah | None]
    months: Mapped[int | None]
    wanted_on: Mapped[date | None]
    costs_monthly: Mapped[Rupiah | None]  # of DEBT: interest and fees of one month
    school_level: Mapped[SchoolLevel | None]  # of SCHOOL
    yearly_need: Mapped[Rupiah | None]  # of SCHOOL: the family's own figure
    target: Mapped[Rupiah | None]  # of SAVING: what is needed on `wanted_on`
    # Of SAVING: the family's own word for a child or member; None: the recipient.
    in_name_of: Mapped[str | None] = mapped_column(String(40))
    pot_id: Mapped[UUID | None] = mapped_column(ForeignKey("pot.id"), index=True)  # of SAVING
