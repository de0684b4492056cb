"""Interest of savings and of term deposits, and the final tax on it. Rounded once, half up.

The conventions are those banks publish: daily and average balance add up every day's balance,
the lowest balance counts for all days; a year has 365 or 360 days, or as many as its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from savings_app.calculators.rules import (
    MONTHS_A_YEAR,
    MOST_DAYS,
    DaysImpossible,
    compounding_step,
    whole_days,
    whole_months,
    yearly,
)
from savings_app.errors import DomainError
from savings_app.money import ZERO, Rupiah
from savings_app.policy.series import Value, parameter

DAYS_A_YEAR = 365
DAYS_A_LEAP_YEAR = 366


class Method(StrEnum):
    """Which balance bears interest. DAILY and AVERAGE differ only around a least balance."""

    DAILY = "daily"
    AVERAGE = "average"
    LOWEST = "lowest"


class Basis(StrEnum):
    """How many days a year has. ACTUAL: each day counts by the length of its own year."""

    D365 = "365"
    D360 = "360"
    ACTUAL = "actual"


class StartNeeded(DomainError):
    """Days cannot be counted by their own year without the first of them."""

    field = "starts"


class DatesImpossible(DomainError):
    """The days run past the end of the calendar."""

    field = "starts"


@dataclass(frozen=True, slots=True)
class Balance:
    """So much stood in the account for so many days."""

    amount: Rupiah
    days: int


@dataclass(frozen=True, slots=True)
class Earned:
    """Interest in rupiah, the tax the bank keeps of it, and the rule it follows."""

    interest: Rupiah
    tax: Rupiah
    days: int | None
    tax_rule: Value

    @property
    def net(self) -> Rupiah:
        return self.interest - self.tax


def savings_interest(
    balances: Sequence[Balance],
    *,
    percent: Decimal,
    method: Method,
    basis: Basis,
    starts: date | None = None,
    bears_from: Rupiah = ZERO,
    today: date,
) -> Earned:
    """What a savings account earns over these balances, one after another, at `percent` a year.

    Below `bears_from` a balance earns nothing: DAILY looks at each day's, AVERAGE at the average,
    LOWEST at the lowest. The tax is by the rule of the last day, or of `today` where no first day
    is told.

    Raises:
        RateImpossible, DaysImpossible, StartNeeded, DatesImpossible, NotYetInForce
    """
    rate = yearly(percent)
    days = sum(whole_days(Decimal(one.days)) for one in balances)
    if not 1 <= days <= MOST_DAYS:
        raise DaysImpossible(most=MOST_DAYS)
    highest = max(one.amount for one in balances)
    if method is Method.LOWEST:
        balances = [Balance(min(one.amount for one in balances), days)]
    below = method is Method.AVERAGE and average_of(balances) < bears_from.sen
    sen = Fraction(0)
    for first, balance in zip(_first_days(balances, starts), balances, strict=True):
        time = _years(balance.days, basis, first)
        if not below and (method is Method.AVERAGE or balance.amount >= bears_from):
            sen += balance.amount.sen * time * rate
    taxed_on = today if starts is None else _plus(starts, days - 1)
    return _taxed(sen, highest=highest, on=taxed_on, days=days)


def average_of(balances: Sequence[Balance]) -> Fraction:
    """The average balance of a day, in sen and unrounded; there is at least one day."""
    days = sum(one.days for one in balances)
    return Fraction(sum(one.amount.sen * one.days for one in balances), days)


def deposit_interest(
    principal: Rupiah,
    *,
    percent: Decimal,
    days: Decimal | None = None,
    months: Decimal | None = None,
    compound_months: Decimal | None = None,
    on: date,
) -> Earned:
    """What a term deposit earns: a day is 1/365 of a year, a month 1/12.

    With `compound_months` the interest of every whole step joins the principal; what is left of
    the time after whole steps is simple. Exactly one of `days` and `months` is told. The tax is by
    the rule of `on`.

    Raises:
        RateImpossible, DaysImpossible, TermImpossible, CompoundingImpossible, NotYetInForce
    """
    rate = yearly(percent)
    if days is not None:
        time = Fraction(whole_days(days), DAYS_A_YEAR)
    else:
        assert months is not None  # noqa: S101  # the caller tells one of the two
        time = Fraction(whole_months(months), MONTHS_A_YEAR)
    growth = Fraction(1)
    if compound_months is not None:
        step = Fraction(compounding_step(compound_months), MONTHS_A_YEAR)
        steps = time // step
        growth, time = (1 + rate * step) ** steps, time - steps * step
    growth *= 1 + rate * time
    counted = None if days is None else int(days)
    return _taxed(principal.sen * (growth - 1), highest=principal, on=on, days=counted)


def is_taxed(highest: Rupiah, *, on: date) -> bool:
    """Whether the bank withholds tax where the balance or principal came to `highest`.

    Raises:
        NotYetInForce
    """
    return highest > Rupiah.of(parameter("interest_tax").on(on).amounts["exempt_rupiah"])


def _taxed(sen: Fraction, *, highest: Rupiah, on: date, days: int | None) -> Earned:
    rule = parameter("interest_tax").on(on)
    interest = _half_up(sen)
    tax = ZERO
    if is_taxed(highest, on=on):
        tax = _half_up(Fraction(interest.sen * rule.amounts["percent"], 100))
    return Earned(interest, tax, days, rule)


def _half_up(sen: Fraction) -> Rupiah:
    return Rupiah(int(sen + Fraction(1, 2)))  # never below zero here


def _first_days(balances: Sequence[Balance], starts: date | None) -> list[date | None]:
    """The first day of each balance, where the first of all is told."""
    if starts is None:
        return [None] * len(balances)
    firsts: list[date | None] = []
    passed = 0
    for balance in balances:
        firsts.append(_plus(starts, passed))
        passed += balance.days
    return firsts


def _years(days: int, basis: Basis, first: date | None) -> Fraction:
    """The part of a year that so many days are."""
    if basis is not Basis.ACTUAL:
        return Fraction(days, int(basis.value))
    if first is None:
        raise StartNeeded
    years = Fraction(0)
    while days:
        of_this_year = min(days, (date(first.year, 12, 31) - first).days + 1)
        years += Fraction(of_this_year, _length(first.year))
        days -= of_this_year
        first = date(first.year + 1, 1, 1) if days else first
    return years


def _length(year: int) -> int:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return DAYS_A_LEAP_YEAR if is_leap else DAYS_A_YEAR


def _plus(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise DatesImpossible from None


__all__ = [
    "Balance",
    "Basis",
    "Earned",
    "Method",
    "average_of",
    "deposit_interest",
    "is_taxed",
    "savings_interest",
]
