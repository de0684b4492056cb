"""Which payout or pledge a bank line could be. Pure; a person confirms every proposal.

A proposal is made only where nothing else fits: the line has one target and the target one line.
Amounts are always compared, a code in the remark or not. Less than was pledged is proposed as a
part of it only with the code; a name in the remark makes surer, and decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from savings_app.deposits.rules import codes_in
from savings_app.errors import DomainError
from savings_app.money import ZERO
from savings_app.reconciliation.fit_rules import (
    MatchReason,
    OpenLine,
    PayoutTarget,
    PledgeTarget,
    Proposal,
    Target,
    TargetKind,
    amount_reason,
    date_reason,
    has_name,
    is_named,
    is_of_amount,
)
from savings_app.reconciliation.kinds import Direction, ExceptionCause


class NothingChosen(DomainError):
    """No proposal was ticked."""

    field = "choices"


class ProposalChanged(DomainError):
    """What was ticked is not what is proposed now."""

    field = "choices"


class MatchReversed(DomainError):
    """It was taken back already, or is itself a taking back."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """No proposal, and the first thing that stood in the way; None: the money went out."""

    line_id: Hashable
    cause: ExceptionCause | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line and a target that fit; the higher the score, the surer."""

    line: int
    target: int
    score: int
    reasons: tuple[MatchReason, ...]


_SURE, _SURE_AND_NEAR, _EXACT, _NEAR, _PART, _BY_HAND = 100, 95, 80, 60, 50, 40
_NAMED = 5  # what a name adds; it never lifts one class of fit above another


def propose(
    lines: Sequence[OpenLine], targets: Sequence[Target]
) -> tuple[Proposal | Unmatched, ...]:
    """A proposal for each line, in order, or why there is none; no order is of matter.

    The surest pairs are settled first (code in the remark, then equal amount, then an amount
    within the tolerance). A pair with a rival as sure is left to a person, and so is everything
    that its line or target could have been less surely. A line that names a pledge by its code
    is never proposed to another target. What is left of a pledge takes parts that name it.
    """
    by_account: dict[str, list[int]] = {}
    for place, target in enumerate(targets):
        by_account.setdefault(target.account.full, []).append(place)
    candidates = [_candidates(line, targets, by_account) for line in lines]
    settled = _settle(
        pair
        for number, line in enumerate(lines)
        for place in candidates[number].places
        if (pair := _pair(number, line, place, targets[place])) is not None
    )
    _add_parts(lines, targets, candidates, settled)
    return tuple(
        _proposal(line, targets[pair.target], pair)
        if (pair := settled.chosen.get(number)) is not None
        else Unmatched(
            line.id, settled.contested.get(number) or _cause(line, targets, candidates[number])
        )
        for number, line in enumerate(lines)
    )


def list_fits(line: OpenLine, targets: Iterable[Target]) -> tuple[Proposal, ...]:
    """Every open target of the account a person may choose for this line, the surest first.

    A part without the code is offered, and a day after the last one: a person knows more.
    """
    fits = [
        _proposal(line, target, pair)
        for target in targets
        if target.account == line.account
        and (pair := _pair(0, line, 0, target, by_hand=True)) is not None
    ]
    return tuple(sorted(fits, key=lambda one: (-one.score, str(one.target_id))))


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The targets a line may be, by place; `cause` where its text alone rules all pledges out."""

    places: Sequence[int]
    named: bool = False
    cause: ExceptionCause | None = None


def _candidates(
    line: OpenLine, targets: Sequence[Target], by_account: dict[str, list[int]]
) -> _Candidates:
    own = by_account.get(line.account.full, [])
    if line.direction is Direction.DEBIT:
        return _Candidates(())
    named = [place for place in own if is_named(line, targets[place])]
    if len(named) > 1:
        return _Candidates((), cause=ExceptionCause.SEVERAL_PLEDGES)
    if named:
        return _Candidates(named, named=True)
    if codes_in(line.text):  # no pledge of this account; a payout has no code
        payouts = [place for place in own if isinstance(targets[place], PayoutTarget)]
        return _Candidates(payouts, cause=ExceptionCause.UNKNOWN_CODE)
    return _Candidates(own)


@dataclass(frozen=True, slots=True)
class _Settled:
    """By line: its pair, or the kind of rival it has; and the targets somebody claims."""

    chosen: dict[int, _Pair]
    contested: dict[int, ExceptionCause]
    targets: set[int]


def _settle(pairs: Iterable[_Pair]) -> _Settled:
    """The pairs without a rival, by line, and the lines that have one, with the kind of rival."""
    by_score: dict[int, list[_Pair]] = {}
    for pair in pairs:
        by_score.setdefault(pair.score, []).append(pair)
    chosen: dict[int, _Pair] = {}
    contested: dict[int, ExceptionCause] = {}
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
            taken_targets.add(pair.target)
            if line_count[pair.line] > 1:
                contested[pair.line] = ExceptionCause.SEVERAL_TARGETS
            elif target_count[pair.target] > 1:
                contested[pair.line] = ExceptionCause.TWIN
            else:
                chosen[pair.line] = pair
    return _Settled(chosen, contested, taken_targets)


def _add_parts(
    lines: Sequence[OpenLine],
    targets: Sequence[Target],
    candidates: Sequence[_Candidates],
    settled: _Settled,
) -> None:
    """Propose lines that name a pledge as parts of it, the earliest first, while it has room."""
    left = {
        place: ZERO if place in settled.targets else target.open_amount
        for place, target in enumerate(targets)
    }
    waiting = [
        number
        for number, one in enumerate(candidates)
        if one.named and number not in settled.chosen and number not in settled.contested
    ]
    for number in sorted(waiting, key=lambda n: (lines[n].on, lines[n].amount, str(lines[n].id))):
        (place,) = candidates[number].places
        pair = _pair(number, lines[number], place, targets[place], part=True)
        if pair is not None and lines[number].amount <= left[place]:
            left[place] -= lines[number].amount
            settled.chosen[number] = pair


def _pair(
    number: int,
    line: OpenLine,
    place: int,
    target: Target,
    *,
    part: bool = False,
    by_hand: bool = False,
) -> _Pair | None:
    if line.direction is Direction.DEBIT or not target.open_amount:
        return None
    amount = amount_reason(line, target, part=part or by_hand)
    if amount is None:
        return None
    coded = is_named(line, target)
    dates = date_reason(line, target, late_too=coded or by_hand)
    if dates is None:
        return None
    reasons: tuple[MatchReason, ...] = (MatchReason.SAME_ACCOUNT, amount, dates)
    if coded:
        reasons = (MatchReason.CODE_IN_TEXT, *reasons)
    late = dates is MatchReason.LATE and not coded
    return _Pair(number, place, _BY_HAND if late else _score(amount, coded=coded), reasons)


def _score(amount: MatchReason, *, coded: bool) -> int:
    scores = {
        MatchReason.SAME_AMOUNT: (_EXACT, _SURE),
        MatchReason.NEAR_AMOUNT: (_NEAR, _SURE_AND_NEAR),
        MatchReason.PART_AMOUNT: (_BY_HAND, _PART),
    }
    return scores[amount][coded]


def _cause(
    line: OpenLine, targets: Sequence[Target], candidates: _Candidates
) -> ExceptionCause | None:
    if line.direction is Direction.DEBIT:
        return None
    if candidates.cause is not None:
        return candidates.cause
    own = [targets[place] for place in candidates.places]
    if not own:
        return ExceptionCause.NO_TARGET
    of_amount = [one for one in own if is_of_amount(line, one)]
    if not of_amount:
        both = _is_sum_of_two(line, own)
        return ExceptionCause.SEVERAL_PLEDGES if both else ExceptionCause.AMOUNT_DIFFERS
    if not any(date_reason(line, one, late_too=is_named(line, one)) for one in of_amount):
        return ExceptionCause.OUTSIDE_DATES
    # It fitted, and another line, now or earlier, was surer.
    return ExceptionCause.ALREADY_MATCHED


def _is_sum_of_two(line: OpenLine, targets: Iterable[Target]) -> bool:
    """Whether exactly two open pledges of these days come to the line's amount."""
    rests = [
        one.open_amount.sen
        for one in targets
        if isinstance(one, PledgeTarget)
        and one.open_amount
        and date_reason(line, one, late_too=False)
    ]
    counted = Counter(rests)
    return any(
        counted[rest] > (rest * 2 == line.amount.sen) and counted[line.amount.sen - rest]
        for rest in rests
    )


def _proposal(line: OpenLine, target: Target, pair: _Pair) -> Proposal:
    named = has_name(line.text, target.names)
    return Proposal(
        line_id=line.id,
        target_id=target.id,
        kind=TargetKind.PAYOUT if isinstance(target, PayoutTarget) else TargetKind.PLEDGE,
        score=min(_SURE, pair.score + (_NAMED if named else 0)),
        reasons=(*pair.reasons, MatchReason.NAME_IN_TEXT) if named else pair.reasons,
        sure=pair.score >= _EXACT,
    )
