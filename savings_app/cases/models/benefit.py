"""The benefit as computed, and the second word on a correction. Append-only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import Programme
from savings_app.db import Base
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus
from savings_app.registry.models import Segment


class BenefitComputation(Base):
    """The benefit as computed once, with the facts and the law it used. Never changed.

    The first is in force at once; a correction when a second person approved it.
    """

    __tablename__ = "benefit_computation"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[int]
    died_on: Mapped[date]
    programme: Mapped[Programme]
    segment: Mapped[Segment]
    months_contributed: Mapped[int | None]
    wage: Mapped[Rupiah | None]
    children: Mapped[list[Any]]  # school levels, as counted
    total: Mapped[Rupiah]
    scholarship: Mapped[dict[str, Any]]  # eligible, per_year, maximum, law, status, children
    warnings: Mapped[list[Any]]  # [{code, …}]
    reason: Mapped[str | None] = mapped_column(String(300))  # why it was corrected
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]


class BenefitPart(Base):
    """One of the three parts of a computation."""

    __tablename__ = "benefit_part"
    __table_args__ = (UniqueConstraint("computation_id", "position"),)

    computation_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_computation.id"))
    position: Mapped[int]
    part: Mapped[str] = mapped_column(String(40))
    amount: Mapped[Rupiah]
    law: Mapped[str] = mapped_column(String(200))
    status: Mapped[FactStatus]


class BenefitAssent(Base):
    """A person's yes where the amount asks for more than one, and this was not the last."""

    __tablename__ = "benefit_assent"
    __table_args__ = (UniqueConstraint("computation_id", "decided_by"),)

    computation_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_computation.id"))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]


class BenefitApproval(Base):
    """The word that decides on a correction: a no, or the last yes that is needed."""

    __tablename__ = "benefit_approval"

    computation_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_computation.id"), unique=True)
    approved: Mapped[bool]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(300))
