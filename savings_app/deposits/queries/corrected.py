"""What a bank put right or took back: what it said, what it says now, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from savings_app.cases.models import Account
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import BankAnswer, Deposit, Pledge
from savings_app.money import Rupiah


@dataclass(frozen=True, slots=True)
class Correction:
    """The answer `was` given for `on`; `now` is what stands for that day, None: nothing does."""

    on: date
    was: Answer
    now: Answer | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A deposit of `on` that was confirmed and is none: the amount it had, and why."""

    on: date
    amount: Rupiah
    reason: str
    at: datetime


def list_taken_back(
    session: Session, *, recipient_id: UUID, seen: ColumnElement[bool]
) -> Iterator[tuple[UUID, TakenBack]]:
    """Each reversed deposit with its pledge, in the order it happened; `seen` as in `_news`."""
    reversal = aliased(Deposit)
    rows = session.execute(
        select(Deposit, reversal)
        .join(reversal, reversal.reverses_id == Deposit.id)
        .join(Pledge, Pledge.id == Deposit.pledge_id)
        .join(Account, Account.id == Pledge.account_id)
        .where(Pledge.recipient_id == recipient_id, seen)
        .order_by(reversal.confirmed_at, reversal.id)
    )
    for deposit, back in rows:
        told = TakenBack(deposit.on, deposit.amount, back.reason or "", back.confirmed_at)
        yield deposit.pledge_id, told


def list_corrections(
    session: Session, *, recipient_id: UUID, seen: ColumnElement[bool]
) -> Iterator[tuple[UUID, Correction]]:
    """Each answer taken back with its pledge, in the order it happened; `seen` as in `_news`."""
    rows = session.scalars(
        select(BankAnswer)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .join(Account, Account.id == Pledge.account_id)
        .where(Pledge.recipient_id == recipient_id, seen)
        .order_by(BankAnswer.answered_at, BankAnswer.id)
    ).all()
    given = {row.id: row for row in rows}
    reversed_ids = {row.reverses_id for row in rows}
    standing = {
        (row.pledge_id, row.on): row.answer
        for row in rows
        if row.answer is not None and row.id not in reversed_ids
    }
    for row in rows:
        old = given.get(row.reverses_id) if row.reverses_id else None
        if old is not None and old.answer is not None:
            now = standing.get((row.pledge_id, row.on))
            yield (
                row.pledge_id,
                Correction(row.on, old.answer, now, row.reason or "", row.answered_at),
            )
