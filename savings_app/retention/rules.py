"""When stored lines are to be erased: by a period the kabupaten registered, dated. Pure.

No law we found says a number (UU 27/2022 Pasal 42-45 say that it ends): each kabupaten registers
its own, and without one nothing is erased and nothing is read by staff either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

from savings_app.errors import DomainError
from savings_app.retention.kinds import RetentionBeginning
from savings_app.words.formats import WITA

# A shorter period is seen this long before it erases anything.
NOTICE = timedelta(days=7)
# The job runs every day: what is due for longer was not erased.
OVERDUE = timedelta(days=2)
LONGEST_DAYS = 3650
KABUPATEN = 5  # letters of "75.03"


class RetentionDaysImpossible(DomainError):
    """Fewer than one day, or more than ten years. Fact: `most`."""

    field = "days"


class RetentionStartsTooSoon(DomainError):
    """A shorter period starts seven days from now or later. Fact: `first`."""

    field = "starts"


class RetentionLawNeeded(DomainError):
    """A period names the law or the decision it rests on."""

    field = "law"


class HoldTwice(DomainError):
    """The case is held already by the same office."""

    field = "case_number"


class HoldReleased(DomainError):
    """It was released already."""


class Dated(Protocol):
    """A registered period, as far as the rules look at it."""

    @property
    def starts(self) -> date: ...
    @property
    def registered_at(self) -> datetime: ...
    @property
    def days(self) -> int: ...
    @property
    def begins(self) -> RetentionBeginning: ...


P = TypeVar("P", bound=Dated)


def period_on(periods: Iterable[P], day: date) -> P | None:
    """The period in force: the latest start not after `day`, of equal ones the last registered."""
    started = [one for one in periods if one.starts <= day]
    return max(started, key=lambda one: (one.starts, one.registered_at), default=None)


def next_period(periods: Iterable[P], day: date) -> P | None:
    """The one that starts next after `day`."""
    coming = [one for one in periods if one.starts > day]
    if not coming:
        return None
    first = min(one.starts for one in coming)
    return period_on(coming, first)


def check_period(
    periods: Iterable[Dated],
    *,
    days: int,
    begins: RetentionBeginning,
    law: str,
    starts: date,
    today: date,
) -> None:
    """Whether a new period may be registered. A longer one, which erases less, may start today.

    To count from the taking back again, where it was the case's end, erases more whatever the days.

    Raises:
        RetentionDaysImpossible, RetentionLawNeeded, RetentionStartsTooSoon
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise RetentionDaysImpossible(most=LONGEST_DAYS)
    if not law.strip():
        raise RetentionLawNeeded
    before = period_on(periods, starts)
    is_shorter = (
        before is None
        or days < before.days
        or (before.begins is RetentionBeginning.CASE_END and begins is RetentionBeginning.REVOKED)
    )
    first = today + NOTICE if is_shorter else today
    if starts < first:
        raise RetentionStartsTooSoon(first=first)


def counted_before(*, today: date, days: int) -> datetime:
    """What counts from before this moment is to be erased on `today`.

    Taken back on 1 March with 90 days: erased on 30 May, whatever the hour.
    """
    day_after = today - timedelta(days=days) + timedelta(days=1)
    return datetime.combine(day_after, time.min, tzinfo=WITA)


def counted_from(
    begins: RetentionBeginning, *, revoked_on: date, ended_on: date | None
) -> date | None:
    """The day a period counts from; None: not yet, as the case has not come to its end.

    Never before the consent was taken back: until then the lines are the family's to be shown.
    """
    if begins is RetentionBeginning.REVOKED:
        return revoked_on
    return None if ended_on is None else max(revoked_on, ended_on)


def erased_on(*, counted_on: date, days: int) -> date:
    """The day on which it is erased."""
    return counted_on + timedelta(days=days)
