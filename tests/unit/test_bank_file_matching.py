"""Which payout or pledge a line is proposed to, and why not."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.fit_rules import (
    MatchReason,
    OpenLine,
    PayoutTarget,
    PledgeTarget,
    Proposal,
    TargetKind,
    has_code,
    has_name,
)
from savings_app.reconciliation.kinds import Direction, ExceptionCause
from savings_app.reconciliation.matching_rules import Unmatched, list_fits, propose

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


def cause(line: OpenLine, *targets: PayoutTarget | PledgeTarget) -> ExceptionCause | None:
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
    assert cause(a_line(direction=Direction.DEBIT), a_payout()) is None
    elsewhere = a_line(account=OTHER)
    assert cause(elsewhere, a_payout()) is ExceptionCause.NO_TARGET
    assert cause(a_line(rupiah=41_999_999), a_payout()) is ExceptionCause.AMOUNT_DIFFERS
    late = a_line(on=DAY + timedelta(days=30))
    assert cause(late, a_payout()) is ExceptionCause.OUTSIDE_DATES
    assert cause(a_line(), a_payout(matched=True)) is ExceptionCause.ALREADY_MATCHED
    assert cause(a_line(), a_payout("P1"), a_payout("P2")) is ExceptionCause.SEVERAL_TARGETS


def test_two_equal_lines_for_one_target_are_left_to_a_person() -> None:
    outcomes = propose([a_line("L1"), a_line("L2")], [a_payout()])
    assert outcomes == (
        Unmatched("L1", ExceptionCause.TWIN),
        Unmatched("L2", ExceptionCause.TWIN),
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


def test_a_code_with_more_money_is_not_proposed_nor_is_another_target_of_that_amount() -> None:
    pledges = [a_pledge("J1", 500_000, code="SB-7K2M"), a_pledge("J2", 700_000)]
    assert cause(a_line("L1", 700_000, text="SB-7K2M"), *pledges) is ExceptionCause.AMOUNT_DIFFERS


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
    assert second == Unmatched("L2", ExceptionCause.ALREADY_MATCHED)


def test_the_order_of_lines_and_targets_changes_nothing() -> None:
    lines = [a_line("L1", 500_000), a_line("L2", 502_000), a_line("L3", 300_000)]
    targets = [a_pledge("J1"), a_pledge("J2", 300_000), a_pledge("J3", 300_000, matched=True)]
    wanted = {outcome.line_id: outcome for outcome in propose(lines, targets)}
    for some in permutations(lines):
        for others in permutations(targets):
            assert {o.line_id: o for o in propose(some, others)} == wanted


@pytest.mark.parametrize(
    ("received", "days", "facts", "fits"),
    [
        ("200.25", 1, {}, True),
        ("201.99", 0, {}, True),
        ("250", 0, {}, False),
        ("200", 10, {}, False),
        ("200", 1, {"direction": Direction.DEBIT}, False),
        ("200", 0, {"account": OTHER}, False),
        ("200", 8, {"longer": True}, True),
        ("200", 0, {"matched": True}, False),
    ],
    ids=[
        "within half a rupiah", "within one in a hundred", "too much", "after the window",
        "money out", "another account", "the window was made longer", "matched already",
    ],
)  # fmt: skip
def test_what_another_product_matches_and_what_not(
    received: str, days: int, facts: dict[str, Any], *, fits: bool
) -> None:
    window = 14 if facts.get("longer") else 7
    pledge = a_pledge(
        rupiah=200, until_on=DAY + timedelta(days=window), matched=bool(facts.get("matched"))
    )
    line = OpenLine(
        "L1",
        facts.get("account", OWN),
        DAY + timedelta(days=days),
        facts.get("direction", Direction.CREDIT),
        Rupiah.from_decimal(Decimal(received)),
        "",
    )
    (outcome,) = propose([line], [pledge])
    assert isinstance(outcome, Proposal) is fits


def test_one_line_is_proposed_to_one_pledge_and_one_pledge_to_one_line() -> None:
    first, second = propose([a_line("L1", 200), a_line("L2", 200)], [a_pledge(rupiah=200)])
    assert isinstance(first, Unmatched)
    assert isinstance(second, Unmatched)
    # Two open pledges alike are refused where they are made; here a person chooses.
    twins = [a_pledge("J1", 200), a_pledge("J2", 200)]
    assert cause(a_line("L1", 200), *twins) is ExceptionCause.SEVERAL_TARGETS


def test_less_than_was_pledged_with_its_code_is_a_part_and_less_sure() -> None:
    whole, part = (a_line("L1", amount, text="SETOR SB-7K2M") for amount in (500_000, 200_000))
    pledge = a_pledge(code="SB-7K2M")
    (exact,) = propose([whole], [pledge])
    (less,) = propose([part], [pledge])
    assert isinstance(exact, Proposal)
    assert isinstance(less, Proposal)
    assert (exact.is_part, exact.sure) == (False, True)
    assert (less.is_part, less.sure) == (True, False)
    assert less.score < exact.score
    # Without the code it is nobody's until a person chooses it.
    bare = a_line("L1", 200_000)
    assert cause(bare, pledge) is ExceptionCause.AMOUNT_DIFFERS
    (offered,) = list_fits(bare, [pledge])
    assert (offered.target_id, offered.is_part, offered.needs_reason) == ("J1", True, False)


def test_parts_are_proposed_until_the_pledge_is_full_the_earliest_first() -> None:
    def part(name: str, rupiah: int, day: int) -> OpenLine:
        return a_line(name, rupiah, DAY + timedelta(days=day), text="SB-7K2M")

    lines = [part("L1", 200_000, 3), part("L2", 250_000, 1), part("L3", 100_000, 2)]
    for some in permutations(lines):
        told = {one.line_id: one for one in propose(some, [a_pledge(code="SB-7K2M")])}
        assert isinstance(told["L2"], Proposal)
        assert isinstance(told["L3"], Proposal)
        assert told["L1"] == Unmatched("L1", ExceptionCause.AMOUNT_DIFFERS)


def test_what_is_left_of_a_pledge_is_what_the_next_line_is_compared_with() -> None:
    begun = a_pledge(code="SB-7K2M", deposited=Rupiah.of(300_000))
    (rest,) = propose([a_line("L1", 200_000, text="SB-7K2M")], [begun])
    assert isinstance(rest, Proposal)
    assert rest.sure
    (bare,) = propose([a_line("L1", 200_000)], [begun])
    assert isinstance(bare, Proposal)
    assert cause(a_line("L1", 500_000), begun) is ExceptionCause.ALREADY_MATCHED
    full = a_pledge(deposited=Rupiah.of(500_000))
    assert cause(a_line("L1", 500_000), full) is ExceptionCause.ALREADY_MATCHED
    assert list_fits(a_line("L1", 500_000), [full]) == ()


def test_a_line_worth_two_pledges_is_left_to_a_person() -> None:
    pledges = [a_pledge("J1", 300_000, code="SB-7K2M"), a_pledge("J2", 200_000, code="SB-9QXT")]
    by_sum = a_line("L1", 500_000)
    by_codes = a_line("L1", 400_000, text="SB-7K2M DAN SB-9QXT")
    for line in (by_sum, by_codes):
        assert cause(line, *pledges) is ExceptionCause.SEVERAL_PLEDGES
    assert cause(a_line("L1", 600_000), *pledges) is ExceptionCause.AMOUNT_DIFFERS
    # Twice the same pledge is not two pledges.
    assert cause(a_line("L1", 600_000), pledges[0]) is ExceptionCause.AMOUNT_DIFFERS
    same = [a_pledge("J1", 300_000), a_pledge("J2", 300_000)]
    assert cause(a_line("L1", 600_000), *same) is ExceptionCause.SEVERAL_PLEDGES


def test_a_code_of_no_pledge_of_this_account_stands_against_every_pledge_of_it() -> None:
    line = a_line("L1", 500_000, text="SETOR SB-9QXT")
    assert cause(line, a_pledge(code="SB-7K2M")) is ExceptionCause.UNKNOWN_CODE
    (outcome,) = propose([line], [a_payout(rupiah=500_000)])
    assert isinstance(outcome, Proposal)


def test_a_name_in_the_remark_makes_surer_and_decides_nothing() -> None:
    named: dict[str, Any] = {"names": ("Mawarti Uji Panjang",)}
    line = a_line("L1", 500_000, text="SETOR TUNAI MAWARTI UJI")
    (plain,) = propose([line], [a_pledge()])
    (surer,) = propose([line], [a_pledge(**named)])
    assert isinstance(plain, Proposal)
    assert isinstance(surer, Proposal)
    assert surer.score > plain.score
    assert MatchReason.NAME_IN_TEXT in surer.reasons
    assert cause(line, a_pledge("J1", **named), a_pledge("J2")) is ExceptionCause.SEVERAL_TARGETS
    other = a_line("L1", 499_000 - 100_000, text="MAWARTI UJI")
    assert cause(other, a_pledge(**named)) is ExceptionCause.AMOUNT_DIFFERS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MAWARTI UJI", True), ("TRF DR UJI, MAWARTI", True), ("MAWARTI", False),
        ("MAWARTINI UJI", False), ("", False),
    ],
)  # fmt: skip
def test_a_name_is_found_by_its_first_two_words(text: str, *, found: bool) -> None:
    assert has_name(text, ["Mawarti Uji Panjang"]) is found
    assert not has_name(text, ["", "A B"])


def test_a_person_may_choose_a_day_too_late_but_says_why() -> None:
    late = a_line("L1", 500_000, DAY + timedelta(days=30))
    assert cause(late, a_pledge()) is ExceptionCause.OUTSIDE_DATES
    (offered,) = list_fits(late, [a_pledge()])
    assert offered.needs_reason
    before = a_line("L1", 500_000, DAY - timedelta(days=1))
    assert list_fits(before, [a_pledge()]) == ()
    assert list_fits(a_line("L1", 500_000, account=OTHER), [a_pledge()]) == ()
