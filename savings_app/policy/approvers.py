"""How many persons agree before a correction that moves money comes into force. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from savings_app.money import Rupiah
from savings_app.policy.series import FactStatus, parameter


@dataclass(frozen=True, slots=True)
class ApproversRule:
    """`needed` different persons besides the asker: `amount` is above `threshold`, or is not."""

    needed: int
    amount: Rupiah
    threshold: Rupiah
    law: str
    status: FactStatus

    @property
    def is_above(self) -> bool:
        return self.amount > self.threshold


def approvers_needed(*, amount: Rupiah, on: date) -> ApproversRule:
    """The rule of the day the correction was asked for; exactly the threshold is not above it.

    Raises:
        NotYetInForce
    """
    value = parameter("approvers_by_amount").on(on)
    threshold = Rupiah.of(value.amounts["threshold_rupiah"])
    above = amount > threshold
    return ApproversRule(
        needed=value.amounts["persons_above" if above else "persons_up_to"],
        amount=amount,
        threshold=threshold,
        law=value.law,
        status=value.status,
    )
