"""Which accounts a bank officer sees, and which pledges and answers stand."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false
from sqlalchemy.orm import aliased

from savings_app.actors import Actor, Role
from savings_app.banks.kinds import DataPass
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.kinds import NameCheck
from savings_app.cases.models import Account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.kinds import AccountStatus, PledgeKind
from savings_app.deposits.models import AccountWord, BankAnswer, Pledge

Day = date | ColumnElement[date]  # one day, or that of the row around


def accounts_seen_by_bank(actor: Actor, *, passing: DataPass) -> ColumnElement[bool]:
    """A condition on `Account`: live ones at the officer's own bank whose owner agreed to tell it.

    Only while the bank is a partner whose cooperation agreement holds and lets these data pass.
    """
    if actor.role is not Role.BANK_OFFICER or actor.bank_id is None:
        return false()
    return and_(
        Account.bank_id == actor.bank_id,
        Account.ended_on.is_(None),
        has_agreement(actor.bank_id, on=actor.acts_on, passing=passing),
        live_consent(ConsentKind.TELL_BANK, of=Account.recipient_id),
    )


def is_live() -> ColumnElement[bool]:
    """A condition on `Pledge`: neither cancelled nor changed into another."""
    return and_(Pledge.cancelled_at.is_(None), Pledge.replaced_by.is_(None))


def is_asked(on: Day) -> ColumnElement[bool]:
    """A condition on `Pledge` joined with `Account`: a bank may be asked about it for this day.

    A live *disimpan* pledge, made by then and not yet past, whose owner agreed that the bank
    answers, on an account the bank does not say is somebody else's or closed.
    """
    return and_(
        Pledge.kind == PledgeKind.KEPT,
        is_live(),
        Pledge.made_on <= on,
        Pledge.until_on >= on,
        Account.name_check != NameCheck.DIFFERENT,
        ~is_said_closed(),
        live_consent(ConsentKind.BANK_ANSWERS, of=Account.recipient_id),
    )


def word_stands() -> ColumnElement[bool]:
    """A condition on `AccountWord`: something the bank said and did not take back."""
    reversal = aliased(AccountWord)
    return and_(
        AccountWord.status.is_not(None), ~exists().where(reversal.reverses_id == AccountWord.id)
    )


def is_said_closed() -> ColumnElement[bool]:
    """A condition on `Account`: its bank says that it is closed."""
    return exists().where(
        AccountWord.account_id == Account.id,
        AccountWord.status == AccountStatus.CLOSED,
        word_stands(),
    )


def stands() -> ColumnElement[bool]:
    """A condition on `BankAnswer`: an answer that nobody took back."""
    reversal = aliased(BankAnswer)
    return and_(
        BankAnswer.answer.is_not(None), ~exists().where(reversal.reverses_id == BankAnswer.id)
    )


def is_answered(on: Day) -> ColumnElement[bool]:
    """A condition on `Pledge`: its bank answered for this day."""
    return exists().where(BankAnswer.pledge_id == Pledge.id, BankAnswer.on == on, stands())
