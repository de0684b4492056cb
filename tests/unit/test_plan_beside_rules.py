"""Debts, school, pots and days of doa arwah beside a plan, in dated examples."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.money import ZERO, Rupiah
from savings_app.planning.beside_rules import (
    SchoolNeed,
    business_of_more_than_half,
    cost_of_each,
    costliest_debts_first,
    days_of_prayer,
    freed_monthly,
    pot_pace,
    school_needs,
    whole_months_until,
)
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import Line
from savings_app.policy.rules import SchoolLevel
from savings_app.policy.series import FactStatus
from savings_app.policy.yearly import periodic_part, scholarship_rates

DIED_ON = date(2026, 10, 12)
JULY = date(2028, 7, 1)


def debt(name: str, amount: int, costs: int | None = None) -> Line:
    cost = None if costs is None else Rupiah.of(costs)
    return Line(NeedKind.DEBT, Rupiah.of(amount), name, costs_monthly=cost)


def child(level: SchoolLevel | None, need: int | None) -> Line:
    yearly = None if need is None else Rupiah.of(need)
    return Line(NeedKind.SCHOOL, Rupiah.of(1), school_level=level, yearly_need=yearly)


def test_the_debt_whose_rupiah_costs_most_comes_first_and_not_the_largest() -> None:
    bank = debt("bank", 10_000_000, 200_000)  # 2 % a month
    lender = debt("rentenir", 1_000_000, 150_000)  # 15 %
    brother, shop = debt("saudara", 500_000), debt("warung", 300_000)
    saving = Line(NeedKind.SAVING, Rupiah.of(1))
    lines = costliest_debts_first([brother, bank, shop, lender, saving])
    assert lines == (lender, bank, brother, shop, saving)
    assert cost_of_each(lender) == Rupiah.of(15_000)
    assert cost_of_each(bank) == Rupiah.of(2_000)
    assert cost_of_each(brother) is None
    assert freed_monthly(lines) == Rupiah.of(350_000)


def test_a_cost_that_does_not_divide_is_told_in_whole_rupiah_below() -> None:
    assert cost_of_each(debt("koperasi", 3_000_000, 100_000)) == Rupiah.of(3_333)


def test_the_scholarship_is_set_against_the_need_of_a_year() -> None:
    rates = scholarship_rates(died_on=DIED_ON)
    children = [
        child(SchoolLevel.SMP, 3_500_000),
        child(SchoolLevel.SD, 1_000_000),
        child(SchoolLevel.TK, 900_000),
        child(None, None),
    ]
    smp, sd, tk, nobody = school_needs(children, right=True, rates=rates)
    two, one_and_a_half = Rupiah.of(2_000_000), Rupiah.of(1_500_000)
    assert smp == SchoolNeed(Rupiah.of(3_500_000), two, one_and_a_half)
    assert sd == SchoolNeed(Rupiah.of(1_000_000), one_and_a_half, ZERO)
    assert tk == SchoolNeed(Rupiah.of(900_000), ZERO, Rupiah.of(900_000))  # the law has two places
    assert nobody is None


def test_what_is_not_known_is_not_counted_and_no_right_is_no_scholarship() -> None:
    rates = scholarship_rates(died_on=DIED_ON)
    need = Rupiah.of(4_000_000)
    high_school = [child(SchoolLevel.SMA, 4_000_000)]
    assert school_needs(high_school, right=None, rates=rates) == (SchoolNeed(need, None, need),)
    assert school_needs(high_school, right=False, rates=rates) == (SchoolNeed(need, ZERO, need),)
    no_level = [child(None, 4_000_000)]
    assert school_needs(no_level, right=True, rates=rates) == (SchoolNeed(need, None, need),)


def test_before_the_law_of_2019_nothing_is_yearly() -> None:
    old, new = scholarship_rates(died_on=date(2019, 12, 1)), scholarship_rates(died_on=DIED_ON)
    assert (old.children, set(old.per_year.values())) == (1, {ZERO})
    assert (new.children, new.per_year[SchoolLevel.PT]) == (2, Rupiah.of(12_000_000))


def test_twelve_million_stand_for_twenty_four_months() -> None:
    part = periodic_part(died_on=DIED_ON)
    assert (part.amount, part.months) == (Rupiah.of(12_000_000), 24)
    assert part.monthly == Rupiah.of(500_000)
    assert part.status is FactStatus.VERIFIED


@pytest.mark.parametrize(
    ("since", "months"),
    [
        (date(2026, 11, 27), 19),
        (date(2026, 12, 1), 19),
        (date(2026, 12, 2), 18),
        (date(2028, 6, 20), 1),
    ],
)
def test_months_until_a_day_are_whole_and_at_least_one(since: date, months: int) -> None:
    assert whole_months_until(JULY, since=since) == months


def test_a_pot_says_what_it_takes_a_month_rounded_up_to_a_rupiah() -> None:
    pace = pot_pace(
        start=Rupiah.of(10_000_000),
        target=Rupiah.of(15_000_000),
        on=JULY,
        since=date(2026, 11, 27),
    )
    assert pace is not None
    assert (pace.months, pace.monthly) == (19, Rupiah.of(263_158))  # 5 million ÷ 19
    assert pace.monthly * 19 >= Rupiah.of(5_000_000)


def test_a_pot_that_is_full_needs_nothing_and_one_without_a_day_says_nothing() -> None:
    since, fifteen = date(2026, 11, 27), Rupiah.of(15_000_000)
    full = pot_pace(start=fifteen, target=fifteen, on=JULY, since=since)
    assert full is not None
    assert full.monthly == ZERO
    assert pot_pace(start=None, target=fifteen, on=None, since=since) is None
    assert pot_pace(start=None, target=None, on=JULY, since=since) is None
    assert pot_pace(start=None, target=fifteen, on=since, since=since) is None


def test_one_business_is_told_only_above_half() -> None:
    stall = Line(NeedKind.BUSINESS, Rupiah.of(21_000_000), "warung")
    amount = Rupiah.of(42_000_000)
    assert business_of_more_than_half([stall], amount=amount) is None
    more = Line(NeedKind.BUSINESS, Rupiah(stall.amount.sen + 1), "warung")
    assert business_of_more_than_half([stall, more], amount=amount) == more
    home = Line(NeedKind.LIVING, Rupiah.of(30_000_000))
    assert business_of_more_than_half([home], amount=amount) is None


def test_the_day_of_death_is_the_first_of_the_days_of_prayer() -> None:
    assert days_of_prayer(DIED_ON) == (
        (3, date(2026, 10, 14)),
        (5, date(2026, 10, 16)),
        (7, date(2026, 10, 18)),
        (40, date(2026, 11, 20)),
        (100, date(2027, 1, 19)),
    )
