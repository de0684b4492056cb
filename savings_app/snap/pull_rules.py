"""When a bank may be asked, for which days, and when again after it did not answer. Pure.

Days are of WITA and whole; hours are the bank's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from savings_app.errors import DomainError
from savings_app.snap.kinds import PullCause
from savings_app.words.formats import WITA

# A transaction is in the bank's service a quarter of an hour after it happened, not before.
SETTLES = timedelta(minutes=15)
ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
# The first try again after a minute, the last of five within three hours.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
LONGEST_WAIT = timedelta(hours=6)
# A worker that has not come back by then is gone.
LEFT_BEHIND = timedelta(minutes=15)
# These pass by themselves; everything else needs a person, so that nobody is asked in vain.
PASSING = frozenset(
    {
        PullCause.TOO_OFTEN,
        PullCause.BANK_DOWN,
        PullCause.NO_ANSWER,
        PullCause.UNREADABLE,
        PullCause.UNEXPECTED,
    }
)


class PullTooEarly(DomainError):
    """The last day of the range is not over for a quarter of an hour. Fact: `last_on`."""

    field = "to"


class PullOutsideHours(DomainError):
    """The bank does not answer calls now. Facts: `opens`, `closes`, `zone`, as text."""


class PullRangeTooLong(DomainError):
    """More days than the bank gives at once. Fact: `longest`."""

    field = "from"


class PullRangeBackwards(DomainError):
    """The first day lies after the last."""

    field = "from"


class PullNotFailed(DomainError):
    """Only what failed or was stopped is tried again."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days of WITA, both included."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time.min, WITA)

    @property
    def ends(self) -> datetime:
        """Its last second."""
        return datetime.combine(self.last + ONE_DAY, time.min, WITA) - ONE_SECOND

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when the bank answers calls, on its own clock; never over midnight."""

    opens: time
    closes: time
    offset: int  # hours from UTC

    def is_open(self, now: datetime) -> bool:
        there = now.astimezone(timezone(timedelta(hours=self.offset)))
        return self.opens <= there.time() < self.closes

    def next_opening(self, now: datetime) -> datetime:
        """`now` while it is open, else the next time it opens."""
        if self.is_open(now):
            return now
        there = now.astimezone(timezone(timedelta(hours=self.offset)))
        opening = datetime.combine(there.date(), self.opens, there.tzinfo)
        return opening if there < opening else opening + ONE_DAY


def check_span(span: Span, *, longest: int, now: datetime) -> None:
    """
    Raises:
        PullRangeBackwards, PullRangeTooLong, PullTooEarly
    """
    if span.first > span.last:
        raise PullRangeBackwards
    if span.days > longest:
        raise PullRangeTooLong(longest=longest)
    if now < span.ends + ONE_SECOND + SETTLES:
        raise PullTooEarly(last_on=span.last)


def check_hours(hours: Hours, now: datetime) -> None:
    """
    Raises:
        PullOutsideHours
    """
    if not hours.is_open(now):
        raise PullOutsideHours(
            opens=f"{hours.opens:%H.%M}",
            closes=f"{hours.closes:%H.%M}",
            zone=f"UTC+{hours.offset}",
        )


def last_told(now: datetime) -> date:
    """The last day that is over for a quarter of an hour."""
    return (now.astimezone(WITA) - SETTLES).date() - ONE_DAY


def due_span(*, told_until: date | None, longest: int, now: datetime) -> Span | None:
    """What to ask for next; None where the bank has told all there is.

    The last day told is asked for again, for what was booked late; rows that are there add nothing.
    Of an account never told, as far back as one range reaches.
    """
    last = last_told(now)
    if told_until is None:
        return Span(last - timedelta(days=longest - 1), last)
    if told_until >= last:
        return None
    return Span(told_until, min(last, told_until + timedelta(days=longest - 1)))


def next_try(
    cause: PullCause, *, tries: int, now: datetime, asked_for: timedelta | None = None
) -> datetime | None:
    """When to try again after that many tries; None: not by itself.

    `asked_for` is what the bank itself named; it is heard as far as it is sensible.
    """
    if cause not in PASSING or tries > len(WAITS):
        return None
    wait = WAITS[tries - 1]
    if asked_for is not None:
        wait = max(wait, min(asked_for, LONGEST_WAIT))
    return now + wait
