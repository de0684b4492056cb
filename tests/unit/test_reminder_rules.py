"""Which reminder is due on a day, in dated examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.clock import WITA
from savings_app.outbox.kinds import Channel, Failure
from savings_app.outbox.rules import MOST_TRIES, masked, next_try
from savings_app.policy.series import Series, parameter
from savings_app.reminders import rules as reminder_rules
from savings_app.reminders.address_rules import (
    AddressMissing,
    EmailUnreadable,
    PhoneUnreadable,
    normal_address,
)
from savings_app.reminders.kinds import Reason
from savings_app.reminders.rules import (
    Facts,
    Reminder,
    WishFacts,
    neutral_goal,
    next_moment,
    next_reminder,
)
from savings_app.reminders.wording import Letterhead, reminder_text
from savings_app.words.language import LANGUAGES, use_language

DIED = date(2026, 5, 1)
WISH_ID = UUID(int=7)


def wish(**more: object) -> WishFacts:
    facts: dict[str, object] = {
        "id": WISH_ID,
        "goal": "sekolah Rahma",
        "made_on": date(2026, 6, 20),
        "until_on": date(2027, 7, 1),
        "told_on": None,
        "asked": False,
        "done": False,
    }
    return WishFacts(**{**facts, **more})  # type: ignore[arg-type]


def due(facts: Facts, today: date) -> Reason | None:
    found = next_reminder(facts, today=today)
    return found.reason if found else None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 5, 31), None),
        (date(2027, 6, 1), Reason.PLEDGE_DATE),  # thirty days before
        (date(2027, 7, 1), Reason.PLEDGE_DATE),
        (date(2027, 7, 2), None),
    ],
)
def test_a_wish_is_reminded_of_in_the_thirty_days_before_its_day(
    today: date, expected: Reason | None
) -> None:
    assert due(Facts(DIED, (wish(),)), today) is expected


def test_what_is_done_is_not_spoken_of() -> None:
    assert due(Facts(DIED, (wish(done=True, asked=True),)), date(2027, 6, 10)) is None


@pytest.mark.parametrize("number", range(1, 8))
def test_the_first_seven_days_are_quiet_however_days_are_counted(number: int) -> None:
    near = Facts(DIED, (wish(until_on=DIED + timedelta(days=9)),))
    assert due(near, DIED + timedelta(days=number)) is None
    assert due(near, DIED + timedelta(days=number - 1)) is None
    assert due(near, date(2026, 5, 9)) is Reason.PLEDGE_DATE


def test_the_fortieth_day_is_quiet() -> None:
    near = Facts(DIED, (wish(until_on=date(2026, 6, 20)),))
    assert due(near, date(2026, 6, 8)) is Reason.PLEDGE_DATE
    assert due(near, date(2026, 6, 9)) is None  # the 40th, the day of death being the first
    assert due(near, date(2026, 6, 10)) is None  # forty days after
    assert due(near, date(2026, 6, 11)) is Reason.PLEDGE_DATE


def test_at_most_one_a_month() -> None:
    facts = Facts(DIED, (wish(),), last_on=date(2027, 5, 31))
    assert due(facts, date(2027, 6, 29)) is None
    assert due(facts, date(2027, 6, 30)) is Reason.PLEDGE_DATE  # a month of 31 days ends on its 30


@given(st.dates(date(2026, 5, 1), date(2028, 12, 31)), st.integers(0, 27))
def test_never_twice_within_four_weeks_whatever_is_due(today: date, days: int) -> None:
    everything = Facts(
        DIED,
        (wish(until_on=today + timedelta(days=3), asked=True),),
        scholarship=True,
        moved_on=today - timedelta(days=310),
        last_on=today - timedelta(days=days),
    )
    assert next_reminder(everything, today=today) is None


def test_the_same_is_said_once() -> None:
    facts = Facts(DIED, (wish(),))
    first = next_reminder(facts, today=date(2027, 6, 1))
    assert first is not None
    told = Facts(DIED, (wish(),), told=frozenset({(first.reason, first.about)}))
    assert due(told, date(2027, 6, 30)) is None
    # Another day is another wish.
    later = wish(until_on=date(2027, 7, 10))
    assert due(Facts(DIED, (later,), told=told.told), date(2027, 6, 30)) is Reason.PLEDGE_DATE


def test_the_scholarship_is_a_matter_of_july() -> None:
    facts = Facts(DIED, scholarship=True)
    assert [due(facts, date(2027, month, 15)) for month in (6, 7, 8)] == [
        None,
        Reason.SCHOLARSHIP,
        None,
    ]
    assert due(Facts(DIED), date(2027, 7, 15)) is None
    this_year = Facts(DIED, scholarship=True, told=frozenset({(Reason.SCHOLARSHIP, "2027")}))
    assert due(this_year, date(2027, 7, 20)) is None
    assert due(this_year, date(2028, 7, 20)) is Reason.SCHOLARSHIP


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (299, None),
        (300, Reason.BALANCE_CHECK),
        (359, Reason.BALANCE_CHECK),
        (360, None),  # it is dormant: another thing than a reminder
    ],
)
def test_an_account_is_looked_after_before_day_360(days: int, expected: Reason | None) -> None:
    moved = date(2026, 7, 10)
    assert due(Facts(DIED, moved_on=moved), moved + timedelta(days=days)) is expected


def test_an_account_whose_balance_the_family_looked_at_needs_no_reminder() -> None:
    moved = date(2026, 7, 10)
    looked = date(2027, 5, 20)
    facts = Facts(DIED, moved_on=moved, checked_on=looked)
    assert due(facts, date(2027, 6, 20)) is None  # 345 days without a movement
    assert due(facts, looked + timedelta(days=300)) is Reason.BALANCE_CHECK


def test_a_month_without_news_is_said_when_the_bank_had_its_time_to_answer() -> None:
    october = Facts(DIED, (wish(asked=True, told_on=date(2026, 10, 31)),))
    assert due(october, date(2026, 12, 5)) is None
    assert due(october, date(2026, 12, 10)) is None
    assert due(october, date(2026, 12, 11)) is Reason.NO_NEWS
    # Where the family does not let the bank answer, silence is no news.
    silent = Facts(DIED, (wish(asked=False, told_on=date(2026, 10, 31)),))
    assert due(silent, date(2026, 12, 11)) is None


@pytest.mark.parametrize(
    "goal",
    [
        "5 juta",
        "simpan Rp banyak",
        "doa arwah Ayah",
        "empat puluh hari wafat",
        "uang santunan",
        "sejak Ayah meninggal",
        "warisan Ayah",
        "mongaruwa bulan depan",
        "untuk anak yatim",
        "after Dad died",
        "his funeral",
        "ten million",
        "a widow's shop",
    ],
)
def test_a_goal_that_tells_of_money_or_mourning_is_not_repeated(goal: str) -> None:
    assert neutral_goal(goal) is None
    assert neutral_goal("sekolah Rahma") == "sekolah Rahma"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("channel", Channel)
def test_every_text_names_its_sender_and_how_to_stop_and_no_amount_or_mourning(
    reason: Reason, channel: Channel, language: str
) -> None:
    head = Letterhead(sender="Dinas Uji", address="http://127.0.0.1:8000")
    for goal in (None, "sekolah Rahma"):
        with use_language(language):
            subject, text = reminder_text(
                Reminder(reason, "x", goal), channel=channel, head=head, token="abc"
            )
        assert "http://127.0.0.1:8000/stop/abc" in text
        assert "Dinas Uji" in text
        told = f"{subject} {text.replace(head.stop('abc'), '')}"
        assert neutral_goal(told) is not None


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 30, tzinfo=WITA)


def morning(day: int) -> datetime:
    return datetime(2026, 11, day, 8, tzinfo=WITA)


def test_nobody_is_written_to_at_night_or_on_a_day_of_mourning() -> None:
    died = date(2026, 11, 1)
    assert next_moment(at(20, 9), died_on=died) == at(20, 9)
    assert next_moment(at(20, 5), died_on=died) == morning(20)
    assert next_moment(at(20, 18), died_on=died) == morning(21)
    assert next_moment(at(3, 12), died_on=died) == morning(9)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("+60 12 345 6789", "+60123456789"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, normal: str) -> None:
    assert normal_address(Channel.SMS, typed) == normal


@pytest.mark.parametrize("typed", ["0435 821 000", "12345", "+62 435 821000", "satu dua"])
def test_what_is_no_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(PhoneUnreadable):
        normal_address(Channel.WHATSAPP, typed)


@pytest.mark.parametrize("typed", ["nama", "a@b", "a b@contoh.id", "a@contoh.id\nBcc: b@c.id"])
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(EmailUnreadable):
        normal_address(Channel.EMAIL, typed)
    with pytest.raises(AddressMissing):
        normal_address(Channel.EMAIL, " ")


def test_tries_become_rarer_and_end() -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=WITA)
    waits = [next_try(tries=n, failure=Failure.REFUSED, now=now) for n in range(1, MOST_TRIES + 1)]
    assert [one - now for one in waits if one] == [
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=3),
        timedelta(hours=12),
    ]
    assert waits[-1] is None
    assert next_try(tries=1, failure=Failure.ADDRESS_REFUSED, now=now) is None


def test_an_address_is_recognised_and_no_more() -> None:
    assert masked("+6281234567890") == "••••7890"
    assert masked("mawar@contoh.id") == "m•••@contoh.id"
    assert masked(None) == ""


@pytest.mark.parametrize(
    ("checked_on", "expected"),
    [
        (None, Reason.NO_NEWS),
        (date(2026, 9, 30), Reason.NO_NEWS),
        (date(2026, 10, 1), None),
        (date(2026, 10, 15), None),
    ],
)
def test_a_family_that_looked_itself_is_not_told_of_a_silence_that_month(
    checked_on: date | None, expected: Reason | None
) -> None:
    facts = Facts(DIED, (wish(asked=True),), checked_on=checked_on)
    assert due(facts, date(2026, 10, 15)) is expected
    assert due(facts, date(2026, 11, 15)) is Reason.NO_NEWS  # the next month it is


def test_looking_oneself_stops_no_reminder_of_another_kind() -> None:
    today = date(2027, 6, 10)
    assert due(Facts(DIED, (wish(),), checked_on=today), today) is Reason.PLEDGE_DATE


def test_the_month_of_the_scholarship_is_a_dated_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    until_2028 = parameter("reminder_days").on(date(2027, 7, 1))
    from_2028 = replace(
        until_2028,
        starts=date(2028, 1, 1),
        amounts={**until_2028.amounts, "scholarship_month": 8},
    )
    changed = Series((until_2028, from_2028))
    monkeypatch.setattr(
        reminder_rules,
        "parameter",
        lambda name: changed if name == "reminder_days" else parameter(name),
    )
    facts = Facts(DIED, scholarship=True)
    assert due(facts, date(2027, 7, 15)) is Reason.SCHOLARSHIP
    assert due(facts, date(2028, 7, 15)) is None
    assert due(facts, date(2028, 8, 15)) is Reason.SCHOLARSHIP
