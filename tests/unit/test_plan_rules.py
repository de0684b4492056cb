"""The arithmetic of a plan: nothing is lost, nothing is made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.money import Rupiah, total
from savings_app.planning.kinds import STEP_KINDS, STEPS, NeedKind, PlanStep, step_of
from savings_app.planning.rules import (
    MOST_LINES,
    HouseholdImpossible,
    Line,
    LinesExceedAmount,
    LivingMonthsImpossible,
    MoreChildrenThanPeople,
    TooManyLines,
    WantedOnPassed,
    check_fits,
    check_household,
    check_lines,
    free_rest,
    furthest,
    is_reached,
    living_line,
    months_covered,
    next_step,
    previous_step,
    split_in_proportion,
)

TODAY = date(2026, 11, 23)
PARTS = {
    "santunan_sekaligus": Rupiah.of(20_000_000),
    "santunan_berkala": Rupiah.of(12_000_000),
    "biaya_pemakaman": Rupiah.of(10_000_000),
}
amounts = st.integers(min_value=0, max_value=10**14).map(Rupiah)


def debt(amount: int) -> Line:
    return Line(NeedKind.DEBT, Rupiah.of(amount))


def test_one_recipient_of_the_whole_has_the_parts_of_the_law() -> None:
    assert split_in_proportion(Rupiah.of(42_000_000), PARTS) == PARTS


def test_half_a_share_is_half_of_each_part() -> None:
    assert split_in_proportion(Rupiah.of(21_000_000), PARTS) == {
        "santunan_sekaligus": Rupiah.of(10_000_000),
        "santunan_berkala": Rupiah.of(6_000_000),
        "biaya_pemakaman": Rupiah.of(5_000_000),
    }


def test_what_rounding_leaves_goes_to_the_part_that_lost_most() -> None:
    parts = {name: Rupiah.of(1) for name in "abc"}
    assert split_in_proportion(Rupiah.of(100), parts) == {
        "a": Rupiah.of(34),
        "b": Rupiah.of(33),
        "c": Rupiah.of(33),
    }
    assert split_in_proportion(Rupiah(101), parts) == {
        "a": Rupiah(34),
        "b": Rupiah(34),
        "c": Rupiah(33),
    }


def test_whole_rupiah_are_divided_in_whole_rupiah() -> None:
    law = {"a": Rupiah.of(20_000_000), "b": Rupiah.of(12_000_000), "c": Rupiah.of(10_000_000)}
    divided = split_in_proportion(Rupiah.of(30_000_000), law)
    assert all(part.sen % 100 == 0 for part in divided.values())
    assert total(divided.values()) == Rupiah.of(30_000_000)


@given(amount=amounts, parts=st.dictionaries(st.text(max_size=5), amounts, min_size=1, max_size=6))
def test_the_parts_always_add_up_to_the_amount(amount: Rupiah, parts: dict[str, Rupiah]) -> None:
    split = split_in_proportion(amount, parts)
    assert list(split) == list(parts)
    assert all(part >= Rupiah(0) for part in split.values())
    assert total(split.values()) == (amount if any(parts.values()) else Rupiah(0))


@given(amount=amounts, uses=st.lists(amounts, max_size=8))
def test_lines_and_rest_are_the_whole(amount: Rupiah, uses: list[Rupiah]) -> None:
    lines = [Line(NeedKind.DEBT, use) for use in uses]
    assert free_rest(lines, amount=amount) + total(uses) == amount


def test_lines_may_use_everything_but_no_rupiah_more() -> None:
    check_fits([debt(30_000_000), debt(12_000_000)], amount=Rupiah.of(42_000_000))
    with pytest.raises(LinesExceedAmount) as refused:
        check_fits([debt(30_000_000), debt(12_000_001)], amount=Rupiah.of(42_000_000))
    assert refused.value.facts == {"over": Rupiah.of(1), "amount": Rupiah.of(42_000_000)}


@pytest.mark.parametrize(
    ("rest", "monthly", "months"),
    [
        (27_000_000, 2_000_000, 13),  # 13.5 months: whole ones only
        (2_000_000, 2_000_000, 1),
        (1_999_999, 2_000_000, 0),
        (0, 2_000_000, 0),
        (27_000_000, None, None),
    ],
)
def test_the_rest_lasts_whole_months(rest: int, monthly: int | None, months: int | None) -> None:
    a_month = None if monthly is None else Rupiah.of(monthly)
    assert months_covered(Rupiah.of(rest), monthly=a_month) == months


@given(rest=amounts, monthly=st.integers(min_value=1, max_value=10**12).map(Rupiah))
def test_whole_months_fit_and_one_more_does_not(rest: Rupiah, monthly: Rupiah) -> None:
    months = months_covered(rest, monthly=monthly)
    assert months is not None
    assert monthly * months <= rest < monthly * (months + 1)


def test_daily_living_is_a_month_times_the_months() -> None:
    line = living_line(monthly=Rupiah.of(1_800_000), months=6)
    assert (line.amount, line.monthly, line.months) == (
        Rupiah.of(10_800_000),
        Rupiah.of(1_800_000),
        6,
    )


@pytest.mark.parametrize("months", [0, -1, 121, 10**30])
def test_months_are_one_to_ten_years(months: int) -> None:
    with pytest.raises(LivingMonthsImpossible):
        living_line(monthly=Rupiah.of(1), months=months)


def test_a_household_has_somebody_and_no_more_children_than_people() -> None:
    check_household(members=1, school_children=0)
    for members in (0, -3, 41):
        with pytest.raises(HouseholdImpossible):
            check_household(members=members, school_children=0)
    for children in (-1, 5):
        with pytest.raises(MoreChildrenThanPeople):
            check_household(members=4, school_children=children)


def test_a_page_holds_so_many_lines_of_a_kind_and_days_to_come() -> None:
    check_lines([debt(1)] * MOST_LINES, step=PlanStep.NEEDS, today=TODAY)
    with pytest.raises(TooManyLines):
        check_lines([debt(1)] * (MOST_LINES + 1), step=PlanStep.NEEDS, today=TODAY)
    with pytest.raises(WantedOnPassed):
        check_lines(
            [Line(NeedKind.SAVING, Rupiah.of(1), wanted_on=TODAY)],
            step=PlanStep.SAVING,
            today=TODAY,
        )


def test_the_steps_follow_one_another_and_every_line_has_its_page() -> None:
    assert [next_step(step) for step in STEPS] == [*STEPS[1:], PlanStep.REVIEW]
    assert [previous_step(step) for step in STEPS] == [None, *STEPS[:-1]]
    assert {kind for kinds in STEP_KINDS.values() for kind in kinds} == set(NeedKind)
    assert step_of(NeedKind.COMMEMORATION) is PlanStep.COMMEMORATION
    assert is_reached(PlanStep.NEEDS, reached=PlanStep.LIVING)
    assert not is_reached(PlanStep.SAVING, reached=PlanStep.LIVING)
    assert furthest(PlanStep.REVIEW, PlanStep.NEEDS) is PlanStep.REVIEW
