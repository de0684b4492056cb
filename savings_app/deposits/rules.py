"""Pledges, the day a bank is asked about, and the months a family sees. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from savings_app.deposits.kinds import PledgeKind
from savings_app.errors import DomainError
from savings_app.money import ZERO, Rupiah

# A child born this year finishes school in 25 years; a hajj queue can be as long.
LONGEST_YEARS = 30
MONTHS_SHOWN = 12
ROWS_A_PAGE = 40

# Without letters and digits that are confused when written by hand or read aloud over a counter.
CODE_LETTERS = "23456789ACDEFGHJKMNPQRTVWXY"
CODE_LENGTH = 4
CODE_COUNT = len(CODE_LETTERS) ** CODE_LENGTH
_CODE = re.compile(rf"\bSB[-\s]?([{CODE_LETTERS}]{{{CODE_LENGTH}}})\b", re.IGNORECASE)


class PledgeExceedsBenefit(DomainError):
    """Facts: `limit`, what can still be meant to stay; `kept`, what other pledges mean to keep."""

    field = "amount"


class PledgeDayNotAhead(DomainError):
    """A pledge reaches at least to tomorrow."""

    field = "until_on"


class PledgeDayTooFar(DomainError):
    """Fact: `latest`, the last day a pledge can reach."""

    field = "until_on"


class PledgeNeedsBenefitAccount(DomainError):
    """*Disimpan* is about the live account where the santunan arrives."""

    field = "account_id"


class PledgeNeedsSavingAccount(DomainError):
    """*Disetor* is about another live account than the one where the santunan arrives."""

    field = "account_id"


class PledgeNotLive(DomainError):
    """It was cancelled or changed already."""


class AnswerDayAhead(DomainError):
    """A bank can answer for today and for days past."""

    field = "on"


class NotForThatPledge(DomainError):
    """A deposit belongs to a *disetor* pledge; its money does not stay where it arrived."""


class DepositReversed(DomainError):
    """It was taken back already, or it is itself the taking back."""


class ConsentNotLive(DomainError):
    """The recipient did not agree to this, or took it back. Fact: `number`, masked."""


def code_of(number: int) -> str:
    """The pledge code of a number from 0 below `CODE_COUNT`: `SB-7K2M`."""
    letters = ""
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_LETTERS))
        letters = CODE_LETTERS[rest] + letters
    return f"SB-{letters}"


def codes_in(text: str) -> tuple[str, ...]:
    """Every pledge code in a transfer's remark, in its one spelling, each once."""
    return tuple(dict.fromkeys(f"SB-{letters.upper()}" for letters in _CODE.findall(text)))


def check_amount(
    *, kind: PledgeKind, amount: Rupiah, kept: Rupiah, entitled: Rupiah, received: Rupiah
) -> None:
    """Nobody can mean to keep more than the law gives them or they were paid.

    `kept` is the sum of this recipient's other live *disimpan* pledges. Money paid into another
    account may come from anywhere and over any number of years, so *disetor* has no limit.

    Raises:
        PledgeExceedsBenefit
    """
    limit = max(entitled, received)
    if kind is PledgeKind.KEPT and amount + kept > limit:
        raise PledgeExceedsBenefit(limit=max(limit - kept, ZERO), kept=kept)


def latest_day(today: date) -> date:
    """The last day a pledge made today can reach."""
    year = today.year + LONGEST_YEARS
    try:
        return today.replace(year=year)
    except ValueError:  # made on 29 February
        return date(year, 2, 28)


def check_until(*, until_on: date, today: date) -> None:
    """
    Raises:
        PledgeDayNotAhead, PledgeDayTooFar
    """
    if until_on <= today:
        raise PledgeDayNotAhead
    if until_on > latest_day(today):
        raise PledgeDayTooFar(latest=latest_day(today))


def check_account(*, kind: PledgeKind, is_benefit_account: bool, is_live: bool) -> None:
    """
    Raises:
        PledgeNeedsBenefitAccount, PledgeNeedsSavingAccount
    """
    if kind is PledgeKind.KEPT and not (is_benefit_account and is_live):
        raise PledgeNeedsBenefitAccount
    if kind is PledgeKind.PAID_IN and (is_benefit_account or not is_live):
        raise PledgeNeedsSavingAccount


def day_asked(today: date) -> date:
    """The day a bank is asked about when it chooses none: the last of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def check_day_asked(*, on: date, today: date) -> None:
    """
    Raises:
        AnswerDayAhead
    """
    if on > today:
        raise AnswerDayAhead


def list_months(*, made_on: date, today: date, told: Collection[date]) -> tuple[date, ...]:
    """The first days of the months to show for a pledge, oldest first, at most twelve.

    From the month it was made to the last whole month; the present month only when the bank has
    spoken of a day in it (`told`), because before its end nobody asks.
    """
    this_month = today.replace(day=1)
    last = this_month if any(day >= this_month for day in told) else month_before(this_month)
    months: list[date] = []
    while last >= made_on.replace(day=1) and len(months) < MONTHS_SHOWN:
        months.append(last)
        last = month_before(last)
    return tuple(reversed(months))


def month_before(first_day: date) -> date:
    """The first day of the month before."""
    return (first_day - timedelta(days=1)).replace(day=1)
