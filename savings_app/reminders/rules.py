"""Which reminder is due, if any, on a day. Pure.

One is a goal and a reason, at most one a month, none on the days of mourning, and none about what
is done: kept to its day, taken back, or used (domain.md, section 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from savings_app.cases.follow_up_rules import is_quiet, months_later
from savings_app.outbox.rules import tells_a_stranger
from savings_app.policy.series import parameter
from savings_app.reminders.kinds import FROM_THE_BANK, Reason

MORNING, EVENING = time(8), time(18)


@dataclass(frozen=True, slots=True)
class WishFacts:
    """A live pledge. `told_on`: the latest day a bank said anything about; `done`: kept or used.

    `asked`: the family lets the bank answer about it every month.
    """

    id: UUID
    goal: str | None
    made_on: date
    until_on: date
    told_on: date | None
    asked: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one recipient.

    `moved_on`: the last movement we know of in an account; `last_on`: the last reminder; `told`:
    what was said already, as (reason, about). `hides_bank`: staff read it, as they print a letter,
    and the family does not let them see what banks answer. `checked_on`: the last day the family
    said that it looked at its balance itself.
    """

    died_on: date
    wishes: tuple[WishFacts, ...] = ()
    scholarship: bool = False
    moved_on: date | None = None
    last_on: date | None = None
    told: frozenset[tuple[Reason, str]] = frozenset()
    hides_bank: bool = False
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say. `about` names it, so that it is said once; `goal` is safe to repeat."""

    reason: Reason
    about: str
    goal: str | None = None


def next_reminder(facts: Facts, *, today: date) -> Reminder | None:
    """The one reminder to send today, or None."""
    if is_quiet(today, died_on=facts.died_on) or is_too_soon(facts.last_on, today=today):
        return None
    for one in _due(facts, today):
        if one.reason in FROM_THE_BANK and has_looked(facts.checked_on, today=today):
            continue
        hidden = facts.hides_bank and one.reason in FROM_THE_BANK
        if not hidden and (one.reason, one.about) not in facts.told:
            return one
    return None


def has_looked(checked_on: date | None, *, today: date) -> bool:
    """The family looked this month: nothing is said of a bank's silence until the next."""
    return checked_on is not None and checked_on.replace(day=1) == today.replace(day=1)


def is_too_soon(last_on: date | None, *, today: date) -> bool:
    """Less than a month since the last."""
    return last_on is not None and today < months_later(last_on, 1)


def neutral_goal(goal: str | None) -> str | None:
    """The goal, in the family's own words, if a stranger who reads it learns nothing; else None."""
    text = " ".join((goal or "").split())
    return text if text and not tells_a_stranger(text) else None


def next_moment(now: datetime, *, died_on: date) -> datetime:
    """`now` itself where a message may leave then, else the next morning it may.

    `now` is on the clocks of Gorontalo: a telephone at night is a bad sign in a house of mourning.
    """
    if MORNING <= now.time() < EVENING and not is_quiet(now.date(), died_on=died_on):
        return now
    day = now.date() if now.time() < MORNING else now.date() + timedelta(days=1)
    while is_quiet(day, died_on=died_on):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=now.tzinfo)


def erased_before(now: datetime, *, on: date) -> datetime:
    """Words and addresses of messages made earlier than this are not kept (UU 27/2022)."""
    return now - timedelta(days=parameter("message_kept").on(on).amount)


def _due(facts: Facts, today: date) -> Iterator[Reminder]:
    days = parameter("reminder_days").on(today).amounts
    open_wishes = [wish for wish in facts.wishes if not wish.done and wish.until_on >= today]
    for wish in sorted(open_wishes, key=lambda one: (one.until_on, one.id)):
        if (wish.until_on - today).days <= days["wish_before"]:
            about = f"{wish.id}:{wish.until_on}"
            yield Reminder(Reason.PLEDGE_DATE, about, neutral_goal(wish.goal))
    if facts.scholarship and today.month == days["scholarship_month"]:
        yield Reminder(Reason.SCHOLARSHIP, str(today.year))
    # Looking at the balance keeps an account alive as well as a movement does (POJK 24/2025).
    touched_on = max(filter(None, (facts.moved_on, facts.checked_on)), default=None)
    if facts.moved_on and _is_nearly_inactive(touched_on, days["quiet_account_before"], today):
        yield Reminder(Reason.BALANCE_CHECK, str(facts.moved_on))
    for wish in open_wishes:
        last = wish.told_on or wish.made_on
        if wish.asked and last < _month_banks_owe(days["bank_answers_on"], today):
            yield Reminder(Reason.NO_NEWS, f"{wish.id}:{last}", neutral_goal(wish.goal))


def _is_nearly_inactive(touched_on: date | None, before: int, today: date) -> bool:
    """Within the days before the law calls an account that does not move inactive."""
    law = parameter("account_dormancy").find(today)
    if law is None or touched_on is None:
        return False
    inactive = law.amounts["inactive_days"]
    return inactive - before <= (today - touched_on).days < inactive


def _month_banks_owe(answers_on: int, today: date) -> date:
    """The first day of the last month that banks have had the time to answer for."""
    return months_later((today - timedelta(days=answers_on)).replace(day=1), -1)
