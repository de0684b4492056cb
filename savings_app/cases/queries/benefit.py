"""The benefit of a case: all computations, and the one in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import BenefitApproval, BenefitComputation, BenefitPart


@dataclass(frozen=True, slots=True)
class Benefit:
    """A computation with its three parts and, for a correction, the second person's word.

    The first computation is in force at once (`approval` is None and `number` is 1).
    """

    computation: BenefitComputation
    parts: tuple[BenefitPart, ...]
    approval: BenefitApproval | None

    @property
    def is_pending(self) -> bool:
        return self.computation.number > 1 and self.approval is None

    @property
    def is_effective(self) -> bool:
        """It has been in force at some time; the latest such is in force now."""
        return self.computation.number == 1 or bool(self.approval and self.approval.approved)


def list_benefits(session: Session, *, case_id: UUID) -> Sequence[Benefit]:
    """Every computation of the case, oldest first, in two queries."""
    rows = session.execute(
        select(BenefitComputation, BenefitApproval)
        .outerjoin(BenefitApproval, BenefitApproval.computation_id == BenefitComputation.id)
        .where(BenefitComputation.case_id == case_id)
        .order_by(BenefitComputation.number)
    ).all()
    parts: dict[UUID, list[BenefitPart]] = {row[0].id: [] for row in rows}
    for part in session.scalars(
        select(BenefitPart)
        .where(BenefitPart.computation_id.in_(parts))
        .order_by(BenefitPart.position)
    ):
        parts[part.computation_id].append(part)
    return [Benefit(row[0], tuple(parts[row[0].id]), row[1]) for row in rows]


def find_benefit_in_force(session: Session, *, case_id: UUID) -> Benefit | None:
    """The latest computation that came into force."""
    effective = [b for b in list_benefits(session, case_id=case_id) if b.is_effective]
    return effective[-1] if effective else None
