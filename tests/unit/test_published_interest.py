"""Every published example we hold, against our own arithmetic and against plain decimals.

Where a printed sum is wrong, or counts by another convention than ours, the test says so.

Sources: ID1 BNI Taplus Muda, September 2015 (id.scribd.com/doc/292592722); ID2 and ID3
fortuneidn.com/finance/cara-menghitung-bunga-tabungan; F1, F4, F7, F9 and D1 the tests of Apache
Fineract; the goals MoneyHelper's savings calculator.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from savings_app.calculators.goals import monthly_for, months_to
from savings_app.calculators.interest import (
    Balance,
    Basis,
    Earned,
    Method,
    average_of,
    deposit_interest,
    savings_interest,
)
from savings_app.deposits.growth_rules import keep_alive
from savings_app.money import Rupiah

TODAY = date(2026, 11, 27)
BNI = (
    (350_000, 6),
    (50_350_000, 9),
    (45_350_000, 4),
    (45_000_000, 3),
    (70_000_000, 2),
    (80_000_000, 6),
)
FORTUNE = ((4_000_000, 3), (5_000_000, 3), (2_000_000, 3))
YEAR = Decimal(365)
SEN = Decimal("0.01")


def by_hand(balances: tuple[tuple[int, int], ...], percent: str) -> Decimal:
    """The interest of daily balances with decimals alone, half up to the sen."""
    total = sum((Decimal(amount) * days for amount, days in balances), Decimal(0))
    return (total * Decimal(percent) / 100 / YEAR).quantize(SEN, ROUND_HALF_UP)


def ours(
    balances: tuple[tuple[int, int], ...],
    percent: str,
    method: Method = Method.DAILY,
    bears_from: int = 0,
) -> Earned:
    return savings_interest(
        [Balance(Rupiah.of(amount), days) for amount, days in balances],
        percent=Decimal(percent),
        method=method,
        basis=Basis.D365,
        bears_from=Rupiah.of(bears_from),
        today=TODAY,
    )


def test_id1_every_figure_bni_printed_holds() -> None:
    found = ours(BNI, "0.75", Method.AVERAGE)
    assert sum(amount * days for amount, days in BNI) == 1_391_650_000
    average = average_of([Balance(Rupiah.of(amount), days) for amount, days in BNI])
    assert average == Fraction(139_165_000_000, 30)
    assert int(average / 100) == 46_388_333
    assert (str(found.interest), str(found.tax)) == ("28595.55", "5719.11")
    assert found.interest.decimal == by_hand(BNI, "0.75")
    left = Rupiah.of(80_000_000) + found.net - Rupiah.of(5_000)  # the month's fee
    assert str(left) == "80017876.44"


def test_id2_the_printed_sum_is_wrong_and_the_parts_were_cut_not_rounded() -> None:
    """Printed: 1,972 + 2,465 + 986 = 5,405 (it adds 968), after tax 4,324.

    The parts add up to 5,424.66; and no tax is due at all where no balance is above Rp7,500,000.
    """
    found = ours(FORTUNE, "6")
    printed_parts = [1972, 2465, 986]
    assert [ours((row,), "6").interest.decimal // 1 for row in FORTUNE] == printed_parts
    assert sum(printed_parts) == 5405 + (986 - 968)
    assert str(found.interest) == "5424.66"
    assert found.interest.decimal == by_hand(FORTUNE, "6")
    assert str(found.tax) == "0.00"
    assert (found.interest.decimal * Decimal("0.8")).quantize(SEN) == Decimal("4339.73")


def test_id3_the_printed_net_is_a_rupiah_too_high_and_takes_a_tax_that_is_not_due() -> None:
    """Printed: 9,863, after tax 7,891; 80 percent of it are 7,890.41, and no tax is due."""
    found = ours(((2_000_000, 30),), "6", Method.LOWEST)
    assert str(found.interest) == "9863.01"
    assert found.interest.decimal == by_hand(((2_000_000, 30),), "6")
    assert (found.interest.decimal * Decimal("0.8")).quantize(SEN) == Decimal("7890.41")
    assert (str(found.tax), str(found.net)) == ("0.00", "9863.01")


def test_f1_a_day_of_a_thousand_at_ten_percent() -> None:
    """Fineract keeps four decimals and prints 0.274; a thousand times as much shows them here."""
    assert str(ours(((1_000, 1),), "10").interest) == "0.27"
    assert str(ours(((1_000_000, 1),), "10").interest) == "273.97"


@pytest.mark.parametrize(("days", "earned"), [(121, "33.7016"), (120, "33.4185")])
def test_f4_interest_that_joins_the_money_every_day(days: int, earned: str) -> None:
    """Both ends count: 1 December to 31 March are 121 days, and not the 120 between.

    Ours joins nothing; a day after a day with the interest put in comes to Fineract's sum.
    """
    assert (date(2014, 3, 31) - date(2013, 12, 1)).days + 1 == 121
    begun = Rupiah.of(1_000_000_000)  # a million times Fineract's, for the decimals
    money = begun
    for _day in range(days):
        money += ours(((money.rupiah, 1),), "10").interest
    grown = (money - begun).decimal / 1_000_000
    assert grown.quantize(Decimal("0.0001")) == Decimal(earned)
    simple = ours(((1_000, days),), "10").interest
    assert simple.decimal < grown


def test_f7_below_the_smallest_balance_nothing_is_earned() -> None:
    """Daily looks at each day, average at the average, lowest at the lowest."""
    around = ((4_000, 10), (7_000, 10))  # 5,500 on average
    assert str(ours(((4_999, 30),), "10", bears_from=5_000).interest) == "0.00"
    assert ours(((5_000, 30),), "10", bears_from=5_000).interest.sen > 0
    daily = ours(around, "10", Method.DAILY, 5_000).interest
    average = ours(around, "10", Method.AVERAGE, 5_000).interest
    lowest = ours(around, "10", Method.LOWEST, 5_000).interest
    assert daily.decimal == by_hand(((7_000, 10),), "10")
    assert average.decimal == by_hand(around, "10")
    assert str(lowest) == "0.00"
    assert str(ours(around, "10", Method.AVERAGE, 5_501).interest) == "0.00"


@pytest.mark.parametrize(
    ("quiet", "told"),
    [
        (269, None),
        (360, (False, False)),
        (361, (True, False)),
        (1800, (True, False)),
        (1801, (True, True)),
    ],
)
def test_f9_an_account_falls_asleep_by_our_law_not_by_days_of_a_test_product(
    quiet: int, told: tuple[bool, bool] | None
) -> None:
    """Fineract's product sleeps after 30, 60 and 90 days; POJK 24/2025 says 360 and 1,800."""
    found = keep_alive(last_on=TODAY - timedelta(days=quiet), today=TODAY)
    assert (found and (found.is_inactive, found.is_dormant)) == told


def test_d1_a_deposit_that_compounds_every_quarter() -> None:
    """Fineract: 10,509.4533691406250000."""
    found = deposit_interest(
        Rupiah.of(10_000),
        percent=Decimal(5),
        months=Decimal(12),
        compound_months=Decimal(3),
        on=TODAY,
    )
    by_decimals = Decimal(10_000) * (1 + Decimal("0.05") / 4) ** 4
    assert by_decimals == Decimal("10509.4533691406250000")
    assert Decimal(10_000) + found.interest.decimal == by_decimals.quantize(SEN)


# target, paid, how often a year, there already, percent, months, total, other payment, its months
HOW_LONG = [
    (100, 10, 12, 10, "2.1", 9, 101, 13, 7),
    (12_000, 750, 1, 2_000, "2.1", 135, 12_024, 1_044, 102),
    (18_000, 100, 52, 2_000, "0.2", 37, 18_094, 132, 28),
    (2_000, 500, 12, 1_000, "0.2", 2, 2_000, 1_000, 1),
]


@pytest.mark.parametrize(
    ("target", "paid", "often", "start", "percent", "months", "total", "other", "other_months"),
    HOW_LONG,
)
def test_moneyhelper_how_long_with_its_total_and_the_other_way(
    target: int,
    paid: int,
    often: int,
    start: int,
    percent: str,
    months: int,
    total: int,
    other: int,
    other_months: int,
) -> None:
    monthly = Rupiah.from_decimal(Decimal(paid) * often / 12)
    rate = Decimal(percent)
    asked = {"start": Rupiah.of(start), "percent": rate}
    assert months_to(Rupiah.of(target), monthly=monthly, **asked) == months  # type: ignore[arg-type]
    grown, factor = Decimal(start), (1 + rate / 100) ** (Decimal(1) / 12)
    for _month in range(months):
        grown = grown * factor + Decimal(paid) * often / 12
    assert abs(grown - total) < 1
    # A month's payment is rounded up to a whole one first, then told by its frequency.
    needed = monthly_for(Rupiah.of(target), months=Decimal(other_months), **asked)  # type: ignore[arg-type]
    assert (needed.decimal * 12 / often).to_integral_value(ROUND_CEILING) == other


def test_moneyhelper_untouched_counts_a_years_payments_without_growth() -> None:
    """20,000 and 2,000 a month: it adds 24,000 at each year's end; ours grow month by month."""
    printed = [44_600, 69_938, 96_036, 122_917, 150_605]
    there = Decimal(20_000)
    for year, said in enumerate(printed, 1):
        there = there * Decimal("1.03") + 24_000
        assert abs(there - said) < 1
        needed = monthly_for(
            Rupiah.of(said), start=Rupiah.of(20_000), months=Decimal(12 * year), percent=Decimal(3)
        )
        assert Rupiah.of(1_900) < needed < Rupiah.of(2_000)
