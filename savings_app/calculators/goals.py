"""How long, how much a month, how long it lasts, what waiting costs.

A month's growth is (1 + r)^(1/12); what is put aside or taken out moves at the month's end. With
sixty digits between, and what is nearer than a trillionth of a sen to a whole is that whole.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext

from savings_app.calculators.rules import (
    MONTHS_A_YEAR,
    whole_months,
    yearly,
)
from savings_app.errors import DomainError
from savings_app.money import SEN_PER_RUPIAH, Rupiah

EXACT = Context(prec=60)
NOTHING = Decimal("1e-12")  # of a sen, of a month


class TargetNeverReached(DomainError):
    """Nothing is put aside, and nothing grows."""

    field = "target"


class WaitTooLong(DomainError):
    """Who waits as long as there is time has no month left to save. Fact: `months`."""

    field = "wait"


def months_to(target: Rupiah, *, start: Rupiah, monthly: Rupiah, percent: Decimal) -> int:
    """Whole months, rounded up, until `start` and `monthly` have grown to `target`.

    Raises:
        RateImpossible, TargetNeverReached
    """
    factor = _factor(percent)
    with localcontext(EXACT):
        if start >= target:
            return 0
        if not monthly and (not start or factor == 1):
            raise TargetNeverReached
        if factor == 1:
            months = Decimal(target.sen - start.sen) / monthly.sen
        else:
            # start·f^n + monthly·(f^n − 1)/(f − 1) is the target.
            endless = monthly.sen / (factor - 1)
            months = ((target.sen + endless) / (start.sen + endless)).ln() / factor.ln()
        return int((months - NOTHING).to_integral_value(ROUND_CEILING))


def monthly_for(target: Rupiah, *, start: Rupiah, months: Decimal, percent: Decimal) -> Rupiah:
    """What to put aside every month, rounded up to a rupiah; nothing where `start` is enough.

    Raises:
        RateImpossible, TermImpossible
    """
    factor, count = _factor(percent), whole_months(months)
    with localcontext(EXACT):
        grown = factor**count
        missing = target.sen - start.sen * grown
        if missing <= NOTHING:
            return Rupiah(0)
        payments = (grown - 1) / (factor - 1) if factor != 1 else Decimal(count)
        rupiah = (missing / payments - NOTHING) / SEN_PER_RUPIAH
        return Rupiah.of(int(rupiah.to_integral_value(ROUND_CEILING)))


def months_lasting(start: Rupiah, *, monthly: Rupiah, percent: Decimal) -> int | None:
    """Whole months `start` pays `monthly`; None where what it earns pays it for ever.

    Raises:
        RateImpossible
    """
    factor = _factor(percent)
    with localcontext(EXACT):
        earned = start.sen * (factor - 1)
        if earned + NOTHING >= monthly.sen:
            return None
        if factor == 1:
            return start.sen // monthly.sen
        # start·f^n pays for n months as long as f^n is at most monthly ÷ (monthly − earned).
        times = (monthly.sen / (monthly.sen - earned)).ln() / factor.ln()
        return int((times + NOTHING).to_integral_value(ROUND_FLOOR))


def cost_of_waiting(
    target: Rupiah, *, start: Rupiah, months: Decimal, wait: int, percent: Decimal
) -> Rupiah:
    """How much more a month is needed for the same day where saving begins `wait` months later.

    Raises:
        RateImpossible, TermImpossible, WaitTooLong
    """
    count = whole_months(months)
    if not 1 <= wait < count:
        raise WaitTooLong(months=count)
    with localcontext(EXACT):
        grown = Decimal(start.sen) * _factor(percent) ** wait
        later = Rupiah(int(grown.to_integral_value(ROUND_FLOOR)))
    now = monthly_for(target, start=start, months=months, percent=percent)
    return monthly_for(target, start=later, months=Decimal(count - wait), percent=percent) - now


def _factor(percent: Decimal) -> Decimal:
    """What a month multiplies money by."""
    rate = yearly(percent)
    with localcontext(EXACT):
        return (1 + Decimal(rate.numerator) / rate.denominator) ** (Decimal(1) / MONTHS_A_YEAR)
