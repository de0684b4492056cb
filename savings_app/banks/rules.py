"""How long an agreement holds, and what a bank may say of its products. Pure: the day is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from savings_app.banks.kinds import AgreementStand, Contract
from savings_app.errors import DomainError

SOON = timedelta(days=60)
ONE_DAY = timedelta(days=1)
WHOLE = 10_000  # hundredths of a percent
_INTEREST = re.compile(r"\b(bunga|interest)", re.IGNORECASE)


class AgreementNotInForce(DomainError):
    """No cooperation agreement of the bank holds today, or none lets these data pass."""


class AgreementEndsBeforeStart(DomainError):
    """The last day lies before the first."""

    field = "ends"


class AgreementNumberTaken(DomainError):
    """The bank has an agreement of this number already."""

    field = "number"


class NothingPasses(DomainError):
    """An agreement says at least of one kind of data for what it passes."""

    field = "passes"


class AgreementBankUnknown(DomainError):
    """No such bank."""

    field = "bank_id"


class AgreementOver(DomainError):
    """It was ended early already, or its last day is past."""


class EndOutsideAgreement(DomainError):
    """The day it no longer holds lies before its first or after its last. Facts: the two."""

    field = "ended_on"


class RateNotOfContract(DomainError):
    """Interest is of a conventional product only; a sharia one has none."""

    field = "rate"


class NisbahNotOfContract(DomainError):
    """A nisbah is of mudharabah only."""

    field = "nisbah"


class ShareImpossible(DomainError):
    """A rate or a nisbah above 100 percent, or below 0."""

    field = "rate"


class ShariaSaysInterest(DomainError):
    """A sharia product is described in words of interest."""

    field = "note"


class TermsAfterEnd(DomainError):
    """The product is no longer offered by that day. Fact: `on`."""

    field = "starts"


class ProductEnded(DomainError):
    """It was ended already."""


class ProductNameTaken(DomainError):
    """The bank has a product of this name already."""

    field = "name"


class BranchClosed(DomainError):
    """It was closed already."""


class Validity(Protocol):
    """What says how long an agreement holds; `ended_on` is the first day it no longer does."""

    starts: date
    ends: date
    ended_on: date | None


def last_day(agreement: Validity) -> date:
    """The last day it holds; before `starts` where it was ended before it began."""
    if agreement.ended_on is None:
        return agreement.ends
    return min(agreement.ends, agreement.ended_on - ONE_DAY)


def in_force_on(agreement: Validity, day: date) -> bool:
    return agreement.starts <= day <= last_day(agreement)


def stand_on(agreement: Validity, day: date) -> AgreementStand:
    """How it stands: announced as ending from 60 days before its last day."""
    last = last_day(agreement)
    if last < day:
        early = agreement.ended_on is not None and last < agreement.ends
        return AgreementStand.ENDED_EARLY if early else AgreementStand.OVER
    if day < agreement.starts:
        return AgreementStand.NOT_YET
    return AgreementStand.ENDS_SOON if last - day <= SOON else AgreementStand.IN_FORCE


def covered_until(agreements: Iterable[Validity], day: date) -> date | None:
    """The last day a bank's agreements hold without a gap from `day` on; None: none holds then."""
    held: date | None = None
    for one in sorted(agreements, key=lambda agreement: agreement.starts):
        begins_by = day if held is None else held + ONE_DAY
        last = last_day(one)
        if one.starts <= begins_by and last >= day and (held is None or last > held):
            held = last
    return held


def check_terms(
    contract: Contract, *, rate: int | None, nisbah: int | None, note: str | None
) -> None:
    """What a product of this contract may say; `rate` and `nisbah` in hundredths of a percent.

    Raises:
        RateNotOfContract, NisbahNotOfContract, ShareImpossible, ShariaSaysInterest
    """
    if contract is not Contract.CONVENTIONAL:
        if rate is not None:
            raise RateNotOfContract
        check_words(contract, note)
    if contract is not Contract.MUDHARABAH and nisbah is not None:
        raise NisbahNotOfContract
    for field, share in (("rate", rate), ("nisbah", nisbah)):
        if share is not None and not 0 <= share <= WHOLE:
            raise ShareImpossible(field=field)


def check_words(contract: Contract, words: str | None, *, field: str = "note") -> None:
    """Sharia never says "bunga".

    Raises:
        ShariaSaysInterest
    """
    if contract is not Contract.CONVENTIONAL and words and _INTEREST.search(words):
        raise ShariaSaysInterest(field=field)
