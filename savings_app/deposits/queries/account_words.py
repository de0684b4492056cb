"""What banks said of accounts themselves: aktif, tidak aktif, dorman, ditutup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Subquery, func, select, true
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.models import Account
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent, staff_see_bank
from savings_app.deposits.kinds import AccountStatus
from savings_app.deposits.models import AccountWord
from savings_app.deposits.queries.scope import accounts_seen_by_bank, word_stands
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber


@dataclass(frozen=True, slots=True)
class SaidAccount:
    """An account an officer may speak of; `number` prints masked."""

    account_id: UUID
    holder_name: str
    number: AccountNumber


@dataclass(frozen=True, slots=True)
class SaidWord:
    """One word of the bank; `taken_back` is the reason where it was taken back."""

    id: UUID
    on: date
    status: AccountStatus
    said_by: str
    said_at: datetime
    taken_back: str | None


@dataclass(frozen=True, slots=True)
class AccountSaid:
    """The latest word of a bank on one of a recipient's accounts."""

    account_id: UUID
    bank_name: str
    number: AccountNumber
    status: AccountStatus
    on: date


def latest_words() -> Subquery:
    """Of every account the word that stands: account_id, status, on."""
    place = func.row_number().over(
        partition_by=AccountWord.account_id,
        order_by=(AccountWord.on.desc(), AccountWord.said_at.desc(), AccountWord.id),
    )
    every = (
        select(AccountWord.account_id, AccountWord.status, AccountWord.on, place.label("place"))
        .where(word_stands())
        .subquery()
    )
    return (
        select(every.c.account_id, every.c.status, every.c.on)
        .where(every.c.place == 1)
        .subquery("said")
    )


def get_said_account(session: Session, *, actor: Actor, account_id: UUID) -> SaidAccount:
    """
    Raises:
        NotFound: no account of the officer's bank whose owner agreed that it answers.
    """
    row = session.execute(
        select(Account.id, Account.holder_name, Account.number).where(
            Account.id == account_id,
            accounts_seen_by_bank(actor, passing=DataPass.STILL_THERE),
            live_consent(ConsentKind.BANK_ANSWERS, of=Account.recipient_id),
        )
    ).first()
    if row is None:
        raise NotFound
    return SaidAccount(*row)


def list_account_words(session: Session, *, actor: Actor, account_id: UUID) -> Sequence[SaidWord]:
    """Everything the bank said of this account, the latest first, with what it took back.

    Raises:
        NotFound: see `get_said_account`.
    """
    get_said_account(session, actor=actor, account_id=account_id)
    back = aliased(AccountWord)
    rows = session.execute(
        select(AccountWord, User.full_name, back.reason)
        .join(User, User.id == AccountWord.said_by)
        .outerjoin(back, back.reverses_id == AccountWord.id)
        .where(AccountWord.account_id == account_id, AccountWord.status.is_not(None))
        .order_by(AccountWord.said_at.desc(), AccountWord.id)
    )
    return [
        SaidWord(word.id, word.on, word.status, name, word.said_at, reason)
        for word, name, reason in rows
        if word.status is not None
    ]


def list_said(
    session: Session, *, actor: Actor, recipient_id: UUID, today: date
) -> Sequence[AccountSaid]:
    """The latest word on each account of a recipient.

    The family sees its own; staff only while the recipient agreed (consents 3 and 4) and
    the bank's agreement holds.

    Raises:
        NotFound: no such recipient, or not this person's to see.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    by_staff = actor.role is not Role.FAMILY
    seen = staff_see_bank(of=Account.recipient_id) if by_staff else true()
    agreed = has_agreement(Account.bank_id, on=today) if by_staff else true()
    said = latest_words()
    rows = session.execute(
        select(Account.id, Bank.name, Account.number, said.c.status, said.c.on)
        .join(said, said.c.account_id == Account.id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Account.recipient_id == recipient_id, Account.ended_on.is_(None), seen, agreed)
        .order_by(Account.recorded_at, Account.id)
    )
    return [AccountSaid(*row) for row in rows]
