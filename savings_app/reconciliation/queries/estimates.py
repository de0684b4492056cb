"""Expected interest beside posted, of accounts whose lines the asker may see. Nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.banks.kinds import Contract, DataPass
from savings_app.banks.models import Bank, BankProduct, BankProductTerm
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.models import Account
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.queries import staff_see_bank
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.balance_rules import ONE_DAY, Anchor, Move
from savings_app.reconciliation.class_rules import ToldLine, classify_lines
from savings_app.reconciliation.estimate_rules import (
    MonthEstimate,
    SaidProduct,
    Terms,
    estimate_months,
)
from savings_app.reconciliation.fit_rules import OpenLine
from savings_app.reconciliation.kinds import signed
from savings_app.reconciliation.line_words import line_words
from savings_app.reconciliation.models import (
    AccountProduct,
    BankFile,
    BankFileState,
    BankLine,
    BankSection,
)
from savings_app.reconciliation.queries.files import is_of_applied_file, may_be_stored
from savings_app.reconciliation.queries.lines import seen_lines
from savings_app.reconciliation.queries.standings import list_said, stored_line

MONTHS_SHOWN = 12
ACCOUNTS_SHOWN = 20
# Two months more than are shown: the first has no opening.
_REACH = timedelta(days=31 * (MONTHS_SHOWN + 2))


@dataclass(frozen=True, slots=True)
class TodaysProduct:
    """What an account is said to be of; `nisbah` in hundredths of a percent, of mudharabah only."""

    name: str
    contract: Contract
    nisbah: int | None


@dataclass(frozen=True, slots=True)
class AccountEstimates:
    """An account, the product it is said to be of today, and its months, the newest first."""

    account_id: UUID
    number: AccountNumber
    bank_name: str
    is_sharia: bool
    product: TodaysProduct | None
    months: tuple[MonthEstimate, ...]


def get_estimates(
    session: Session, *, actor: Actor, account_id: UUID, today: date
) -> AccountEstimates:
    """For the officer of the account's bank.

    Raises:
        NotFound: no such account, another bank's, or a consent or an agreement is not live.
    """
    found = _list(session, and_(seen_lines(actor), Account.id == account_id), today)
    if not found:
        raise NotFound
    return found[0]


def list_own_estimates(
    session: Session, *, actor: Actor, today: date
) -> Sequence[AccountEstimates]:
    """The family's own accounts of which a line is stored; nothing for anybody else."""
    if actor.role is not Role.FAMILY or actor.recipient_id is None:
        return []
    own = and_(Account.recipient_id == actor.recipient_id, may_be_stored())
    return [one for one in _list(session, own, today) if one.months]


def list_estimates_of(
    session: Session, *, actor: Actor, recipient_id: UUID, today: date
) -> Sequence[AccountEstimates]:
    """For staff: accounts of this recipient of which a line is stored.

    Nothing unless the recipient lets staff see what its bank told (4) and the bank tell lines (3),
    and the bank's agreement lets lines pass.

    Raises:
        NotFound: no such recipient, or not this person's to see.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    seen = and_(
        Account.recipient_id == recipient_id,
        staff_see_bank(of=Account.recipient_id, lines=True),
        may_be_stored(),
        has_agreement(Account.bank_id, on=today, passing=DataPass.LINES),
    )
    return [one for one in _list(session, seen, today) if one.months]


def check_seen(session: Session, *, actor: Actor, account_id: UUID) -> Account:
    """The account, where this officer may see its lines.

    Raises:
        NotFound
    """
    account = session.scalar(select(Account).where(Account.id == account_id, seen_lines(actor)))
    if account is None:
        raise NotFound
    return account


def _list(session: Session, condition: ColumnElement[bool], today: date) -> list[AccountEstimates]:
    accounts = session.execute(
        select(Account.id, Account.number, Bank.name, Bank.is_sharia)
        .join(Bank, Bank.id == Account.bank_id)
        .where(condition)
        .order_by(Account.recorded_at, Account.id)
        .limit(ACCOUNTS_SHOWN)
    ).all()
    numbers = {row[0]: row[1] for row in accounts}
    moves = _moves(session, numbers, since=today - _REACH)
    anchors = _anchors(session, numbers, since=today - _REACH)
    products, todays = _products(session, numbers, today)
    return [
        AccountEstimates(
            account_id,
            number,
            bank_name,
            is_sharia,
            todays.get(account_id),
            estimate_months(
                moves[account_id],
                anchors[account_id],
                products[account_id],
                months=MONTHS_SHOWN,
                today=today,
            ),
        )
        for account_id, number, bank_name, is_sharia in accounts
    ]


def _moves(
    session: Session, numbers: dict[UUID, AccountNumber], *, since: date
) -> dict[UUID, list[Move]]:
    """The counted lines, each with the class a person said, or its words and its taking back."""
    of_these = (BankLine.account_id.in_(numbers), BankLine.on >= since, is_of_applied_file())
    said = list_said(session, of_these)
    lines: dict[UUID, list[BankLine]] = defaultdict(list)
    for line in session.scalars(
        select(BankLine).where(*of_these).order_by(BankLine.on, BankLine.id)
    ):
        lines[line.account_id].append(line)
    found: dict[UUID, list[Move]] = defaultdict(list)
    for account_id, own in lines.items():
        number = numbers[account_id]
        told = [
            ToldLine(open_line(line, number), said.get(line.id), stored_line(line)) for line in own
        ]
        for line, classed in zip(own, classify_lines(told, (), line_words()), strict=True):
            found[account_id].append(
                Move(line.on, signed(line.direction, line.amount), classed.kind)
            )
    return found


def open_line(line: BankLine, number: AccountNumber) -> OpenLine:
    """A stored line as the rules of classes see it."""
    return OpenLine(
        line.id,
        number,
        line.on,
        line.direction,
        line.amount,
        line.text,
        takes_back=line.takes_back,
    )


def _anchors(
    session: Session, account_ids: Collection[UUID], *, since: date
) -> dict[UUID, list[Anchor]]:
    """The balances of statements that lie within reach, also of one that brought no line."""
    first, last = func.min(BankLine.on), func.max(BankLine.on)
    rows = session.execute(
        select(BankSection, first, last)
        .join(BankFile, BankFile.id == BankSection.file_id)
        .outerjoin(BankLine, BankLine.section_id == BankSection.id)
        .where(
            BankSection.account_id.in_(account_ids),
            BankSection.opening.is_not(None),
            BankSection.closing.is_not(None),
            BankSection.first_on >= since,
            BankFile.state == BankFileState.APPLIED,
        )
        .group_by(BankSection.id)
    )
    found: dict[UUID, list[Anchor]] = defaultdict(list)
    for section, first_line, last_line in rows:
        days = [day for day in (section.first_on, first_line) if day is not None]
        ends = [section.next_on - ONE_DAY] if section.next_on else []
        ends += [last_line] if last_line else []
        if section.opening is not None and section.closing is not None:
            anchor = Anchor(min(days), max(ends), section.opening, section.closing)
            found[section.account_id].append(anchor)
    return found


def _products(
    session: Session, account_ids: Collection[UUID], today: date
) -> tuple[dict[UUID, list[SaidProduct]], dict[UUID, TodaysProduct]]:
    """What the officer said of each account, and today's product."""
    rows = session.execute(
        select(AccountProduct, BankProduct)
        .join(BankProduct, BankProduct.id == AccountProduct.product_id)
        .where(AccountProduct.account_id.in_(account_ids))
        .order_by(AccountProduct.starts, AccountProduct.recorded_at, AccountProduct.id)
    ).all()
    terms = _terms(session, {row[1].id for row in rows})
    said: dict[UUID, dict[date, SaidProduct]] = defaultdict(dict)
    todays: dict[UUID, TodaysProduct] = {}
    for one, product in rows:  # of one day the later said stands
        said[one.account_id][one.starts] = SaidProduct(
            one.starts, product.kind, product.contract, tuple(terms[product.id].values())
        )
        if one.starts <= today:
            begun = [day for day in terms[product.id] if day <= today]
            nisbah = terms[product.id][max(begun)].nisbah if begun else None
            todays[one.account_id] = TodaysProduct(product.name, product.contract, nisbah)
    found: dict[UUID, list[SaidProduct]] = defaultdict(list)
    found.update({account_id: list(by_day.values()) for account_id, by_day in said.items()})
    return found, todays


def _terms(session: Session, product_ids: Collection[UUID]) -> dict[UUID, dict[date, Terms]]:
    found: dict[UUID, dict[date, Terms]] = defaultdict(dict)
    for one in session.scalars(
        select(BankProductTerm)
        .where(BankProductTerm.product_id.in_(product_ids))
        .order_by(BankProductTerm.starts, BankProductTerm.recorded_at, BankProductTerm.id)
    ):
        found[one.product_id][one.starts] = Terms(one.starts, one.rate, one.fee_month, one.nisbah)
    return found
