"""Which way money goes. Pure, so that readers, rules and tables share it."""

from __future__ import annotations

from enum import StrEnum

from savings_app.money import Rupiah


class Direction(StrEnum):
    """Which way the money went, seen from the account."""

    CREDIT = "credit"  # into the account
    DEBIT = "debit"


def signed(direction: Direction, amount: Rupiah) -> Rupiah:
    """What the account gained: a debit is negative."""
    return amount if direction is Direction.CREDIT else -amount
