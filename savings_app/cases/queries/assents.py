"""Who agreed to a corrected benefit so far, and how many the amount asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import BenefitAssent, BenefitComputation
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.money import Rupiah
from savings_app.policy.approvers import ApproversRule, approvers_needed
from savings_app.words.formats import in_wita


@dataclass(frozen=True, slots=True)
class Approvals:
    """The rule, and who agreed already, first first."""

    rule: ApproversRule
    given_by: Sequence[UUID]

    @property
    def is_last(self) -> bool:
        """One more person, and it is in force."""
        return len(self.given_by) + 1 >= self.rule.needed


def get_benefit_approvals(session: Session, *, computation: BenefitComputation) -> Approvals:
    """The amount is the difference between the benefit in force and the corrected one."""
    in_force = find_benefit_in_force(session, case_id=computation.case_id)
    before = in_force.computation.total if in_force else Rupiah(0)
    rule = approvers_needed(
        amount=Rupiah(abs(computation.total.sen - before.sen)),
        on=in_wita(computation.made_at).date(),
    )
    given = session.scalars(
        select(BenefitAssent.decided_by)
        .where(BenefitAssent.computation_id == computation.id)
        .order_by(BenefitAssent.decided_at)
    ).all()
    return Approvals(rule, given)
