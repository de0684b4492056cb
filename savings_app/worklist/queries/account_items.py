"""Accounts to speak about with a family: nearly silent, or closed. Only with consents 3 and 4."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_

from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Case, Heir, Payout
from savings_app.consents.queries import staff_see_bank
from savings_app.deposits.kinds import AccountStatus
from savings_app.deposits.models import AccountWord, Pledge
from savings_app.deposits.queries.scope import is_live, word_stands
from savings_app.deposits.sleep_rules import SAID, Sleep, SleepLaw, sleep_law
from savings_app.reconciliation.queries.movements import moved_days
from savings_app.sql_days import days_after
from savings_app.worklist.kinds import WorkKind
from savings_app.worklist.queries.line import Item, line_of


def account_items(today: date) -> list[Item]:
    """The kinds of work about accounts that exist today."""
    law = sleep_law(today)
    return [_closed(today)] if law is None else [_closed(today), _quiet(today, law)]


def _seen(today: date) -> ColumnElement[bool]:
    """What a bank told is staff's to see: the recipient agrees, and the agreement holds."""
    return and_(
        Account.ended_on.is_(None),
        staff_see_bank(of=Account.recipient_id),
        has_agreement(Account.bank_id, on=today),
    )


def _quiet(today: date, law: SleepLaw) -> Item:
    """From 60 days before an account is called inactive until 60 days after."""
    of_lines = staff_see_bank(of=Account.recipient_id, lines=True)
    moved = moved_days(_seen(today), lines=of_lines)
    said = exists().where(
        AccountWord.account_id == Account.id, AccountWord.status.in_(tuple(SAID)), word_stands()
    )
    # An account that waits for its holder's name has its own line, under the same id.
    own_line = or_(
        Account.purpose != AccountPurpose.BENEFIT, exists().where(Payout.account_id == Account.id)
    )
    last = law.bounds(today)[Sleep.FIRST][1]
    return (
        line_of(
            WorkKind.QUIET_ACCOUNT,
            row=Account.id,
            due_on=days_after(moved.c.last_on, law.inactive),
            heir=Account.recipient_id,
        )
        .join(Heir, Heir.case_id == Case.id)
        .join(Account, Account.recipient_id == Heir.id)
        .join(moved, moved.c.account_id == Account.id)
        .where(moved.c.last_on.between(last - timedelta(days=2 * law.first), last), ~said, own_line)
    )


def _closed(today: date) -> Item:
    """While pledges stand on an account its bank says is closed: somebody looks at them."""
    return (
        line_of(
            WorkKind.CLOSED_ACCOUNT,
            row=AccountWord.id,
            due_on=AccountWord.on,
            heir=Account.recipient_id,
        )
        .join(Heir, Heir.case_id == Case.id)
        .join(Account, Account.recipient_id == Heir.id)
        .join(AccountWord, AccountWord.account_id == Account.id)
        .where(
            AccountWord.status == AccountStatus.CLOSED,
            word_stands(),
            _seen(today),
            exists().where(Pledge.account_id == Account.id, is_live()),
        )
    )
