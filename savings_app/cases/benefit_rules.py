"""Facts a benefit is computed from, and what a correction of them is refused for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from savings_app.cases.kinds import Programme, SchoolLevel
from savings_app.errors import DomainError, RuleWarning
from savings_app.money import Rupiah
from savings_app.policy import rules as policy
from savings_app.registry.rules import Segment


class CorrectionPending(DomainError):
    """One correction at a time waits for the second person."""


class CorrectionChangesNothing(DomainError):
    """The facts are those already in force."""


class CorrectionDecided(DomainError):
    """A second person has spoken already."""


class SamePerson(DomainError):
    """Who asked for the correction may not decide on it."""


class AssentGiven(DomainError):
    """This person agreed already; somebody else is needed."""


@dataclass(frozen=True, slots=True)
class BenefitFacts:
    """What the law asks about a death. `wage` a month, for JKK; `months` None where unknown;
    `children` by their present school level.
    """

    died_on: date
    programme: Programme
    segment: Segment
    months: int | None
    wage: Rupiah | None
    children: tuple[SchoolLevel, ...] = ()


def benefit_by_law(facts: BenefitFacts, *, today: date) -> policy.Benefit:
    """The benefit of these facts by the law of the day of death.

    Raises:
        DeathInFuture, NotYetInForce, MonthsImpossible, WageNeeded, WageImpossible
    """
    return policy.compute_benefit(
        programme=facts.programme,
        died_on=facts.died_on,
        segment=facts.segment,
        months=facts.months,
        wage=facts.wage,
        children=facts.children,
        today=today,
    )


def stored_scholarship(scholarship: policy.Scholarship) -> dict[str, Any]:
    """The scholarship as JSON keeps it: amounts as text with two decimals."""
    return {
        "eligible": scholarship.eligible,
        "per_year": str(scholarship.per_year),
        "maximum": str(scholarship.maximum),
        "law": scholarship.law,
        "status": scholarship.status.value,
        "children": [
            {
                "level": line.level.value,
                "per_year": str(line.per_year),
                "maximum": str(line.maximum),
            }
            for line in scholarship.children
        ],
    }


def read_scholarship(stored: dict[str, Any]) -> policy.Scholarship | None:
    """As it was when stored; None for a computation that kept none."""
    if not stored:
        return None
    return policy.Scholarship(
        eligible=stored["eligible"],
        per_year=_amount(stored["per_year"]),
        maximum=_amount(stored["maximum"]),
        law=stored["law"],
        status=policy.FactStatus(stored["status"]),
        children=tuple(
            policy.ScholarshipLine(
                level=SchoolLevel(child["level"]),
                per_year=_amount(child["per_year"]),
                maximum=_amount(child["maximum"]),
            )
            for child in stored["children"]
        ),
    )


def stored_warning(warning: RuleWarning) -> dict[str, Any]:
    """A warning as JSON keeps it."""
    return {"code": warning.code, **warning.facts}


def read_warning(stored: dict[str, Any]) -> RuleWarning:
    facts = {name: value for name, value in stored.items() if name != "code"}
    return RuleWarning(stored["code"], facts)


def _amount(text: str) -> Rupiah:
    return Rupiah.from_decimal(Decimal(text))
