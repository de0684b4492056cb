"""Is the account in this person's name? Asked by staff with consent 2, answered by the bank."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import check_agreement
from savings_app.cases.actions import accounts
from savings_app.cases.models import Account
from savings_app.cases.queries.money import get_account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.queries import accounts_seen_by_bank, find_name_questions
from savings_app.deposits.rules import ConsentNotLive
from savings_app.errors import NotFound, NotPermitted
from savings_app.identifiers import AccountNumber
from savings_app.words.formats import in_wita


@dataclass(frozen=True, slots=True)
class NamesOutcome:
    """How many answers were recorded, and the accounts (masked) that could not be answered."""

    recorded: int
    refused: tuple[AccountNumber, ...]


def ask_name_check(session: Session, *, actor: Actor, account_id: UUID, now: datetime) -> Account:
    """Staff ask the partner bank whether the holder's name is right.

    Raises:
        NotFound, NotPermitted
        AgreementNotInForce: the partner bank may not be asked today.
        ConsentNotLive: the recipient did not agree to tell the bank (consent 2).
        BankNotPartner, NameCheckNotOpen: see `cases.actions.accounts.ask_name_check`.
    """
    if not actor.may(Permission.CASE_EDIT):
        raise NotPermitted
    account = get_account(session, actor=actor, account_id=account_id)
    if session.get_one(Bank, account.bank_id).is_partner:
        check_agreement(
            session, bank_id=account.bank_id, on=in_wita(now).date(), passing=DataPass.NAMES
        )
    lock_owners(session, account_ids=[account_id])
    if not find_live(session, recipient_id=account.recipient_id, kind=ConsentKind.TELL_BANK):
        raise ConsentNotLive(number=account.number)
    return accounts.ask_name_check(session, actor=actor, account_id=account_id, now=now)


def record_name_answers(
    session: Session, *, actor: Actor, answers: Mapping[UUID, bool], now: datetime
) -> NamesOutcome:
    """The officer's yes or no for each account he answered; the others stay for later.

    An account that may not be answered any more (a consent taken back, answered by a colleague)
    is named in the outcome; the rest stands. Sending the page twice records nothing twice.

    Raises:
        NotPermitted, AgreementNotInForce
        NotFound: one of them is no account of the officer's bank; nothing is recorded.
    """
    if not actor.may(Permission.ACCOUNT_CONFIRM_NAME):
        raise NotPermitted
    check_agreement(session, bank_id=actor.bank_id, on=actor.acts_on, passing=DataPass.NAMES)
    numbers = numbers_at_bank(session, actor=actor, account_ids=answers)
    lock_owners(session, account_ids=answers)
    open_ones = find_name_questions(session, actor=actor, account_ids=answers)
    for account_id in open_ones:
        accounts.record_name_answer(
            session, actor=actor, account_id=account_id, matches=answers[account_id], now=now
        )
    return NamesOutcome(
        recorded=len(open_ones),
        refused=tuple(number for key, number in numbers.items() if key not in open_ones),
    )


def open_numbers(
    session: Session, *, actor: Actor, account_ids: Collection[UUID], now: datetime
) -> dict[UUID, str]:
    """The full numbers of accounts the officer may see, each opening in the audit trail.

    The bank needs the whole number to find its own customer; whoever only looks around does not.

    Raises:
        NotPermitted
    """
    if not actor.may(Permission.ACCOUNT_CONFIRM_NAME):
        raise NotPermitted
    rows = session.execute(
        select(Account.id, Account.number).where(
            or_(
                accounts_seen_by_bank(actor, passing=DataPass.NAMES),
                accounts_seen_by_bank(actor, passing=DataPass.STILL_THERE),
            ),
            Account.id.in_(account_ids),
        )
    ).all()
    cases = lock_owners(session, account_ids=[row.id for row in rows])
    for row in rows:
        record(
            session,
            actor=actor,
            now=now,
            action="account:open-number",
            subject="account",
            subject_id=row.id,
            case_id=cases[row.id],
        )
    return {row.id: row.number.full for row in rows}


def numbers_at_bank(
    session: Session, *, actor: Actor, account_ids: Collection[UUID]
) -> dict[UUID, AccountNumber]:
    """The numbers of these accounts, all at the officer's bank; they print masked.

    Raises:
        NotFound
    """
    rows = session.execute(
        select(Account.id, Account.number).where(
            Account.id.in_(account_ids), Account.bank_id == actor.bank_id
        )
    )
    numbers = {row.id: row.number for row in rows}
    if set(numbers) != set(account_ids):
        raise NotFound
    return numbers
