"""Every bank line is exactly one thing: what it is by its words, its partner, its target."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.class_rules import (
    MATCHED,
    ClassedLine,
    ExceptionCause,
    LineClass,
    ToldLine,
    choices_for,
    classify_lines,
)
from savings_app.reconciliation.fit_rules import OpenLine, PayoutTarget, PledgeTarget, Target
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.line_words import line_words

OWN = AccountNumber("003901012345678")
OTHER = AccountNumber("003901087654321")
DAY = date(2026, 3, 10)
BALANCE = Rupiah.of(40_000_000)
IN, OUT = Direction.CREDIT, Direction.DEBIT


def told(
    name: str,
    rupiah: int,
    text: str = "",
    *,
    day: int = 0,
    said: LineClass | None = None,
    **facts: Any,
) -> ToldLine:
    """A line of OWN; rupiah below zero went out."""
    own = {"account": OWN, "balance": BALANCE, **facts}
    line = OpenLine(
        id=name,
        on=DAY + timedelta(days=day),
        direction=OUT if rupiah < 0 else IN,
        amount=Rupiah.of(abs(rupiah)),
        text=text,
        **own,
    )
    return ToldLine(line, said)


def a_payout(name: str = "P1", rupiah: int = 42_000_000) -> PayoutTarget:
    return PayoutTarget(name, OWN, Rupiah.of(rupiah), DAY)


def a_pledge(name: str, rupiah: int, code: str) -> PledgeTarget:
    return PledgeTarget(name, OWN, Rupiah.of(rupiah), code, DAY, DAY + timedelta(days=60))


def classes(*lines: ToldLine, targets: tuple[Target, ...] = ()) -> dict[str, ClassedLine]:
    return {str(one.line_id): one for one in classify_lines(lines, targets, line_words())}


def only(line: ToldLine, *targets: Target) -> ClassedLine:
    (one,) = classify_lines([line], targets, line_words())
    return one


# --- the bank's own postings by their words ------------------------------------------------------


@pytest.mark.parametrize(
    ("rupiah", "text", "kind"),
    [
        (27_000, "BUNGA", LineClass.RETURN),
        (27_000, "BUNGA TABUNGAN MAR 2026", LineClass.RETURN),
        (27_000, "Jasa Giro 0326", LineClass.RETURN),
        (27_000, "BAGI HASIL MUDHARABAH BLN MARET", LineClass.RETURN),
        (27_000, "BONUS WADIAH", LineClass.RETURN),
        (27_000, "CR INT", LineClass.RETURN),
        (27_000, "INTEREST CREDIT", LineClass.RETURN),
        (27_000, "BASIL TAB FT26071XK", LineClass.RETURN),
        (-5_400, "PAJAK", LineClass.TAX),
        (-5_400, "PAJAK BUNGA TABUNGAN", LineClass.TAX),
        (-5_400, "PPH FINAL BAGI HASIL", LineClass.TAX),
        (-5_400, "PPh Pasal 4 ayat", LineClass.MONEY_OUT),  # a word we do not know: a person's
        (-5_500, "BIAYA ADM", LineClass.FEE),
        (-5_500, "BIAYA ADMIN BULANAN", LineClass.FEE),
        (-2_500, "BIAYA TRANSFER BIFAST", LineClass.FEE),
        (-6_500, "ADM KARTU ATM", LineClass.FEE),
        (-6_500, "FEE SMS NOTIFIKASI", LineClass.FEE),
    ],
)
def test_the_banks_own_postings_are_told_by_their_words(
    rupiah: int, text: str, kind: LineClass
) -> None:
    assert only(told("L1", rupiah, text)).kind is kind


@pytest.mark.parametrize(
    ("rupiah", "text"),
    [
        (27_000, "TRF DR NI LUH BUNGA"),
        (27_000, "NI LUH BUNGA"),
        (27_000, "SETOR BUNGA"),
        (27_000, "BONUS DARI KANTOR"),
        (27_000, "BUNGAKU"),
        (27_000, "PAJAK"),  # no bank pays a tax in
        (27_000, "BUNGA SB-7K2M"),
    ],
)
def test_money_in_of_people_is_no_posting_whatever_word_it_holds(rupiah: int, text: str) -> None:
    assert only(told("L1", rupiah, text)).kind is LineClass.EXCEPTION


@pytest.mark.parametrize(
    "text",
    [
        "BAYAR PAJAK KENDARAAN",
        "TRANSFER KE KANTOR PAJAK",
        "BIAYA SEKOLAH",
        "TRF KE ADMINDO",
        "BUNGA",
    ],
)
def test_money_out_of_people_is_no_posting_whatever_word_it_holds(text: str) -> None:
    assert only(told("L1", -20_000, text)).kind is LineClass.MONEY_OUT


@pytest.mark.parametrize(
    ("rupiah", "text", "balance", "usual"),
    [
        (800_000, "BUNGA", 40_000_000, True),
        (800_001, "BUNGA", 40_000_000, False),
        (900, "BUNGA", 0, True),
        (500_000, "BUNGA", None, True),
        (500_001, "BUNGA", None, False),
        (-160_000, "PAJAK", 40_000_000, True),
        (-160_001, "PAJAK", 40_000_000, False),
        (-100_000, "BIAYA ADM", 40_000_000, True),
        (-100_001, "BIAYA ADM", 40_000_000, False),
    ],
)
def test_too_much_for_the_balance_is_for_a_person_whatever_the_words(
    rupiah: int, text: str, balance: int | None, *, usual: bool
) -> None:
    line = told("L1", rupiah, text, balance=None if balance is None else Rupiah.of(balance))
    one = only(line)
    assert (one.kind is not LineClass.EXCEPTION) is usual
    assert (one.cause is ExceptionCause.UNUSUAL_AMOUNT) is not usual


def test_a_payout_or_a_pledge_goes_before_a_word_but_is_not_sure_then() -> None:
    line = told("L1", 500_000, "BONUS")
    assert only(line).kind is LineClass.RETURN
    one = only(line, a_payout(rupiah=500_000))
    assert one.kind is LineClass.PROPOSED
    assert one.proposal is not None
    assert not one.proposal.sure
    plain = only(told("L1", 500_000, "BPJS TK"), a_payout(rupiah=500_000))
    assert plain.proposal is not None
    assert plain.proposal.sure


def test_interest_beside_an_open_pledge_is_interest() -> None:
    one = only(told("L1", 27_000, "BUNGA"), a_pledge("J1", 500_000, "SB-7K2M"))
    assert one.kind is LineClass.RETURN


# --- a line and its taking back ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["RETUR TRF ANI", "KOREKSI TRF ANI 99821", "REVERSAL", "BATAL TRF", "RC TRF ANI"],
)
def test_a_line_and_its_taking_back_are_both_reversed(text: str) -> None:
    got = classes(told("L1", 500_000, "TRF ANI"), told("L2", -500_000, text, day=1))
    assert {one.kind for one in got.values()} == {LineClass.REVERSED}
    assert (got["L1"].partner_id, got["L2"].partner_id) == ("L2", "L1")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (told("L1", 500_000, "TRF ANI"), told("L2", -500_000, "TARIK TUNAI", day=1)),
        (told("L1", 500_000, "TRF ANI"), told("L2", 500_000, "RETUR TRF ANI", day=1)),
        (told("L1", 500_000, "TRF ANI"), told("L2", -400_000, "RETUR TRF ANI", day=1)),
        (told("L1", 500_000, "TRF ANI"), told("L2", -500_000, "RETUR TRF ANI", day=8)),
        (told("L1", 500_000, "TRF ANI", day=1), told("L2", -500_000, "RETUR TRF ANI")),
        (told("L1", 500_000, "TRF ANI"), told("L2", -500_000, "RETUR TRF ANI", account=OTHER)),
        (told("L1", 500_000, "KOREKSI"), told("L2", -500_000, "KOREKSI", day=1)),
    ],
    ids=["no word", "same way", "other amount", "late", "before", "other account", "two words"],
)
def test_what_is_no_taking_back(first: ToldLine, second: ToldLine) -> None:
    got = classes(first, second)
    assert LineClass.REVERSED not in {one.kind for one in got.values()}
    assert got["L1"].kind is LineClass.EXCEPTION


def test_a_taking_back_that_names_another_thing_is_left_to_a_person_and_makes_unsure() -> None:
    pledge = a_pledge("J1", 500_000, "SB-7K2M")
    got = classes(
        told("L1", 500_000, "SETOR SB-7K2M"),
        told("L2", -500_000, "BATAL NIKAH", day=2),
        targets=(pledge,),
    )
    assert got["L2"].cause is ExceptionCause.REVERSAL_UNCLEAR
    assert got["L1"].proposal is not None
    assert not got["L1"].proposal.sure


def test_a_taking_back_that_could_mean_two_lines_is_left_to_a_person() -> None:
    first, second = told("L1", 500_000, "TRF ANI"), told("L2", 500_000, "TRF TUTI", day=1)
    unclear = told("L3", -500_000, "RETUR", day=2)
    got = classes(first, second, unclear)
    assert got["L3"].cause is ExceptionCause.REVERSAL_UNCLEAR
    clear = classes(first, second, told("L3", -500_000, "RETUR TRF TUTI", day=2))
    assert clear["L2"].kind is clear["L3"].kind is LineClass.REVERSED
    assert clear["L1"].kind is LineClass.EXCEPTION


def test_a_line_booked_twice_and_taken_back_once_leaves_one() -> None:
    code = "SETOR SB-7K2M"
    got = classes(
        told("L1", 500_000, code),
        told("L2", 500_000, code),
        told("L3", -500_000, f"KOREKSI {code}", day=1),
        targets=(a_pledge("J1", 500_000, "SB-7K2M"),),
    )
    kinds = Counter(one.kind for one in got.values())
    assert kinds == {LineClass.REVERSED: 2, LineClass.PROPOSED: 1}


def test_a_taking_back_that_was_reversed_before_anybody_confirmed_is_proposed_to_nobody() -> None:
    got = classes(
        told("L1", 42_000_000, "BPJS TK JKM"),
        told("L2", -42_000_000, "RETUR BPJS TK JKM", day=1),
        targets=(a_payout(),),
    )
    assert {one.kind for one in got.values()} == {LineClass.REVERSED}


# --- what a person said --------------------------------------------------------------------------


def test_what_a_person_said_stands_before_every_rule() -> None:
    line = told("L1", 27_000, "BUNGA", said=LineClass.OTHER_IN)
    assert only(line, a_payout(rupiah=27_000)).kind is LineClass.OTHER_IN


def test_a_pair_of_which_a_person_said_that_it_is_none_is_none() -> None:
    got = classes(
        told("L1", 500_000, "TRF ANI"),
        told("L2", -500_000, "RETUR", day=1, said=LineClass.MONEY_OUT),
    )
    assert got["L1"].kind is LineClass.EXCEPTION
    assert got["L2"].kind is LineClass.MONEY_OUT


def test_what_may_be_said_goes_the_way_the_money_went() -> None:
    assert LineClass.OTHER_IN in choices_for(IN)
    assert LineClass.OTHER_IN not in choices_for(OUT)
    assert LineClass.FEE in choices_for(OUT)
    for direction in (IN, OUT):
        assert not MATCHED & set(choices_for(direction))
        assert LineClass.EXCEPTION not in choices_for(direction)


# --- the outcomes other systems tell apart, as facts of our own -----------------------------------


def the_month() -> tuple[list[ToldLine], tuple[Target, ...]]:
    """Ten payments as another system's file has them: each of our own kind."""
    targets = tuple(
        a_pledge(f"E2E-{n:04}", 100_000 * n, f"SB-2{letter}2A")
        for n, letter in ((1, "A"), (3, "C"), (4, "D"), (5, "E"), (7, "F"), (8, "G"), (9, "H"))
    )
    lines = [
        told("L1", 100_000, "SB-2A2A"),
        told("L2", 200_000, "TRF AC01"),  # the bank refused it and sent it back
        told("L2b", -200_000, "RETUR TRF AC01", day=1),
        told("L3", 300_000, "SB-2C2A"),
        told("L4", 400_000, "SB-2D2A"),
        told("L5", 550_000, "SB-2E2A"),  # more than was pledged
        told("L6", 610_000, "ANGKUTAN"),  # of nobody we know
        told("L8", 800_000, "SB-2G2A"),
        told("L8b", 800_000, "SB-2G2A"),  # the same once more
        told("L9", 900_000, "SB-2H2A"),
        told("LX", 123_000, "SB-9999"),  # a code nobody has
    ]
    return lines, targets


def test_each_outcome_another_system_tells_apart_is_a_class_of_its_own_here() -> None:
    lines, targets = the_month()
    got = classes(*lines, targets=targets)
    assert {name for name, one in got.items() if one.kind is LineClass.PROPOSED} == {
        "L1", "L3", "L4", "L9",
    }  # fmt: skip
    assert got["L2"].kind is got["L2b"].kind is LineClass.REVERSED
    assert {name: one.cause for name, one in got.items() if one.cause} == {
        "L5": ExceptionCause.AMOUNT_DIFFERS,
        "L6": ExceptionCause.AMOUNT_DIFFERS,
        "L8": ExceptionCause.TWIN,
        "L8b": ExceptionCause.TWIN,
        "LX": ExceptionCause.UNKNOWN_CODE,
    }
    assert only(lines[6]).cause is ExceptionCause.NO_TARGET
    taken = {one.proposal.target_id for one in got.values() if one.proposal}
    assert "E2E-0007" not in taken  # pledged, and no line came


def test_a_second_statement_takes_back_what_was_matched_and_asks_the_one_who_matched_it() -> None:
    lines, targets = the_month()
    place = next(n for n, one in enumerate(lines) if one.line.id == "L9")
    lines[place] = replace(lines[place], said=LineClass.DEPOSIT)
    lines.append(told("L9b", -900_000, "RETUR SB-2H2A", day=2))
    got = classes(*lines, targets=targets)
    assert got["L9"].kind is LineClass.DEPOSIT  # nothing changes by itself
    assert got["L9"].partner_id == "L9b"
    assert (got["L9b"].cause, got["L9b"].partner_id) == (
        ExceptionCause.REVERSED_AFTER_MATCH,
        "L9",
    )
    # Once the match was taken back, both are what they are.
    lines[place] = replace(lines[place], said=None)
    after = classes(*lines, targets=targets)
    assert after["L9"].kind is after["L9b"].kind is LineClass.REVERSED


# --- for any lines and targets -------------------------------------------------------------------

_TEXTS = st.sampled_from(
    ["", "BUNGA", "PAJAK", "BIAYA ADM", "RETUR", "TRF ANI", "RETUR TRF ANI", "SB-2A2A", "SB-2C2A",
     "RETUR SB-2A2A", "SB-2A2A SB-2C2A", "SB-9999", "KOREKSI BUNGA"]
)  # fmt: skip
_AMOUNTS = st.sampled_from([-500_000, -300_000, -200_000, 200_000, 300_000, 500_000, 800_000])
_SAID = st.sampled_from([None, None, None, LineClass.DEPOSIT, LineClass.OTHER_IN])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[ToldLine], list[Target]]:
    lines = [
        told(
            f"L{n}",
            draw(_AMOUNTS),
            draw(_TEXTS),
            day=draw(st.integers(0, 9)),
            said=draw(_SAID),
            account=draw(st.sampled_from([OWN, OTHER])),
        )
        for n in range(draw(st.integers(0, 9)))
    ]
    targets: list[Target] = [
        a_pledge(f"J{n}", draw(st.sampled_from([200_000, 300_000, 500_000])), code)
        for n, code in enumerate(draw(st.sampled_from([(), ("SB-2A2A",), ("SB-2A2A", "SB-2C2A")])))
    ]
    if draw(st.booleans()):
        targets.append(a_payout(rupiah=500_000))
    return lines, targets


@settings(max_examples=300, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_every_line_is_in_exactly_one_class_and_no_order_matters(
    world: tuple[list[ToldLine], list[Target]], shuffled: Any
) -> None:
    lines, targets = world
    found = classify_lines(lines, targets, line_words())
    assert [one.line_id for one in found] == [one.line.id for one in lines]
    assert sum(Counter(one.kind for one in found).values()) == len(lines)
    for one in found:
        assert (one.cause is not None) is (one.kind is LineClass.EXCEPTION)
        assert (one.proposal is not None) is (one.kind is LineClass.PROPOSED)
    _check_no_money_counts_twice(lines, targets, found)
    others, of_others = list(lines), list(targets)
    shuffled.shuffle(others)
    shuffled.shuffle(of_others)
    again = classify_lines(others, of_others, line_words())
    assert {one.line_id: one for one in again} == {one.line_id: one for one in found}


def _check_no_money_counts_twice(
    lines: list[ToldLine], targets: list[Target], found: tuple[ClassedLine, ...]
) -> None:
    """What is proposed of a target is never more than the target, give or take the tolerance."""
    amount = {one.line.id: one.line.amount.sen for one in lines}
    proposed: Counter[object] = Counter()
    for one in found:
        if one.proposal is not None:
            proposed[one.proposal.target_id] += amount[one.line_id]
    for target in targets:
        assert proposed[target.id] <= target.amount.sen * 1.01
