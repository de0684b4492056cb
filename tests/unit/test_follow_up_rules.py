"""When a family is visited: months after the payout, never on a day of mourning or a holiday."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.cases.follow_up_rules import (
    MembershipDayNeeded,
    MembershipNotForMinor,
    check_membership,
    is_quiet,
    months_later,
    visit_day,
)
from savings_app.cases.work_kinds import OwnMembershipState

LONG_AGO = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 10, 31), 6, date(2027, 4, 30)),
    ],
)
def test_months_end_where_the_shorter_month_ends(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_a_visit_on_a_weekend_waits_for_monday() -> None:
    # 10 October 2026 + 1 month is Tuesday; + 3 months is Sunday 10 January 2027.
    assert visit_day(paid_on=date(2026, 10, 10), month=1, died_on=LONG_AGO, holidays=set()) == date(
        2026, 11, 10
    )
    assert visit_day(paid_on=date(2026, 10, 10), month=3, died_on=LONG_AGO, holidays=set()) == date(
        2027, 1, 11
    )


def test_a_visit_on_a_holiday_waits_for_the_next_working_day() -> None:
    holidays = {date(2026, 12, 25)}  # a Friday
    day = visit_day(paid_on=date(2026, 11, 25), month=1, died_on=LONG_AGO, holidays=holidays)
    assert day == date(2026, 12, 28)


def test_nobody_comes_on_the_fortieth_day_however_it_is_counted() -> None:
    died_on = date(2026, 10, 1)
    # 39 days later is the fortieth for those who count the day of death: Monday 9 November.
    assert is_quiet(date(2026, 11, 9), died_on=died_on)
    assert is_quiet(date(2026, 11, 10), died_on=died_on)
    assert not is_quiet(date(2026, 11, 11), died_on=died_on)
    day = visit_day(paid_on=date(2026, 10, 9), month=1, died_on=died_on, holidays=set())
    assert day == date(2026, 11, 11)


@pytest.mark.parametrize("after", range(8))
def test_the_first_seven_days_are_quiet(after: int) -> None:
    assert is_quiet(date(2026, 10, 1 + after), died_on=date(2026, 10, 1))


def test_only_a_registered_adult_has_a_first_day() -> None:
    common = {"kpj": None, "today": date(2026, 11, 23)}
    kept = check_membership(
        state=OwnMembershipState.THINKING,
        member_since=date(2026, 11, 1),
        born_on=date(1980, 1, 1),
        **common,  # type: ignore[arg-type]
    )
    assert kept == (None, None)
    with pytest.raises(MembershipDayNeeded):
        check_membership(
            state=OwnMembershipState.REGISTERED,
            member_since=None,
            born_on=date(1980, 1, 1),
            **common,  # type: ignore[arg-type]
        )
    with pytest.raises(MembershipNotForMinor):
        check_membership(
            state=OwnMembershipState.OFFERED,
            member_since=None,
            born_on=date(2012, 1, 1),
            **common,  # type: ignore[arg-type]
        )
