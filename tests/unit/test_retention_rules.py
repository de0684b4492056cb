"""When lines are to be erased, by a period and the day it counts from: dated examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from savings_app.errors import DomainError
from savings_app.retention.kinds import RetentionBeginning
from savings_app.retention.rules import (
    RetentionStartsTooSoon,
    check_period,
    counted_before,
    counted_from,
    erased_on,
)

REVOKED, CASE_END = RetentionBeginning.REVOKED, RetentionBeginning.CASE_END
TODAY = date(2026, 11, 23)


@dataclass
class Period:
    days: int
    begins: RetentionBeginning = REVOKED
    starts: date = date(2026, 1, 1)
    registered_at: datetime = field(default=datetime(2025, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("begins", "revoked_on", "ended_on", "counted_on", "erased"),
    [
        # From the taking back: 1 March + 90 days, whether the case is over or not.
        (REVOKED, date(2027, 3, 1), None, date(2027, 3, 1), date(2027, 5, 30)),
        (REVOKED, date(2027, 3, 1), date(2027, 4, 15), date(2027, 3, 1), date(2027, 5, 30)),
        # From the case's end: 15 April + 90 days.
        (CASE_END, date(2027, 3, 1), date(2027, 4, 15), date(2027, 4, 15), date(2027, 7, 14)),
        # The case was over before: from the taking back all the same.
        (CASE_END, date(2027, 3, 1), date(2027, 1, 10), date(2027, 3, 1), date(2027, 5, 30)),
        (CASE_END, date(2027, 3, 1), date(2027, 3, 1), date(2027, 3, 1), date(2027, 5, 30)),
        # Over a leap day: 1 December 2027 + 90 days.
        (CASE_END, date(2027, 11, 1), date(2027, 12, 1), date(2027, 12, 1), date(2028, 2, 29)),
    ],
)
def test_a_period_of_ninety_days_counts_from_its_beginning(
    begins: RetentionBeginning,
    revoked_on: date,
    ended_on: date | None,
    counted_on: date,
    erased: date,
) -> None:
    assert counted_from(begins, revoked_on=revoked_on, ended_on=ended_on) == counted_on
    assert erased_on(counted_on=counted_on, days=90) == erased


def test_of_a_case_that_is_not_over_nothing_is_counted_from_its_end() -> None:
    assert counted_from(CASE_END, revoked_on=date(2027, 3, 1), ended_on=None) is None


def test_a_day_is_that_of_gorontalo() -> None:
    """From before midnight in Gorontalo on 1 March, 90 days on is 30 May; after it, a day later."""
    before = counted_before(today=date(2027, 5, 30), days=90)
    assert before == datetime(2027, 3, 1, 16, 0, tzinfo=UTC)  # midnight after 1 March in WITA


def ask(before: Period | None, days: int, begins: RetentionBeginning, starts: date) -> None:
    periods = [] if before is None else [before]
    check_period(periods, days=days, begins=begins, law="Keputusan Uji", starts=starts, today=TODAY)


def refusal_of(
    before: Period, days: int, begins: RetentionBeginning, starts: date
) -> type[DomainError] | None:
    try:
        ask(before, days, begins, starts)
    except DomainError as refused:
        return type(refused)
    return None


@pytest.mark.parametrize(
    ("before", "days", "begins"),
    [
        (Period(90), 90, REVOKED),
        (Period(90), 91, REVOKED),
        (Period(90), 90, CASE_END),
        (Period(90, CASE_END), 90, CASE_END),
    ],
    ids=["the same", "longer", "from the end too", "the same from the end"],
)
def test_what_erases_no_more_may_start_today(
    before: Period, days: int, begins: RetentionBeginning
) -> None:
    assert refusal_of(before, days, begins, TODAY) is None


@pytest.mark.parametrize(
    ("before", "days", "begins"),
    [
        (None, 90, CASE_END),
        (Period(90), 89, CASE_END),
        (Period(90, CASE_END), 89, CASE_END),
        (Period(90, CASE_END), 365, REVOKED),
    ],
    ids=["the first", "fewer days", "fewer from the end", "from the taking back again"],
)
def test_what_erases_more_is_seen_for_a_week(
    before: Period | None, days: int, begins: RetentionBeginning
) -> None:
    with pytest.raises(RetentionStartsTooSoon) as refused:
        ask(before, days, begins, date(2026, 11, 29))
    assert refused.value.facts == {"first": date(2026, 11, 30)}
    ask(before, days, begins, date(2026, 11, 30))
