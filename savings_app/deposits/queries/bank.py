"""What a bank officer works on: only his bank's accounts, and of each the least he needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Select, case, func, select, true
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.cases.kinds import NameCheck
from savings_app.cases.models import Account
from savings_app.cases.queries.facts import as_rupiah
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import BankAnswer, Pledge
from savings_app.deposits.queries.scope import (
    accounts_seen_by_bank,
    is_answered,
    is_asked,
    stands,
)
from savings_app.deposits.rules import ROWS_A_PAGE
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """Is this account in this person's name? `number` prints masked."""

    account_id: UUID
    holder_name: str
    number: AccountNumber


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """Is at least `asked` still there? The sum of all pledges on the account, asked once."""

    account_id: UUID
    holder_name: str
    number: AccountNumber
    asked: Rupiah


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as given: `set_id` names the page it was given on, `account_id` the row."""

    account_id: UUID
    set_id: UUID
    holder_name: str
    number: AccountNumber
    on: date
    asked: Rupiah
    answer: Answer
    answered_at: datetime
    answered_by: str


@dataclass(frozen=True, slots=True)
class BankWork:
    """How much waits: names to check, accounts to answer for `on`, answers given for it."""

    names: int
    answers: int
    given: int
    on: date


def _names(actor: Actor) -> Select[UUID, str, AccountNumber]:
    return select(Account.id, Account.holder_name, Account.number).where(
        accounts_seen_by_bank(actor, passing=DataPass.NAMES), Account.name_check == NameCheck.ASKED
    )


def list_name_questions(
    session: Session, *, actor: Actor, limit: int = ROWS_A_PAGE
) -> Sequence[NameQuestion]:
    """Accounts whose name somebody asked this bank about, the first `limit` by name."""
    rows = session.execute(_names(actor).order_by(Account.holder_name, Account.id).limit(limit))
    return [NameQuestion(*row) for row in rows]


def find_name_questions(
    session: Session, *, actor: Actor, account_ids: Collection[UUID]
) -> dict[UUID, NameQuestion]:
    """Those of these accounts the bank may answer about now."""
    rows = session.execute(_names(actor).where(Account.id.in_(account_ids)))
    return {row[0]: NameQuestion(*row) for row in rows}


def _kept(
    actor: Actor, on: date, among: Select[UUID] | None = None
) -> Select[UUID, str, AccountNumber, Rupiah]:
    open_pledges = func.sum(case((is_answered(on), 0), else_=1))
    narrowed = true() if among is None else Account.id.in_(among)
    return (
        select(
            Account.id,
            Account.holder_name,
            Account.number,
            func.sum(Pledge.amount, type_=BigInteger()),
        )
        .join(Pledge, Pledge.account_id == Account.id)
        .where(accounts_seen_by_bank(actor, passing=DataPass.STILL_THERE), is_asked(on), narrowed)
        .group_by(Account.id, Account.holder_name, Account.number)
        .having(open_pledges > 0)
    )


def list_kept_questions(
    session: Session,
    *,
    actor: Actor,
    on: date,
    among: Select[UUID] | None = None,
    page: int = 1,
    limit: int = ROWS_A_PAGE,
) -> Sequence[KeptQuestion]:
    """Accounts this bank has not answered for that day, by holder's name, `limit` a page.

    `among`: only these accounts.
    """
    rows = session.execute(
        _kept(actor, on, among)
        .order_by(Account.holder_name, Account.id)
        .limit(limit)
        .offset(limit * (page - 1))
    )
    return [KeptQuestion(*row[:3], as_rupiah(row[3])) for row in rows]


def iterate_kept_questions(
    session: Session, *, actor: Actor, on: date, among: Select[UUID] | None = None
) -> Iterator[KeptQuestion]:
    """All accounts `list_kept_questions` has, in its order, one after the other."""
    ordered = _kept(actor, on, among).order_by(Account.holder_name, Account.id)
    for row in session.execute(ordered).yield_per(500):
        yield KeptQuestion(*row[:3], as_rupiah(row[3]))


def count_kept_questions(
    session: Session, *, actor: Actor, on: date, among: Select[UUID] | None = None
) -> int:
    """How many accounts `list_kept_questions` has in all."""
    waiting = _kept(actor, on, among).subquery()
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def list_amounts_meant(
    session: Session, *, actor: Actor, on: date, account_ids: Collection[UUID]
) -> dict[UUID, tuple[Rupiah, ...]]:
    """What each pledge of these accounts is to keep: a family reads an answer for each."""
    rows = session.execute(
        select(Pledge.account_id, Pledge.amount)
        .join(Account, Account.id == Pledge.account_id)
        .where(
            accounts_seen_by_bank(actor, passing=DataPass.STILL_THERE),
            is_asked(on),
            Pledge.account_id.in_(account_ids),
        )
        .order_by(Pledge.made_at, Pledge.id)
    )
    found: dict[UUID, tuple[Rupiah, ...]] = {}
    for account_id, amount in rows:
        found[account_id] = (*found.get(account_id, ()), amount)
    return found


def find_kept_questions(
    session: Session, *, actor: Actor, on: date, account_ids: Collection[UUID]
) -> dict[UUID, KeptQuestion]:
    """Those of these accounts the bank may answer about now."""
    rows = session.execute(_kept(actor, on).where(Account.id.in_(account_ids)))
    return {row[0]: KeptQuestion(*row[:3], as_rupiah(row[3])) for row in rows}


def _given(actor: Actor) -> Select[*tuple[Any, ...]]:
    columns = (
        Account.id,
        BankAnswer.request_key,
        Account.holder_name,
        Account.number,
        BankAnswer.on,
        BankAnswer.asked_amount,
        BankAnswer.answer,
        BankAnswer.answered_at,
        User.full_name,
    )
    return (
        select(*columns)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .join(Account, Account.id == Pledge.account_id)
        .join(User, User.id == BankAnswer.answered_by)
        .where(
            accounts_seen_by_bank(actor, passing=DataPass.STILL_THERE),
            live_consent(ConsentKind.BANK_ANSWERS, of=Account.recipient_id),
            stands(),
        )
        .group_by(*columns)
    )


def list_given_answers(
    session: Session, *, actor: Actor, on: date, page: int = 1
) -> Sequence[GivenAnswer]:
    """Answers of this bank for that day that stand, by holder's name; forty a page."""
    rows = session.execute(
        _given(actor)
        .where(BankAnswer.on == on)
        .order_by(Account.holder_name, Account.id)
        .limit(ROWS_A_PAGE)
        .offset(ROWS_A_PAGE * (page - 1))
    )
    return [GivenAnswer(*row) for row in rows]


def count_given_answers(session: Session, *, actor: Actor, on: date) -> int:
    given = _given(actor).where(BankAnswer.on == on).subquery()
    return session.scalar(select(func.count()).select_from(given)) or 0


def find_given_answers(
    session: Session, *, actor: Actor, on: date, account_ids: Collection[UUID]
) -> dict[UUID, GivenAnswer]:
    """What this bank said of those of these accounts that were answered for that day."""
    rows = session.execute(
        _given(actor)
        .where(BankAnswer.on == on, Account.id.in_(account_ids))
        .order_by(BankAnswer.answered_at)
    )
    return {row[0]: GivenAnswer(*row) for row in rows}


def get_answer_set(session: Session, *, actor: Actor, set_id: UUID) -> Sequence[GivenAnswer]:
    """What still stands of one page of answers, by holder's name.

    Raises:
        NotFound: no page of this bank, or nothing of it stands or may be seen any more.
    """
    rows = session.execute(
        _given(actor)
        .where(BankAnswer.request_key == set_id)
        .order_by(Account.holder_name, Account.id)
    ).all()
    if not rows:
        raise NotFound
    return [GivenAnswer(*row) for row in rows]


def get_given_answer(
    session: Session, *, actor: Actor, account_id: UUID, set_id: UUID
) -> GivenAnswer:
    """
    Raises:
        NotFound: not given by this bank, taken back, or a consent is no longer live.
    """
    row = session.execute(
        _given(actor).where(Account.id == account_id, BankAnswer.request_key == set_id)
    ).first()
    if row is None:
        raise NotFound
    return GivenAnswer(*row)


def get_bank_work(session: Session, *, actor: Actor, on: date) -> BankWork:
    """What waits for this officer today; `on` is the day the bank is asked about."""

    def count(statement: Select[*tuple[Any, ...]]) -> int:
        return session.scalar(select(func.count()).select_from(statement.subquery())) or 0

    return BankWork(
        names=count(_names(actor)),
        answers=count(_kept(actor, on)),
        given=count_given_answers(session, actor=actor, on=on),
        on=on,
    )
