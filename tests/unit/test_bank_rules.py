"""How long an agreement holds, in dated examples, and what a product may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from savings_app.banks.kinds import AgreementStand, Contract
from savings_app.banks.rules import (
    NisbahNotOfContract,
    RateNotOfContract,
    ShareImpossible,
    ShariaSaysInterest,
    check_terms,
    covered_until,
    in_force_on,
    last_day,
    stand_on,
)


@dataclass
class Agreed:
    starts: date
    ends: date
    ended_on: date | None = None


YEAR = Agreed(date(2026, 1, 1), date(2026, 12, 31))
CUT = Agreed(date(2026, 1, 1), date(2026, 12, 31), ended_on=date(2026, 6, 10))
NEXT = Agreed(date(2027, 1, 1), date(2027, 12, 31))
LATE = Agreed(date(2027, 1, 2), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("agreement", "day", "holds"),
    [
        (YEAR, date(2025, 12, 31), False),
        (YEAR, date(2026, 1, 1), True),
        (YEAR, date(2026, 12, 31), True),
        (YEAR, date(2027, 1, 1), False),
        (CUT, date(2026, 6, 9), True),
        (CUT, date(2026, 6, 10), False),
    ],
)
def test_it_holds_on_its_first_and_its_last_day_and_not_from_its_early_end(
    agreement: Agreed,
    day: date,
    holds: bool,  # noqa: FBT001
) -> None:
    assert in_force_on(agreement, day) is holds


def test_one_ended_on_its_first_day_never_held() -> None:
    never = Agreed(date(2026, 1, 1), date(2026, 12, 31), ended_on=date(2026, 1, 1))
    assert last_day(never) == date(2025, 12, 31)
    assert not in_force_on(never, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("agreement", "day", "stand"),
    [
        (YEAR, date(2025, 12, 31), AgreementStand.NOT_YET),
        (YEAR, date(2026, 10, 31), AgreementStand.IN_FORCE),
        (YEAR, date(2026, 11, 1), AgreementStand.ENDS_SOON),
        (YEAR, date(2026, 12, 31), AgreementStand.ENDS_SOON),
        (YEAR, date(2027, 1, 1), AgreementStand.OVER),
        (CUT, date(2026, 6, 10), AgreementStand.ENDED_EARLY),
        (CUT, date(2026, 6, 9), AgreementStand.ENDS_SOON),
    ],
)
def test_how_it_stands_on_a_day(agreement: Agreed, day: date, stand: AgreementStand) -> None:
    assert stand_on(agreement, day) is stand


@pytest.mark.parametrize(
    ("agreements", "day", "until"),
    [
        ([], date(2026, 5, 1), None),
        ([YEAR], date(2026, 5, 1), date(2026, 12, 31)),
        ([YEAR], date(2027, 1, 1), None),
        ([NEXT, YEAR], date(2026, 5, 1), date(2027, 12, 31)),
        ([YEAR, LATE], date(2026, 5, 1), date(2026, 12, 31)),  # a day without any
        ([CUT, NEXT], date(2026, 5, 1), date(2026, 6, 9)),
        ([NEXT], date(2026, 5, 1), None),
    ],
)
def test_a_successor_without_a_gap_carries_on(
    agreements: list[Agreed], day: date, until: date | None
) -> None:
    assert covered_until(agreements, day) == until


def test_interest_and_nisbah_are_each_of_their_own_contract() -> None:
    check_terms(Contract.CONVENTIONAL, rate=325, nisbah=None, note="Bunga menurut saldo.")
    check_terms(Contract.MUDHARABAH, rate=None, nisbah=1000, note="Bagi hasil tiap bulan.")
    check_terms(Contract.WADIAH, rate=None, nisbah=None, note=None)
    for contract in (Contract.WADIAH, Contract.MUDHARABAH):
        with pytest.raises(RateNotOfContract):
            check_terms(contract, rate=1, nisbah=None, note=None)
        for note in ("Bunga 1%", "tanpa BUNGA", "interest free"):
            with pytest.raises(ShariaSaysInterest):
                check_terms(contract, rate=None, nisbah=None, note=note)
    for other in (Contract.WADIAH, Contract.CONVENTIONAL):
        with pytest.raises(NisbahNotOfContract):
            check_terms(other, rate=None, nisbah=1, note=None)
    for impossible in (-1, 10_001):
        with pytest.raises(ShareImpossible):
            check_terms(Contract.CONVENTIONAL, rate=impossible, nisbah=None, note=None)
    # A flower shop is no interest.
    check_terms(Contract.WADIAH, rate=None, nisbah=None, note="Di depan Toko Kembang.")
