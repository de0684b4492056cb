"""Which days a statement tells of, in dated examples."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.documents.rules import (
    Period,
    PeriodEndsFirst,
    PeriodNotBegun,
    PeriodTooLong,
)
from savings_app.documents.statement_rules import (
    last_month,
    last_quarter,
    months_told,
    months_untold,
    period_of,
    this_month,
)


@pytest.mark.parametrize(
    ("today", "this", "last", "quarter"),
    [
        (
            date(2026, 11, 23),
            (date(2026, 11, 1), date(2026, 11, 30)),
            (date(2026, 10, 1), date(2026, 10, 31)),
            (date(2026, 7, 1), date(2026, 9, 30)),
        ),
        (
            date(2026, 1, 1),
            (date(2026, 1, 1), date(2026, 1, 31)),
            (date(2025, 12, 1), date(2025, 12, 31)),
            (date(2025, 10, 1), date(2025, 12, 31)),
        ),
        (
            date(2028, 3, 31),
            (date(2028, 3, 1), date(2028, 3, 31)),
            (date(2028, 2, 1), date(2028, 2, 29)),
            (date(2027, 10, 1), date(2027, 12, 31)),
        ),
    ],
)
def test_the_periods_offered_are_whole_months(
    today: date, this: tuple[date, date], last: tuple[date, date], quarter: tuple[date, date]
) -> None:
    assert this_month(today) == Period(*this)
    assert last_month(today) == Period(*last)
    assert last_quarter(today) == Period(*quarter)


def test_a_period_that_cannot_be_is_refused_by_name() -> None:
    today = date(2026, 11, 23)
    assert period_of(date(2026, 11, 23), date(2026, 11, 30), today=today).last.day == 30
    with pytest.raises(PeriodEndsFirst):
        period_of(date(2026, 3, 2), date(2026, 3, 1), today=today)
    with pytest.raises(PeriodNotBegun):
        period_of(date(2026, 11, 24), date(2026, 11, 30), today=today)
    with pytest.raises(PeriodTooLong):
        period_of(date(2015, 1, 1), date(2026, 1, 1), today=today)


@pytest.mark.parametrize(
    ("period", "told", "months"),
    [
        (None, (), [8, 9, 10]),
        (None, (date(2026, 11, 5),), [8, 9, 10, 11]),
        (Period(date(2026, 9, 10), date(2026, 9, 20)), (), [9]),
        (Period(date(2026, 1, 1), date(2026, 7, 31)), (), []),
        (Period(date(2026, 11, 1), date(2026, 12, 31)), (), []),
    ],
)
def test_a_month_is_told_once_it_is_over_or_spoken_of(
    period: Period | None, told: tuple[date, ...], months: list[int]
) -> None:
    found = months_told(since=date(2026, 8, 4), period=period, today=date(2026, 11, 23), told=told)
    assert [month.month for month in found] == months


def test_a_month_a_statement_reaches_into_is_told_of() -> None:
    months = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))
    spans = [(date(2026, 8, 31), date(2026, 9, 1)), (date(2026, 10, 31), date(2026, 11, 1))]
    assert months_untold(months, spans, ()) == (date(2026, 9, 1), date(2026, 11, 1))
    assert months_untold(months, (), [date(2026, 11, 9)]) == months[:3]
