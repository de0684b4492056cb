"""Covered on a day, by whom, for how many months: dated examples. Nothing unpaid is promised."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.policy.rules import FactStatus, Segment
from savings_app.registry.coverage_rules import (
    CoverageAnswer,
    Covered,
    MonthRange,
    MonthsFrom,
    PaidMonth,
    add_months,
    answer_coverage,
    months_between,
    runs_by_year,
)
from savings_app.registry.rules import Payer

MAY = date(2026, 5, 20)


def paid(first: date, months: int, payer: Payer = Payer.APBD) -> list[PaidMonth]:
    return [PaidMonth(add_months(first, step), payer) for step in range(months)]


def codes(answer: CoverageAnswer) -> set[str]:
    return {warning.code for warning in answer.warnings}


def test_only_a_month_that_is_paid_is_a_yes() -> None:
    answer = answer_coverage(paid(date(2026, 1, 1), 5), day=MAY)

    assert (answer.covered, answer.payers) == (Covered.YES, (Payer.APBD,))
    assert (answer.months, answer.months_from, answer.unbroken) == (5, MonthsFrom.ROWS, 5)
    assert answer.gaps == ()


def test_the_month_before_paid_and_this_one_not_is_for_bpjs_to_say() -> None:
    answer = answer_coverage(paid(date(2026, 1, 1), 4), day=MAY)

    assert answer.covered is Covered.UNCERTAIN
    assert answer.payers == ()
    assert "arrears_unknown" in codes(answer)


def test_two_months_unpaid_is_no_where_lists_reach_so_far() -> None:
    rows = paid(date(2026, 1, 1), 3)

    assert answer_coverage(rows, day=MAY, lists_until=date(2026, 5, 1)).covered is Covered.NO
    unknown = answer_coverage(rows, day=MAY, lists_until=date(2026, 3, 1))
    assert unknown.covered is Covered.UNKNOWN
    assert codes(unknown) == {"no_list_for_month"}
    assert unknown.gaps == ()


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, Covered.UNKNOWN),
        ({"member_since": date(2026, 6, 1)}, Covered.NO),
        ({"member_since": date(2026, 5, 28)}, Covered.UNKNOWN),
        ({"stopped_on": date(2026, 3, 31)}, Covered.NO),
        ({"stopped_on": date(2026, 4, 1)}, Covered.UNKNOWN),
    ],
)
def test_without_rows_only_a_later_entry_or_an_earlier_stop_is_a_no(
    facts: dict[str, date], wanted: Covered
) -> None:
    answer = answer_coverage((), day=MAY, stated_months=44, **facts)  # type: ignore[arg-type]

    assert answer.covered is wanted
    assert (answer.months, answer.months_from) == (44, MonthsFrom.STATED)


def test_a_month_after_the_death_or_paid_by_another_is_not_counted_twice() -> None:
    rows = [
        *paid(date(2026, 3, 1), 6),
        *paid(date(2026, 5, 1), 1, Payer.APBDES),
        *paid(date(2026, 5, 1), 1),
    ]

    answer = answer_coverage(rows, day=MAY)

    assert answer.months == 3
    assert answer.payers == (Payer.APBD, Payer.APBD, Payer.APBDES)
    assert codes(answer) == {"month_paid_twice"}


def test_a_gap_is_told_with_its_first_and_last_month() -> None:
    rows = paid(date(2025, 11, 1), 3) + paid(date(2026, 3, 1), 1) + paid(date(2026, 5, 1), 1)

    answer = answer_coverage(rows, day=MAY)

    assert answer.gaps == (
        MonthRange(date(2026, 2, 1), date(2026, 2, 1)),
        MonthRange(date(2026, 4, 1), date(2026, 4, 1)),
    )
    assert (answer.months, answer.unbroken) == (5, 1)


def test_a_gap_does_not_run_past_the_stop() -> None:
    answer = answer_coverage(
        paid(date(2025, 10, 1), 3), day=MAY, stopped_on=date(2026, 2, 1), stated_months=None
    )

    assert answer.gaps == (MonthRange(date(2026, 1, 1), date(2026, 1, 1)),)


def test_paid_after_the_stop_is_still_paid_and_noticed() -> None:
    answer = answer_coverage(paid(date(2026, 1, 1), 5), day=MAY, stopped_on=date(2026, 4, 15))

    assert answer.covered is Covered.YES
    assert codes(answer) == {"paid_after_stop"}


# --- the three-month rule: Permenaker 1/2025, from 1 March 2025 as far as we know ---------------


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (paid(date(2026, 3, 1), 3), True),
        (paid(date(2026, 4, 1), 2), False),
        # Whether the months must be in a row is not settled.
        (paid(date(2026, 1, 1), 2) + paid(date(2026, 5, 1), 1), None),
    ],
)
def test_three_months(rows: list[PaidMonth], wanted: bool | None) -> None:  # noqa: FBT001
    answer = answer_coverage(rows, day=MAY)

    assert answer.three_months is not None
    assert answer.three_months.holds is wanted
    assert (answer.three_months.law, answer.three_months.status) == (
        "Permenaker 1/2025",
        FactStatus.DRAFT,
    )


def test_three_months_are_asked_of_bpu_only_and_not_before_the_rule() -> None:
    rows = paid(date(2025, 2, 1), 1)

    assert answer_coverage(rows, day=date(2025, 2, 28)).three_months is None
    assert answer_coverage(rows, day=date(2025, 3, 1), segment=Segment.PU).three_months is None
    assert answer_coverage(rows, day=date(2025, 3, 1)).three_months is not None


# --- the scholarship: 60 months, 36 since 2 December 2019 --------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "needed", "wanted"),
    [
        (date(2026, 5, 20), 36, 36, True),
        (date(2026, 5, 20), 35, 36, False),
        (date(2019, 12, 2), 36, 36, True),
        (date(2019, 12, 1), 36, 60, False),
        (date(2019, 12, 1), 60, 60, True),
    ],
)
def test_scholarship_months(day: date, months: int, needed: int, wanted: bool) -> None:  # noqa: FBT001
    first = add_months(day.replace(day=1), 1 - months)

    answer = answer_coverage(paid(first, months), day=day)

    assert answer.scholarship is not None
    assert (answer.scholarship.needed, answer.scholarship.holds) == (needed, wanted)


def test_without_any_months_nothing_is_said_about_rules() -> None:
    answer = answer_coverage((), day=MAY)

    assert (answer.months, answer.months_from) == (None, MonthsFrom.NOTHING)
    assert answer.three_months is not None
    assert answer.three_months.holds is None
    assert answer.scholarship is not None
    assert answer.scholarship.holds is None


# --- rows against what was stated ----------------------------------------------------------------


def test_rows_that_can_hold_the_stated_months_decide() -> None:
    rows = paid(date(2022, 8, 1), 40)  # 46 months lie between August 2022 and May 2026

    answer = answer_coverage(rows, day=MAY, stated_months=44)

    assert (answer.months, answer.months_from) == (40, MonthsFrom.ROWS)
    assert "stated_more_months" in codes(answer)


def test_rows_that_begin_too_late_do_not_take_a_right_away() -> None:
    rows = paid(date(2026, 1, 1), 5)

    answer = answer_coverage(rows, day=MAY, stated_months=44)

    assert (answer.months, answer.months_from) == (44, MonthsFrom.STATED)
    assert answer.months_in_rows == 5
    assert codes(answer) == {"rows_begin_later"}
    assert answer.scholarship is not None
    assert answer.scholarship.holds is True


def test_rows_since_the_day_of_entry_decide_against_a_wrong_statement() -> None:
    rows = paid(date(2026, 4, 1), 2)

    answer = answer_coverage(rows, day=MAY, stated_months=44, member_since=date(2026, 4, 1))

    assert (answer.months, answer.months_from) == (2, MonthsFrom.ROWS)
    assert answer.three_months is not None
    assert answer.three_months.holds is False


def test_fewer_stated_than_paid_counts_what_is_paid() -> None:
    answer = answer_coverage(paid(date(2026, 1, 1), 5), day=MAY, stated_months=2)

    assert (answer.months, answer.months_from) == (5, MonthsFrom.ROWS)


# --- properties ----------------------------------------------------------------------------------

MONTHS = st.integers(0, 90).map(lambda step: add_months(date(2019, 1, 1), step))
ROWS = st.lists(st.builds(PaidMonth, MONTHS, st.sampled_from(list(Payer))), max_size=60)


@given(rows=ROWS, month=MONTHS, ahead=st.integers(1, 24))
def test_what_is_paid_later_changes_no_earlier_answer(
    rows: list[PaidMonth], month: date, ahead: int
) -> None:
    later = PaidMonth(add_months(month, ahead), Payer.APBD)

    assert answer_coverage([*rows, later], day=month) == answer_coverage(rows, day=month)


@given(rows=ROWS, month=MONTHS)
def test_paid_months_and_gaps_fill_the_time_between(rows: list[PaidMonth], month: date) -> None:
    answer = answer_coverage(rows, day=month)
    known = [row.month for row in rows if row.month <= month]

    span = months_between(min(known), month) + 1 if known else 0
    assert answer.months_in_rows + sum(gap.months for gap in answer.gaps) == span
    assert (answer.covered is Covered.YES) == (month in known)
    told = [run for _, runs in runs_by_year(rows, until=month) for run in runs]
    assert sum(run.months for run in told) == span
    assert sum(run.months for run in told if run.payers) == answer.months_in_rows
