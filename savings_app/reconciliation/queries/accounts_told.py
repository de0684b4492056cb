"""What a bank told of a recipient's accounts over some days: each line, and balances it named.

A balance is shown only where the bank itself told it, with its day; none is worked out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.models import Account
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.queries import staff_see_bank
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.balance_rules import ONE_DAY
from savings_app.reconciliation.class_rules import ToldLine, classify_lines
from savings_app.reconciliation.kinds import Direction, LineClass
from savings_app.reconciliation.line_words import line_words
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, BankSection
from savings_app.reconciliation.queries.erased import is_erased
from savings_app.reconciliation.queries.estimates import ACCOUNTS_SHOWN, open_line
from savings_app.reconciliation.queries.files import is_of_applied_file, may_be_stored
from savings_app.reconciliation.queries.standings import list_said, stored_line
from savings_app.reconciliation.readers.types import FileFormat


class ToldBy(StrEnum):
    """The way a line or a balance came."""

    FILE = "berkas_mutasi"
    API = "sambungan_bank"


@dataclass(frozen=True, slots=True)
class ToldBalance:
    """What the bank said lay in the account on the evening of `on`."""

    on: date
    amount: Rupiah
    by: ToldBy


@dataclass(frozen=True, slots=True)
class ToldMovement:
    """A line that counts; `amount` is positive, `direction` says which way it went."""

    on: date
    direction: Direction
    amount: Rupiah
    kind: LineClass
    by: ToldBy


@dataclass(frozen=True, slots=True)
class AccountTold:
    """An account over some days. `balances`: one a day at most, the one told last, oldest first.

    `spans`: the days the bank's statements are of, from the first on and up to the day before the
    second: a day in none of them is one the bank did not tell of.
    """

    account_id: UUID
    bank_name: str
    number: AccountNumber
    movements: tuple[ToldMovement, ...]
    balances: tuple[ToldBalance, ...]
    spans: tuple[tuple[date, date], ...]


def list_accounts_told(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    first: date | None,
    last: date,
    today: date,
) -> Sequence[AccountTold]:
    """The recipient's accounts of which lines may be kept, with what was told of these days.

    The family sees its own; staff only while the recipient lets them (consents 3 with lines, and
    4) and the bank's agreement lets lines pass. One of which the bank told nothing at all yet is
    left out.

    Raises:
        NotFound: no such recipient, or not this person's to see.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    seen = and_(Account.recipient_id == recipient_id, may_be_stored())
    if actor.role is not Role.FAMILY:
        seen = and_(
            seen,
            staff_see_bank(of=Account.recipient_id, lines=True),
            has_agreement(Account.bank_id, on=today, passing=DataPass.LINES),
        )
    rows = session.execute(
        select(Account.id, Bank.name, Account.number)
        .join(Bank, Bank.id == Account.bank_id)
        .where(seen)
        .order_by(Account.recorded_at, Account.id)
        .limit(ACCOUNTS_SHOWN)
    ).all()
    numbers = {row[0]: row[2] for row in rows}
    movements = _movements(session, numbers, last)
    balances, spans = _sections(session, numbers)
    before = first - ONE_DAY if first else None
    return [
        AccountTold(
            account_id,
            bank,
            number,
            tuple(one for one in movements[account_id] if first is None or one.on >= first),
            tuple(
                one
                for one in balances[account_id]
                if one.on <= last and (before is None or one.on >= before)
            ),
            tuple(spans[account_id]),
        )
        for account_id, bank, number in rows
        if movements[account_id] or spans[account_id]
    ]


def list_ways(session: Session, *, line_ids: Collection[UUID]) -> dict[UUID, ToldBy]:
    """How each of these lines came, of a person who may already see them."""
    rows = session.execute(
        select(BankLine.id, BankFile.format)
        .join(BankSection, BankSection.id == BankLine.section_id)
        .join(BankFile, BankFile.id == BankSection.file_id)
        .where(BankLine.id.in_(line_ids))
    )
    return {line_id: _way(format) for line_id, format in rows}


def _way(format: str) -> ToldBy:
    return ToldBy.API if format == FileFormat.API else ToldBy.FILE


def _movements(
    session: Session, numbers: dict[UUID, AccountNumber], last: date
) -> dict[UUID, list[ToldMovement]]:
    """All counted lines up to the last day: a line is what those around it make of it."""
    of_these: tuple[ColumnElement[bool], ...] = (
        BankLine.account_id.in_(numbers),
        BankLine.on <= last,
        ~is_erased(),
    )
    said = list_said(session, (*of_these, is_of_applied_file()))
    lines: dict[UUID, list[tuple[BankLine, str]]] = defaultdict(list)
    rows = session.execute(
        select(BankLine, BankFile.format)
        .join(BankSection, BankSection.id == BankLine.section_id)
        .join(BankFile, BankFile.id == BankSection.file_id)
        .where(*of_these, BankFile.state == BankFileState.APPLIED)
        .order_by(BankLine.on, BankLine.id)
    )
    for line, format in rows:
        lines[line.account_id].append((line, format))
    found: dict[UUID, list[ToldMovement]] = defaultdict(list)
    for account_id, own in lines.items():
        number = numbers[account_id]
        told = [
            ToldLine(open_line(line, number), said.get(line.id), stored_line(line))
            for line, _format in own
        ]
        classes = classify_lines(told, (), line_words())
        found[account_id] = [
            ToldMovement(line.on, line.direction, line.amount, classed.kind, _way(format))
            for (line, format), classed in zip(own, classes, strict=True)
        ]
    return found


def _sections(
    session: Session, numbers: dict[UUID, AccountNumber]
) -> tuple[dict[UUID, list[ToldBalance]], dict[UUID, list[tuple[date, date]]]]:
    """The balances statements named, with their evenings, and the days they are of."""
    rows = session.execute(
        select(
            BankSection,
            BankFile.format,
            func.min(BankLine.on),
            func.max(BankLine.on),
        )
        .join(BankFile, BankFile.id == BankSection.file_id)
        .outerjoin(BankLine, BankLine.section_id == BankSection.id)
        .where(
            BankSection.account_id.in_(numbers),
            BankFile.state == BankFileState.APPLIED,
            or_(BankSection.currency.is_(None), BankSection.currency == "IDR"),
        )
        .group_by(BankSection.id, BankFile.format, BankFile.applied_at)
        .order_by(BankFile.applied_at, BankSection.id)
    )
    named: dict[UUID, dict[date, ToldBalance]] = defaultdict(dict)
    spans: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for section, format, first_line, last_line in rows:
        first = section.first_on or first_line
        last = section.next_on - ONE_DAY if section.next_on else last_line
        if first is None or last is None:
            continue
        spans[section.account_id].append((first, last + ONE_DAY))
        for on, amount in ((first - ONE_DAY, section.opening), (last, section.closing)):
            if amount is not None:
                named[section.account_id][on] = ToldBalance(on, amount, _way(format))
    balances = {
        account_id: sorted(of.values(), key=lambda one: one.on) for account_id, of in named.items()
    }
    return defaultdict(list, balances), spans
