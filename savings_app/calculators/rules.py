"""What every calculator shares: rates, lengths of time, and what is refused of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from savings_app.errors import DomainError

MOST_PERCENT = 100
# A working life in months, and a century in days: more is a slip of the finger.
MOST_MONTHS = 1200
MOST_DAYS = 36_525
MONTHS_A_YEAR = 12
FINEST = -12  # decimals of a rate: a finer one is a slip, and would be counted for ever


class RateImpossible(DomainError):
    """A yearly rate below zero, above a hundred percent, or too finely divided. Fact: `most`."""

    field = "rate"


class DaysImpossible(DomainError):
    """No day, a part of one, or more than a century of them. Fact: `most`."""

    field = "days"


class TermImpossible(DomainError):
    """No month, a part of one, or more than a working life has. Fact: `most`."""

    field = "months"


class CompoundingImpossible(DomainError):
    """Interest joins the money after whole months, at least one. Fact: `most`."""

    field = "compound_months"


def yearly(percent: Decimal) -> Fraction:
    """A yearly rate in percent as a share of one, exactly.

    Raises:
        RateImpossible
    """
    exponent = percent.as_tuple().exponent
    if not 0 <= percent <= MOST_PERCENT or not isinstance(exponent, int) or exponent < FINEST:
        raise RateImpossible(most=MOST_PERCENT)
    return Fraction(percent) / 100


def whole_days(days: Decimal) -> int:
    """
    Raises:
        DaysImpossible
    """
    if not 1 <= days <= MOST_DAYS or days != int(days):
        raise DaysImpossible(most=MOST_DAYS)
    return int(days)


def whole_months(months: Decimal) -> int:
    """
    Raises:
        TermImpossible
    """
    if not 1 <= months <= MOST_MONTHS or months != int(months):
        raise TermImpossible(most=MOST_MONTHS)
    return int(months)


def compounding_step(months: Decimal) -> int:
    """
    Raises:
        CompoundingImpossible
    """
    if not 1 <= months <= MOST_MONTHS or months != int(months):
        raise CompoundingImpossible(most=MOST_MONTHS)
    return int(months)
