"""A line and its taking back: the same account and amount, the other way, shortly after. Pure.

The amount and the day are not enough, since families take out what came in; the later line must
say that it takes back, by the bank's own mark (MT940 RC and RD, camt RvslInd) or in words ("RETUR",
"KOREKSI"), and name nothing that the earlier one does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from savings_app.deposits.rules import codes_in
from savings_app.reconciliation.fit_rules import OpenLine
from savings_app.reconciliation.posting_rules import LineWords, without_phrases, words_of


@dataclass(frozen=True, slots=True)
class Reversals:
    """By place among the lines: which line takes which back, and what is not clear.

    `unclear` says that it takes something back and may mean several lines, or names another;
    `doubted` are the lines it may mean.
    """

    of: dict[int, int]
    unclear: frozenset[int]
    doubted: frozenset[int]


def find_reversals(lines: Sequence[OpenLine], words: LineWords) -> Reversals:
    """Which of these lines take back which others; each line is in at most one pair.

    The order of the lines is no matter. An equal line that was booked twice and taken back once
    leaves one of the two, the later.
    """
    said = [_what_it_names(line, words) for line in lines]
    order = sorted(range(len(lines)), key=lambda place: (lines[place].on, str(lines[place].id)))
    by_key: dict[tuple[str, int], list[int]] = {}
    for place in order:
        if said[place] is None:  # a taking back is never itself taken back
            by_key.setdefault(_key(lines[place]), []).append(place)
    of: dict[int, int] = {}
    taken: set[int] = set()
    unclear: set[int] = set()
    doubted: set[int] = set()
    for place in order:
        names = said[place]
        if names is None:
            continue
        could = [
            one
            for one in by_key.get(_key(lines[place]), ())
            if one not in taken and _could_mean(lines[place], lines[one], words)
        ]
        named = [one for one in could if names <= _names(words_of(lines[one].text), lines[one])]
        if named and _all_alike([lines[one] for one in named]):
            of[place] = named[0]
            taken.add(named[0])
        elif could:
            unclear.add(place)
            doubted.update(named or could)
    return Reversals(of, frozenset(unclear), frozenset(doubted - taken))


def _key(line: OpenLine) -> tuple[str, int]:
    return line.account.full, line.amount.sen


def _what_it_names(line: OpenLine, words: LineWords) -> set[str] | None:
    """What a taking back names beside that; None: it takes nothing back."""
    told = words_of(line.text)
    rest = without_phrases(told, words.taking_back)
    if rest == told and not line.takes_back:
        return None
    return {name for name in _names(rest, line) if name not in words.neutral}


def _names(told: Sequence[str], line: OpenLine) -> set[str]:
    """Words and pledge codes; the numbers of a reference differ in every booking."""
    return {word for word in told if word.isalpha()} | set(codes_in(line.text))


def _could_mean(later: OpenLine, earlier: OpenLine, words: LineWords) -> bool:
    return (
        earlier.direction is not later.direction
        and earlier.on <= later.on <= earlier.on + timedelta(days=words.taking_back_days)
    )


def _all_alike(lines: Sequence[OpenLine]) -> bool:
    """The same thing, however often it was booked: whichever is meant, the same is left."""
    return len({(line.on, tuple(words_of(line.text))) for line in lines}) == 1
