"""Money a bank's line showed for a *disetor* pledge. Never edited: taken back by a negative row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import Told, record_all
from savings_app.bulk import in_chunks
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit
from savings_app.deposits.queries import find_pledges_of_bank
from savings_app.deposits.rules import DepositReversed, NotForThatPledge
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import ZERO, Rupiah
from savings_app.words.formats import AmountNotPositive


@dataclass(frozen=True, slots=True)
class LineMoney:
    """A line of the bank that is money for a pledge: all of it, or a part."""

    pledge_id: UUID
    line_id: UUID
    amount: Rupiah
    on: date


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
    rows = [LineMoney(pledge_id, line_id, amount, on)]
    (deposit,) = record_deposits(session, actor=actor, rows=rows, now=now)
    return deposit


def record_deposits(
    session: Session, *, actor: Actor, rows: Sequence[LineMoney], now: datetime
) -> list[Deposit]:
    """The same for many lines, all or none, in few statements.

    Raises:
        NotPermitted, NotFound, NotForThatPledge, AmountNotPositive
    """
    if not actor.may(Permission.MATCH_CONFIRM):
        raise NotPermitted
    wanted = {row.pledge_id for row in rows}
    pledges = find_pledges_of_bank(session, actor=actor, pledge_ids=wanted)
    lock_owners(session, account_ids={pledge.account_id for pledge, _case in pledges.values()})
    # Again, now that nobody can take a consent back meanwhile.
    pledges = find_pledges_of_bank(session, actor=actor, pledge_ids=wanted)
    if wanted - pledges.keys():
        raise NotFound
    if any(pledge.kind is not PledgeKind.PAID_IN for pledge, _case in pledges.values()):
        raise NotForThatPledge
    if any(row.amount <= ZERO for row in rows):
        raise AmountNotPositive
    deposits = [
        Deposit(
            id=uuid4(),
            pledge_id=row.pledge_id,
            line_id=row.line_id,
            amount=row.amount,
            on=row.on,
            confirmed_by=actor.user_id,
            confirmed_at=now,
            reverses_id=None,
            reason=None,
        )
        for row in rows
    ]
    session.add_all(deposits)
    case_of = {pledge_id: case_id for pledge_id, (_pledge, case_id) in pledges.items()}
    _record(session, "deposit:record", deposits, case_of, actor=actor, now=now)
    return deposits


def reverse_deposit(
    session: Session, *, actor: Actor, deposit_id: UUID, reason: str, now: datetime
) -> Deposit:
    """Take a deposit back, saying why; returns the negative row.

    Raises:
        NotPermitted, ReasonNeeded
        NotFound: no deposit at the officer's bank, or no live consent to lines.
        DepositReversed: it was taken back already, or is itself a reversal.
    """
    (reversal,) = reverse_deposits(
        session, actor=actor, deposit_ids=[deposit_id], reason=reason, now=now
    )
    return reversal


def reverse_deposits(
    session: Session, *, actor: Actor, deposit_ids: Collection[UUID], reason: str, now: datetime
) -> list[Deposit]:
    """The same for many, all or none.

    Raises:
        NotPermitted, ReasonNeeded, NotFound, DepositReversed
    """
    if not actor.may(Permission.MATCH_CONFIRM):
        raise NotPermitted
    if not reason.strip():
        raise ReasonNeeded
    deposits = [
        deposit
        for some in in_chunks(set(deposit_ids))
        for deposit in session.scalars(select(Deposit).where(Deposit.id.in_(some)))
    ]
    pledge_ids = {deposit.pledge_id for deposit in deposits}
    pledges = find_pledges_of_bank(session, actor=actor, pledge_ids=pledge_ids)
    if len(deposits) != len(set(deposit_ids)) or pledge_ids - pledges.keys():
        raise NotFound
    lock_owners(session, account_ids={pledge.account_id for pledge, _case in pledges.values()})
    taken_back = [
        one
        for some in in_chunks(set(deposit_ids))
        for one in session.scalars(select(Deposit.id).where(Deposit.reverses_id.in_(some)))
    ]
    if taken_back or any(deposit.reverses_id is not None for deposit in deposits):
        raise DepositReversed
    reversals = [
        Deposit(
            id=uuid4(),
            pledge_id=deposit.pledge_id,
            line_id=deposit.line_id,
            amount=-deposit.amount,
            on=deposit.on,
            confirmed_by=actor.user_id,
            confirmed_at=now,
            reverses_id=deposit.id,
            reason=reason.strip(),
        )
        for deposit in deposits
    ]
    session.add_all(reversals)
    case_of = {pledge_id: case_id for pledge_id, (_pledge, case_id) in pledges.items()}
    _record(session, "deposit:reverse", reversals, case_of, actor=actor, now=now)
    return reversals


def _record(
    session: Session,
    action: str,
    deposits: Sequence[Deposit],
    case_of: Mapping[UUID, UUID],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    record_all(
        session,
        actor=actor,
        now=now,
        events=[
            Told(action, "deposit", deposit.id, case_of[deposit.pledge_id]) for deposit in deposits
        ],
    )
