"""Which payout or pledge a bank line could be. Pure; a person confirms every proposal.

A proposal is made only where nothing else fits: the line has one target and the target one line.
Amounts are always compared, a code in the remark or not (a code with another amount is for a
person to look at).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from savings_app.errors import DomainError
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction

# A payout is recorded on the day it was told; banks book a day earlier or up to two weeks later.
PAYOUT_DAYS_BEFORE = timedelta(days=1)
PAYOUT_DAYS_AFTER = timedelta(days=14)
# How far a deposit may be from what was pledged: half a rupiah, or one in a hundred.
PLEDGE_TOLERANCE = Rupiah(50)
PLEDGE_TOLERANCE_PART = 100
_SHORTEST_CODE = 4


class NothingChosen(DomainError):
    """No proposal was ticked."""

    field = "choices"


class ProposalChanged(DomainError):
    """What was ticked is not what is proposed now."""

    field = "choices"


class MatchReversed(DomainError):
    """It was taken back already, or is itself a taking back."""


class TargetKind(StrEnum):
    PAYOUT = "payout"
    PLEDGE = "pledge"


class MatchReason(StrEnum):
    """Why a line is proposed, for the person who confirms it."""

    SAME_ACCOUNT = "same_account"
    SAME_AMOUNT = "same_amount"
    NEAR_AMOUNT = "near_amount"
    WITHIN_DATES = "within_dates"
    LATE = "late"
    CODE_IN_TEXT = "code_in_text"


class UnmatchedCause(StrEnum):
    DEBIT_LINE = "debit_line"
    NO_TARGET_FOR_ACCOUNT = "no_target_for_account"
    AMOUNT_DIFFERS = "amount_differs"
    OUTSIDE_DATES = "outside_dates"
    ALREADY_MATCHED = "already_matched"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A bank line nobody has matched."""

    id: Hashable
    account: AccountNumber
    on: date
    direction: Direction
    amount: Rupiah
    text: str


@dataclass(frozen=True, slots=True)
class PayoutTarget:
    """Money the insurer paid out. `matched`: a line was confirmed for it."""

    id: Hashable
    account: AccountNumber
    amount: Rupiah
    paid_on: date
    matched: bool = False


@dataclass(frozen=True, slots=True)
class PledgeTarget:
    """A deposit the family means to make, from `made_on` through `until_on`."""

    id: Hashable
    account: AccountNumber
    amount: Rupiah
    code: str | None
    made_on: date
    until_on: date
    matched: bool = False


Target = PayoutTarget | PledgeTarget


@dataclass(frozen=True, slots=True)
class Proposal:
    """The one target that fits. `score` is 0-100; only its order has a meaning."""

    line_id: Hashable
    target_id: Hashable
    kind: TargetKind
    score: int
    reasons: tuple[MatchReason, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """No proposal, and the first thing that stood in the way."""

    line_id: Hashable
    cause: UnmatchedCause


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line and a target that fit; the higher the score, the surer."""

    line: int
    target: int
    score: int
    reasons: tuple[MatchReason, ...]


_SURE, _SURE_AND_NEAR, _EXACT, _NEAR = 100, 95, 80, 60


def propose(
    lines: Sequence[OpenLine], targets: Sequence[Target]
) -> tuple[Proposal | Unmatched, ...]:
    """A proposal for each line, in order, or why there is none; the targets' order is no matter.

    The surest pairs are settled first (code in the remark, then equal amount, then an amount
    within the tolerance). A pair with a rival as sure is left to a person, and so is everything
    that its line or target could have been less surely. A line that names a pledge by its code
    is never proposed to another target.
    """
    by_account: dict[str, list[int]] = {}
    for place, target in enumerate(targets):
        by_account.setdefault(target.account.full, []).append(place)
    candidates = [_candidates(line, targets, by_account) for line in lines]
    chosen, contested = _settle(
        pair
        for number, line in enumerate(lines)
        if line.direction is Direction.CREDIT
        for place in candidates[number]
        if not targets[place].matched
        and (pair := _pair(number, line, place, targets[place])) is not None
    )
    outcomes: list[Proposal | Unmatched] = []
    for number, line in enumerate(lines):
        if (chosen_pair := chosen.get(number)) is not None:
            outcomes.append(_proposal(line, targets[chosen_pair.target], chosen_pair))
        elif number in contested:
            outcomes.append(Unmatched(line.id, UnmatchedCause.AMBIGUOUS))
        else:
            cause = _cause(line, [targets[place] for place in candidates[number]])
            outcomes.append(Unmatched(line.id, cause))
    return tuple(outcomes)


def _candidates(
    line: OpenLine, targets: Sequence[Target], by_account: dict[str, list[int]]
) -> list[int]:
    own = by_account.get(line.account.full, [])
    return [place for place in own if _is_named(line, targets[place])] or own


def _is_named(line: OpenLine, target: Target) -> bool:
    return isinstance(target, PledgeTarget) and has_code(line.text, target.code)


def _settle(pairs: Iterable[_Pair]) -> tuple[dict[int, _Pair], set[int]]:
    """The pairs without a rival, by line, and the lines that have one."""
    by_score: dict[int, list[_Pair]] = {}
    for pair in pairs:
        by_score.setdefault(pair.score, []).append(pair)
    chosen: dict[int, _Pair] = {}
    contested: set[int] = set()
    taken_targets: set[int] = set()
    for score in sorted(by_score, reverse=True):
        free = [
            pair
            for pair in by_score[score]
            if pair.line not in chosen
            and pair.line not in contested
            and pair.target not in taken_targets
        ]
        line_count = Counter(pair.line for pair in free)
        target_count = Counter(pair.target for pair in free)
        for pair in free:
            if line_count[pair.line] == target_count[pair.target] == 1:
                chosen[pair.line] = pair
            else:
                contested.add(pair.line)
            taken_targets.add(pair.target)
    return chosen, contested


def _pair(number: int, line: OpenLine, place: int, target: Target) -> _Pair | None:
    amount = _amount_reason(line, target)
    if amount is None:
        return None
    coded = _is_named(line, target)
    dates = _date_reason(line, target, coded=coded)
    if dates is None:
        return None
    near = amount is MatchReason.NEAR_AMOUNT
    reasons = (MatchReason.SAME_ACCOUNT, amount, dates)
    if coded:
        score = _SURE_AND_NEAR if near else _SURE
        return _Pair(number, place, score, (MatchReason.CODE_IN_TEXT, *reasons))
    return _Pair(number, place, _NEAR if near else _EXACT, reasons)


def _amount_reason(line: OpenLine, target: Target) -> MatchReason | None:
    if line.amount == target.amount:
        return MatchReason.SAME_AMOUNT
    if isinstance(target, PayoutTarget):
        return None
    apart = abs(line.amount.sen - target.amount.sen)
    near = apart <= PLEDGE_TOLERANCE.sen or apart * PLEDGE_TOLERANCE_PART <= target.amount.sen
    return MatchReason.NEAR_AMOUNT if near else None


def _date_reason(line: OpenLine, target: Target, *, coded: bool) -> MatchReason | None:
    if isinstance(target, PayoutTarget):
        starts, ends = target.paid_on - PAYOUT_DAYS_BEFORE, target.paid_on + PAYOUT_DAYS_AFTER
    else:
        starts, ends = target.made_on, target.until_on
    if starts <= line.on <= ends:
        return MatchReason.WITHIN_DATES
    # The code says which pledge it is even when the family was late.
    return MatchReason.LATE if coded and line.on > ends else None


def has_code(text: str, code: str | None) -> bool:
    """Whether the remark holds the code as a word of its own.

    Banks drop the dash or break the remark inside it, so spaces and dashes do not count.
    """
    letters = [c for c in (code or "").upper() if c.isalnum()]
    if len(letters) < _SHORTEST_CODE:
        return False
    pattern = r"[\s-]*".join(re.escape(c) for c in letters)
    return re.search(rf"(?<![A-Z0-9]){pattern}(?![A-Z0-9])", text.upper()) is not None


def _cause(line: OpenLine, targets: Sequence[Target]) -> UnmatchedCause:
    if line.direction is Direction.DEBIT:
        return UnmatchedCause.DEBIT_LINE
    if not targets:
        return UnmatchedCause.NO_TARGET_FOR_ACCOUNT
    of_amount = [target for target in targets if _amount_reason(line, target) is not None]
    if not of_amount:
        return UnmatchedCause.AMOUNT_DIFFERS
    if not any(_pair(0, line, 0, target) for target in of_amount):
        return UnmatchedCause.OUTSIDE_DATES
    # It fitted, and another line, now or earlier, was surer.
    return UnmatchedCause.ALREADY_MATCHED


def _proposal(line: OpenLine, target: Target, pair: _Pair) -> Proposal:
    return Proposal(
        line_id=line.id,
        target_id=target.id,
        kind=TargetKind.PAYOUT if isinstance(target, PayoutTarget) else TargetKind.PLEDGE,
        score=pair.score,
        reasons=pair.reasons,
    )
