"""Pledges a bank may know of, told to its own system: those it can recognise deposits of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.cases.models import Account
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit, Pledge
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.deposits.queries.scope import is_live
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah


@dataclass(frozen=True, slots=True)
class OpenPledge:
    """The least a bank needs to know a deposit again; nobody's name, and not what it is for."""

    id: UUID
    code: str
    account_id: UUID
    number: AccountNumber
    amount: Rupiah
    until_on: date


def list_open_pledges(
    session: Session, *, actor: Actor, today: date, after: UUID | None, size: int
) -> tuple[Sequence[OpenPledge], bool]:
    """The next `size` *disetor* pledges in the order of their ids, and whether others follow.

    Live, not past their day, not reached by confirmed deposits, of recipients who agreed that
    this bank is told (consent 2), while its agreement lets pledges pass. The order needs no row
    to stand still: what was cancelled meanwhile leaves no gap.
    """
    deposited = (
        select(func.coalesce(func.sum(Deposit.amount, type_=BigInteger()), 0))
        .where(Deposit.pledge_id == Pledge.id)
        .scalar_subquery()
    )
    statement = (
        select(Pledge.id, Pledge.code, Account.id, Account.number, Pledge.amount, Pledge.until_on)
        .join(Account, Account.id == Pledge.account_id)
        .where(
            accounts_seen_by_bank(actor, passing=DataPass.PLEDGES),
            Pledge.kind == PledgeKind.PAID_IN,
            is_live(),
            Pledge.until_on >= today,
            deposited < Pledge.amount,
        )
        .order_by(Pledge.id)
        .limit(size + 1)
    )
    if after is not None:
        statement = statement.where(Pledge.id > after)
    rows = [OpenPledge(*row) for row in session.execute(statement)]
    return rows[:size], len(rows) > size
