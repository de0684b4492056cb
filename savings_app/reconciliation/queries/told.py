"""Which months each bank has told of, from the days its applied statements say they are about.

Always account by account: a statement is about one account and tells nothing of another, and a
pull over SNAP is one account's statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank, CooperationAgreement
from savings_app.banks.queries.agreements import agreements_seen_by, has_agreement
from savings_app.cases.models import Account, Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.reconciliation.models import BankFile, BankFileState, BankSection
from savings_app.reconciliation.queries.files import may_be_stored
from savings_app.reconciliation.readers import FileFormat
from savings_app.reconciliation.told_rules import BankTold, MonthTold, months_until, next_month
from savings_app.words.formats import WITA

_COUNTS = ("accounts", "reached", "full")


def list_told(session: Session, *, actor: Actor, today: date) -> Sequence[BankTold]:
    """Partner banks whose agreement lets lines pass today, by name, each with its months.

    The first month is that of its first agreement, of twelve at most. One statement, whose answer
    is a row a bank; an account is known by its number, however many recipients share it.
    """
    months = months_until(today)
    rows = session.execute(_statement(actor, months, today)).all()
    return [_bank_told(row, months) for row in rows]


def _bank_told(row: Row[Any], months: Sequence[date]) -> BankTold:
    began = row.began.replace(day=1)
    told = [
        MonthTold(
            month,
            *(
                int(getattr(row, f"{kind}_{place}") or 0)
                for kind in ("accounts", "reached", "full")
            ),
        )
        for place, month in enumerate(months)
        if month >= began
    ]
    last = row.next_on
    return BankTold(row.name, tuple(told), date.fromordinal(last.toordinal() - 1) if last else None)


def _banks_seen_by(actor: Actor, today: date) -> ColumnElement[bool]:
    agreed = has_agreement(Bank.id, on=today, passing=DataPass.LINES)
    if actor.may(Permission.BANK_FILE_UPLOAD):
        return and_(Bank.id == actor.bank_id, agreed)
    if not actor.may(Permission.CASE_READ):
        return false()
    own = exists().where(CooperationAgreement.bank_id == Bank.id, agreements_seen_by(actor))
    return and_(own, agreed)


def _accounts_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Account`, joined to its `Case`."""
    if actor.may(Permission.BANK_FILE_UPLOAD):
        return Account.bank_id == actor.bank_id
    return cases_seen_by(actor) if actor.may(Permission.CASE_READ) else false()


def _expected(actor: Actor) -> Subquery:
    """Accounts whose lines may be stored, since they are known here."""
    return (
        select(Account.bank_id, Account.number, func.min(Account.recorded_at).label("since"))
        .join(Heir, Heir.id == Account.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(may_be_stored(), _accounts_seen_by(actor))
        .group_by(Account.bank_id, Account.number)
        .subquery("expected")
    )


def _told_days(actor: Actor, months: Sequence[date]) -> CTE:
    """The days of every statement, with where those before it of the same account ended."""
    officer = actor.may(Permission.BANK_FILE_UPLOAD)
    of_bank = Account.bank_id == actor.bank_id if officer else true()
    own = (Account.bank_id, Account.number)
    before = func.max(BankSection.next_on).over(
        partition_by=own,
        order_by=(BankSection.first_on, BankSection.next_on, BankSection.id),
        rows=(None, -1),
    )
    return (
        select(*own, BankSection.first_on, BankSection.next_on, before.label("before"))
        .join(BankFile, BankFile.id == BankSection.file_id)
        .join(Account, Account.id == BankSection.account_id)
        .where(BankFile.state == BankFileState.APPLIED, BankSection.next_on > months[-1], of_bank)
        .cte("told_days")
    )


def _by_account(days: CTE, months: Sequence[date]) -> Subquery:
    """Of each account: which months it reaches, and in which it leaves a day out in between."""
    facts: list[ColumnElement[Any]] = []
    for place, month in enumerate(months):
        end = next_month(month)
        reached = and_(days.c.first_on < end, days.c.next_on > month)
        gap = and_(days.c.before < days.c.first_on, days.c.before < end, days.c.first_on > month)
        facts.append(func.max(case((reached, 1), else_=0)).label(f"reached_{place}"))
        facts.append(func.max(case((gap, 1), else_=0)).label(f"gap_{place}"))
    return (
        select(
            days.c.bank_id,
            days.c.number,
            func.min(days.c.first_on).label("first_on"),
            func.max(days.c.next_on).label("next_on"),
            *facts,
        )
        .group_by(days.c.bank_id, days.c.number)
        .subquery("by_account")
    )


def is_told_whole(first: ColumnElement[date], next_on: ColumnElement[date]) -> ColumnElement[bool]:
    """A condition on `Account`: its own statements tell every day from `first` to before `next_on`.

    They do where one reaches over `first`, and wherever one ends in between another goes on.
    """
    ending = aliased(BankSection)
    ends_open = _own(ending).where(
        ending.next_on > first,
        ending.next_on < next_on,
        ~_reaches_over(ending.next_on.expression),  # type: ignore[arg-type]  # not NULL here
    )
    return and_(_reaches_over(first), ~exists(ends_open))


def _reaches_over(day: ColumnElement[date]) -> ColumnElement[bool]:
    """A condition on `Account`: one of its statements tells this day."""
    one = aliased(BankSection)
    return exists(_own(one).where(one.first_on <= day, one.next_on > day))


def _own(section: type[BankSection]) -> Select[Any]:
    """Applied statements of the account around, whoever's row of its number they stand under."""
    same = aliased(Account)
    return (
        select(section.id)
        .join(BankFile, BankFile.id == section.file_id)
        .join(same, same.id == section.account_id)
        .where(
            BankFile.state == BankFileState.APPLIED,
            # Of a movement that was sent alone nobody says that it was the only one of its day.
            BankFile.format != FileFormat.API.value,
            same.bank_id == Account.bank_id,
            same.number == Account.number,
        )
        .correlate_except(section, BankFile, same)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WITA)


def _by_bank(actor: Actor, months: Sequence[date]) -> Subquery:
    told = _by_account(_told_days(actor, months), months)
    expected = _expected(actor)
    counts: list[ColumnElement[Any]] = []
    for place, month in enumerate(months):
        end = next_month(month)
        known = expected.c.since < _midnight(end)
        reached = and_(known, told.c[f"reached_{place}"] == 1)
        full = and_(
            reached,
            told.c[f"gap_{place}"] == 0,
            told.c.next_on >= end,
            # Of the month in which the account came, nobody can say from which day on.
            or_(told.c.first_on <= month, expected.c.since >= _midnight(month)),
        )
        for name, condition in (("accounts", known), ("reached", reached), ("full", full)):
            counts.append(func.sum(case((condition, 1), else_=0)).label(f"{name}_{place}"))
    return (
        select(expected.c.bank_id, func.max(told.c.next_on).label("next_on"), *counts)
        .outerjoin_from(
            expected,
            told,
            and_(told.c.bank_id == expected.c.bank_id, told.c.number == expected.c.number),
        )
        .group_by(expected.c.bank_id)
        .subquery("by_bank")
    )


def _statement(actor: Actor, months: Sequence[date], today: date) -> Select[Any]:
    by_bank = _by_bank(actor, months)
    own = true() if actor.may(Permission.BANK_FILE_UPLOAD) else agreements_seen_by(actor)
    began = (
        select(func.min(CooperationAgreement.starts))
        .where(CooperationAgreement.bank_id == Bank.id, own)
        .scalar_subquery()
    )
    counts = [column for column in by_bank.c if column.name != "bank_id"]
    return (
        select(Bank.name, began.label("began"), *counts)
        .outerjoin(by_bank, by_bank.c.bank_id == Bank.id)
        .where(_banks_seen_by(actor, today))
        .order_by(Bank.name)
    )
