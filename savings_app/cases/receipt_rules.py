"""Why the family's word on what arrived is refused."""

from __future__ import annotations

from datetime import date

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


class AskerHandledCase(DomainError):
    """Who did anything in this case does not ask the second time."""


class AskedInFuture(DomainError):
    """The asking is written down once it has happened."""

    field = "asked_on"


class AskedBeforePayment(DomainError):
    """Fact: `paid_on`. Nobody could say then what arrived."""

    field = "asked_on"


def check_asking(
    *, asked_on: date, paid_on: date | None, today: date, asker_handled_case: bool
) -> None:
    """Somebody asks a second time: never who did anything in the case, never before the money.

    Raises:
        AskerHandledCase, NothingPaidYet, AskedInFuture, AskedBeforePayment
    """
    if asker_handled_case:
        raise AskerHandledCase
    if paid_on is None:
        raise NothingPaidYet
    if asked_on > today:
        raise AskedInFuture
    if asked_on < paid_on:
        raise AskedBeforePayment(paid_on=paid_on)
