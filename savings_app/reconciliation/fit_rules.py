"""Whether one bank line fits one payout or pledge: amount, day, code and name. Pure."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from savings_app.identifiers import AccountNumber
from savings_app.money import ZERO, Rupiah
from savings_app.reconciliation.kinds import Direction

# A payout is recorded on the day it was told; banks book a day earlier or up to two weeks later.
PAYOUT_DAYS_BEFORE = timedelta(days=1)
PAYOUT_DAYS_AFTER = timedelta(days=14)
# How far a deposit may be from what was pledged: half a rupiah, or one in a hundred.
PLEDGE_TOLERANCE = Rupiah(50)
PLEDGE_TOLERANCE_PART = 100
_SHORTEST_CODE = 4
_SHORTEST_NAME = 3
_NAMES_COMPARED = 2  # banks cut a holder's name short


class TargetKind(StrEnum):
    PAYOUT = "payout"
    PLEDGE = "pledge"


class MatchReason(StrEnum):
    """Why a line is proposed, for the person who confirms it."""

    SAME_ACCOUNT = "same_account"
    SAME_AMOUNT = "same_amount"
    NEAR_AMOUNT = "near_amount"
    PART_AMOUNT = "part_amount"
    WITHIN_DATES = "within_dates"
    LATE = "late"
    CODE_IN_TEXT = "code_in_text"
    NAME_IN_TEXT = "name_in_text"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A bank line nobody has matched. `balance`: about what lay in the account, where told.
    `takes_back`: the bank itself marks it as a reversal.
    """

    id: Hashable
    account: AccountNumber
    on: date
    direction: Direction
    amount: Rupiah
    text: str
    balance: Rupiah | None = None
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class PayoutTarget:
    """Money the insurer paid out. `matched`: a line was confirmed for it.

    `names`: of the account's holder and of the participant.
    """

    id: Hashable
    account: AccountNumber
    amount: Rupiah
    paid_on: date
    matched: bool = False
    names: tuple[str, ...] = ()

    @property
    def open_amount(self) -> Rupiah:
        return ZERO if self.matched else self.amount


@dataclass(frozen=True, slots=True)
class PledgeTarget:
    """A deposit the family means to make, from `made_on` through `until_on`.

    `deposited` is what lines were confirmed for it so far; it is full when that comes to the
    amount, give or take the tolerance. `names`: as of a payout, and of whom it is for.
    """

    id: Hashable
    account: AccountNumber
    amount: Rupiah
    code: str | None
    made_on: date
    until_on: date
    matched: bool = False
    deposited: Rupiah = ZERO
    names: tuple[str, ...] = ()

    @property
    def open_amount(self) -> Rupiah:
        """What is still to come; nothing of one that is full."""
        rest = self.amount - self.deposited
        full = self.matched or rest <= ZERO or (bool(self.deposited) and _is_near(self, rest))
        return ZERO if full else rest


Target = PayoutTarget | PledgeTarget


@dataclass(frozen=True, slots=True)
class Proposal:
    """The one target that fits. `score` is 0-100; `sure` ones may be confirmed all at once."""

    line_id: Hashable
    target_id: Hashable
    kind: TargetKind
    score: int
    reasons: tuple[MatchReason, ...]
    sure: bool = True

    @property
    def is_part(self) -> bool:
        return MatchReason.PART_AMOUNT in self.reasons

    @property
    def needs_reason(self) -> bool:
        """Whether a person who chooses it must say why: the day does not fit and no code tells."""
        return MatchReason.LATE in self.reasons and MatchReason.CODE_IN_TEXT not in self.reasons


def amount_reason(line: OpenLine, target: Target, *, part: bool = False) -> MatchReason | None:
    """How the line's amount is to what is still open of the target."""
    wanted = target.open_amount
    if line.amount == wanted:
        return MatchReason.SAME_AMOUNT
    if isinstance(target, PayoutTarget):
        return None
    if _is_near(target, line.amount - wanted, of=wanted):
        return MatchReason.NEAR_AMOUNT
    return MatchReason.PART_AMOUNT if part and line.amount < wanted else None


def _is_near(target: PledgeTarget, apart: Rupiah, *, of: Rupiah | None = None) -> bool:
    wanted = target.amount if of is None else of
    sen = abs(apart.sen)
    return sen <= PLEDGE_TOLERANCE.sen or sen * PLEDGE_TOLERANCE_PART <= wanted.sen


def date_reason(line: OpenLine, target: Target, *, late_too: bool) -> MatchReason | None:
    if isinstance(target, PayoutTarget):
        starts, ends = target.paid_on - PAYOUT_DAYS_BEFORE, target.paid_on + PAYOUT_DAYS_AFTER
    else:
        starts, ends = target.made_on, target.until_on
    if starts <= line.on <= ends:
        return MatchReason.WITHIN_DATES
    # The code, or a person, says which one it is even when the family was late.
    return MatchReason.LATE if late_too and line.on > ends else None


def has_code(text: str, code: str | None) -> bool:
    """Whether the remark holds the code as a word of its own.

    Banks drop the dash or break the remark inside it, so spaces and dashes do not count.
    """
    letters = [c for c in (code or "").upper() if c.isalnum()]
    if len(letters) < _SHORTEST_CODE:
        return False
    pattern = r"[\s-]*".join(re.escape(c) for c in letters)
    return re.search(rf"(?<![A-Z0-9]){pattern}(?![A-Z0-9])", text.upper()) is not None


def has_name(text: str, names: Iterable[str]) -> bool:
    """Whether the remark holds one of these names, its first two words at least."""
    told = set(re.findall(r"[a-z]+", text.lower()))
    for name in names:
        words = [
            word for word in re.findall(r"[a-z]+", name.lower()) if len(word) >= _SHORTEST_NAME
        ]
        if words and set(words[:_NAMES_COMPARED]) <= told:
            return True
    return False


def is_named(line: OpenLine, target: Target) -> bool:
    return isinstance(target, PledgeTarget) and has_code(line.text, target.code)


def is_of_amount(line: OpenLine, target: Target) -> bool:
    """Whether the line is about the target's whole amount, or what is open of it."""
    if isinstance(target, PayoutTarget):
        return line.amount == target.amount
    return any(
        _is_near(target, line.amount - wanted, of=wanted)
        for wanted in (target.amount, target.open_amount)
    )
