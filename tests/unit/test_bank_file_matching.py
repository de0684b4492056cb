"""Which payout or pledge a line is proposed to, and why not."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.matching_rules import (
    MatchReason,
    OpenLine,
    PayoutTarget,
    PledgeTarget,
    Proposal,
    TargetKind,
    Unmatched,
    UnmatchedCause,
    has_code,
    propose,
)

SAMPLE = Path(__file__).parents[2].parent / "shared/data/reconciliation/pledge_matching.json"
OWN = AccountNumber("003901012345678")
OTHER = AccountNumber("003901087654321")
DAY = date(2026, 3, 10)


def a_line(
    name: str = "L1",
    rupiah: int = 42_000_000,
    on: date = DAY,
    *,
    account: AccountNumber = OWN,
    direction: Direction = Direction.CREDIT,
    text: str = "",
) -> OpenLine:
    return OpenLine(name, account, on, direction, Rupiah.of(rupiah), text)


def a_payout(name: str = "P1", rupiah: int = 42_000_000, **facts: Any) -> PayoutTarget:
    return PayoutTarget(name, OWN, Rupiah.of(rupiah), DAY, **facts)


def a_pledge(name: str = "J1", rupiah: int = 500_000, **facts: Any) -> PledgeTarget:
    own = {"code": None, "made_on": DAY, "until_on": DAY + timedelta(days=7), **facts}
    return PledgeTarget(name, OWN, Rupiah.of(rupiah), **own)


def cause(line: OpenLine, *targets: PayoutTarget | PledgeTarget) -> UnmatchedCause:
    (outcome,) = propose([line], targets)
    assert isinstance(outcome, Unmatched)
    return outcome.cause


def test_a_credit_of_the_payouts_amount_on_its_account_is_proposed() -> None:
    (outcome,) = propose([a_line()], [a_payout()])
    assert isinstance(outcome, Proposal)
    assert (outcome.target_id, outcome.kind) == ("P1", TargetKind.PAYOUT)
    assert MatchReason.SAME_AMOUNT in outcome.reasons


@pytest.mark.parametrize(("days", "fits"), [(-2, False), (-1, True), (14, True), (15, False)])
def test_a_payout_is_looked_for_from_a_day_before_to_two_weeks_after(
    days: int, *, fits: bool
) -> None:
    (outcome,) = propose([a_line(on=DAY + timedelta(days=days))], [a_payout()])
    assert isinstance(outcome, Proposal) is fits


def test_every_line_that_is_not_proposed_has_a_cause() -> None:
    assert cause(a_line(direction=Direction.DEBIT), a_payout()) is UnmatchedCause.DEBIT_LINE
    elsewhere = a_line(account=OTHER)
    assert cause(elsewhere, a_payout()) is UnmatchedCause.NO_TARGET_FOR_ACCOUNT
    assert cause(a_line(rupiah=41_999_999), a_payout()) is UnmatchedCause.AMOUNT_DIFFERS
    late = a_line(on=DAY + timedelta(days=30))
    assert cause(late, a_payout()) is UnmatchedCause.OUTSIDE_DATES
    assert cause(a_line(), a_payout(matched=True)) is UnmatchedCause.ALREADY_MATCHED
    assert cause(a_line(), a_payout("P1"), a_payout("P2")) is UnmatchedCause.AMBIGUOUS


def test_two_equal_lines_for_one_target_are_left_to_a_person() -> None:
    outcomes = propose([a_line("L1"), a_line("L2")], [a_payout()])
    assert outcomes == (
        Unmatched("L1", UnmatchedCause.AMBIGUOUS),
        Unmatched("L2", UnmatchedCause.AMBIGUOUS),
    )


def test_the_code_in_the_remark_settles_what_amount_and_date_cannot() -> None:
    pledges = [a_pledge("J1", code="SB-7K2M"), a_pledge("J2", code="SB-9QXT")]
    lines = [a_line("L1", 500_000, text="SETOR sb 9qxt WS_OB;1;X"), a_line("L2", 500_000, text="")]
    first, second = propose(lines, pledges)
    assert isinstance(first, Proposal)
    assert (first.target_id, first.reasons[0]) == ("J2", MatchReason.CODE_IN_TEXT)
    assert isinstance(second, Proposal)
    assert second.target_id == "J1"
    assert second.score < first.score


def test_a_code_with_another_amount_is_not_proposed_nor_is_another_target_of_that_amount() -> None:
    pledges = [a_pledge("J1", 500_000, code="SB-7K2M"), a_pledge("J2", 300_000)]
    assert cause(a_line("L1", 300_000, text="SB-7K2M"), *pledges) is UnmatchedCause.AMOUNT_DIFFERS


def test_a_late_deposit_with_the_code_is_proposed_and_called_late() -> None:
    line = a_line("L1", 500_000, DAY + timedelta(days=40), text="SB-7K2M")
    (outcome,) = propose([line], [a_pledge(code="SB-7K2M")])
    assert isinstance(outcome, Proposal)
    assert MatchReason.LATE in outcome.reasons


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SETORAN SB-7K2M", True), ("SB7K2M/ANI", True), ("sb-7k\n2m", True),
        ("SB-7K2MX", False), ("XSB-7K2M", False), ("SB-7K2", False), ("", False),
    ],
)  # fmt: skip
def test_a_code_is_a_word_of_its_own(text: str, *, found: bool) -> None:
    assert has_code(text, "SB-7K2M") is found
    assert not has_code(text, None)
    assert not has_code(text, "SB")


def test_an_equal_amount_goes_before_a_near_one() -> None:
    lines = [a_line("L1", 500_000), a_line("L2", 502_000)]
    first, second = propose(lines, [a_pledge()])
    assert isinstance(first, Proposal)
    assert second == Unmatched("L2", UnmatchedCause.ALREADY_MATCHED)


def test_the_order_of_lines_and_targets_changes_nothing() -> None:
    lines = [a_line("L1", 500_000), a_line("L2", 502_000), a_line("L3", 300_000)]
    targets = [a_pledge("J1"), a_pledge("J2", 300_000), a_pledge("J3", 300_000, matched=True)]
    wanted = {outcome.line_id: outcome for outcome in propose(lines, targets)}
    for some in permutations(lines):
        for others in permutations(targets):
            assert {o.line_id: o for o in propose(some, others)} == wanted


@pytest.mark.skipif(not SAMPLE.exists(), reason="the outside samples are not here")
def test_the_behaviour_seen_in_another_product_holds() -> None:
    told = json.loads(SAMPLE.read_text())
    window, longer = told["aturan"]["jendela_bawaan_hari"], told["aturan"]["perpanjangan_hari"]
    for case in told["kasus"]:
        days = window + (longer if case.get("diperpanjang") else 0)
        pledge = a_pledge(
            rupiah=case["janji"],
            until_on=DAY + timedelta(days=days),
            matched=case.get("status_awal") == "matched",
        )
        amount = Rupiah.from_decimal(Decimal(str(case.get("masuk", case.get("keluar")))))
        line = OpenLine(
            "L1",
            OTHER if "rekening" in case else OWN,
            DAY + timedelta(days=case.get("hari_setelah", 0)),
            Direction.DEBIT if "keluar" in case else Direction.CREDIT,
            amount,
            "",
        )
        (outcome,) = propose([line], [pledge])
        assert isinstance(outcome, Proposal) is case["cocok"], case
