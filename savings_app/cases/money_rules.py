"""Accounts, claims and payouts: what is refused, and what is only pointed out."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from savings_app.errors import DomainError

# No part of a name: of the dead, of pilgrims, forms of address, titles before and after.
_NOT_A_NAME = frozenset(
    {"alm", "almh", "almarhum", "almarhumah", "h", "hj", "haji", "hajah"}
    | {"tn", "ny", "nn", "bpk", "bapak", "ibu", "sdr", "sdri"}
    | {"prof", "dr", "drs", "dra", "drh", "drg", "ir"}
    | {"se", "sh", "skom", "ssos", "sip", "spd", "spdi", "sag", "shi", "skep", "skm", "ssi"}
    | {"mpd", "mm", "msi", "mh", "mkes", "amd", "amdkeb", "amdkep"}
)


class HolderNameDiffers(DomainError):
    """The passbook shows another name than the recipient's. A person confirms it by ticking."""

    field = "accept_name"


class AccountUsedElsewhere(DomainError):
    """Another recipient has this account number. A person decides, with a reason."""

    field = "shared_reason"


class AccountAlreadyRecorded(DomainError):
    """This recipient has this account already."""

    field = "number"


class AccountNotLive(DomainError):
    """The account ended, or it is not this recipient's account for the santunan."""

    field = "account_id"


class BankNotPartner(DomainError):
    """Only a partner bank can be asked about the holder's name."""


class NameCheckNotOpen(DomainError):
    """Nobody asked the bank about this account, or it answered already."""


class ClaimBeforeDeath(DomainError):
    """Fact: `died_on`."""

    field = "filed_on"


class ClaimInFuture(DomainError):
    """A claim is recorded when it was handed in, not before."""

    field = "filed_on"


class ClaimStillOpen(DomainError):
    """A claim of this case is with BPJS. Fact: `filed_on`."""


class ClaimNotOpen(DomainError):
    """The claim was returned already."""


class ReturnedBeforeFiled(DomainError):
    """Fact: `filed_on`."""

    field = "returned_on"


class ReturnInFuture(DomainError):
    """A returned claim is recorded when it came back."""

    field = "returned_on"


class PayoutBeforeDeath(DomainError):
    """Fact: `died_on`."""

    field = "paid_on"


class PayoutBeforeClaim(DomainError):
    """Fact: `filed_on`."""

    field = "paid_on"


class PayoutWithoutClaim(DomainError):
    """No claim of this case is with BPJS, so nothing can have been paid on it."""


class PayoutInFuture(DomainError):
    """Money that has not been paid yet."""

    field = "paid_on"


class PayoutRecordedAlready(DomainError):
    """The same santunan of this recipient stands already. Fact: `paid_on`."""

    field = "amount"


class PayoutIsReversal(DomainError):
    """A reversal is not reversed; record the payout anew."""


class PayoutAlreadyReversed(DomainError):
    """Only once."""


class PayoutHasCredit(DomainError):
    """A bank's line is matched to it: the match is undone first."""


class ImportNeedsPerson(DomainError):
    """A list of money is taken in by somebody who may record payouts."""

    field = "as"


class CreditAlreadyReversed(DomainError):
    """Only once, and a reversal not at all."""


def names_agree(holder: str, *names: str | None) -> bool:
    """Whether the holder's name is one of these, apart from case, spaces, titles and "alm."."""
    wanted = plain_name(holder)
    return any(name is not None and plain_name(name) == wanted for name in names)


def plain_name(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, titles, forms of address and "alm."."""
    # A title after a comma keeps its dots together: "S.Pd." is one word.
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.split(r"[\s,()/]+", ascii_only.casefold())
    plain = (re.sub(r"[^a-z]", "", word) for word in words)
    return tuple(word for word in plain if word and word not in _NOT_A_NAME)


def has_usual_length(digits: int, *, usual: int | None) -> bool:
    """Whether a number of this bank usually has so many digits; unknown banks always do."""
    return usual is None or digits == usual


def check_claim_day(*, filed_on: date, died_on: date, today: date) -> None:
    """
    Raises:
        ClaimBeforeDeath, ClaimInFuture
    """
    if filed_on < died_on:
        raise ClaimBeforeDeath(died_on=died_on)
    if filed_on > today:
        raise ClaimInFuture


def check_return_day(*, returned_on: date, filed_on: date, today: date) -> None:
    """
    Raises:
        ReturnedBeforeFiled, ReturnInFuture
    """
    if returned_on < filed_on:
        raise ReturnedBeforeFiled(filed_on=filed_on)
    if returned_on > today:
        raise ReturnInFuture


def check_payout_day(
    *, paid_on: date, died_on: date, filed_on: date | None, needs_claim: bool, today: date
) -> None:
    """`filed_on` is the day of the live claim, None where there is none.

    Raises:
        PayoutBeforeDeath, PayoutInFuture, PayoutWithoutClaim, PayoutBeforeClaim
    """
    if paid_on < died_on:
        raise PayoutBeforeDeath(died_on=died_on)
    if paid_on > today:
        raise PayoutInFuture
    if not needs_claim:
        return
    if filed_on is None:
        raise PayoutWithoutClaim
    if paid_on < filed_on:
        raise PayoutBeforeClaim(filed_on=filed_on)
