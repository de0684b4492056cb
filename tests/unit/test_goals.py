"""Goals: how long, how much, until when. Examples of MoneyHelper's savings calculator tests."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.calculators.goals import (
    TargetNeverReached,
    WaitTooLong,
    cost_of_waiting,
    monthly_for,
    months_lasting,
    months_to,
)
from savings_app.calculators.rules import RateImpossible, TermImpossible
from savings_app.money import Rupiah

MONTHS = {52: Decimal(52) / 12, 12: Decimal(1), 1: Decimal(1) / 12}


def rupiah(amount: object) -> Rupiah:
    return Rupiah.from_decimal(Decimal(str(amount)))


@pytest.mark.parametrize(
    ("target", "paid", "times_a_year", "start", "rate", "months"),
    [
        (100, 10, 12, 10, "2.1", 9),
        (12_000, 750, 1, 2_000, "2.1", 135),
        (18_000, 100, 52, 2_000, "0.2", 37),
        (2_000, 500, 12, 1_000, "0.2", 2),
    ],
)
def test_how_long_agrees_with_moneyhelper(
    target: int, paid: int, times_a_year: int, start: int, rate: str, months: int
) -> None:
    monthly = rupiah(paid * MONTHS[times_a_year])
    found = months_to(rupiah(target), start=rupiah(start), monthly=monthly, percent=Decimal(rate))
    assert found == months


def test_a_year_at_a_yearly_rate_is_exactly_that_rate() -> None:
    """Twelve times the month's growth is the year's: no month more for a last digit."""
    assert months_to(rupiah(110), start=rupiah(100), monthly=rupiah(0), percent=Decimal(10)) == 12


def test_a_goal_that_is_there_takes_no_month() -> None:
    assert months_to(rupiah(5), start=rupiah(5), monthly=rupiah(0), percent=Decimal(0)) == 0
    spare = monthly_for(rupiah(5), start=rupiah(6), months=Decimal(3), percent=Decimal(0))
    assert spare == rupiah(0)


@pytest.mark.parametrize(("start", "percent"), [(0, 5), (100, 0)])
def test_a_goal_nothing_leads_to_is_refused(start: int, percent: int) -> None:
    with pytest.raises(TargetNeverReached):
        months_to(rupiah(200), start=rupiah(start), monthly=rupiah(0), percent=Decimal(percent))


def test_how_much_is_rounded_up_to_a_rupiah() -> None:
    found = monthly_for(rupiah(1_000_000), start=rupiah(0), months=Decimal(3), percent=Decimal(0))
    assert str(found) == "333334.00"


def test_how_long_the_periodic_part_stands_for() -> None:
    """Rp12 million are 24 months of Rp500,000 (PP 82/2019)."""
    for percent in (0, 3):
        found = months_lasting(
            rupiah(12_000_000), monthly=rupiah(500_000), percent=Decimal(percent)
        )
        assert found == 24


def test_money_that_earns_what_is_taken_out_never_ends() -> None:
    assert months_lasting(rupiah(12_000_000), monthly=rupiah(100), percent=Decimal(3)) is None
    assert months_lasting(rupiah(1), monthly=rupiah(0), percent=Decimal(0)) is None


def test_who_waits_a_year_for_the_same_day_saves_more_a_month() -> None:
    found = cost_of_waiting(
        rupiah(2_400_000), start=rupiah(0), months=Decimal(24), wait=12, percent=Decimal(0)
    )
    assert str(found) == "100000.00"
    with pytest.raises(WaitTooLong):
        cost_of_waiting(rupiah(1), start=rupiah(0), months=Decimal(12), wait=12, percent=Decimal(0))


def test_rates_and_months_that_cannot_be_are_refused() -> None:
    with pytest.raises(RateImpossible):
        months_lasting(rupiah(1), monthly=rupiah(1), percent=Decimal(101))
    with pytest.raises(TermImpossible):
        monthly_for(rupiah(1), start=rupiah(0), months=Decimal("2.5"), percent=Decimal(1))


amounts = st.integers(1, 10**9)
rates = st.integers(0, 2000).map(lambda hundredths: Decimal(hundredths) / 100)


@given(amounts, amounts, rates)
def test_how_long_is_the_first_month_that_reaches(target: int, monthly: int, rate: Decimal) -> None:
    months = months_to(rupiah(target), start=rupiah(0), monthly=rupiah(monthly), percent=rate)
    factor = (1 + rate / 100) ** (Decimal(1) / 12)

    def saved(count: int) -> Decimal:
        return monthly * ((factor**count - 1) / (factor - 1) if factor != 1 else Decimal(count))

    nearly = Decimal("1e-9")
    assert saved(months) * (1 + nearly) >= target
    assert months == 0 or saved(months - 1) * (1 - nearly) < target


@given(amounts, amounts, st.integers(1, 360), rates)
def test_how_much_is_enough_and_a_rupiah_less_is_not(
    target: int, start: int, months: int, rate: Decimal
) -> None:
    monthly = monthly_for(rupiah(target), start=rupiah(start), months=Decimal(months), percent=rate)
    factor = (1 + rate / 100) ** (Decimal(1) / 12)
    grown = factor**months
    payments = (grown - 1) / (factor - 1) if factor != 1 else Decimal(months)

    def reached(each: Decimal) -> Decimal:
        return start * grown + each * payments

    nearly = Decimal("1e-9")
    assert reached(monthly.decimal) * (1 + nearly) >= target
    if monthly:
        assert reached(monthly.decimal - 1) * (1 - nearly) < target


@given(amounts, amounts, rates)
def test_the_last_month_is_paid_in_full_and_the_next_is_not(
    start: int, monthly: int, rate: Decimal
) -> None:
    months = months_lasting(rupiah(start), monthly=rupiah(monthly), percent=rate)
    with localcontext() as context:
        context.prec = 60
        factor = (1 + rate / 100) ** (Decimal(1) / 12)
        nearly = Decimal("1e-9")
        if months is None:
            assert start * (factor - 1) >= monthly * (1 - nearly)
            return

        def left(count: int) -> Decimal:
            grown = factor**count
            paid = monthly * ((grown - 1) / (factor - 1) if factor != 1 else Decimal(count))
            return start * grown - paid

        assert left(months) >= -nearly * monthly * max(1, months)
        assert left(months + 1) < 0


@given(amounts, amounts, st.integers(2, 360), st.data(), rates)
def test_who_waits_and_pays_what_it_costs_arrives_on_the_same_day(
    target: int, start: int, months: int, data: st.DataObject, rate: Decimal
) -> None:
    wait = data.draw(st.integers(1, months - 1))
    asked = {"start": rupiah(start), "months": Decimal(months), "percent": rate}
    now = monthly_for(rupiah(target), **asked)  # type: ignore[arg-type]
    more = cost_of_waiting(rupiah(target), wait=wait, **asked)  # type: ignore[arg-type]
    assert more >= rupiah(0)
    with localcontext() as context:
        context.prec = 60
        factor = (1 + rate / 100) ** (Decimal(1) / 12)
        rest = months - wait
        payments = (factor**rest - 1) / (factor - 1) if factor != 1 else Decimal(rest)

        def reached(each: Decimal) -> Decimal:
            return start * factor**months + each * payments

        # What is there grows to the sen below while nobody pays.
        sen = Decimal("0.01") * factor**rest
        each = (now + more).decimal
        assert reached(each) >= target - Decimal("1e-6")
        if each:
            assert reached(each - 1) < target + sen
