"""Expected interest and tax beside what the bank posted, in dated examples."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.banks.kinds import Contract, ProductKind
from savings_app.money import ZERO, Rupiah
from savings_app.reconciliation.balance_rules import Anchor, Move
from savings_app.reconciliation.estimate_rules import (
    EstimateGap,
    Explanation,
    MonthEstimate,
    SaidProduct,
    Terms,
    estimate_months,
)
from savings_app.reconciliation.kinds import LineClass

TODAY = date(2026, 11, 23)
SINCE = date(2026, 1, 1)
ONE_PERCENT = Terms(SINCE, 100, ZERO)


def product(
    *terms: Terms,
    contract: Contract = Contract.CONVENTIONAL,
    kind: ProductKind = ProductKind.SAVINGS,
    starts: date = SINCE,
) -> SaidProduct:
    return SaidProduct(starts, kind, contract, terms or (ONE_PERCENT,))


def move(on: date, sen: int, kind: LineClass = LineClass.MONEY_OUT) -> Move:
    return Move(on, Rupiah(sen), kind)


def account(
    interest: int = 821_918,
    tax: int = 164_384,
    *,
    rupiah: int = 10_000_000,
    more: tuple[Move, ...] = (),
) -> tuple[list[Move], list[Anchor]]:
    """Ten million since 15 August, and statements of August to October; September's interest."""
    paid = move(date(2026, 8, 15), rupiah * 100)
    own = [
        *more,
        move(date(2026, 9, 30), interest, LineClass.RETURN),
        move(date(2026, 9, 30), -tax, LineClass.TAX),
    ]
    own = [one for one in own if one.signed]
    after = paid.signed + Rupiah(sum(one.signed.sen for one in own))
    last = move(date(2026, 10, 31), 100)
    days = [one.on for one in own] or [date(2026, 9, 30)]
    return [paid, *own, last], [
        Anchor(paid.on, paid.on, ZERO, paid.signed),
        Anchor(min(days), max(days), paid.signed, after),
        Anchor(last.on, last.on, after, after + last.signed),
    ]


def september(moves: list[Move], anchors: list[Anchor], *products: SaidProduct) -> MonthEstimate:
    found = estimate_months(moves, anchors, products, months=12, today=TODAY)
    (own,) = [one for one in found if one.month == date(2026, 9, 1)]
    return own


def test_a_month_of_ten_million_at_one_percent_is_taxed_by_a_fifth() -> None:
    # 10,000,000 × 1 % × 30/365 = 8,219.18; a fifth of it is 1,643.84.
    found = september(*account(), product())
    assert found.expected is not None
    assert (found.expected.interest, found.expected.tax) == (Rupiah(821_918), Rupiah(164_384))
    assert found.why == (Explanation.SAME,)
    assert found.difference is not None
    assert found.difference.net == ZERO


def test_a_balance_of_seven_and_a_half_million_bears_no_tax() -> None:
    # 7,500,000 × 1 % × 30/365 = 6,164.38; the threshold is on the balance, and met, not passed.
    found = september(*account(616_438, 0, rupiah=7_500_000), product())
    assert found.expected is not None
    assert (found.expected.interest, found.expected.tax) == (Rupiah(616_438), ZERO)
    assert found.why == (Explanation.SAME,)


def test_banks_round_to_the_rupiah() -> None:
    found = september(*account(821_900, 164_400), product())
    assert found.why == (Explanation.ROUNDED,)
    assert found.difference is not None
    assert found.difference.interest == Rupiah(-18)


def test_a_bank_that_counts_the_lowest_balance_is_told() -> None:
    # A million lay there for the last ten days only: the lowest balance is ten million.
    more = (move(date(2026, 9, 21), 100_000_000),)
    found = september(*account(more=more), product())
    assert found.expected is not None
    assert found.expected.interest == Rupiah(849_315)
    assert found.why == (Explanation.LOWEST_BALANCE,)


def test_a_year_of_360_days_is_told() -> None:
    found = september(*account(833_333, 166_667), product())
    assert found.why == (Explanation.YEAR_OF_360,)


def test_a_rate_that_changed_in_the_month_is_counted_by_its_days() -> None:
    changed = product(ONE_PERCENT, Terms(date(2026, 9, 16), 50, ZERO))
    # Fifteen days at one percent and fifteen at a half: 4,109.59 + 2,054.79.
    found = september(*account(616_438, 123_288), changed)
    assert found.expected is not None
    assert found.expected.interest == Rupiah(410_959 + 205_479)
    assert found.why == (Explanation.SAME,)
    assert september(*account(), changed).why == (Explanation.RATE_CHANGED,)


def test_interest_that_was_not_posted_is_told() -> None:
    assert september(*account(0, 0), product()).why == (Explanation.NOT_POSTED,)


def test_tax_beside_the_threshold_is_told_both_ways() -> None:
    assert september(*account(821_918, 0), product()).why == (Explanation.TAX_NOT_TAKEN,)
    below = account(410_959, 82_192, rupiah=5_000_000)
    assert september(*below, product()).why == (Explanation.TAX_TAKEN,)


def test_a_fee_nobody_told_of_is_a_difference_of_its_own() -> None:
    fee = move(date(2026, 9, 30), -500_000, LineClass.FEE)
    found = september(*account(more=(fee,)), product())
    assert Explanation.FEE_DIFFERS in found.why
    assert found.posted.fee == Rupiah(500_000)
    unknown = product(Terms(SINCE, 100, None))
    assert Explanation.FEE_DIFFERS not in september(*account(more=(fee,)), unknown).why


def test_interest_of_the_first_day_is_of_the_month_before() -> None:
    moves = [
        move(date(2026, 8, 15), 1_000_000_000),
        move(date(2026, 10, 1), 821_918, LineClass.RETURN),
        move(date(2026, 10, 1), -164_384, LineClass.TAX),
    ]
    anchors = [
        Anchor(date(2026, 8, 15), date(2026, 8, 15), ZERO, Rupiah(1_000_000_000)),
        Anchor(date(2026, 10, 1), date(2026, 10, 1), Rupiah(1_000_000_000), Rupiah(1_000_657_534)),
    ]
    found = september(moves, anchors, product())
    assert found.posted.interest == Rupiah(821_918)
    assert found.why == (Explanation.SAME,)


@pytest.mark.parametrize(
    ("products", "gap"),
    [
        ((), EstimateGap.NO_PRODUCT),
        ((product(starts=date(2026, 9, 2)),), EstimateGap.NO_PRODUCT),
        ((product(Terms(SINCE, None, None)),), EstimateGap.NO_RATE),
        ((product(Terms(date(2026, 9, 2), 100, None)),), EstimateGap.NO_RATE),
        ((product(contract=Contract.MUDHARABAH),), EstimateGap.NOT_PROMISED),
        ((product(contract=Contract.WADIAH),), EstimateGap.NOT_PROMISED),
        ((product(kind=ProductKind.TERM_DEPOSIT),), EstimateGap.TERM_DEPOSIT),
    ],
)
def test_where_a_fact_is_missing_there_is_no_number(
    products: tuple[SaidProduct, ...], gap: EstimateGap
) -> None:
    found = september(*account(), *products)
    assert (found.expected, found.difference, found.gap) == (None, None, gap)
    assert found.posted.interest == Rupiah(821_918)


def test_days_missing_from_the_files_leave_no_number() -> None:
    moves, anchors = account()
    del anchors[1]
    gone = [one for one in moves if one.on != date(2026, 9, 30)]
    # Half a million came in between that no file tells of.
    anchors[1] = Anchor(
        date(2026, 10, 31), date(2026, 10, 31), Rupiah(1_050_000_000), Rupiah(1_050_000_100)
    )
    assert september(gone, anchors, product()).gap is EstimateGap.DAYS_MISSING


def august(moves: list[Move], *anchors: Anchor) -> MonthEstimate:
    found = estimate_months(moves, anchors, (product(),), months=12, today=TODAY)
    return found[-1]


def test_the_first_month_of_an_account_that_began_with_nothing_is_counted() -> None:
    """Ten million came on 15 August into an account with a balance of zero.

    Its evenings: 14 days of 0, then 17 days (15 to 31 August) of 10,000,000.
    10,000,000 × 1 % × 17 / 365 = 4,657.53; the highest balance is above 7,500,000, so a fifth is
    withheld: 931.51.
    """
    moves, anchors = account()
    found = august(moves, *anchors)
    assert (found.month, found.gap) == (date(2026, 8, 1), None)
    assert found.expected is not None
    assert (found.expected.interest, found.expected.tax) == (Rupiah(465_753), Rupiah(93_151))
    assert found.why == (Explanation.NOT_POSTED, Explanation.FROM_NOTHING)


def test_the_first_month_bears_no_tax_at_seven_and_a_half_million() -> None:
    """7,500,000 × 1 % × 17 / 365 = 3,493.15, and the threshold is met, not passed."""
    posted = move(date(2026, 8, 31), 349_315, LineClass.RETURN)
    paid = move(date(2026, 8, 15), 750_000_000)
    anchor = Anchor(paid.on, posted.on, ZERO, paid.signed + posted.signed)
    found = august([paid, posted], anchor)
    assert found.expected is not None
    assert (found.expected.interest, found.expected.tax) == (Rupiah(349_315), ZERO)
    assert found.why == (Explanation.SAME, Explanation.FROM_NOTHING)


def test_a_statement_that_states_its_month_gives_the_first_month_its_opening() -> None:
    """A statement of 1 to 31 August with an opening of 2,000,000, and 1,000,000 on the 11th.

    10 days of 2,000,000 and 21 days of 3,000,000:
    (20,000,000 + 63,000,000) × 1 % / 365 = 2,273.97; never above 7,500,000: no tax.
    """
    came = move(date(2026, 8, 11), 100_000_000)
    posted = move(date(2026, 8, 31), 227_400, LineClass.RETURN)
    anchor = Anchor(date(2026, 8, 1), date(2026, 8, 31), Rupiah(200_000_000), Rupiah(300_227_400))
    found = august([came, posted], anchor)
    assert found.expected is not None
    assert (found.expected.interest, found.expected.tax) == (Rupiah(227_397), ZERO)
    assert found.why == (Explanation.ROUNDED,)


def test_a_first_statement_that_begins_in_the_month_with_money_has_no_opening() -> None:
    came = move(date(2026, 8, 11), 100_000_000)
    anchor = Anchor(came.on, date(2026, 8, 31), Rupiah(200_000_000), Rupiah(300_000_000))
    assert august([came], anchor).gap is EstimateGap.OPENING
    # Nor one that began with nothing, where a movement before it is known.
    before = move(date(2026, 8, 2), 500)
    empty = Anchor(came.on, date(2026, 8, 31), ZERO, Rupiah(100_000_000))
    assert august([before, came], empty).gap is EstimateGap.OPENING


def test_the_last_month_told_has_no_end() -> None:
    moves, anchors = account()
    found = estimate_months(moves, anchors, (product(),), months=12, today=TODAY)
    assert [(one.month.month, one.gap) for one in found] == [(10, None), (9, None), (8, None)]
    early = estimate_months(moves[:1], anchors[:1], (product(),), months=12, today=TODAY)
    assert [one.gap for one in early] == [EstimateGap.NOT_OVER]
    came = move(date(2026, 9, 20), 100)
    after = Anchor(came.on, came.on, moves[0].signed, moves[0].signed + came.signed)
    open_end = september([moves[0], came], [anchors[0], after], product())
    assert (open_end.gap, open_end.expected) == (EstimateGap.NOT_OVER, None)


def test_a_month_that_is_not_over_is_not_told() -> None:
    moves, anchors = account()
    found = estimate_months(moves, anchors, (product(),), months=12, today=date(2026, 10, 31))
    assert found[0].month == date(2026, 9, 1)


def test_without_lines_there_is_nothing_to_say() -> None:
    assert estimate_months([], [], (product(),), months=12, today=TODAY) == ()


@given(
    st.integers(0, 2_000_000),
    st.integers(0, 400_000),
    st.integers(0, 900_000),
    st.integers(1, 90_000_000),
    st.integers(0, 1000),
    st.lists(st.tuples(st.integers(1, 29), st.integers(1, 10_000_000)), max_size=5),
)
def test_the_estimate_and_the_difference_are_what_was_posted(
    interest: int,
    tax: int,
    fee: int,
    rupiah: int,
    rate: int,
    deposits: list[tuple[int, int]],
) -> None:
    more = (
        move(date(2026, 9, 30), -fee, LineClass.FEE),
        *(
            move(date(2026, 9, 1) + timedelta(days=day - 1), sen, LineClass.DEPOSIT)
            for day, sen in deposits
        ),
    )
    found = september(
        *account(interest, tax, rupiah=rupiah, more=more), product(Terms(SINCE, rate, ZERO))
    )
    assert found.gap is None
    assert found.expected is not None
    assert found.difference is not None
    assert found.expected.interest + found.difference.interest == found.posted.interest
    assert found.expected.tax + found.difference.tax == found.posted.tax
    assert (found.expected.fee or ZERO) + (found.difference.fee or ZERO) == found.posted.fee
    assert found.why
