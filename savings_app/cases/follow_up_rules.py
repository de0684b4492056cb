"""When a family is visited after the payout, and why a visit's record is refused. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from savings_app.cases.kinds import Relation
from savings_app.cases.people_rules import is_minor
from savings_app.cases.work_kinds import (
    FollowUpOutcome,
    KeepsCard,
    OwnMembershipState,
    PlanNow,
    ScholarshipNow,
    StillArrived,
)
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ
from savings_app.regions.rules import is_working_day

# Months after the first payout: soon, when the money is decided on, and when a year is over.
VISIT_MONTHS = (1, 3, 6, 12)
# Days 1 to 7 and 40 belong to the mourning. Some count the day of death as the first, some not:
# both countings rest.
QUIET_DAYS = frozenset({*range(8), 39, 40})
_SELF = frozenset({Relation.SPOUSE, Relation.CHILD, Relation.PARENT, Relation.SIBLING})


class VisitInFuture(DomainError):
    """A visit is recorded once it has happened."""

    field = "done_on"


class VisitBeforePayout(DomainError):
    """These visits follow the payout. Fact: `paid_on`."""

    field = "done_on"


class VisitNotPlanned(DomainError):
    """The family wishes no more visits, and it has the last word."""


class MembershipNotForMinor(DomainError):
    """Only an adult can become a paying member."""


class MembershipDayNeeded(DomainError):
    """Registered since when is what the months are counted from."""

    field = "member_since"


class MembershipDayInFuture(DomainError):
    """A registration is recorded once it is there."""

    field = "member_since"


@dataclass(frozen=True, slots=True)
class FollowUpAnswers:
    """The short form; every answer may be left open, and none is about amounts."""

    well: str | None = None
    still_arrived: StillArrived | None = None
    keeps_card: KeepsCard | None = None
    plan_now: PlanNow | None = None
    scholarship_now: ScholarshipNow | None = None
    needs: str | None = None
    next_step: str | None = None


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_quiet(day: date, *, died_on: date) -> bool:
    """A day of mourning on which nobody of the Dinas calls or comes."""
    return (day - died_on).days in QUIET_DAYS


def visit_day(*, paid_on: date, month: int, died_on: date, holidays: AbstractSet[date]) -> date:
    """The first working day from `month` months after the payout on that is not a quiet day."""
    day = months_later(paid_on, month)
    while is_quiet(day, died_on=died_on) or not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def check_visit_day(*, done_on: date, paid_on: date, today: date) -> None:
    """
    Raises:
        VisitInFuture, VisitBeforePayout
    """
    if done_on > today:
        raise VisitInFuture
    if done_on < paid_on:
        raise VisitBeforePayout(paid_on=paid_on)


def answers_kept(outcome: FollowUpOutcome, answers: FollowUpAnswers) -> FollowUpAnswers:
    """Where nobody was met nothing was answered; what to do next is still worth keeping."""
    if outcome is FollowUpOutcome.MET:
        return answers
    return FollowUpAnswers(needs=None, next_step=answers.next_step)


def may_become_member(*, relation: Relation, born_on: date | None, today: date) -> bool:
    """Whether the step "menjadi peserta mandiri" is offered to this heir: adults of the family."""
    return relation in _SELF and not is_minor(born_on, today)


def check_membership(
    *,
    state: OwnMembershipState,
    kpj: KPJ | None,
    member_since: date | None,
    born_on: date | None,
    today: date,
) -> tuple[KPJ | None, date | None]:
    """KPJ and first day as they are kept: those of a registered member only.

    Raises:
        MembershipNotForMinor, MembershipDayNeeded, MembershipDayInFuture
    """
    if is_minor(born_on, today):
        raise MembershipNotForMinor
    if state is not OwnMembershipState.REGISTERED:
        return None, None
    if member_since is None:
        raise MembershipDayNeeded
    if member_since > today:
        raise MembershipDayInFuture
    return kpj, member_since
