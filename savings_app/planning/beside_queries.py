"""What the law and the calendar say beside a family's own answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.benefit_rules import read_scholarship
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_case, get_recipient
from savings_app.planning.beside_rules import Schooled, SchoolNeed, days_of_prayer, school_needs
from savings_app.policy.rules import PartKind
from savings_app.policy.yearly import (
    PeriodicPart,
    ScholarshipRates,
    periodic_part,
    scholarship_rates,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Facts of one death for the pages of its plans.

    `right` is whether its children have the scholarship, None while that is not known. `periodic`
    is None where this benefit holds no such part.
    """

    died_on: date
    right: bool | None
    rates: ScholarshipRates
    periodic: PeriodicPart | None

    @property
    def days_of_prayer(self) -> tuple[tuple[int, date], ...]:
        return days_of_prayer(self.died_on)

    def school(self, children: Sequence[Schooled]) -> tuple[SchoolNeed | None, ...]:
        return school_needs(children, right=self.right, rates=self.rates)


def get_beside(session: Session, *, actor: Actor, recipient_id: UUID) -> Beside:
    """
    Raises:
        NotFound: not this actor's recipient.
        NotYetInForce: a death before the first known law.
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    case = get_case(session, actor=actor, case_id=recipient.case_id)
    benefit = find_benefit_in_force(session, case_id=case.id)
    stored = read_scholarship(benefit.computation.scholarship) if benefit else None
    by_law = periodic_part(died_on=case.died_on)
    held = {part.part: part.amount for part in benefit.parts} if benefit else {}
    return Beside(
        died_on=case.died_on,
        right=stored.eligible if stored else None,
        rates=scholarship_rates(died_on=case.died_on),
        periodic=by_law if held.get(PartKind.PERIODIC.value) == by_law.amount else None,
    )
