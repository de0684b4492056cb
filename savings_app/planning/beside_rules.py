"""What stands beside the lines of a plan: what debts cost, school, pots, days of doa arwah. Pure.

It informs. None of it fills in a box, and nothing here is a condition of anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from savings_app.calculators.goals import monthly_for
from savings_app.money import ZERO, Rupiah, total
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import Line
from savings_app.policy.rules import SchoolLevel
from savings_app.policy.yearly import ScholarshipRates

MONTHS_A_YEAR = 12
ENOUGH_POTS = 3
# Days of mongaruwa counted in Gorontalo, and the one only some families hold.
DAYS_OF_PRAYER = (3, 5, 7, 40)
DAY_OF_SOME = 100
FOR_EACH = Rupiah.of(100_000)


def cost_of_each(debt: Line) -> Rupiah | None:
    """What Rp100,000 of this debt cost a month, in whole rupiah; None where nobody wrote it."""
    if debt.costs_monthly is None:
        return None
    return Rupiah.of(debt.costs_monthly.sen * FOR_EACH.rupiah // debt.amount.sen)


def costliest_debts_first(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Debts by what each rupiah of them costs, the dearest first; other lines stay in place.

    A debt whose cost nobody wrote comes after those that are known.
    """
    debts = [line for line in lines if line.kind is NeedKind.DEBT]
    others = [line for line in lines if line.kind is not NeedKind.DEBT]
    return (*sorted(debts, key=lambda debt: -_cost_of_a_rupiah(debt)), *others)


def _cost_of_a_rupiah(debt: Line) -> Decimal:
    return Decimal(debt.costs_monthly.sen if debt.costs_monthly else 0) / debt.amount.sen


def freed_monthly(lines: Sequence[Line]) -> Rupiah:
    """What no longer has to be paid each month once the debts of the plan are paid."""
    return total(line.costs_monthly for line in lines if line.costs_monthly)


class Schooled(Protocol):
    """A child as a family writes it: a level and a need of a year, each if it knows one."""

    @property
    def school_level(self) -> SchoolLevel | None: ...
    @property
    def yearly_need(self) -> Rupiah | None: ...


@dataclass(frozen=True, slots=True)
class SchoolNeed:
    """A child's yearly need against the scholarship; `scholarship` None: not known.

    `rest` is what the family itself has to put aside a year: the whole need where the scholarship
    is not known, and never below zero.
    """

    need: Rupiah
    scholarship: Rupiah | None
    rest: Rupiah


def school_needs(
    children: Sequence[Schooled], *, right: bool | None, rates: ScholarshipRates
) -> tuple[SchoolNeed | None, ...]:
    """Of each child its yearly need against the scholarship of its level; None without a need.

    The first children with a level count, as many as the law has places. `right` is what the case
    has: None while the months of contributions are unknown.
    """
    needs: list[SchoolNeed | None] = []
    places = 0 if right is False else rates.children
    for child in children:
        scholarship: Rupiah | None = ZERO
        if places > 0:
            level = child.school_level
            scholarship = rates.per_year[level] if level and right else None
            places -= level is not None
        if child.yearly_need is None:
            needs.append(None)
        else:
            rest = max(ZERO, child.yearly_need - (scholarship or ZERO))
            needs.append(SchoolNeed(child.yearly_need, scholarship, rest))
    return tuple(needs)


def whole_months_until(day: date, *, since: date) -> int:
    """Whole months from one day to a later one; at least one."""
    months = (day.year - since.year) * MONTHS_A_YEAR + day.month - since.month
    return max(1, months - (day.day < since.day))


@dataclass(frozen=True, slots=True)
class PotPace:
    """What a pot takes a month, for `months` months; without interest or a bank's bonus."""

    target: Rupiah
    on: date
    months: int
    monthly: Rupiah


def pot_pace(
    *, start: Rupiah | None, target: Rupiah | None, on: date | None, since: date
) -> PotPace | None:
    """What it takes a month until a pot holds its target; None without a target or a day to come.

    `start` is what goes in now. Saving begins on `since`.
    """
    if target is None or on is None or on <= since:
        return None
    months = whole_months_until(on, since=since)
    monthly = monthly_for(target, start=start or ZERO, months=Decimal(months), percent=Decimal(0))
    return PotPace(target, on, months, monthly)


def business_of_more_than_half(lines: Sequence[Line], *, amount: Rupiah) -> Line | None:
    """The one business more than half of the money goes to, if there is one."""
    businesses = (line for line in lines if line.kind is NeedKind.BUSINESS)
    return next((line for line in businesses if line.amount * 2 > amount), None)


def days_of_prayer(died_on: date) -> tuple[tuple[int, date], ...]:
    """(which day, its date), the day of death being the first; the hundredth, of some, last."""
    days = (*DAYS_OF_PRAYER, DAY_OF_SOME)
    return tuple((day, died_on + timedelta(days=day - 1)) for day in days)
