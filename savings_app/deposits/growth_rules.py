"""Savings over time: each month's amount as far as a bank told it, or none. Pure.

No news is no amount, never zero; "partly" and "used" come without an amount, because a bank that
answers yes or no says none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from savings_app.deposits.kinds import Answer, Evidence, PledgeKind
from savings_app.deposits.rules import list_months
from savings_app.money import Rupiah, total
from savings_app.policy.series import FactStatus, parameter


class Known(StrEnum):
    """What a month's figure is worth."""

    AT_LEAST = "sedikitnya"  # the bank said yes: this much or more
    CONFIRMED = "dipastikan"  # lines added up to this by the end of the month
    PARTLY = "sebagian"
    USED = "dipakai"
    NO_NEWS = "belum_ada_kabar"


KNOWN_BY_ANSWER = {
    Answer.YES: Known.AT_LEAST,
    Answer.PARTLY: Known.PARTLY,
    Answer.NO: Known.USED,
    Answer.CANNOT_SAY: Known.NO_NEWS,
}


def evidence_of(known: Known) -> Evidence:
    """The class of evidence a month's figure rests on: always a bank's."""
    return Evidence.BANK_LINE if known is Known.CONFIRMED else Evidence.BANK_ANSWER


@dataclass(frozen=True, slots=True)
class Told:
    """One word of a bank. `amount`: what the pledge meant then, or what the line moved.

    `answer` is None of a line.
    """

    on: date
    amount: Rupiah
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class MonthKnown:
    """A month by its first day. `amount` is None where none was told; `told_on` the day meant."""

    month: date
    known: Known
    amount: Rupiah | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """How long an account is quiet. It stays active if touched on `touch_by` or before."""

    last_on: date
    touch_by: date
    dormant_by: date
    is_inactive: bool
    is_dormant: bool
    law: str
    status: FactStatus


def months_known(
    kind: PledgeKind, told: Sequence[Told], *, made_on: date, today: date
) -> tuple[MonthKnown, ...]:
    """The months of a pledge, oldest first, at most twelve; `told` in order of its days."""
    months = list_months(made_on=made_on, today=today, told=[one.on for one in told])
    return tuple(_month(kind, told, month) for month in months)


def _month(kind: PledgeKind, told: Sequence[Told], month: date) -> MonthKnown:
    of_month = [one for one in told if one.on.replace(day=1) == month]
    if not of_month:
        return MonthKnown(month, Known.NO_NEWS)
    last = of_month[-1]
    if kind is PledgeKind.PAID_IN:
        so_far = total(one.amount for one in told if one.on.replace(day=1) <= month)
        return MonthKnown(month, Known.CONFIRMED, so_far, last.on)
    known = KNOWN_BY_ANSWER[last.answer] if last.answer else Known.NO_NEWS
    amount = last.amount if known is Known.AT_LEAST else None
    return MonthKnown(month, known, amount, last.on)


def keep_alive(*, last_on: date, today: date) -> KeepAlive | None:
    """What to tell of an account last touched on `last_on`; None while there is nothing to tell.

    POJK 24/2025: inactive after more than 360 days, dormant after more than 1,800.
    """
    law = parameter("account_dormancy").find(today)
    if law is None:
        return None
    quiet, inactive = (today - last_on).days, law.amounts["inactive_days"]
    before = parameter("account_early_days").on(today).amounts["first"]
    if quiet < inactive - before:
        return None
    return KeepAlive(
        last_on=last_on,
        touch_by=last_on + timedelta(days=inactive),
        dormant_by=last_on + timedelta(days=law.amounts["dormant_days"]),
        is_inactive=quiet > inactive,
        is_dormant=quiet > law.amounts["dormant_days"],
        law=law.law,
        status=law.status,
    )
