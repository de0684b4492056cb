"""A reversal the bank marks itself (MT940 RC and RD, camt RvslInd) needs no words to be one."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.fit_rules import OpenLine
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.line_words import line_words
from savings_app.reconciliation.readers import Line, read_bank_file
from savings_app.reconciliation.reversal_rules import Reversals, find_reversals
from savings_app.reconciliation.rules import identify_lines
from tests.camt_files import ACCOUNT, entry, message, record

IN, OUT = Direction.CREDIT, Direction.DEBIT
MT940 = f""":20:UJI
:25:{ACCOUNT}
:28C:1/1
:60F:C261109IDR100,00
:61:2611101110C42,00NTRFNONREF
:86:SANTUNAN JKM
:61:2611101110RC42,00NTRFNONREF
:86:SANTUNAN JKM
:61:2611101110D5,00NTRFNONREF
:86:TARIK TUNAI
:61:2611101110RD5,00NTRFNONREF
:86:TARIK TUNAI
:62F:C261110IDR100,00
"""


def lines_of(data: str) -> tuple[Line, ...]:
    found = read_bank_file(data.encode())
    assert found.problems == ()
    return found.sections[0].lines


def test_the_mark_of_mt940_is_kept_with_the_direction_it_means() -> None:
    lines = lines_of(MT940)
    assert [(one.direction, one.takes_back) for one in lines] == [
        (IN, False), (OUT, True), (OUT, False), (IN, True),
    ]  # fmt: skip


def test_the_mark_of_camt_is_kept_and_turns_nothing() -> None:
    marked = entry("5.00", "DBIT", more="<RvslInd>true</RvslInd>")
    plain = entry("5.00", "DBIT", more="<RvslInd>false</RvslInd>")
    lines = lines_of(message(record(marked, plain)))
    assert [(one.direction, one.takes_back) for one in lines] == [(OUT, True), (OUT, False)]


def test_the_mark_is_no_part_of_what_a_line_is() -> None:
    """Lines stored before the mark was kept are known by the same hash."""
    (own,) = identify_lines(read_bank_file(MT940.encode()).sections)
    assert own[1].content_hash[:12] == "fbeb926bc04f"


def open_line(
    name: str, day: int, direction: Direction, text: str, *, marked: bool = False, rupiah: int = 42
) -> OpenLine:
    return OpenLine(
        name, AccountNumber(ACCOUNT), date(2026, 11, day), direction, Rupiah.of(rupiah), text,
        takes_back=marked,
    )  # fmt: skip


def found(*lines: OpenLine) -> Reversals:
    return find_reversals(lines, line_words())


CAME = open_line("came", 10, IN, "SANTUNAN JKM")


@pytest.mark.parametrize("text", ["SANTUNAN JKM", "", "RETUR SANTUNAN JKM", "884421"])
def test_a_marked_line_takes_back_what_it_names_whatever_it_says(text: str) -> None:
    assert found(CAME, open_line("back", 11, OUT, text, marked=True)).of == {1: 0}


@pytest.mark.parametrize(
    ("day", "rupiah", "direction"), [(9, 42, OUT), (18, 42, OUT), (11, 41, OUT), (11, 42, IN)]
)
def test_a_mark_takes_back_nothing_earlier_later_other_or_the_same_way(
    day: int, rupiah: int, direction: Direction
) -> None:
    back = open_line("back", day, direction, "", marked=True, rupiah=rupiah)
    assert found(CAME, back).of == {}


def test_the_same_words_without_the_mark_are_money_taken_out() -> None:
    assert found(CAME, open_line("out", 11, OUT, "SANTUNAN JKM")) == Reversals(
        {}, frozenset(), frozenset()
    )


def test_a_marked_line_that_may_mean_two_is_for_a_person() -> None:
    other = open_line("other", 10, IN, "SETOR TUNAI")
    result = found(CAME, other, open_line("back", 11, OUT, "", marked=True))
    assert result == Reversals({}, frozenset({2}), frozenset({0, 1}))
    named = found(CAME, other, open_line("back", 11, OUT, "SETOR TUNAI", marked=True))
    assert named.of == {2: 1}


def test_what_takes_back_is_never_taken_back_itself() -> None:
    back = open_line("back", 11, OUT, "SANTUNAN JKM", marked=True)
    again = open_line("again", 12, IN, "SANTUNAN JKM", marked=True)
    assert found(CAME, back, again).of == {1: 0}
