"""Which days a statement tells of: what it states, else its balances, else its lines."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.reconciliation.readers import BankFile, read_bank_file
from savings_app.reconciliation.readers.types import days_between
from tests.camt_files import balance, entry, message, record


def read(text: str) -> BankFile:
    return read_bank_file(text.encode())


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("began", "ended", "booked", "days"),
    [
        (9, 10, [10], (10, 10)),  # opened with the closing balance of the 9th
        (9, 10, [9, 10], (9, 10)),
        (10, 10, [10], (10, 10)),
        (1, 31, [5], (1, 31)),  # a month
        (15, 31, [], (16, 31)),
    ],
)
def test_the_day_of_an_opening_balance_was_mostly_told_before(
    began: int, ended: int, booked: list[int], days: tuple[int, int]
) -> None:
    found = days_between(day(began), day(ended), [day(one) for one in booked])
    assert found == (day(days[0]), day(days[1]))


def test_balances_the_wrong_way_round_or_one_alone_tell_of_no_days() -> None:
    assert days_between(day(10), day(9), []) is None
    assert days_between(None, day(9), []) is None
    assert days_between(day(9), None, []) is None


def test_a_statement_in_mt940_tells_of_the_days_between_its_balances() -> None:
    (section,) = read(
        ":20:A\n:25:003901012345678\n:60F:C260301IDR0,00\n"
        ":61:2603050305C5,00NTRFNONREF\n:86:SETOR\n:62F:C260331IDR5,00\n"
    ).sections
    assert section.days == (day(1), day(31))


def period(first: str, last: str) -> str:
    return f"<FrToDt><FrDtTm>{first}</FrDtTm><ToDtTm>{last}</ToDtTm></FrToDt>"


@pytest.mark.parametrize(
    ("stated", "days"),
    [
        (period("2026-03-02T00:00:00", "2026-03-30T23:59:59"), (day(2), day(30))),
        (period("2026-03-01T00:00:00+08:00", "2026-04-01T00:00:00+08:00"), (day(1), day(31))),
        (period("2026-02-28T16:00:00Z", "2026-03-31T15:59:59Z"), (day(1), day(31))),
        (period("2026-03-31T00:00:00", "2026-03-01T00:00:00"), (day(5), day(5))),
        ("", (day(5), day(5))),
    ],
)
def test_a_statement_in_xml_tells_of_the_days_it_states(
    stated: str, days: tuple[date, date]
) -> None:
    found = read(message(record(stated, entry())))
    assert found.problems == ()
    assert found.sections[0].days == days


def test_an_unreadable_period_is_told_and_costs_nothing_else() -> None:
    stated = period("2026-02-31T00:00:00", "2026-03-31T00:00:00")
    whole = record(stated, balance("OPBD", "0.00"), balance("CLBD", "1000.00"), entry())
    found = read(message(whole))
    assert [problem.place for problem in found.problems] == ["Stmt[1].FrToDt"]
    assert found.sections[0].balanced is True


def test_a_balance_without_a_readable_day_is_still_a_balance() -> None:
    whole = record(balance("OPBD", "0.00"), balance("CLBD", "1000.00"), entry())
    (section,) = read(message(whole.replace("2026-03-31", "2026-03-32"))).sections
    assert section.balanced is True
    assert section.days == (day(5), day(5))


def test_without_a_period_the_lines_are_all_that_is_known() -> None:
    found = read("Tanggal;Uraian;Debet;Kredit\n05/03/2026;A;;1,00\n20/03/2026;B;;1,00\n")
    assert found.sections[0].days == (day(5), day(20))
    assert found.sections[0].stated_days is None
