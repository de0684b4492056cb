"""Who receives, question by question, in the order of PP 44/2015 Pasal 40(2), for JKK 37(5). Pure.

The order names who is paid. It is not the law of inheritance, and no share is computed anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from savings_app.cases.kinds import HeirAnswer, HeirStep, HeirTier, Relation
from savings_app.errors import DomainError, RuleWarning
from savings_app.policy.rules import Programme

# Where PP 44/2015 says the order: the same one for both programmes.
ARTICLES = {Programme.JKM: "Pasal 40 ayat (2)", Programme.JKK: "Pasal 37 ayat (5)"}
ENDS_SOON = timedelta(days=60)
_ORDER = tuple(HeirStep)
# The widow or widower and the children are one tier: the text does not rank them.
_TIERS = {
    Relation.SPOUSE: HeirTier.SPOUSE_OR_CHILD,
    Relation.CHILD: HeirTier.SPOUSE_OR_CHILD,
    Relation.PARENT: HeirTier.BLOOD_LINE,
    Relation.GRANDPARENT: HeirTier.BLOOD_LINE,
    Relation.GRANDCHILD: HeirTier.BLOOD_LINE,
    Relation.SIBLING: HeirTier.SIBLING,
    Relation.PARENT_IN_LAW: HeirTier.PARENT_IN_LAW,
    Relation.NAMED: HeirTier.NAMED,
    Relation.OTHER: HeirTier.NOBODY,
}


class HeirStepNotReached(DomainError):
    """A later question is asked when all before it were answered "tidak ada"."""


class SaidByNeeded(DomainError):
    """An answer is somebody's word: who said it."""

    field = "said_by"


class SaidOnImpossible(DomainError):
    """Before the death, or on a day that has not come."""

    field = "said_on"


class ReferralDayImpossible(DomainError):
    """A dispute is referred after the death and not in the future."""

    field = "referred_on"


class OutcomeDayImpossible(DomainError):
    """What came of a referral comes after it and not in the future."""

    field = "outcome_on"


@dataclass(frozen=True, slots=True)
class Search:
    """How far the questions have come. `tier` is set once one is answered yes, or all are no."""

    next_step: HeirStep | None
    tier: HeirTier | None


def search(answers: Mapping[HeirStep, HeirAnswer]) -> Search:
    """Read the answers in the order of the law: the first yes ends it.

    Answers behind the first that is not a no are not looked at: they wait for that one to change.
    """
    for step in _ORDER:
        answer = answers.get(step)
        if answer is HeirAnswer.YES:
            return Search(None, HeirTier(step.value))
        if answer is not HeirAnswer.NO:
            return Search(step, None)
    return Search(None, HeirTier.NOBODY)


def check_step(step: HeirStep, answers: Mapping[HeirStep, HeirAnswer]) -> None:
    """
    Raises:
        HeirStepNotReached
    """
    before = _ORDER[: _ORDER.index(step)]
    if any(answers.get(earlier) is not HeirAnswer.NO for earlier in before):
        raise HeirStepNotReached


def check_said(*, said_by: str | None, said_on: date, died_on: date, today: date) -> None:
    """
    Raises:
        SaidByNeeded, SaidOnImpossible
    """
    if not said_by:
        raise SaidByNeeded
    if not died_on <= said_on <= today:
        raise SaidOnImpossible


def check_referral_day(*, referred_on: date, died_on: date, today: date) -> None:
    """
    Raises:
        ReferralDayImpossible
    """
    if not died_on <= referred_on <= today:
        raise ReferralDayImpossible


def check_outcome_day(*, outcome_on: date, referred_on: date, today: date) -> None:
    """
    Raises:
        OutcomeDayImpossible
    """
    if not referred_on <= outcome_on <= today:
        raise OutcomeDayImpossible


def tier_of(relation: Relation) -> HeirTier:
    """The tier a relation to the deceased belongs to."""
    return _TIERS[relation]


class Named(Protocol):
    """A recipient: a name and a relation."""

    full_name: str
    relation: Relation


def other_tiers(tier: HeirTier | None, recipients: Iterable[Named]) -> list[RuleWarning]:
    """Recipients who are not of the tier that was found: to look at again, never a refusal."""
    if tier is None:
        return []
    return [
        RuleWarning("recipient_of_other_tier", {"name": person.full_name})
        for person in recipients
        if tier_of(person.relation) is not tier
    ]


def ends_soon(until: date | None, *, today: date) -> bool:
    """A guardianship that ends within 60 days, or has ended."""
    return until is not None and until - today <= ENDS_SOON
