"""Which days wait for a bank's answer, of how many accounts, and since when they are overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.cases.models import Account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.models import AnswerRequest, Pledge
from savings_app.deposits.queries.scope import accounts_seen_by_bank, is_answered, is_asked
from savings_app.deposits.rules import MONTHS_SHOWN, month_before
from savings_app.deposits.sleep_rules import SleepLaw, sleep_law
from savings_app.policy.series import parameter
from savings_app.reconciliation.queries.movements import moved_days


class DueWhy(StrEnum):
    """Why a bank is asked about a day."""

    MONTH_END = "akhir_bulan"
    PLEDGE_END = "akhir_niat"
    BEFORE_SILENT = "sebelum_tidak_aktif"  # the account moves too little and will be inactive
    REQUESTED = "diminta_dinas"  # a caseworker asked, with the family's consent


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day some accounts wait for. `accounts`: by reason; `answer_by`: the last day in time."""

    on: date
    accounts: dict[DueWhy, int]
    answer_by: date
    is_overdue: bool

    @property
    def count(self) -> int:
        """How many accounts wait, each once."""
        return sum(self.accounts.values())


def month_ends(today: date) -> list[date]:
    """The last days of the months a family is shown, newest first."""
    ends, first = [], today.replace(day=1)
    for _month in range(MONTHS_SHOWN):
        ends.append(first - timedelta(days=1))
        first = month_before(first)
    return ends


def answer_by(on: date, *, today: date) -> date:
    """The day until which a bank has had the time to answer for `on`."""
    days = parameter("reminder_days").on(today).amounts["bank_answers_on"]
    return on + timedelta(days=days)


def list_due_days(session: Session, *, actor: Actor, today: date) -> Sequence[DueDay]:
    """The days that wait for this officer, the oldest first; at most a year back."""
    waiting = _once_each(actor, today).subquery()
    rows = session.execute(
        select(waiting.c.day, waiting.c.why, func.count())
        .group_by(waiting.c.day, waiting.c.why)
        .order_by(waiting.c.day, waiting.c.why)
    )
    counted: dict[date, dict[DueWhy, int]] = {}
    for day, why, count in rows:
        counted.setdefault(day, {})[DueWhy(why)] = count
    return [
        DueDay(day, accounts, limit := answer_by(day, today=today), is_overdue=limit < today)
        for day, accounts in counted.items()
    ]


def due_accounts(actor: Actor, *, on: date, today: date) -> Select[UUID]:
    """The accounts that wait for an answer about this day, for a condition of another query."""
    waiting = _once_each(actor, today).subquery()
    return select(waiting.c.account_id).where(waiting.c.day == on)


def _once_each(actor: Actor, today: date) -> Select[UUID, date, str]:
    """An account once for each day, under one reason."""
    every = _waiting(actor, today).subquery()
    return select(every.c.account_id, every.c.day, func.min(every.c.why).label("why")).group_by(
        every.c.account_id, every.c.day
    )


def _waiting(actor: Actor, today: date) -> CompoundSelect[tuple[UUID, date, str]]:
    first = union_all(*(select(literal(on, Date).label("day")) for on in month_ends(today)))
    ends = first.subquery()
    asked = [
        _asked(actor, DueWhy.MONTH_END, ends.c.day).join(
            ends, and_(Pledge.made_on <= ends.c.day, Pledge.until_on >= ends.c.day)
        ),
        _asked(actor, DueWhy.PLEDGE_END, type_coerce(Pledge.until_on, Date)).where(
            Pledge.until_on <= today, Pledge.until_on >= month_ends(today)[-1]
        ),
        _asked(actor, DueWhy.REQUESTED, type_coerce(AnswerRequest.on, Date))
        .join(AnswerRequest, AnswerRequest.account_id == Account.id)
        .where(
            AnswerRequest.on >= month_ends(today)[-1],
            live_consent(ConsentKind.STAFF_SEES, of=Account.recipient_id),
        ),
    ]
    if law := sleep_law(today):
        asked.append(_before_silent(actor, today, law))
    return union_all(*asked)


def _before_silent(actor: Actor, today: date, law: SleepLaw) -> Select[UUID, date, str]:
    """The day before an account falls silent, while it still lies within the last weeks."""
    days = [today - timedelta(days=back) for back in range(law.last + 1)]
    back = timedelta(days=law.inactive - law.last)
    pairs = union_all(
        *(
            select(literal(day, Date).label("day"), literal(day - back, Date).label("moved_on"))
            for day in days
        )
    ).subquery()
    moved = moved_days(Account.bank_id == actor.bank_id)
    return (
        _asked(actor, DueWhy.BEFORE_SILENT, pairs.c.day)
        .join(moved, moved.c.account_id == Account.id)
        .join(pairs, pairs.c.moved_on == moved.c.last_on)
    )


def _asked(actor: Actor, why: DueWhy, day: ColumnElement[date]) -> Select[UUID, date, str]:
    return (
        select(Account.id.label("account_id"), day.label("day"), literal(why.value).label("why"))
        .join_from(Account, Pledge, Pledge.account_id == Account.id)
        .where(
            accounts_seen_by_bank(actor, passing=DataPass.STILL_THERE),
            is_asked(day),
            ~is_answered(day),
        )
    )
