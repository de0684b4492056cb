"""The bank's lines as a list: the queue of exceptions, or any other class; and how many of each.

What stands of a line is read as it was written down (`actions.sorting`); the lines themselves are
only those this officer may see now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.models import Account
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.reconciliation.kinds import Direction, ExceptionCause, LineClass
from savings_app.reconciliation.models import (
    BankFile,
    BankFileState,
    BankLine,
    BankSection,
    LineOwner,
    LineStanding,
)
from savings_app.reconciliation.queries.lines import seen_lines
from savings_app.words.formats import WITA, in_wita

SORTING = Sorting(
    id=BankLine.id,
    by={
        "age": (BankFile.applied_at,),
        "date": (BankLine.on,),
        "amount": (BankLine.amount,),
        "cause": (func.coalesce(LineStanding.cause, literal("")),),
        "owner": (func.coalesce(User.full_name, literal("")),),
    },
    default=Order("age"),
)


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What the list is narrowed to; `told_before` leaves the lines told since that day out."""

    kind: LineClass = LineClass.EXCEPTION
    cause: ExceptionCause | None = None
    mine: bool = False
    unowned: bool = False
    told_before: date | None = None


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One line of the list. `told_on` is the day its file was applied, WITA; age counts from it."""

    id: UUID
    on: date
    number: AccountNumber
    holder_name: str
    direction: Direction
    amount: Rupiah
    text: str
    kind: LineClass
    cause: ExceptionCause | None
    owner: str | None
    told_on: date

    def age(self, today: date) -> int:
        """Days it is known."""
        return (today - self.told_on).days


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many lines are of a class."""

    kind: LineClass
    lines: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open exceptions: how many, and since which day (WITA) the oldest is known."""

    lines: int
    oldest_on: date | None


def list_standings(
    session: Session,
    *,
    actor: Actor,
    wanted: LineFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[StandingRow]:
    """A page of the bank's lines of one class, what waits longest first."""
    page = list_page(
        session, _rows(actor, wanted), sorting=SORTING, order=order, place=place, size=size
    )
    return page.of([_row(row) for row in page.rows])


def iterate_standings(
    session: Session, *, actor: Actor, wanted: LineFilter, order: Order | None = None
) -> Iterator[StandingRow]:
    """All of them in the order of the list, for an export; read in chunks."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def count_classes(session: Session, *, actor: Actor) -> list[ClassCount]:
    """Every line this officer may see, by class; what is not sorted yet is in none."""
    rows = dict(
        session.execute(
            _seen(actor, select(LineStanding.kind, func.count())).group_by(LineStanding.kind)
        ).all()
    )
    return [ClassCount(kind, rows[kind]) for kind in LineClass if kind in rows]


def count_waiting(session: Session, *, actor: Actor) -> Waiting:
    """The open exceptions of the officer's bank."""
    lines, oldest = session.execute(
        _seen(actor, select(func.count(), func.min(BankFile.applied_at))).where(
            LineStanding.kind == LineClass.EXCEPTION
        )
    ).one()
    return Waiting(lines, _day(oldest) if oldest else None)


def _seen(actor: Actor, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.select_from(BankLine)
        .join(LineStanding, LineStanding.line_id == BankLine.id)
        .join(Account, Account.id == BankLine.account_id)
        .join(BankSection, BankSection.id == BankLine.section_id)
        .join(BankFile, BankFile.id == BankSection.file_id)
        .where(seen_lines(actor), BankFile.state == BankFileState.APPLIED)
    )


def _rows(actor: Actor, wanted: LineFilter) -> Select[*tuple[Any, ...]]:
    statement = select(
        BankLine.id,
        BankLine.on,
        Account.number,
        Account.holder_name,
        BankLine.direction,
        BankLine.amount,
        BankLine.text,
        LineStanding.kind,
        LineStanding.cause,
        User.full_name,
        BankFile.applied_at,
    )
    return (
        _seen(actor, statement)
        .outerjoin(LineOwner, LineOwner.line_id == BankLine.id)
        .outerjoin(User, User.id == LineOwner.user_id)
        .where(*_conditions(actor, wanted))
    )


def _conditions(actor: Actor, wanted: LineFilter) -> Iterator[ColumnElement[bool]]:
    yield LineStanding.kind == wanted.kind
    if wanted.cause is not None:
        yield LineStanding.cause == wanted.cause
    if wanted.mine:
        yield LineOwner.user_id == actor.user_id
    if wanted.unowned:
        yield LineOwner.id.is_(None)
    if wanted.told_before is not None:
        midnight = datetime.combine(wanted.told_before, time.min, tzinfo=WITA)
        yield BankFile.applied_at < midnight


def _row(row: Row[*tuple[Any, ...]]) -> StandingRow:
    names = ("id", "on", "number", "holder_name", "direction", "amount", "text", "kind", "cause")
    facts = dict(zip((*names, "owner"), row, strict=False))
    return StandingRow(**facts, told_on=_day(row.applied_at))


def _day(moment: datetime) -> date:
    return in_wita(moment).date()
