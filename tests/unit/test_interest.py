"""Interest by the conventions banks publish, against examples they and others printed.

Sources: ID1 BNI Taplus Muda, September 2015 (id.scribd.com/doc/292592722); ID2 and ID3
fortuneidn.com/finance/cara-menghitung-bunga-tabungan; F1 and D1 of the Apache Fineract tests.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.calculators.interest import (
    Balance,
    Basis,
    DatesImpossible,
    Earned,
    Method,
    StartNeeded,
    deposit_interest,
    savings_interest,
)
from savings_app.calculators.rules import (
    CompoundingImpossible,
    DaysImpossible,
    RateImpossible,
    TermImpossible,
)
from savings_app.money import Rupiah
from savings_app.policy.series import NotYetInForce

TODAY = date(2026, 11, 27)
BNI = ((350_000, 6), (50_350_000, 9), (45_350_000, 4), (45_000_000, 3), (70_000_000, 2))
TAPLUS = [Balance(Rupiah.of(amount), days) for amount, days in (*BNI, (80_000_000, 6))]


def earned(
    *balances: tuple[int, int],
    percent: str,
    method: Method = Method.DAILY,
    basis: Basis = Basis.D365,
    starts: date | None = None,
) -> Earned:
    return savings_interest(
        [Balance(Rupiah.of(amount), days) for amount, days in balances],
        percent=Decimal(percent),
        method=method,
        basis=basis,
        starts=starts,
        today=TODAY,
    )


@pytest.mark.parametrize("method", [Method.AVERAGE, Method.DAILY])
def test_average_and_daily_balance_agree_with_what_bni_printed(method: Method) -> None:
    found = savings_interest(
        TAPLUS, percent=Decimal("0.75"), method=method, basis=Basis.D365, today=TODAY
    )
    assert (str(found.interest), str(found.tax), found.days) == ("28595.55", "5719.11", 30)
    assert str(found.net) == "22876.44"


def test_a_printed_sum_that_is_wrong_is_not_followed() -> None:
    """The page adds 1,972 + 2,465 + 968 (a slip for 986) and prints 5,405."""
    found = earned((4_000_000, 3), (5_000_000, 3), (2_000_000, 3), percent="6")
    assert str(found.interest) == "5424.66"
    parts = [earned((amount, 3), percent="6") for amount in (4_000_000, 5_000_000, 2_000_000)]
    assert [str(part.interest) for part in parts] == ["1972.60", "2465.75", "986.30"]


def test_the_lowest_balance_counts_for_all_days() -> None:
    found = earned(
        (9_000_000, 10), (2_000_000, 1), (4_000_000, 19), percent="6", method=Method.LOWEST
    )
    assert str(found.interest) == "9863.01"


def test_a_day_at_ten_percent_is_rounded_once() -> None:
    """Fineract prints 0.274 for 1,000 on one day, at four decimals."""
    assert str(earned((1000, 1), percent="10").interest) == "0.27"


def test_no_tax_up_to_the_threshold_and_tax_on_all_of_it_above() -> None:
    assert str(earned((7_500_000, 365), percent="4").tax) == "0.00"
    above = earned((7_500_001, 365), percent="4")
    assert (str(above.interest), str(above.tax)) == ("300000.04", "60000.01")


def test_the_highest_balance_decides_about_tax_also_where_the_lowest_bears_interest() -> None:
    found = earned((1_000_000, 29), (8_000_000, 1), percent="6", method=Method.LOWEST)
    assert str(found.interest) == "4931.51"
    assert str(found.tax) == "986.30"


def test_a_year_of_360_days_pays_more_than_one_of_365() -> None:
    assert str(earned((1_000_000, 30), percent="6", basis=Basis.D360).interest) == "5000.00"
    assert str(earned((1_000_000, 30), percent="6").interest) == "4931.51"


def test_each_day_counts_by_its_own_year() -> None:
    across = earned((3_660_000, 2), percent="36.5", basis=Basis.ACTUAL, starts=date(2027, 12, 31))
    # One day of 365, one of the leap year's 366.
    assert str(across.interest) == "7310.00"
    split = earned(
        (3_660_000, 1),
        (3_660_000, 1),
        percent="36.5",
        basis=Basis.ACTUAL,
        starts=date(2027, 12, 31),
    )
    assert split.interest == across.interest


def test_a_whole_leap_year_is_one_year() -> None:
    whole = earned((1_000_000, 366), percent="5", basis=Basis.ACTUAL, starts=date(2028, 1, 1))
    assert str(whole.interest) == "50000.00"


def test_the_tax_is_by_the_rule_of_the_last_day() -> None:
    with pytest.raises(NotYetInForce):
        earned((8_000_000, 31), percent="6", starts=date(2000, 12, 1))
    assert earned((8_000_000, 32), percent="6", starts=date(2000, 12, 1)).tax


@pytest.mark.parametrize(
    ("balances", "options", "refusal"),
    [
        ([(1, 1)], {"percent": "-0.1"}, RateImpossible),
        ([(1, 1)], {"percent": "100.1"}, RateImpossible),
        ([(1, 0)], {"percent": "1"}, DaysImpossible),
        ([], {"percent": "1"}, DaysImpossible),
        ([(1, 36_525), (1, 1)], {"percent": "1"}, DaysImpossible),
        ([(1, 1)], {"percent": "1", "basis": Basis.ACTUAL}, StartNeeded),
        ([(1, 2)], {"percent": "1", "starts": date.max}, DatesImpossible),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    balances: list[tuple[int, int]], options: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        earned(*balances, **options)  # type: ignore[arg-type]


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 400)), min_size=1, max_size=6),
    st.integers(0, 3000),
)
def test_cutting_time_into_pieces_changes_nothing(
    balances: list[tuple[int, int]], hundredths: int
) -> None:
    percent = str(Decimal(hundredths) / 100)
    pieces = [(amount, 1) for amount, days in balances for _day in range(days)]
    for basis in Basis:
        starts = date(2027, 6, 1)
        whole = earned(*balances, percent=percent, basis=basis, starts=starts)
        assert earned(*pieces, percent=percent, basis=basis, starts=starts) == whole


def deposit(principal: int, percent: str, **time: object) -> Earned:
    spoken = {name: Decimal(str(number)) for name, number in time.items()}
    return deposit_interest(Rupiah.of(principal), percent=Decimal(percent), on=TODAY, **spoken)


def test_a_term_deposit_that_compounds_every_quarter() -> None:
    """D1 of Fineract: 10,509.45336914…"""
    assert str(deposit(10_000, "5", months=12, compound_months=3).interest) == "509.45"


def test_what_is_left_after_whole_steps_is_simple() -> None:
    # Two quarters compound, one month is simple: 1.0125² × (1 + 0.05 ÷ 12).
    assert str(deposit(10_000_000, "5", months=7, compound_months=3).interest) == "294277.34"


def test_without_compounding_interest_is_simple() -> None:
    assert str(deposit(10_000_000, "4", months=6).interest) == "200000.00"
    assert str(deposit(10_000_000, "4", days=181).interest) == "198356.16"


def test_the_principal_decides_about_the_tax_of_a_deposit() -> None:
    assert str(deposit(7_500_000, "4", months=12).tax) == "0.00"
    assert str(deposit(10_000_000, "4", months=12).tax) == "80000.00"


@pytest.mark.parametrize(
    ("time", "refusal"),
    [
        ({"days": 0}, DaysImpossible),
        ({"days": "1.5"}, DaysImpossible),
        ({"months": 0}, TermImpossible),
        ({"months": 1201}, TermImpossible),
        ({"months": 12, "compound_months": 0}, CompoundingImpossible),
    ],
)
def test_an_impossible_term_is_refused_by_name(
    time: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        deposit(1, "1", **time)
