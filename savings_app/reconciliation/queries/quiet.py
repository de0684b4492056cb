"""Accounts of a bank that will be called inactive soon, or of which it said how they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.cases.models import Account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.kinds import AccountStatus
from savings_app.deposits.queries.account_words import latest_words
from savings_app.deposits.queries.scope import accounts_seen_by_bank
from savings_app.deposits.sleep_rules import SAID, Sleep, SleepLaw, sleep_law, sleep_of
from savings_app.identifiers import AccountNumber
from savings_app.paging import Order, Page, Place, Sorting, in_order, known_order, list_page
from savings_app.reconciliation.queries.movements import moved_days

_FIRST = date(1900, 1, 1)
_NAMES = ("moved", "name")
_DEFAULT = Order("moved")


@dataclass(frozen=True, slots=True)
class QuietFilter:
    """What the list is narrowed to."""

    sleep: Sleep | None = None


@dataclass(frozen=True, slots=True)
class QuietRow:
    """`inactive_on`: the last day it is active by what we know; None where nothing moved."""

    id: UUID
    holder_name: str
    number: AccountNumber
    moved_on: date | None
    said_on: date | None
    inactive_on: date | None
    sleep: Sleep


def chosen_order(order: Order | None) -> Order:
    """The order in force."""
    return known_order(order, names=_NAMES, default=_DEFAULT)


def list_quiet(
    session: Session,
    *,
    actor: Actor,
    wanted: QuietFilter,
    today: date,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[QuietRow]:
    """A page of the officer's quiet accounts, the one quiet for longest first."""
    law = sleep_law(today)
    if law is None:
        return Page((), 0, has_earlier=False, has_later=False)
    statement, sorting = _statement(actor, wanted, today, law)
    page = list_page(session, statement, sorting=sorting, order=order, place=place)
    return page.of([_row(row, today, law) for row in page.rows])


def iterate_quiet(
    session: Session, *, actor: Actor, wanted: QuietFilter, today: date, order: Order | None = None
) -> Iterator[QuietRow]:
    """All of them in the order of the list, for an export."""
    law = sleep_law(today)
    if law is None:
        return
    statement, sorting = _statement(actor, wanted, today, law)
    for row in session.execute(in_order(statement, sorting=sorting, order=order)).all():
        yield _row(row, today, law)


def count_quiet(session: Session, *, actor: Actor, today: date) -> int:
    """How many will be inactive soon or are so by what we know, without a word of the bank."""
    law = sleep_law(today)
    if law is None:
        return 0
    counted = [_statement(actor, QuietFilter(one), today, law)[0] for one in law.bounds(today)]
    rows = [select(func.count()).select_from(one.subquery()) for one in counted]
    return sum(session.scalar(row) or 0 for row in rows)


def _statement(
    actor: Actor, wanted: QuietFilter, today: date, law: SleepLaw
) -> tuple[Select[*tuple[Any, ...]], Sorting]:
    moved = moved_days(Account.bank_id == actor.bank_id)
    said = latest_words()
    statement = (
        select(
            Account.id,
            Account.holder_name,
            Account.number,
            moved.c.last_on,
            said.c.on,
            said.c.status,
        )
        .outerjoin(moved, moved.c.account_id == Account.id)
        .outerjoin(said, said.c.account_id == Account.id)
        .where(
            accounts_seen_by_bank(actor, passing=DataPass.STILL_THERE),
            live_consent(ConsentKind.BANK_ANSWERS, of=Account.recipient_id),
            _is(wanted.sleep, moved.c.last_on, said.c.status, today, law),
        )
    )
    sorting = Sorting(
        id=Account.id,
        by={
            "moved": (func.coalesce(moved.c.last_on, literal(_FIRST)),),
            "name": (Account.holder_name,),
        },
        default=_DEFAULT,
    )
    return statement, sorting


def _is(
    sleep: Sleep | None, moved: Any, said: Any, today: date, law: SleepLaw
) -> ColumnElement[bool]:
    by_said = {after: status for status, after in SAID.items()}
    if sleep in by_said:
        return and_(said == by_said[sleep])
    silent = or_(said.is_(None), said == AccountStatus.ACTIVE)
    bounds = law.bounds(today)
    if sleep is not None:
        return and_(silent, moved.between(max(bounds[sleep][0], _FIRST), bounds[sleep][1]))
    return or_(said.in_(tuple(SAID)), moved <= bounds[Sleep.FIRST][1])


def _row(row: Row[*tuple[Any, ...]], today: date, law: SleepLaw) -> QuietRow:
    account_id, name, number, moved_on, said_on, status = row
    sleep = sleep_of(moved_on=moved_on, said=status, today=today, law=law)
    inactive_on = law.inactive_on(moved_on) if moved_on else None
    # The condition of the query and the rule are one: a row of the list is always something.
    assert sleep is not None  # noqa: S101
    return QuietRow(account_id, name, number, moved_on, said_on, inactive_on, sleep)
