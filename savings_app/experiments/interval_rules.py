"""Intervals of shares and of their differences, and what a number of families can show. Pure.

Wilson (1927) for one share; Newcombe (1998), method 10, for the difference of two; the sample size
of two shares without continuity correction (Fleiss). All at 95 %, two-sided. Shares are floats
between 0 and 1: they are estimates, not money.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from savings_app.experiments.kinds import Verdict

LEVEL = 0.95
POWER = 0.80
# Reminders that were tried moved the share of goals reached by about three points (domain.md,
# section 7); a difference of more than ten from a change of words alone is not to be expected.
PLAUSIBLE = 0.10
_STEPS = 60  # halvings: far below a thousandth of a point


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """The smallest difference upwards that `per_variant` families can show.

    `difference` is None where not even everybody against `expected` would be seen.
    """

    expected: float
    per_variant: int
    difference: float | None

    @property
    def is_plausible(self) -> bool:
        return self.difference is not None and self.difference <= PLAUSIBLE


def wilson(count: int, of: int) -> Interval:
    """The interval of a share of `count` in `of` (at least 1)."""
    z = _z((1 + LEVEL) / 2)
    share = count / of
    middle = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    below = 1 + z * z / of
    return Interval(max(0.0, (middle - half) / below), min(1.0, (middle + half) / below))


def newcombe(count: int, of: int, other: int, other_of: int) -> Interval:
    """The interval of `count`/`of` less `other`/`other_of`."""
    one, two = count / of, other / other_of
    first, second = wilson(count, of), wilson(other, other_of)
    difference = one - two
    return Interval(
        difference - sqrt((one - first.low) ** 2 + (second.high - two) ** 2),
        difference + sqrt((first.high - one) ** 2 + (two - second.low) ** 2),
    )


def verdict(difference: Interval) -> Verdict:
    """Where the interval holds zero, nothing can be said."""
    if difference.low > 0:
        return Verdict.MORE
    if difference.high < 0:
        return Verdict.LESS
    return Verdict.CANNOT_SAY


def needed_per_variant(expected: float, other: float) -> int:
    """How many families in each of two groups show `other` against `expected`."""
    return ceil(_needed(expected, other))


def smallest_effect(*, families: int, variants: int, expected: float) -> Effect:
    """What `families`, divided over `variants`, can show against a share of `expected`."""
    per_variant = families // variants
    if per_variant < 1 or _needed(expected, 1.0) > per_variant:
        return Effect(expected, per_variant, None)
    low, high = 0.0, 1.0 - expected
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if _needed(expected, expected + middle) > per_variant:
            low = middle
        else:
            high = middle
    return Effect(expected, per_variant, high)


def _needed(one: float, two: float) -> float:
    if one == two:
        return float("inf")
    between = (one + two) / 2
    by_chance = _z((1 + LEVEL) / 2) * sqrt(2 * between * (1 - between))
    by_power = _z(POWER) * sqrt(one * (1 - one) + two * (1 - two))
    return ((by_chance + by_power) / (one - two)) ** 2


def _z(share: float) -> float:
    return NormalDist().inv_cdf(share)
