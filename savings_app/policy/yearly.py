"""What the law gives by the year and by the month: the scholarship's rates, the periodic part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from savings_app.money import ZERO, Rupiah
from savings_app.policy.rules import SchoolLevel, parameter
from savings_app.policy.series import FactStatus


@dataclass(frozen=True, slots=True)
class ScholarshipRates:
    """What each level brings a child a year, and how many children of one death it is for."""

    children: int
    per_year: Mapping[SchoolLevel, Rupiah]
    law: str
    status: FactStatus


@dataclass(frozen=True, slots=True)
class PeriodicPart:
    """The santunan berkala, paid at once: so much a month for so many months."""

    monthly: Rupiah
    months: int
    law: str
    status: FactStatus

    @property
    def amount(self) -> Rupiah:
        return self.monthly * self.months


def scholarship_rates(*, died_on: date) -> ScholarshipRates:
    """The yearly scholarship by level for a death on this day.

    Before PP 82/2019 one amount was paid once, so nothing is yearly.

    Raises:
        NotYetInForce: before the first known law.
    """
    once = parameter("scholarship_once").on(died_on)
    if once.amounts["children"]:
        rates = dict.fromkeys(SchoolLevel, ZERO)
        return ScholarshipRates(once.amounts["children"], rates, once.law, once.status)
    levels = parameter("scholarship_levels").on(died_on)
    rates = {level: Rupiah.of(levels.amounts[f"{level}_rupiah"]) for level in SchoolLevel}
    return ScholarshipRates(levels.amounts["children"], rates, levels.law, levels.status)


def periodic_part(*, died_on: date) -> PeriodicPart:
    """
    Raises:
        NotYetInForce: before the first known law.
    """
    value = parameter("periodic").on(died_on)
    return PeriodicPart(
        monthly=Rupiah.of(value.amounts["rupiah_a_month"]),
        months=value.amounts["months"],
        law=value.law,
        status=value.status,
    )
