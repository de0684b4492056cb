"""Savings over time, in dated examples: no news is a gap, and quiet accounts are told in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from savings_app.deposits.growth_rules import (
    KeepAlive,
    Known,
    MonthKnown,
    Told,
    keep_alive,
    months_known,
)
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.money import Rupiah
from savings_app.policy.series import FactStatus

TODAY = date(2026, 11, 23)
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)
TEN, FOUR = Rupiah.of(10_000_000), Rupiah.of(4_000_000)


def kept(*told: Told, made_on: date = AUGUST) -> tuple[MonthKnown, ...]:
    return months_known(PledgeKind.KEPT, told, made_on=made_on, today=TODAY)


def paid_in(*told: Told, made_on: date = AUGUST) -> tuple[MonthKnown, ...]:
    return months_known(PledgeKind.PAID_IN, told, made_on=made_on, today=TODAY)


def test_a_yes_is_an_amount_and_a_month_without_a_word_has_none() -> None:
    months = kept(Told(date(2026, 9, 30), TEN, Answer.YES))
    assert months == (
        MonthKnown(AUGUST, Known.NO_NEWS),
        MonthKnown(SEPTEMBER, Known.AT_LEAST, TEN, date(2026, 9, 30)),
        MonthKnown(OCTOBER, Known.NO_NEWS),
    )


@pytest.mark.parametrize(
    ("answer", "known"),
    [
        (Answer.PARTLY, Known.PARTLY),
        (Answer.NO, Known.USED),
        (Answer.CANNOT_SAY, Known.NO_NEWS),
    ],
)
def test_any_other_answer_names_no_amount(answer: Answer, known: Known) -> None:
    day = date(2026, 10, 31)
    assert kept(Told(day, TEN, answer), made_on=OCTOBER) == (MonthKnown(OCTOBER, known, None, day),)


def test_each_month_shows_what_the_pledge_meant_then() -> None:
    months = kept(
        Told(date(2026, 9, 30), TEN, Answer.YES),
        Told(date(2026, 10, 31), FOUR, Answer.YES),
        made_on=SEPTEMBER,
    )
    assert [month.amount for month in months] == [TEN, FOUR]


def test_lines_add_up_over_the_months_and_a_month_between_is_a_gap() -> None:
    months = paid_in(
        Told(date(2026, 8, 5), FOUR),
        Told(date(2026, 8, 20), FOUR),
        Told(date(2026, 10, 2), FOUR),
    )
    assert [(one.known, one.amount) for one in months] == [
        (Known.CONFIRMED, Rupiah.of(8_000_000)),
        (Known.NO_NEWS, None),
        (Known.CONFIRMED, Rupiah.of(12_000_000)),
    ]


def test_lines_of_before_the_twelve_months_are_in_the_sum() -> None:
    months = paid_in(
        Told(date(2024, 1, 5), FOUR), Told(date(2026, 11, 2), FOUR), made_on=date(2024, 1, 1)
    )
    assert len(months) == 12
    assert months[-1] == MonthKnown(
        NOVEMBER, Known.CONFIRMED, Rupiah.of(8_000_000), date(2026, 11, 2)
    )


def told_after(days: int) -> KeepAlive | None:
    return keep_alive(last_on=TODAY - timedelta(days=days), today=TODAY)


def test_nothing_is_said_before_day_300() -> None:
    assert told_after(299) is None


@pytest.mark.parametrize(
    ("days", "inactive", "dormant"),
    [(300, False, False), (360, False, False), (361, True, False), (1_801, True, True)],
)
def test_from_day_300_the_last_day_to_touch_it_is_named(
    days: int, *, inactive: bool, dormant: bool
) -> None:
    told = told_after(days)
    assert told is not None
    assert (told.is_inactive, told.is_dormant) == (inactive, dormant)
    assert told.touch_by == TODAY + timedelta(days=360 - days)
    assert (told.law, told.status) == ("POJK 24/2025", FactStatus.DRAFT)


def test_before_there_was_such_a_rule_nobody_is_told() -> None:
    assert keep_alive(last_on=date(2024, 1, 1), today=date(2025, 11, 18)) is None
