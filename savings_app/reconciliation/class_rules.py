"""What each bank line is: exactly one class for every line, whatever comes with it. Pure.

What a person said goes first. Then a line and its taking back, then what fits a payout or a
pledge, and only then the words of the bank's own postings. Money in that nothing explains waits
for a person, with its cause; money out needs none.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from savings_app.errors import DomainError
from savings_app.reconciliation.batch_rules import StoredLine, find_twice
from savings_app.reconciliation.fit_rules import OpenLine, Proposal, Target
from savings_app.reconciliation.kinds import Direction, ExceptionCause, LineClass
from savings_app.reconciliation.matching_rules import propose
from savings_app.reconciliation.posting_rules import LineWords, Posting, find_posting
from savings_app.reconciliation.reversal_rules import Reversals, find_reversals

__all__ = [
    "MATCHED",
    "ClassNotPossible",
    "ClassedLine",
    "DecisionReversed",
    "ExceptionCause",
    "LineClass",
    "LineNoteEmpty",
    "LineSpokenOf",
    "LineTaken",
    "ToldLine",
    "choices_for",
    "classify_lines",
]


class ClassNotPossible(DomainError):
    """No line of this direction is that, or only a match makes it so."""

    field = "kind"


class LineSpokenOf(DomainError):
    """It is matched, or somebody decided already what it is."""


class DecisionReversed(DomainError):
    """No decision of this line stands."""


class LineTaken(DomainError):
    """A colleague has taken it upon himself. Fact: `name`."""


class LineNoteEmpty(DomainError):
    """A note without words."""

    field = "text"


# What a line is once a person confirmed it as money for somebody.
MATCHED = frozenset({LineClass.PAYOUT, LineClass.DEPOSIT, LineClass.PART_DEPOSIT})
# What a person may say of a line that no rule could tell.
DECIDABLE = (
    LineClass.OTHER_IN,
    LineClass.RETURN,
    LineClass.TAX,
    LineClass.FEE,
    LineClass.REVERSED,
    LineClass.MONEY_OUT,
)
# Where a line fits nothing, its words may still tell; where it fits too much, a person looks.
_WORDS_MAY_TELL = frozenset(
    {
        ExceptionCause.NO_TARGET,
        ExceptionCause.AMOUNT_DIFFERS,
        ExceptionCause.OUTSIDE_DATES,
        ExceptionCause.ALREADY_MATCHED,
    }
)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A bank line; `said` is what a person confirmed or decided of it, None: nobody did.

    `stored` is what tells a batch from its parts; None: nothing does.
    """

    line: OpenLine
    said: LineClass | None = None
    stored: StoredLine | None = None


@dataclass(frozen=True, slots=True)
class ClassedLine:
    """What a line is. `cause` of an exception, `proposal` of what is proposed.

    `partner_id` is the line it takes back, or that takes it back.
    """

    line_id: Hashable
    kind: LineClass
    cause: ExceptionCause | None = None
    proposal: Proposal | None = None
    partner_id: Hashable | None = None


def choices_for(direction: Direction) -> tuple[LineClass, ...]:
    """What a person may say that a line of this direction is."""
    other_way = {
        Direction.CREDIT: {LineClass.TAX, LineClass.FEE, LineClass.MONEY_OUT},
        Direction.DEBIT: {LineClass.RETURN, LineClass.OTHER_IN},
    }[direction]
    return tuple(kind for kind in DECIDABLE if kind not in other_way)


def classify_lines(
    lines: Sequence[ToldLine], targets: Sequence[Target], words: LineWords
) -> tuple[ClassedLine, ...]:
    """What each line is, in order. All lines and targets of an account come together."""
    bare = [told.line for told in lines]
    reversals = find_reversals(bare, words)
    found: dict[int, ClassedLine] = {
        place: ClassedLine(told.line.id, told.said)
        for place, told in enumerate(lines)
        if told.said is not None
    }
    _pair_reversals(found, bare, reversals)
    _hold_twice(found, lines)
    open_places = [place for place in range(len(lines)) if place not in found]
    outcomes = propose([bare[place] for place in open_places], targets)
    for place, outcome in zip(open_places, outcomes, strict=True):
        line = bare[place]
        if isinstance(outcome, Proposal):
            sure = outcome.sure and place not in reversals.doubted and _posting(line, words) is None
            proposal = replace(outcome, sure=sure)
            found[place] = ClassedLine(line.id, LineClass.PROPOSED, proposal=proposal)
        else:
            found[place] = _by_words(line, outcome.cause, words)
    return tuple(found[place] for place in range(len(lines)))


def _pair_reversals(
    found: dict[int, ClassedLine], lines: Sequence[OpenLine], reversals: Reversals
) -> None:
    """Class the pairs nobody has spoken of, and what asks for a person."""
    for later, earlier in reversals.of.items():
        taken, taking = lines[earlier].id, lines[later].id
        said, of_later = found.get(earlier), found.get(later)
        if of_later is not None and of_later.kind is not LineClass.REVERSED:
            continue  # a person said that it takes nothing back
        if said is not None and said.kind in MATCHED and of_later is None:
            # Whoever confirmed it is asked to take it back; nothing changes by itself.
            cause = ExceptionCause.REVERSED_AFTER_MATCH
            found[later] = ClassedLine(taking, LineClass.EXCEPTION, cause, partner_id=taken)
        else:
            found[later] = ClassedLine(taking, LineClass.REVERSED, partner_id=taken)
        found[earlier] = replace(said or ClassedLine(taken, LineClass.REVERSED), partner_id=taking)
    for place in reversals.unclear - found.keys():
        cause = ExceptionCause.REVERSAL_UNCLEAR
        found[place] = ClassedLine(lines[place].id, LineClass.EXCEPTION, cause)


def _hold_twice(found: dict[int, ClassedLine], lines: Sequence[ToldLine]) -> None:
    """Money that may stand twice waits for a person: the batch, or its parts once that counts."""
    stored = [told.stored for told in lines]
    if None in stored:
        return
    for place, parts in find_twice([one for one in stored if one is not None]).items():
        said = found.get(place)
        if said is None:
            held: tuple[int, ...] = (place,)
        else:
            held = parts if said.kind in MATCHED else ()
        for one in held:
            if one not in found:
                cause = ExceptionCause.BATCH_TWICE
                found[one] = ClassedLine(lines[one].line.id, LineClass.EXCEPTION, cause)


def _posting(line: OpenLine, words: LineWords) -> Posting | None:
    return find_posting(
        text=line.text,
        direction=line.direction,
        amount=line.amount,
        balance=line.balance,
        words=words,
    )


def _by_words(line: OpenLine, cause: ExceptionCause | None, words: LineWords) -> ClassedLine:
    """The bank's own posting; else money out, or an exception with this cause."""
    posting = _posting(line, words) if cause is None or cause in _WORDS_MAY_TELL else None
    if posting is not None:
        if posting.usual:
            return ClassedLine(line.id, posting.kind)
        cause = ExceptionCause.UNUSUAL_AMOUNT
    if cause is None:
        return ClassedLine(line.id, LineClass.MONEY_OUT)
    return ClassedLine(line.id, LineClass.EXCEPTION, cause)
