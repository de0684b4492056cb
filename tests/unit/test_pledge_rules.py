"""Pledges, codes, and the day and months a bank is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.rules import (
    CODE_COUNT,
    AnswerDayAhead,
    PledgeDayNotAhead,
    PledgeDayTooFar,
    PledgeExceedsBenefit,
    PledgeNeedsBenefitAccount,
    PledgeNeedsSavingAccount,
    check_account,
    check_amount,
    check_day_asked,
    check_until,
    code_of,
    codes_in,
    day_asked,
    latest_day,
    list_months,
)
from savings_app.money import ZERO, Rupiah

TODAY = date(2026, 11, 23)


def kept(amount: int, *, others: int = 0, entitled: int = 42_000_000, received: int = 0) -> None:
    check_amount(
        kind=PledgeKind.KEPT,
        amount=Rupiah.of(amount),
        kept=Rupiah.of(others),
        entitled=Rupiah.of(entitled),
        received=Rupiah.of(received),
    )


def test_all_of_the_santunan_can_be_meant_to_stay_and_not_a_rupiah_more() -> None:
    kept(42_000_000)
    with pytest.raises(PledgeExceedsBenefit) as refusal:
        kept(42_000_001)
    assert refusal.value.facts == {"limit": Rupiah.of(42_000_000), "kept": ZERO}
    assert refusal.value.field == "amount"


def test_pledges_count_together_and_the_refusal_says_what_is_left() -> None:
    kept(12_000_000, others=30_000_000)
    with pytest.raises(PledgeExceedsBenefit) as refusal:
        kept(12_000_001, others=30_000_000)
    assert refusal.value.facts["limit"] == Rupiah.of(12_000_000)


def test_what_was_paid_counts_where_it_is_more_than_the_computation() -> None:
    kept(42_000_000, entitled=24_000_000, received=42_000_000)
    with pytest.raises(PledgeExceedsBenefit):
        kept(42_000_001, entitled=24_000_000, received=42_000_000)


def test_money_paid_into_another_account_has_no_limit() -> None:
    check_amount(
        kind=PledgeKind.PAID_IN,
        amount=Rupiah.of(100_000_000),
        kept=ZERO,
        entitled=ZERO,
        received=ZERO,
    )


def test_a_pledge_reaches_from_tomorrow_to_thirty_years() -> None:
    check_until(until_on=date(2026, 11, 24), today=TODAY)
    check_until(until_on=date(2056, 11, 23), today=TODAY)
    for day in (TODAY, date(2026, 11, 22)):
        with pytest.raises(PledgeDayNotAhead):
            check_until(until_on=day, today=TODAY)
    with pytest.raises(PledgeDayTooFar) as refusal:
        check_until(until_on=date(2056, 11, 24), today=TODAY)
    assert refusal.value.facts == {"latest": date(2056, 11, 23)}
    assert latest_day(date(2028, 2, 29)) == date(2058, 2, 28)


def test_disimpan_is_where_the_santunan_arrives_and_disetor_is_elsewhere() -> None:
    check_account(kind=PledgeKind.KEPT, is_benefit_account=True, is_live=True)
    check_account(kind=PledgeKind.PAID_IN, is_benefit_account=False, is_live=True)
    for benefit, live in ((False, True), (True, False)):
        with pytest.raises(PledgeNeedsBenefitAccount):
            check_account(kind=PledgeKind.KEPT, is_benefit_account=benefit, is_live=live)
    for benefit, live in ((True, True), (False, False)):
        with pytest.raises(PledgeNeedsSavingAccount):
            check_account(kind=PledgeKind.PAID_IN, is_benefit_account=benefit, is_live=live)


@given(st.integers(0, CODE_COUNT - 1))
def test_a_code_is_found_again_in_a_remark(number: int) -> None:
    code = code_of(number)
    assert len(code) == 7
    assert codes_in(f"TRF {code.lower()} BIAYA SEKOLAH") == (code,)
    assert not set(code[3:]) & set("01OIBSZLU")


@given(st.sets(st.integers(0, CODE_COUNT - 1), min_size=2, max_size=20))
def test_two_numbers_never_have_one_code(numbers: set[int]) -> None:
    assert len({code_of(number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("remark", "found"),
    [
        ("SETOR SB-7K2M UTK SEKOLAH", ("SB-7K2M",)),
        ("sb 7k2m", ("SB-7K2M",)),
        ("SB7K2M", ("SB-7K2M",)),
        ("SB-7K2M SB-9Q4T SB-7K2M", ("SB-7K2M", "SB-9Q4T")),
        ("SB-7K2M1", ()),
        ("XSB-7K2M", ()),
        ("BSB 7K2M", ()),
        ("", ()),
    ],
)
def test_remarks_as_people_and_banks_write_them(remark: str, found: tuple[str, ...]) -> None:
    assert codes_in(remark) == found


def test_a_bank_is_asked_about_the_last_day_of_the_month_before() -> None:
    assert day_asked(TODAY) == date(2026, 10, 31)
    assert day_asked(date(2027, 1, 1)) == date(2026, 12, 31)
    assert day_asked(date(2028, 3, 31)) == date(2028, 2, 29)


def test_nobody_answers_for_tomorrow() -> None:
    check_day_asked(on=TODAY, today=TODAY)
    with pytest.raises(AnswerDayAhead):
        check_day_asked(on=date(2026, 11, 24), today=TODAY)


def test_the_present_month_is_shown_only_when_the_bank_spoke_of_it() -> None:
    made_on = date(2026, 9, 15)
    september, october, november = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
    assert list_months(made_on=made_on, today=TODAY, told=[]) == (september, october)
    assert list_months(made_on=made_on, today=TODAY, told=[date(2026, 11, 20)]) == (
        september,
        october,
        november,
    )


def test_a_pledge_of_this_month_has_no_month_yet() -> None:
    assert list_months(made_on=date(2026, 11, 1), today=TODAY, told=[]) == ()


def test_at_most_twelve_months_are_shown() -> None:
    months = list_months(made_on=date(2020, 1, 1), today=TODAY, told=[])
    assert (len(months), months[0], months[-1]) == (12, date(2025, 11, 1), date(2026, 10, 1))
