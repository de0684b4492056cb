"""What to look at twice: returns no bank pays, and what the deposit guarantee does not cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from savings_app.calculators.rules import yearly
from savings_app.errors import RuleWarning
from savings_app.money import ZERO, Rupiah
from savings_app.policy.series import Value, parameter

HUNDREDTHS = 100


class BankKind(StrEnum):
    """LPS sets one highest rate for commercial banks and another for rural ones (BPR)."""

    COMMERCIAL = "bank"
    RURAL = "bpr"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What LPS would pay back of `amount` in one bank, and the rule it follows.

    The three conditions: recorded in the bank's books, interest not above LPS's rate, no act that
    harms the bank. The third is the customer's own and is told, not asked.
    """

    amount: Rupiah
    covered: Rupiah
    is_recorded: bool
    is_rate_within: bool
    highest: Decimal
    cap: Rupiah
    rule: Value


def guaranteed_percent(*, on: date, kind: BankKind = BankKind.COMMERCIAL) -> Decimal:
    """The highest yearly interest, in percent, a bank of this kind may pay within the guarantee.

    Raises:
        NotYetInForce
    """
    return Decimal(parameter("deposit_guarantee").on(on).amounts[kind.value]) / HUNDREDTHS


def guarantee(
    amount: Rupiah, *, percent: Decimal, kind: BankKind, is_recorded: bool, on: date
) -> Guarantee:
    """What is guaranteed of all one customer has in one bank, at `percent` a year.

    Above the highest rate nothing is; below it everything up to the cap.

    Raises:
        RateImpossible, NotYetInForce
    """
    yearly(percent)
    rule = parameter("deposit_guarantee").on(on)
    cap = Rupiah.of(rule.amounts["cap_rupiah"])
    highest = guaranteed_percent(on=on, kind=kind)
    is_rate_within = percent <= highest
    return Guarantee(
        amount=amount,
        covered=min(amount, cap) if is_recorded and is_rate_within else ZERO,
        is_recorded=is_recorded,
        is_rate_within=is_rate_within,
        highest=highest,
        cap=cap,
        rule=rule,
    )


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
        rural = guaranteed_percent(on=on, kind=BankKind.RURAL)
        yield RuleWarning("above_guaranteed_rate", {"highest": highest, "rural": rural})
    cap = Rupiah.of(guarantee.amounts["cap_rupiah"])
    if amount is not None and amount > cap:
        yield RuleWarning("above_guaranteed_amount", {"cap": cap})
