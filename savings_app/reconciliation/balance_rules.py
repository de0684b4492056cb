"""On which evenings the balance of an account is known, from its statements and its lines. Pure.

A balance is known from the day before a statement's first day on, as long as each next statement
begins where we are. Before the first statement of all nothing is known, unless it began with
nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import LineClass

ONE_DAY = timedelta(days=1)
# A statement that overlaps the one before begins at most so far back.
OVERLAP = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Move:
    """What a counted line moved, with its class."""

    on: date
    signed: Rupiah
    kind: LineClass


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement's balances, and its first and last day: as it states them, else of its lines."""

    first_on: date
    last_on: date
    opening: Rupiah
    closing: Rupiah


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on whose evenings the balance is known: from `known_on`, where it was `balance`.

    `from_nothing`: it is the first, and nothing lay there when it began.
    """

    known_on: date
    until: date
    balance: Rupiah
    from_nothing: bool = False


class Running:
    """Sums of movements by the evening of a day."""

    def __init__(self, moves: Iterable[Move]) -> None:
        ordered = sorted(moves, key=lambda move: move.on)
        self._days: list[date] = []
        self._sums: list[int] = []
        so_far = 0
        for day, group in groupby(ordered, key=lambda move: move.on):
            so_far += sum(move.signed.sen for move in group)
            self._days.append(day)
            self._sums.append(so_far)

    def by(self, day: date) -> Rupiah:
        """What moved up to the evening of this day."""
        place = bisect_right(self._days, day)
        return Rupiah(self._sums[place - 1] if place else 0)

    def has_before(self, day: date) -> bool:
        """Whether anything moved before this day."""
        return bool(self._days) and self._days[0] < day

    def evenings(self, first: date, last: date) -> set[Rupiah]:
        """The different sums of the evenings from `first` to `last`."""
        inside = [self.by(day) for day in self._days if first <= day <= last]
        return {self.by(first), self.by(last), *inside}


def find_stretches(anchors: Iterable[Anchor], running: Running) -> list[Stretch]:
    """The stretches of days with known balances, in their order."""
    found: list[Stretch] = []
    for anchor in sorted(anchors, key=lambda one: (one.first_on, one.last_on)):
        before = anchor.first_on - ONE_DAY
        last = found[-1] if found else None
        if last is not None and _goes_on(last, anchor, running):
            found[-1] = replace(last, until=max(last.until, anchor.last_on))
        else:
            # A movement no statement with balances tells of would be somebody's money all the same.
            begins = last is None and not anchor.opening and not running.has_before(anchor.first_on)
            found.append(Stretch(before, anchor.last_on, anchor.opening, begins))
    return found


def _goes_on(stretch: Stretch, anchor: Anchor, running: Running) -> bool:
    """Whether this statement begins and ends where the account stood by what we know."""
    base = stretch.balance - running.by(stretch.known_on)
    since = max(stretch.known_on, anchor.first_on - OVERLAP)
    begins = {base + one for one in running.evenings(since, anchor.first_on - ONE_DAY)}
    ends = {base + one for one in running.evenings(anchor.last_on, anchor.last_on + OVERLAP)}
    return anchor.opening in begins and anchor.closing in ends
