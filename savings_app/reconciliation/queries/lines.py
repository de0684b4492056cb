"""Lines a bank officer may see.

A line is seen only while its owner agreed to lines (consent 3) and that the bank is told of the
account and the pledge (consent 2): both are conditions inside every query here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.bulk import in_chunks
from savings_app.cases.models import Account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.fit_rules import OpenLine
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.models import BankLine, Match
from savings_app.reconciliation.queries.erased import is_erased
from savings_app.reconciliation.queries.files import is_of_applied_file, may_be_stored

LINES_A_PAGE = 40


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


def seen_lines(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Account`: its lines may be shown to this officer now."""
    return and_(accounts_seen_by_bank(actor, passing=DataPass.LINES), may_be_stored())


def told_lines(bank_id: UUID) -> ColumnElement[bool]:
    """A condition on `Account`: its lines may be kept. Whoever shows them asks `seen_lines`."""
    return and_(
        Account.bank_id == bank_id,
        live_consent(ConsentKind.TELL_BANK, of=Account.recipient_id),
        may_be_stored(),
    )


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
    return get_lines(session, actor=actor, line_ids=[line_id])[line_id]


def get_lines(
    session: Session, *, actor: Actor, line_ids: Collection[UUID], lost: bool = False
) -> dict[UUID, LineRow]:
    """These lines by their id, in few statements however many.

    With `lost`, one that cannot be seen is left out.

    Raises:
        NotFound: one of them is no line, another bank's, or a consent is not live.
    """
    found: dict[UUID, LineRow] = {}
    for some in in_chunks(set(line_ids)):
        rows = session.execute(select_lines(actor).where(BankLine.id.in_(some)))
        found.update((row[0].id, LineRow(*row)) for row in rows)
    if len(found) != len(set(line_ids)) and not lost:
        raise NotFound
    return found


def count_open_lines(session: Session, *, actor: Actor) -> int:
    """Money that came in and that no person has confirmed as anybody's."""
    lines = (
        select_lines(actor)
        .where(~is_matched(BankLine.id), BankLine.direction == Direction.CREDIT)
        .with_only_columns(BankLine.id)
    )
    return session.scalar(select(func.count()).select_from(lines.subquery())) or 0
