from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.regions.calendar import HolidayCorrection, public_holidays
from savings_app.regions.rules import add_working_days, is_working_day, working_days_between

NONE: frozenset[date] = frozenset()
FRIDAY = date(2026, 11, 20)


def test_three_working_days_from_friday_end_on_wednesday() -> None:
    assert add_working_days(FRIDAY, 3, NONE) == date(2026, 11, 25)


def test_a_saturday_counts_from_the_next_monday() -> None:
    assert add_working_days(date(2026, 11, 21), 1, NONE) == date(2026, 11, 23)
    assert add_working_days(date(2026, 11, 21), 0, NONE) == date(2026, 11, 21)


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(FRIDAY, -1, NONE)


def test_a_public_holiday_moves_the_last_day() -> None:
    # Monday 17 August 2026 is Independence Day.
    holidays = public_holidays(2026)
    assert add_working_days(date(2026, 8, 14), 3, holidays) == date(2026, 8, 20)


def test_christmas_with_its_joint_leave_and_new_year_are_days_off() -> None:
    holidays = public_holidays(2026, 2027)
    # Thursday 24 December (joint leave), Friday 25, Friday 1 January.
    assert add_working_days(date(2026, 12, 23), 5, holidays) == date(2027, 1, 4)


def test_the_day_off_declared_late_in_2025_is_known() -> None:
    assert not is_working_day(date(2025, 8, 18), public_holidays(2025))


def test_the_operator_can_add_a_day_and_strike_one_out() -> None:
    added = HolidayCorrection(date(2026, 11, 23), is_holiday=True, name="Uji", law="uji")
    struck = HolidayCorrection(date(2026, 8, 17), is_holiday=False, name="Uji", law="uji")
    other_year = HolidayCorrection(date(2027, 11, 23), is_holiday=True, name="Uji", law="uji")
    holidays = public_holidays(2026, corrections=[added, struck, other_year])
    assert not is_working_day(date(2026, 11, 23), holidays)
    assert is_working_day(date(2026, 8, 17), holidays)
    assert date(2027, 11, 23) not in holidays


def test_a_day_is_not_between_itself_and_itself() -> None:
    assert working_days_between(FRIDAY, FRIDAY, NONE) == 0
    assert working_days_between(FRIDAY, FRIDAY - timedelta(days=9), NONE) == 0
    assert working_days_between(FRIDAY, date(2026, 11, 25), NONE) == 3


@given(
    start=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 40),
    off=st.sets(st.integers(0, 120), max_size=20),
)
def test_adding_and_counting_agree_and_end_on_a_working_day(
    start: date, days: int, off: set[int]
) -> None:
    holidays = frozenset(start + timedelta(days=n) for n in off)
    end = add_working_days(start, days, holidays)
    assert working_days_between(start, end, holidays) == days
    assert days == 0 or is_working_day(end, holidays)
