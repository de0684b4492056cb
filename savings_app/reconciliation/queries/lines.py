"""Lines a bank officer may see, the targets they could be, and what is proposed for them.

A line is seen only while its owner agreed to lines (consent 3) and that the bank is told of the
account and the pledge (consent 2): both are conditions inside every query here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, and_, exists, func, select, type_coerce
from sqlalchemy import union as sql_union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import Account, Payout, PayoutCredit
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit, Pledge
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.deposits.queries.scope import is_live
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.fit_rules import (
    PLEDGE_TOLERANCE,
    PLEDGE_TOLERANCE_PART,
    OpenLine,
    PayoutTarget,
    PledgeTarget,
    Proposal,
    Target,
    TargetKind,
)
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.matching_rules import Unmatched, propose
from savings_app.reconciliation.models import BankLine, Match
from savings_app.reconciliation.queries.erased import is_erased
from savings_app.reconciliation.queries.files import is_of_applied_file, may_be_stored

LINES_A_PAGE = 40
ACCOUNTS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with the account it is of; `number` prints masked."""

    line: BankLine
    account_id: UUID
    number: AccountNumber
    holder_name: str

    @property
    def open(self) -> OpenLine:
        """The line as the rules of matching see it."""
        line = self.line
        return OpenLine(line.id, self.number, line.on, line.direction, line.amount, line.text)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """What a line could be: a payout (`on` is the day it was paid) or a pledge (`on`: until)."""

    kind: TargetKind
    id: UUID
    account_id: UUID
    number: AccountNumber
    holder_name: str
    amount: Rupiah
    on: date
    payout_kind: PayoutKind | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A line and the one target that fits it, for a person to confirm."""

    line: LineRow
    target: TargetRow
    proposal: Proposal


def seen_lines(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Account`: its lines may be shown to this officer now."""
    return and_(accounts_seen_by_bank(actor, passing=DataPass.LINES), may_be_stored())


def stands(row: type[Any]) -> ColumnElement[bool]:
    """A condition on a table of reversals: it is no reversal and nobody took it back."""
    reversal = aliased(row)
    taken_back: ColumnElement[bool] = exists().where(reversal.reverses_id == row.id)
    return and_(row.reverses_id.is_(None), ~taken_back)


def is_matched(line_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """EXISTS a standing match of the line in this column."""
    return exists().where(Match.line_id == line_id, stands(Match))


def select_lines(actor: Actor) -> Select[BankLine, UUID, AccountNumber, str]:
    """Lines this officer may see, as the columns of a `LineRow`."""
    return (
        select(BankLine, Account.id, Account.number, Account.holder_name)
        .join(Account, Account.id == BankLine.account_id)
        .where(seen_lines(actor), is_of_applied_file(), ~is_erased())
    )


def get_line(session: Session, *, actor: Actor, line_id: UUID) -> LineRow:
    """
    Raises:
        NotFound: no such line, another bank's, or a consent is not live.
    """
    row = session.execute(select_lines(actor).where(BankLine.id == line_id)).first()
    if row is None:
        raise NotFound
    return LineRow(*row)


def _open_lines(actor: Actor) -> Select[BankLine, UUID, AccountNumber, str]:
    return select_lines(actor).where(~is_matched(BankLine.id))


def list_open_lines(
    session: Session, *, actor: Actor, debits: bool = False, page: int = 1
) -> Sequence[LineRow]:
    """Lines nobody matched, the latest first; money that went out only with `debits`."""
    rows = session.execute(
        _of_direction(_open_lines(actor), debits=debits)
        .order_by(BankLine.on.desc(), BankLine.id)
        .limit(LINES_A_PAGE)
        .offset(LINES_A_PAGE * (page - 1))
    )
    return [LineRow(*row) for row in rows]


def count_open_lines(session: Session, *, actor: Actor, debits: bool = False) -> int:
    lines = _of_direction(_open_lines(actor), debits=debits).with_only_columns(BankLine.id)
    return session.scalar(select(func.count()).select_from(lines.subquery())) or 0


def _of_direction(
    statement: Select[BankLine, UUID, AccountNumber, str], *, debits: bool
) -> Select[BankLine, UUID, AccountNumber, str]:
    return statement if debits else statement.where(BankLine.direction == Direction.CREDIT)


def _payouts(actor: Actor) -> Select[Payout, AccountNumber, str, bool]:
    credited = exists().where(PayoutCredit.payout_id == Payout.id, stands(PayoutCredit))
    return (
        select(Payout, Account.number, Account.holder_name, credited)
        .join(Account, Account.id == Payout.account_id)
        .where(seen_lines(actor), stands(Payout))
    )


def _pledges(actor: Actor) -> Select[Pledge, AccountNumber, str, bool]:
    deposited = exists().where(Deposit.pledge_id == Pledge.id, stands(Deposit))
    return (
        select(Pledge, Account.number, Account.holder_name, deposited)
        .join(Account, Account.id == Pledge.account_id)
        .where(seen_lines(actor), Pledge.kind == PledgeKind.PAID_IN, is_live())
    )


def list_targets(
    session: Session, *, actor: Actor, numbers: Collection[AccountNumber]
) -> list[tuple[TargetRow, Target]]:
    """Every payout and *disetor* pledge of these accounts, matched ones too, for the causes."""
    found: list[tuple[TargetRow, Target]] = []
    payouts = session.execute(_payouts(actor).where(Account.number.in_(numbers)))
    for payout, number, holder, matched in payouts:
        row = TargetRow(
            kind=TargetKind.PAYOUT,
            id=payout.id,
            account_id=payout.account_id,
            number=number,
            holder_name=holder,
            amount=payout.amount,
            on=payout.paid_on,
            payout_kind=payout.kind,
        )
        found.append((row, PayoutTarget(payout.id, number, payout.amount, payout.paid_on, matched)))
    pledges = session.execute(_pledges(actor).where(Account.number.in_(numbers)))
    for pledge, number, holder, matched in pledges:
        row = TargetRow(
            kind=TargetKind.PLEDGE,
            id=pledge.id,
            account_id=pledge.account_id,
            number=number,
            holder_name=holder,
            amount=pledge.amount,
            on=pledge.until_on,
            code=pledge.code,
        )
        target = PledgeTarget(
            id=pledge.id,
            account=number,
            amount=pledge.amount,
            code=pledge.code,
            made_on=pledge.made_on,
            until_on=pledge.until_on,
            matched=matched,
        )
        found.append((row, target))
    return found


def _has_partner(actor: Actor) -> Select[AccountNumber]:
    """Account numbers with an open line and an open target of about one amount."""
    lines = (
        _open_lines(actor)
        .where(BankLine.direction == Direction.CREDIT)
        .with_only_columns(Account.number, BankLine.amount, BankLine.on)
        .subquery()
    )
    line_sen = type_coerce(lines.c.amount, BigInteger)
    credited = exists().where(PayoutCredit.payout_id == Payout.id, stands(PayoutCredit))
    deposited = exists().where(Deposit.pledge_id == Pledge.id, stands(Deposit))
    payouts = (
        select(Account.number)
        .join(Payout, Payout.account_id == Account.id)
        .join(lines, lines.c.number == Account.number)
        .where(seen_lines(actor), stands(Payout), ~credited, lines.c.amount == Payout.amount)
    )
    pledge_sen = type_coerce(Pledge.amount, BigInteger)
    apart = func.abs(line_sen - pledge_sen)
    pledges = (
        select(Account.number)
        .join(Pledge, Pledge.account_id == Account.id)
        .join(lines, lines.c.number == Account.number)
        .where(
            seen_lines(actor),
            Pledge.kind == PledgeKind.PAID_IN,
            is_live(),
            ~deposited,
            lines.c.on >= Pledge.made_on,
            (apart <= PLEDGE_TOLERANCE.sen) | (apart * PLEDGE_TOLERANCE_PART <= pledge_sen),
        )
    )
    numbers = sql_union(payouts, pledges).subquery()
    return select(numbers.c.number)


def count_accounts_with_proposals(session: Session, *, actor: Actor) -> int:
    """Accounts with something to look at; nearly all of them have a proposal."""
    return session.scalar(select(func.count()).select_from(_has_partner(actor).subquery())) or 0


def list_proposals(session: Session, *, actor: Actor, page: int = 1) -> Sequence[ProposalRow]:
    """What is proposed for twenty accounts, by number, the surest first of each."""
    statement = _has_partner(actor)
    numbers = session.scalars(
        statement.order_by(statement.selected_columns[0])
        .limit(ACCOUNTS_A_PAGE)
        .offset(ACCOUNTS_A_PAGE * (page - 1))
    ).all()
    proposals = settle(session, actor=actor, numbers=numbers).proposals
    return sorted(proposals.values(), key=lambda row: (row.line.number.full, -row.proposal.score))


@dataclass(frozen=True, slots=True)
class Settled:
    """What the rules say of the open lines of some accounts, by line."""

    proposals: Mapping[UUID, ProposalRow]
    unmatched: Mapping[UUID, Unmatched]


def settle(
    session: Session,
    *,
    actor: Actor,
    numbers: Collection[AccountNumber],
    also: Sequence[LineRow] = (),
) -> Settled:
    """Propose for these accounts; `also` are lines to say a cause for, whatever their amount.

    All lines that could be a target stand together, or a rival would be overlooked.
    """
    targets = list_targets(session, actor=actor, numbers=numbers)
    amounts = [row.amount.sen for row, target in targets if not target.matched]
    lines = {row.line.id: row for row in also}
    if amounts:
        low, high = Rupiah(min(amounts) * 98 // 100 - 100), Rupiah(max(amounts) * 102 // 100 + 100)
        rivals = session.execute(
            _open_lines(actor).where(
                Account.number.in_(numbers),
                BankLine.direction == Direction.CREDIT,
                BankLine.amount.between(low, high),
            )
        )
        lines.update((row[0].id, LineRow(*row)) for row in rivals)
    rows = sorted(lines.values(), key=lambda row: (row.line.on, row.line.id))
    outcomes = propose([row.open for row in rows], [target for _row, target in targets])
    target_rows = {row.id: row for row, _target in targets}
    proposals: dict[UUID, ProposalRow] = {}
    unmatched: dict[UUID, Unmatched] = {}
    for row, outcome in zip(rows, outcomes, strict=True):
        if isinstance(outcome, Proposal):
            target_id = outcome.target_id
            assert isinstance(target_id, UUID)  # noqa: S101  # the targets above have UUIDs
            proposals[row.line.id] = ProposalRow(row, target_rows[target_id], outcome)
        else:
            unmatched[row.line.id] = outcome
    return Settled(proposals=proposals, unmatched=unmatched)


def list_candidates(session: Session, *, actor: Actor, row: LineRow) -> Sequence[ProposalRow]:
    """Every open target this one line fits, rivals or not, for a person to choose from."""
    candidates = []
    for target_row, target in list_targets(session, actor=actor, numbers=[row.number]):
        (outcome,) = propose([row.open], [target])
        if isinstance(outcome, Proposal):
            candidates.append(ProposalRow(row, target_row, outcome))
    return sorted(candidates, key=lambda found: -found.proposal.score)
