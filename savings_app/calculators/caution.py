"""What to look at twice: returns no bank pays, and what the deposit guarantee does not cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from savings_app.errors import RuleWarning
from savings_app.money import Rupiah
from savings_app.policy.series import parameter

HUNDREDTHS = 100


def guaranteed_percent(*, on: date) -> Decimal:
    """The highest yearly interest, in percent, a commercial bank may pay within the guarantee.

    Raises:
        NotYetInForce
    """
    return Decimal(parameter("deposit_guarantee").on(on).amounts["bank"]) / HUNDREDTHS


def cautions(*, percent: Decimal, amount: Rupiah | None, on: date) -> Iterator[RuleWarning]:
    """Warnings beside an answer at `percent` a year; `amount` where it lies in one bank.

    LPS guarantees what is in the bank's books, at no more than its rate, up to its cap, and where
    the customer did not harm the bank.
    """
    guarantee = parameter("deposit_guarantee").on(on)
    highest = guaranteed_percent(on=on)
    if percent > parameter("unlikely_return").on(on).amount:
        yield RuleWarning("return_unlikely", {"percent": percent})
    elif percent > highest:
        yield RuleWarning("above_guaranteed_rate", {"highest": highest})
    cap = Rupiah.of(guarantee.amounts["cap_rupiah"])
    if amount is not None and amount > cap:
        yield RuleWarning("above_guaranteed_amount", {"cap": cap})
