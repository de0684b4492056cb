"""When a recipient's money last moved, as far as anybody told us: a bank keeps quiet accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Role
from savings_app.banks.models import Bank
from savings_app.cases.models import Account, Payout
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.queries import staff_see_bank
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
    paid = (
        select(func.max(Payout.paid_on))
        .where(Payout.account_id == Account.id, _stands())
        .correlate(Account)
        .scalar_subquery()
    )
    moved = (
        select(func.max(BankLine.on))
        .where(BankLine.account_id == Account.id, ~_is_of_the_bank(), is_of_applied_file())
        .correlate(Account)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Account, Bank.name, paid, case((of_lines, moved)))
        .join(Bank, Bank.id == Account.bank_id)
        .where(Account.recipient_id == recipient_id, Account.ended_on.is_(None), seen)
        .order_by(Account.recorded_at, Account.id)
    )
    return [
        AccountMovement(account.id, bank, account.number, max(days))
        for account, bank, *told in rows
        if (days := [day for day in told if day is not None])
    ]


def _stands() -> ColumnElement[bool]:
    reversal = aliased(Payout)
    return and_(Payout.reverses_id.is_(None), ~exists().where(reversal.reverses_id == Payout.id))


def _is_of_the_bank() -> ColumnElement[bool]:
    return or_(*(BankLine.text.icontains(word) for word in OF_THE_BANK))
