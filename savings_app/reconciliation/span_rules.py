"""Which days a bank's files have told whole, so that a missing line means something. Pure.

A file names the days of its rows, not those it covers, and on some days nobody moves money. So days
between two files that lie close together count as told, and the days after the last do not.
A pull states its days, of one account: nothing is added to them (`queries.told.is_told_whole`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

CLOSE = timedelta(days=10)
NO_DAYS = timedelta()


@dataclass(frozen=True, slots=True)
class Span:
    """Days told whole, both ends included."""

    first: date
    last: date

    def tells(self, first: date, last: date) -> bool:
        return self.first <= first and last <= self.last


def told_spans(files: Iterable[tuple[date, date]]) -> tuple[Span, ...]:
    """The days told by files with these first and last days, in order; theirs is no matter."""
    spans: list[Span] = []
    for first, last in sorted(files):
        if spans and first - spans[-1].last <= CLOSE:
            spans[-1] = Span(spans[-1].first, max(spans[-1].last, last))
        else:
            spans.append(Span(first, last))
    return tuple(spans)
