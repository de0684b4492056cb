"""When a recipient's money last moved, as far as anybody told us: a bank keeps quiet accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Subquery,
    and_,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Role
from savings_app.banks.models import Bank
from savings_app.cases.models import Account, Payout
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.queries import staff_see_bank
from savings_app.deposits.kinds import AccountStatus
from savings_app.deposits.models import AccountWord
from savings_app.deposits.queries.scope import word_stands
from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.models import BankLine
from savings_app.reconciliation.queries.files import is_of_applied_file

# Bookings of the bank itself keep no account alive. A family's own line that holds such a word is
# left out too: it is then told a little early, which harms nobody.
OF_THE_BANK = ("biaya", "adm", "bunga", "bagi hasil", "bonus", "pajak", "interest", "fee", "tax")


@dataclass(frozen=True, slots=True)
class AccountMovement:
    """A live account and the last day its owner's money moved in it."""

    account_id: UUID
    bank_name: str
    number: AccountNumber
    last_on: date


def list_last_movements(
    session: Session, *, actor: Actor, recipient_id: UUID
) -> Sequence[AccountMovement]:
    """The recipient's live accounts with a known movement: a payout, or a line of a bank file.

    The family sees its own; staff only while the recipient agreed (consents 3 and 4).

    Raises:
        NotFound: no such recipient, or not this person's to see.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    by_staff = actor.role is not Role.FAMILY
    seen = staff_see_bank(of=Account.recipient_id) if by_staff else true()
    of_lines = staff_see_bank(of=Account.recipient_id, lines=True) if by_staff else true()
    days = moved_days(Account.recipient_id == recipient_id, lines=of_lines)
    rows = session.execute(
        select(Account.id, Bank.name, Account.number, days.c.last_on)
        .join(days, days.c.account_id == Account.id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Account.recipient_id == recipient_id, Account.ended_on.is_(None), seen)
        .order_by(Account.recorded_at, Account.id)
    )
    return [AccountMovement(*row) for row in rows]


def moved_days(of: ColumnElement[bool], *, lines: ColumnElement[bool] | None = None) -> Subquery:
    """The last known movement of the accounts for which `of` holds: account_id, last_on.

    A payout, a line of an applied file (where `lines` holds too, if given), or the day the bank
    names with "aktif".
    """
    told = union_all(
        select(Payout.account_id, Payout.paid_on.label("on"))
        .join(Account, Account.id == Payout.account_id)
        .where(of, _stands()),
        select(BankLine.account_id, BankLine.on.label("on"))
        .join(Account, Account.id == BankLine.account_id)
        .where(
            of,
            true() if lines is None else lines,
            ~_is_of_the_bank(),
            is_of_applied_file(),
        ),
        select(AccountWord.account_id, AccountWord.on.label("on"))
        .join(Account, Account.id == AccountWord.account_id)
        .where(of, AccountWord.status == AccountStatus.ACTIVE, word_stands()),
    ).subquery()
    last = func.max(told.c.on, type_=Date).label("last_on")
    return select(told.c.account_id, last).group_by(told.c.account_id).subquery("moved")


def _stands() -> ColumnElement[bool]:
    reversal = aliased(Payout)
    return and_(Payout.reverses_id.is_(None), ~exists().where(reversal.reverses_id == Payout.id))


def _is_of_the_bank() -> ColumnElement[bool]:
    return or_(*(BankLine.text.icontains(word) for word in OF_THE_BANK))
