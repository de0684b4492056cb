"""Payouts and *disetor* pledges that a bank's line could be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, literal, select, true
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import Account, Case, Heir, Payout, PayoutCredit
from savings_app.db import RupiahType
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit, Pledge
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.identifiers import AccountNumber
from savings_app.money import ZERO, Rupiah
from savings_app.reconciliation.fit_rules import PayoutTarget, PledgeTarget, Target, TargetKind
from savings_app.reconciliation.queries.lines import seen_lines, stands


@dataclass(frozen=True, slots=True)
class TargetRow:
    """What a line could be: a payout (`on` is the day it was paid) or a pledge (`on`: until).

    `amount` is the whole of it, `open_amount` what no line was confirmed for yet.
    """

    kind: TargetKind
    id: UUID
    account_id: UUID
    number: AccountNumber
    holder_name: str
    amount: Rupiah
    open_amount: Rupiah
    on: date
    payout_kind: PayoutKind | None = None
    code: str | None = None


def is_credited() -> ColumnElement[bool]:
    """EXISTS a line confirmed for the `Payout` of the query around it."""
    return exists().where(PayoutCredit.payout_id == Payout.id, stands(PayoutCredit))


def deposited() -> ScalarSelect[Rupiah]:
    """What lines were confirmed for the `Pledge` of the query around it; reversals are below 0."""
    return (
        select(func.coalesce(func.sum(Deposit.amount), literal(ZERO, RupiahType())))
        .where(Deposit.pledge_id == Pledge.id)
        .correlate(Pledge)
        .scalar_subquery()
    )


def _payouts(seen: ColumnElement[bool]) -> Select[Payout, AccountNumber, str, str, bool]:
    return (
        select(Payout, Account.number, Account.holder_name, Case.full_name, is_credited())
        .join(Account, Account.id == Payout.account_id)
        .join(Case, Case.id == Payout.case_id)
        .where(seen, stands(Payout))
    )


def _pledges(
    seen: ColumnElement[bool], passing: ColumnElement[bool]
) -> Select[Pledge, AccountNumber, str, str, Rupiah]:
    """Those that were changed into others too: what came for them still counts."""
    return (
        select(Pledge, Account.number, Account.holder_name, Case.full_name, deposited())
        .join(Account, Account.id == Pledge.account_id)
        .join(Heir, Heir.id == Pledge.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(seen, passing, Pledge.kind == PledgeKind.PAID_IN)
    )


def list_targets(
    session: Session, *, actor: Actor, numbers: Collection[AccountNumber]
) -> list[tuple[TargetRow, Target]]:
    """Every payout and *disetor* pledge of these accounts, matched ones too, for the causes."""
    passing = accounts_seen_by_bank(actor, passing=DataPass.PLEDGES)
    return select_targets(session, seen=seen_lines(actor), passing=passing, numbers=numbers)


def select_targets(
    session: Session,
    *,
    seen: ColumnElement[bool],
    numbers: Collection[AccountNumber],
    passing: ColumnElement[bool] | None = None,
) -> list[tuple[TargetRow, Target]]:
    """The same for any condition on `Account`; `passing` is one for pledges."""
    found: list[tuple[TargetRow, Target]] = []
    payouts = session.execute(_payouts(seen).where(Account.number.in_(numbers)))
    for payout, number, holder, participant, credited in payouts:
        target = PayoutTarget(
            payout.id,
            number,
            payout.amount,
            payout.paid_on,
            matched=credited,
            names=(holder, participant),
        )
        row = TargetRow(
            kind=TargetKind.PAYOUT,
            id=payout.id,
            account_id=payout.account_id,
            number=number,
            holder_name=holder,
            amount=payout.amount,
            open_amount=target.open_amount,
            on=payout.paid_on,
            payout_kind=payout.kind,
        )
        found.append((row, target))
    statement = _pledges(seen, true() if passing is None else passing)
    rows = session.execute(statement.where(Account.number.in_(numbers))).all()
    paid_in = _paid_into([(row[0], row[4].sen) for row in rows])
    found.extend(
        _pledge(pledge, number, (holder, participant), Rupiah(paid_in[pledge.id]))
        for pledge, number, holder, participant, _own in rows
        if pledge.cancelled_at is None and pledge.replaced_by is None
    )
    return found


def _paid_into(pledges: Sequence[tuple[Pledge, int]]) -> dict[UUID, int]:
    """Sen by pledge; what came for one that was changed counts for what it became."""
    became = {pledge.id: pledge.replaced_by for pledge, _sen in pledges}
    total: dict[UUID, int] = dict.fromkeys(became, 0)
    for pledge, sen in pledges:
        last = pledge.id
        while (after := became.get(last)) is not None and after in became:
            last = after
        total[last] += sen
    return total


def _pledge(
    pledge: Pledge, number: AccountNumber, names: tuple[str, str], paid_in: Rupiah
) -> tuple[TargetRow, Target]:
    own = (pledge.in_name_of,) if pledge.in_name_of else ()
    target = PledgeTarget(
        id=pledge.id,
        account=number,
        amount=pledge.amount,
        code=pledge.code,
        made_on=pledge.made_on,
        until_on=pledge.until_on,
        deposited=paid_in,
        names=(*names, *own),
    )
    row = TargetRow(
        kind=TargetKind.PLEDGE,
        id=pledge.id,
        account_id=pledge.account_id,
        number=number,
        holder_name=names[0],
        amount=pledge.amount,
        open_amount=target.open_amount,
        on=pledge.until_on,
        code=pledge.code,
    )
    return row, target
