"""The bank's lines that show payouts. Never edited: taken back by the same amount below zero."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import Told, record_all
from savings_app.bulk import in_chunks
from savings_app.cases.models import Payout, PayoutCredit
from savings_app.cases.money_rules import (
    CreditAlreadyReversed,
    PayoutAlreadyReversed,
    PayoutHasCredit,
    PayoutIsReversal,
)
from savings_app.cases.queries.money import find_payouts, list_credited
from savings_app.errors import NotFound
from savings_app.money import ZERO, Rupiah
from savings_app.words.formats import AmountNotPositive


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line of the bank that shows a payout."""

    payout_id: UUID
    line_id: UUID
    amount: Rupiah
    on: date


def record_credit(
    session: Session,
    *,
    actor: Actor,
    payout_id: UUID,
    line_id: UUID,
    amount: Rupiah,
    on: date,
    now: datetime,
) -> PayoutCredit:
    """The bank's line that shows the payout in the account.

    Raises:
        NotFound, PayoutIsReversal, PayoutAlreadyReversed, AmountNotPositive
        PayoutHasCredit: another line shows it already.
    """
    rows = [CreditLine(payout_id, line_id, amount, on)]
    (credit,) = record_credits(session, actor=actor, rows=rows, now=now)
    return credit


def record_credits(
    session: Session, *, actor: Actor, rows: Sequence[CreditLine], now: datetime
) -> list[PayoutCredit]:
    """The same for many lines, all or none, in few statements.

    Raises:
        NotFound, PayoutIsReversal, PayoutAlreadyReversed, AmountNotPositive, PayoutHasCredit
    """
    payout_ids = [row.payout_id for row in rows]
    payouts = find_payouts(session, actor=actor, payout_ids=payout_ids)
    _check_open(session, payouts, payout_ids)
    if any(row.amount <= ZERO for row in rows):
        raise AmountNotPositive(field="amount")
    credited = list_credited(session, payout_ids=payout_ids)
    if credited or len(payout_ids) != len(set(payout_ids)):
        raise PayoutHasCredit
    credits = [
        PayoutCredit(
            id=uuid4(),
            payout_id=row.payout_id,
            line_id=row.line_id,
            amount=row.amount,
            on=row.on,
            confirmed_at=now,
            reverses_id=None,
        )
        for row in rows
    ]
    return _add(session, actor, now, credits, payouts, "credit:confirm")


def reverse_credit(
    session: Session, *, actor: Actor, credit_id: UUID, now: datetime
) -> PayoutCredit:
    """Undo a wrong match: the same line below zero.

    Raises:
        NotFound, CreditAlreadyReversed
    """
    (reversal,) = reverse_credits(session, actor=actor, credit_ids=[credit_id], now=now)
    return reversal


def reverse_credits(
    session: Session, *, actor: Actor, credit_ids: Collection[UUID], now: datetime
) -> list[PayoutCredit]:
    """The same for many, all or none.

    Raises:
        NotFound, CreditAlreadyReversed
    """
    credits: list[PayoutCredit] = []
    taken_back: list[UUID] = []
    for some in in_chunks(set(credit_ids)):
        credits += session.scalars(select(PayoutCredit).where(PayoutCredit.id.in_(some)))
        taken_back += session.scalars(
            select(PayoutCredit.id).where(PayoutCredit.reverses_id.in_(some))
        )
    payouts = find_payouts(session, actor=actor, payout_ids={one.payout_id for one in credits})
    if len(credits) != len(set(credit_ids)) or {one.payout_id for one in credits} - payouts.keys():
        raise NotFound
    if taken_back or any(one.reverses_id is not None for one in credits):
        raise CreditAlreadyReversed
    reversals = [
        PayoutCredit(
            id=uuid4(),
            payout_id=one.payout_id,
            line_id=one.line_id,
            amount=-one.amount,
            on=one.on,
            confirmed_at=now,
            reverses_id=one.id,
        )
        for one in credits
    ]
    return _add(session, actor, now, reversals, payouts, "credit:reverse")


def _check_open(
    session: Session, payouts: dict[UUID, Payout], payout_ids: Collection[UUID]
) -> None:
    if set(payout_ids) - payouts.keys():
        raise NotFound
    if any(payout.reverses_id is not None for payout in payouts.values()):
        raise PayoutIsReversal
    for some in in_chunks(payout_ids):
        if session.scalar(select(Payout.id).where(Payout.reverses_id.in_(some)).limit(1)):
            raise PayoutAlreadyReversed


def _add(
    session: Session,
    actor: Actor,
    now: datetime,
    credits: list[PayoutCredit],
    payouts: dict[UUID, Payout],
    action: str,
) -> list[PayoutCredit]:
    session.add_all(credits)
    record_all(
        session,
        actor=actor,
        now=now,
        events=[
            Told(action, "payout_credit", one.id, payouts[one.payout_id].case_id) for one in credits
        ],
    )
    return credits
