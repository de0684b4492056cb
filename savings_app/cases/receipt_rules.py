"""Why the family's word on what arrived is refused."""

from __future__ import annotations

from savings_app.errors import DomainError
from savings_app.money import Rupiah


class NothingPaidYet(DomainError):
    """No payout to this recipient is recorded, so nobody can say what arrived of it."""


class NothingIsMissing(DomainError):
    """As much arrived as the law gives: nothing is missing. Fact: `own`."""

    field = "amount"


def check_short(*, arrived: Rupiah | None, own: Rupiah | None) -> None:
    """Less than this recipient's own arrived. None: nothing at all, or nobody knows the share.

    Raises:
        NothingIsMissing
    """
    if arrived is not None and own is not None and arrived >= own:
        raise NothingIsMissing(own=own)
