"""A recipient's bank account: recorded before the claim from the passbook; ended, never edited."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.banks.queries import get_bank
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import AccountPurpose, NameCheck, SharedAccountReason
from savings_app.cases.models import Account, Heir
from savings_app.cases.money_rules import (
    AccountAlreadyRecorded,
    AccountUsedElsewhere,
    BankNotPartner,
    HolderNameDiffers,
    NameCheckNotOpen,
    names_agree,
)
from savings_app.cases.queries.cases import get_recipient
from savings_app.cases.queries.money import count_other_holders, get_account
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber


def record_account(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    bank_id: UUID,
    number: AccountNumber,
    holder_name: str,
    now: datetime,
    purpose: AccountPurpose = AccountPurpose.BENEFIT,
    name_accepted: bool = False,
    shared_reason: SharedAccountReason | None = None,
) -> Account:
    """An account of this recipient, at any bank; one that had ended lives again.

    `name_accepted`: a person saw that the passbook shows another name. `shared_reason`: why another
    recipient has the same number.

    Raises:
        NotFound, AccountAlreadyRecorded, HolderNameDiffers, AccountUsedElsewhere
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    bank = get_bank(session, bank_id=bank_id)
    account = session.scalar(
        select(Account).where(
            Account.recipient_id == recipient_id,
            Account.bank_id == bank.id,
            Account.number == number,
        )
    )
    if account is not None and account.ended_on is None:
        raise AccountAlreadyRecorded
    agrees = names_agree(holder_name, recipient.full_name, recipient.guardian_name)
    if not agrees and not name_accepted:
        raise HolderNameDiffers
    shared = count_other_holders(session, recipient_id=recipient_id, bank_id=bank.id, number=number)
    if shared and shared_reason is None:
        raise AccountUsedElsewhere
    if account is None:
        account = Account(recipient_id=recipient_id, bank_id=bank.id, number=number)
        session.add(account)
    account.holder_name, account.purpose = holder_name, purpose
    account.name_check = NameCheck.FAMILY_PROOF
    account.name_checked_by = account.name_checked_at = account.ended_on = None
    account.recorded_by, account.recorded_at = actor.user_id or actor.assisted_by, now
    session.flush()
    _record(
        session,
        actor,
        now,
        "account:add",
        account,
        recipient,
        purpose=purpose.value,
        name_differs=not agrees,
        shared_reason=shared_reason.value if shared and shared_reason else None,
    )
    refresh_stage(session, case_id=recipient.case_id)
    return account


def end_account(
    session: Session, *, actor: Actor, account_id: UUID, today: date, now: datetime
) -> Account:
    """The account is used no more; what was recorded of it stays. A repeat changes nothing.

    Raises:
        NotFound
    """
    account = get_account(session, actor=actor, account_id=account_id)
    recipient = session.get_one(Heir, account.recipient_id)
    if account.ended_on is None:
        account.ended_on = today
        _record(session, actor, now, "account:end", account, recipient)
        refresh_stage(session, case_id=recipient.case_id)
    return account


def ask_name_check(session: Session, *, actor: Actor, account_id: UUID, now: datetime) -> Account:
    """Ask the partner bank whether the holder's name is right.

    The caller makes sure that the recipient agreed to tell the bank (consent 2), see `consents`.

    Raises:
        NotFound, BankNotPartner, NameCheckNotOpen: it was asked or answered already.
    """
    account = get_account(session, actor=actor, account_id=account_id)
    if not get_bank(session, bank_id=account.bank_id).is_partner:
        raise BankNotPartner
    if account.name_check is not NameCheck.FAMILY_PROOF or account.ended_on is not None:
        raise NameCheckNotOpen
    account.name_check = NameCheck.ASKED
    recipient = session.get_one(Heir, account.recipient_id)
    _record(session, actor, now, "account:ask-name", account, recipient)
    return account


def record_name_answer(
    session: Session, *, actor: Actor, account_id: UUID, matches: bool, now: datetime
) -> Account:
    """The bank's officer said whether the holder's name is right.

    Raises:
        NotFound: not an account of the officer's bank, or its agreement holds no more.
        NameCheckNotOpen: nobody asked, or it was answered already.
    """
    account = session.scalar(
        select(Account).where(
            Account.id == account_id,
            Account.bank_id == actor.bank_id,
            has_agreement(Account.bank_id, on=actor.acts_on),
        )
    )
    if account is None:
        raise NotFound
    if account.name_check is not NameCheck.ASKED:
        raise NameCheckNotOpen
    account.name_check = NameCheck.CONFIRMED if matches else NameCheck.DIFFERENT
    account.name_checked_by, account.name_checked_at = actor.user_id, now
    recipient = session.get_one(Heir, account.recipient_id)
    _record(session, actor, now, "account:answer-name", account, recipient, matches=matches)
    refresh_stage(session, case_id=recipient.case_id)
    return account


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    account: Account,
    recipient: Heir,
    **facts: str | bool | None,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="account",
        subject_id=account.id,
        case_id=recipient.case_id,
        **facts,
    )
