"""Money a bank's line showed for a *disetor* pledge. Never edited: taken back by a negative row."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit
from savings_app.deposits.queries import get_pledge_of_bank
from savings_app.deposits.rules import DepositReversed, NotForThatPledge
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import ZERO, Rupiah
from savings_app.words.formats import AmountNotPositive


def record_deposit(
    session: Session,
    *,
    actor: Actor,
    pledge_id: UUID,
    line_id: UUID,
    amount: Rupiah,
    on: date,
    now: datetime,
) -> Deposit:
    """A person at the bank confirmed that this line is money for this pledge.

    Raises:
        NotPermitted
        NotFound: no pledge at the officer's bank, or no live consent to lines (consent 3).
        NotForThatPledge: it is a *disimpan* pledge.
        AmountNotPositive
    """
    if not actor.may(Permission.MATCH_CONFIRM):
        raise NotPermitted
    pledge, recipient = get_pledge_of_bank(session, actor=actor, pledge_id=pledge_id)
    lock_owners(session, account_ids=[pledge.account_id])
    # Again, now that nobody can take a consent back meanwhile.
    get_pledge_of_bank(session, actor=actor, pledge_id=pledge_id)
    if pledge.kind is not PledgeKind.PAID_IN:
        raise NotForThatPledge
    if amount <= ZERO:
        raise AmountNotPositive
    deposit = Deposit(
        pledge_id=pledge.id,
        line_id=line_id,
        amount=amount,
        on=on,
        confirmed_by=actor.user_id,
        confirmed_at=now,
        reverses_id=None,
        reason=None,
    )
    session.add(deposit)
    session.flush()
    _record(session, "deposit:record", deposit, recipient.case_id, actor=actor, now=now)
    return deposit


def reverse_deposit(
    session: Session, *, actor: Actor, deposit_id: UUID, reason: str, now: datetime
) -> Deposit:
    """Take a deposit back, saying why; returns the negative row.

    Raises:
        NotPermitted, ReasonNeeded
        NotFound: no deposit at the officer's bank, or no live consent to lines.
        DepositReversed: it was taken back already, or is itself a reversal.
    """
    if not actor.may(Permission.MATCH_CONFIRM):
        raise NotPermitted
    if not reason.strip():
        raise ReasonNeeded
    deposit = session.get(Deposit, deposit_id)
    if deposit is None:
        raise NotFound
    pledge, recipient = get_pledge_of_bank(session, actor=actor, pledge_id=deposit.pledge_id)
    lock_owners(session, account_ids=[pledge.account_id])
    taken_back = session.scalar(select(Deposit.id).where(Deposit.reverses_id == deposit.id))
    if deposit.reverses_id is not None or taken_back is not None:
        raise DepositReversed
    reversal = Deposit(
        pledge_id=deposit.pledge_id,
        line_id=deposit.line_id,
        amount=-deposit.amount,
        on=deposit.on,
        confirmed_by=actor.user_id,
        confirmed_at=now,
        reverses_id=deposit.id,
        reason=reason.strip(),
    )
    session.add(reversal)
    session.flush()
    _record(session, "deposit:reverse", reversal, recipient.case_id, actor=actor, now=now)
    return reversal


def _record(
    session: Session,
    action: str,
    deposit: Deposit,
    case_id: UUID,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="deposit",
        subject_id=deposit.id,
        case_id=case_id,
    )
