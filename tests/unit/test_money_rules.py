"""Names on passbooks, lengths of numbers, and the days money can have moved."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.cases.money_rules import (
    ClaimBeforeDeath,
    ClaimInFuture,
    PayoutBeforeClaim,
    PayoutBeforeDeath,
    PayoutInFuture,
    PayoutWithoutClaim,
    ReturnedBeforeFiled,
    ReturnInFuture,
    check_claim_day,
    check_payout_day,
    check_return_day,
    has_usual_length,
    names_agree,
)

DIED = date(2026, 10, 1)
FILED = date(2026, 11, 2)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("HARTIN UJI", "Hartin Uji"),
        ("  hartin   uji ", "Hartin Uji"),
        ("Hj. Hartin Uji, S.Pd.", "Hartin Uji"),
        ("Dr. H. Yusup Uji", "Yusup Uji"),
        ("Alm. Yusup Uji", "Yusup Uji"),
        ("Ny. Hartin Uji", "HARTIN UJI, SE"),
        ("Hartín Uji", "Hartin Uji"),
    ],
)
def test_case_spaces_titles_and_alm_are_no_difference(holder: str, name: str) -> None:
    assert names_agree(holder, name)


@pytest.mark.parametrize("holder", ["Yusup Uji", "Hartin", "Uji Hartin", ""])
def test_another_name_is_a_difference(holder: str) -> None:
    assert not names_agree(holder, "Hartin Uji")


def test_a_guardian_s_name_agrees_for_a_minor() -> None:
    assert names_agree("Hartin Uji", "Anak Uji", "Hartin Uji")
    assert not names_agree("Hartin Uji", "Anak Uji", None)


def test_a_length_is_compared_only_where_it_is_known() -> None:
    assert has_usual_length(15, usual=15)
    assert not has_usual_length(14, usual=15)
    assert has_usual_length(9, usual=None)


def test_a_claim_is_between_the_death_and_today() -> None:
    check_claim_day(filed_on=DIED, died_on=DIED, today=TODAY)
    check_claim_day(filed_on=TODAY, died_on=DIED, today=TODAY)
    with pytest.raises(ClaimBeforeDeath) as refusal:
        check_claim_day(filed_on=date(2026, 9, 30), died_on=DIED, today=TODAY)
    assert refusal.value.facts == {"died_on": DIED}
    with pytest.raises(ClaimInFuture):
        check_claim_day(filed_on=date(2026, 11, 24), died_on=DIED, today=TODAY)


def test_a_claim_comes_back_after_it_went() -> None:
    check_return_day(returned_on=FILED, filed_on=FILED, today=TODAY)
    with pytest.raises(ReturnedBeforeFiled):
        check_return_day(returned_on=date(2026, 11, 1), filed_on=FILED, today=TODAY)
    with pytest.raises(ReturnInFuture):
        check_return_day(returned_on=date(2026, 11, 24), filed_on=FILED, today=TODAY)


def payout(paid_on: date, *, filed_on: date | None = FILED, needs_claim: bool = True) -> None:
    check_payout_day(
        paid_on=paid_on, died_on=DIED, filed_on=filed_on, needs_claim=needs_claim, today=TODAY
    )


def test_a_payout_is_between_the_claim_and_today() -> None:
    payout(FILED)
    payout(TODAY)
    with pytest.raises(PayoutBeforeDeath):
        payout(date(2026, 9, 30))
    with pytest.raises(PayoutBeforeClaim):
        payout(date(2026, 11, 1))
    with pytest.raises(PayoutInFuture):
        payout(date(2026, 11, 24))


def test_a_santunan_needs_a_claim_and_a_scholarship_does_not() -> None:
    with pytest.raises(PayoutWithoutClaim):
        payout(TODAY, filed_on=None)
    payout(TODAY, filed_on=None, needs_claim=False)
