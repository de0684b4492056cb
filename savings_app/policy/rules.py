"""What a family is owed by national law, as of the day of death. Pure: the day is told.

PP 44/2015 as changed by PP 82/2019, and Permenaker 1/2025. Every number stands with its law in
`parameters/*.toml`; only the shape of the rule is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from savings_app.errors import DomainError, RuleWarning
from savings_app.money import LARGEST_RUPIAH, ZERO, Rupiah, total
from savings_app.policy.series import (
    PARAMETERS,
    FactStatus,
    NotYetInForce,
    Series,
    Value,
    parameter,
    weakest,
)

__all__ = [
    "PARAMETERS",
    "Benefit",
    "BenefitPart",
    "DeathInFuture",
    "FactStatus",
    "MonthsImpossible",
    "NotYetInForce",
    "PartKind",
    "Programme",
    "Scholarship",
    "ScholarshipLine",
    "SchoolLevel",
    "Segment",
    "Series",
    "Value",
    "WageImpossible",
    "WageNeeded",
    "claim_deadline",
    "complaint_answer_days",
    "compute_benefit",
    "late_compensation",
    "parameter",
    "payment_working_days",
    "second_asking_days",
    "weakest",
]

# Longer than a working life: a slip of the finger.
MOST_MONTHS = 1200
FEBRUARY_29 = (2, 29)


class Programme(StrEnum):
    """JKM: death not from work. JKK: from a work accident or an occupational disease."""

    JKM = "jkm"
    JKK = "jkk"


class Segment(StrEnum):
    """BPU: without wage from an employer. PU: with one."""

    BPU = "bpu"
    PU = "pu"


class PartKind(StrEnum):
    """The three parts of a santunan, in the order they are always shown."""

    LUMP_SUM = "santunan_sekaligus"
    PERIODIC = "santunan_berkala"
    FUNERAL = "biaya_pemakaman"


class SchoolLevel(StrEnum):
    """Where a child is at school, youngest first, as everybody here calls it."""

    TK = "tk"
    SD = "sd"
    SMP = "smp"
    SMA = "sma"
    PT = "pt"


class DeathInFuture(DomainError):
    """The day of death has not come yet. Fact: `died_on`."""

    field = "died_on"


class MonthsImpossible(DomainError):
    """Months of contributions below zero, or more than a working life has. Fact: `most`."""

    field = "months"


class WageNeeded(DomainError):
    """A JKK benefit is counted from the reported wage, and there is none."""

    field = "wage"


class WageImpossible(DomainError):
    """A wage below zero, or above any wage. Fact: `largest`."""

    field = "wage"


@dataclass(frozen=True, slots=True)
class BenefitPart:
    """One of the three parts, with the law it rests on."""

    part: PartKind
    amount: Rupiah
    law: str
    status: FactStatus


@dataclass(frozen=True, slots=True)
class ScholarshipLine:
    """One counted child: what its level brings a year, and at most until the end of `pt`."""

    level: SchoolLevel
    per_year: Rupiah
    maximum: Rupiah


@dataclass(frozen=True, slots=True)
class Scholarship:
    """The children's scholarship, never part of the total.

    `eligible` is None where the months of contributions are not known; the amounts are then what
    it would be. Where it is False they are zero.
    """

    eligible: bool | None
    per_year: Rupiah
    maximum: Rupiah
    law: str
    status: FactStatus
    children: tuple[ScholarshipLine, ...]


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is owed: three parts in fixed order, their total, and the scholarship beside them."""

    parts: tuple[BenefitPart, ...]
    total: Rupiah
    scholarship: Scholarship
    warnings: tuple[RuleWarning, ...]

    @property
    def status(self) -> FactStatus:
        """That of the weakest fact behind the three parts."""
        return weakest(*(part.status for part in self.parts))


def compute_benefit(
    *,
    programme: Programme,
    died_on: date,
    segment: Segment = Segment.BPU,
    months: int | None = None,
    wage: Rupiah | None = None,
    children: Sequence[SchoolLevel] = (),
    today: date | None = None,
) -> Benefit:
    """The benefit of a death on `died_on`, by the law of that day.

    `months` of contributions, None where unknown; `wage` a month as reported to BPJS, which only
    JKK asks for; `children` by their present school level. `today` refuses a later death.

    Raises:
        DeathInFuture, NotYetInForce, MonthsImpossible, WageNeeded, WageImpossible.
    """
    _check_facts(programme=programme, died_on=died_on, months=months, wage=wage, today=today)
    on_parts: tuple[RuleWarning, ...] = ()
    if programme is Programme.JKK:
        assert wage is not None  # noqa: S101  # checked just above
        parts = _jkk_parts(died_on, wage)
    else:
        parts, on_parts = _jkm_parts(died_on, segment, months)
    scholarship, on_children = _scholarship(programme, died_on, months, children)
    return Benefit(
        parts=parts,
        total=total(part.amount for part in parts),
        scholarship=scholarship,
        warnings=(*on_parts, *on_children),
    )


def _check_facts(
    *,
    programme: Programme,
    died_on: date,
    months: int | None,
    wage: Rupiah | None,
    today: date | None,
) -> None:
    if today is not None and died_on > today:
        raise DeathInFuture(died_on=died_on)
    first = parameter("lump_sum").first
    if died_on < first:
        raise NotYetInForce(field="died_on", on=died_on, first=first)
    if months is not None and not 0 <= months <= MOST_MONTHS:
        raise MonthsImpossible(most=MOST_MONTHS)
    if wage is not None and not ZERO <= wage <= Rupiah.of(LARGEST_RUPIAH):
        raise WageImpossible(largest=Rupiah.of(LARGEST_RUPIAH))
    if programme is Programme.JKK and wage is None:
        raise WageNeeded


def _part(kind: PartKind, amount: Rupiah, *facts: Value) -> BenefitPart:
    """A part by the law of the first fact; the weakest of them gives the status."""
    status = weakest(*(fact.status for fact in facts))
    return BenefitPart(part=kind, amount=amount, law=facts[0].law, status=status)


def _periodic_and_funeral(died_on: date) -> tuple[BenefitPart, BenefitPart]:
    periodic, funeral = parameter("periodic").on(died_on), parameter("funeral").on(died_on)
    months = periodic.amounts["months"]
    return (
        _part(PartKind.PERIODIC, Rupiah.of(periodic.amounts["rupiah_a_month"]) * months, periodic),
        _part(PartKind.FUNERAL, Rupiah.of(funeral.amount), funeral),
    )


def _jkm_parts(
    died_on: date, segment: Segment, months: int | None
) -> tuple[tuple[BenefitPart, ...], tuple[RuleWarning, ...]]:
    rule = parameter("three_month_rule").find(died_on) if segment is Segment.BPU else None
    if rule is not None and months is not None and months < rule.amounts["months"]:
        parts = (
            _part(PartKind.LUMP_SUM, ZERO, rule),
            _part(PartKind.PERIODIC, ZERO, rule),
            _part(PartKind.FUNERAL, Rupiah.of(rule.amounts["funeral_rupiah"]), rule),
        )
        return parts, (RuleWarning("three_month_rule", {"months": rule.amounts["months"]}),)
    lump_sum = parameter("lump_sum").on(died_on)
    return (
        _part(PartKind.LUMP_SUM, Rupiah.of(lump_sum.amount), lump_sum),
        *_periodic_and_funeral(died_on),
    ), (RuleWarning("months_unknown"),) if months is None else ()


def _jkk_parts(died_on: date, wage: Rupiah) -> tuple[BenefitPart, ...]:
    """48 wages, at least that day's JKM lump sum; both facts decide, so the weaker one marks it."""
    multiple, floor = parameter("jkk_wage_multiple").on(died_on), parameter("lump_sum").on(died_on)
    by_wage, least = wage * multiple.amount, Rupiah.of(floor.amount)
    facts = (multiple, floor) if by_wage >= least else (floor, multiple)
    return (
        _part(PartKind.LUMP_SUM, max(by_wage, least), *facts),
        *_periodic_and_funeral(died_on),
    )


def _scholarship(
    programme: Programme, died_on: date, months: int | None, children: Sequence[SchoolLevel]
) -> tuple[Scholarship, tuple[RuleWarning, ...]]:
    """The scholarship of the counted children; of nobody named, the most a family can reach."""
    needed = parameter("scholarship_months").on(died_on)
    once = parameter("scholarship_once").on(died_on)
    levels = once if once.amounts["children"] else parameter("scholarship_levels").on(died_on)
    eligible = _is_eligible(programme, months, needed.amount)
    facts = (levels,) if programme is Programme.JKK else (levels, needed)
    counted = levels.amounts["children"]
    lines = tuple(_line(levels, level) for level in children[:counted])
    youngest = _line(levels, SchoolLevel.TK)
    maximum = total(line.maximum for line in lines) if children else youngest.maximum * counted
    uncounted = RuleWarning("children_not_counted", {"named": len(children), "counted": counted})
    nothing = eligible is False
    return Scholarship(
        eligible=eligible,
        per_year=ZERO if nothing else total(line.per_year for line in lines),
        maximum=ZERO if nothing else maximum,
        law=levels.law,
        status=weakest(*(fact.status for fact in facts)),
        children=() if nothing else lines,
    ), (uncounted,) if len(children) > counted else ()


def _is_eligible(programme: Programme, months: int | None, needed: int) -> bool | None:
    if programme is Programme.JKK:
        return True
    return None if months is None else months >= needed


def _line(levels: Value, level: SchoolLevel) -> ScholarshipLine:
    """A child's line; before PP 82/2019 one amount was paid once, so nothing is yearly."""
    if "rupiah" in levels.amounts:
        return ScholarshipLine(level, ZERO, Rupiah.of(levels.amounts["rupiah"]))
    ahead = list(SchoolLevel)[list(SchoolLevel).index(level) :]
    return ScholarshipLine(
        level=level,
        per_year=Rupiah.of(levels.amounts[f"{level}_rupiah"]),
        maximum=total(
            Rupiah.of(levels.amounts[f"{step}_rupiah"]) * levels.amounts[f"{step}_years"]
            for step in ahead
        ),
    )


def claim_deadline(*, programme: Programme, happened_on: date) -> date | None:
    """The last day to claim after an accident or a diagnosis; None for JKM, which has no limit.

    Raises:
        NotYetInForce: before the first known law.
    """
    if programme is Programme.JKM:
        return None
    years = parameter("claim_years_jkk").on(happened_on).amount
    # A year without 29 February ends the right a day earlier: the safe day to tell a family.
    day = 28 if (happened_on.month, happened_on.day) == FEBRUARY_29 else happened_on.day
    return date(happened_on.year + years, happened_on.month, day)


def payment_working_days(*, programme: Programme, on: date) -> int:
    """Working days BPJS has to pay a complete claim handed in on this day.

    Raises:
        NotYetInForce: before the first known law.
    """
    return parameter(f"payment_days_{programme}").on(on).amount


def complaint_answer_days(*, on: date) -> Value:
    """Working days the office has to answer a complaint that came in on this day, with its law.

    Raises:
        NotYetInForce
    """
    return parameter("complaint_answer").on(on)


def second_asking_days(*, on: date) -> int:
    """Days after the family's first word when somebody else asks again.

    Raises:
        NotYetInForce
    """
    return parameter("second_asking").on(on).amount


def late_compensation(*, benefit: Rupiah, days_late: int, on: date) -> Rupiah:
    """What BPJS owes the heir on top for paying `days_late` days too late, half up to the sen.

    Raises:
        NotYetInForce: before the first known law.
    """
    percent = parameter("late_compensation").on(on).amount
    return Rupiah.from_decimal(benefit.decimal * percent * max(0, days_late) / Decimal(100))
