"""The days a savings statement tells of, whole months or any, and what stands for each. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from savings_app.documents.rules import (
    Period,
    PeriodEndsFirst,
    PeriodNotBegun,
    PeriodTooLong,
)

LONGEST_YEARS = 10
QUARTER = 3
LAST_MONTH_OF_YEAR = 12


def period_of(first: date, last: date, *, today: date) -> Period:
    """The days from `first` to `last`; the last may still be to come, the first may not.

    Raises:
        PeriodEndsFirst, PeriodNotBegun, PeriodTooLong
    """
    if last < first:
        raise PeriodEndsFirst
    if first > today:
        raise PeriodNotBegun(today=today)
    if last.year - first.year > LONGEST_YEARS:
        raise PeriodTooLong(years=LONGEST_YEARS)
    return Period(first, last)


def this_month(today: date) -> Period:
    return _months(today.replace(day=1), 1)


def last_month(today: date) -> Period:
    return _months((today.replace(day=1) - timedelta(days=1)).replace(day=1), 1)


def last_quarter(today: date) -> Period:
    """The last three whole months together: the quarter of the calendar that is over."""
    begun = today.replace(month=today.month - (today.month - 1) % QUARTER, day=1)
    before = begun - timedelta(days=1)
    return _months(before.replace(month=before.month - QUARTER + 1, day=1), QUARTER)


def _months(first: date, count: int) -> Period:
    after = first
    for _ in range(count):
        after = month_after(after)
    return Period(first, after - timedelta(days=1))


def month_after(first_day: date) -> date:
    """The first day of the month after."""
    if first_day.month == LAST_MONTH_OF_YEAR:
        return date(first_day.year + 1, 1, 1)
    return first_day.replace(month=first_day.month + 1)


def months_told(
    *, since: date, period: Period | None, today: date, told: Collection[date]
) -> tuple[date, ...]:
    """The first days of the months a statement has a row for, oldest first.

    From the month a pledge was made to the last that is over; the present one, and one of which
    only a part is asked for, as soon as the bank spoke of a day in it: before the end of a month
    nobody asks. Of a period that is over, every month in it.
    """
    first, last = since, today
    if period is not None:
        first, last = max(since, period.first), min(today, period.last)
    spoken = {day.replace(day=1) for day in told}
    month, found = first.replace(day=1), []
    while month <= last:
        is_over = month_after(month) <= today
        if is_over or month in spoken:
            found.append(month)
        month = month_after(month)
    return tuple(found)


def within(day: date, period: Period | None) -> bool:
    """Whether a day is one of those the statement tells of."""
    return period is None or period.first <= day <= period.last


def months_untold(
    months: Iterable[date], spans: Iterable[tuple[date, date]], moved: Collection[date]
) -> tuple[date, ...]:
    """Of these months those no statement of the bank reaches into and no line is of.

    `spans`: from a first day up to the day before the second.
    """
    spans = list(spans)
    spoken = {day.replace(day=1) for day in moved}
    return tuple(
        month
        for month in months
        if month not in spoken
        and not any(first < month_after(month) and next_on > month for first, next_on in spans)
    )
