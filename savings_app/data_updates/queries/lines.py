"""The lines of a list: forty to key in, one to look at, all of them for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case
from savings_app.data_updates.kinds import STOPPING, Answer
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.updates import updates_seen_by
from savings_app.data_updates.rules import LINES_A_PAGE
from savings_app.errors import NotFound
from savings_app.identifiers import KPJ, NIK
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.registry.models import Participant, Payer, Sex

SORTING = Sorting(
    id=DataUpdateLine.id,
    by={
        "number": (DataUpdateLine.number,),
        "name": (DataUpdateLine.full_name,),
        "answer": (DataUpdateLine.answer,),
    },
    default=Order("number"),
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as lists show it, with the person's numbers and the case of the death, if any."""

    id: UUID
    number: int
    full_name: str
    nik: NIK | None
    kpj: KPJ | None
    born_on: date | None
    sex: Sex | None
    category: str
    payer: Payer
    answer: Answer
    died_on: date | None
    detail: str | None
    note: str | None
    new_name: str | None
    new_nik: NIK | None
    stopped_on: date | None
    reversed: bool
    case_id: UUID | None
    case_number: str | None
    version: int


@dataclass(frozen=True, slots=True)
class LineFilter:
    """`answer` None: all; `changing` only those that stop somebody."""

    answer: Answer | None = None
    changing: bool = False


def get_line(
    session: Session, *, actor: Actor, line_id: UUID, lock: bool = False
) -> tuple[DataUpdate, DataUpdateLine, Participant]:
    """A line with its list and its person; `lock` keeps the list for this transaction.

    Raises:
        NotFound
    """
    statement = (
        select(DataUpdate, DataUpdateLine, Participant)
        .join(DataUpdateLine, DataUpdateLine.data_update_id == DataUpdate.id)
        .join(Participant, Participant.id == DataUpdateLine.participant_id)
        .where(DataUpdateLine.id == line_id, updates_seen_by(actor))
    )
    if lock:
        statement = statement.with_for_update(of=DataUpdate).execution_options(
            populate_existing=True
        )
    row = session.execute(statement).first()
    if row is None:
        raise NotFound
    return row.DataUpdate, row.DataUpdateLine, row.Participant


def list_lines(
    session: Session,
    *,
    actor: Actor,
    update_id: UUID,
    wanted: LineFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[LineRow]:
    """A page of the lines of one list."""
    page = list_page(
        session,
        _rows(_conditions(actor, update_id, wanted)),
        sorting=SORTING,
        order=order,
        place=place,
        size=size,
    )
    return page.of([_row(row) for row in page.rows])


def iterate_lines(
    session: Session,
    *,
    actor: Actor,
    update_id: UUID,
    wanted: LineFilter | None = None,
    order: Order | None = None,
) -> Iterator[LineRow]:
    """All lines in the order of the list."""
    statement = _rows(_conditions(actor, update_id, wanted or LineFilter()))
    for row in iterate_list(session, statement, sorting=SORTING, order=order):
        yield _row(row)


def list_to_key(
    session: Session, *, actor: Actor, update_id: UUID, first: int, unanswered: bool
) -> Sequence[LineRow]:
    """At most forty lines from the number `first` on; `unanswered`: only without an answer."""
    conditions = [*_conditions(actor, update_id, LineFilter()), DataUpdateLine.number >= first]
    if unanswered:
        conditions.append(DataUpdateLine.answer == Answer.NONE)
    statement = _rows(conditions).order_by(DataUpdateLine.number).limit(LINES_A_PAGE)
    return [_row(row) for row in session.execute(statement)]


def list_these(
    session: Session, *, actor: Actor, update_id: UUID, line_ids: Sequence[UUID]
) -> Sequence[LineRow]:
    """Those of these lines that are of this list, in the order of the list."""
    conditions = _conditions(actor, update_id, LineFilter())
    statement = _rows([*conditions, DataUpdateLine.id.in_(line_ids)])
    return [_row(row) for row in session.execute(statement.order_by(DataUpdateLine.number))]


def find_first_unanswered(session: Session, *, update_id: UUID) -> int | None:
    """The number of the first line without an answer."""
    return session.scalar(
        select(func.min(DataUpdateLine.number)).where(
            DataUpdateLine.data_update_id == update_id, DataUpdateLine.answer == Answer.NONE
        )
    )


def _conditions(actor: Actor, update_id: UUID, wanted: LineFilter) -> list[ColumnElement[bool]]:
    conditions = [updates_seen_by(actor), DataUpdateLine.data_update_id == update_id]
    if wanted.answer is not None:
        conditions.append(DataUpdateLine.answer == wanted.answer)
    if wanted.changing:
        conditions.append(DataUpdateLine.answer.in_(STOPPING))
    return conditions


def _rows(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            DataUpdateLine,
            Participant.nik,
            Participant.kpj,
            Participant.born_on,
            Participant.sex,
            Participant.category,
            Participant.payer,
            Case.id.label("case_id"),
            Case.number.label("case_number"),
        )
        .join(DataUpdate, DataUpdate.id == DataUpdateLine.data_update_id)
        .join(Participant, Participant.id == DataUpdateLine.participant_id)
        .outerjoin(Case, Case.participant_id == Participant.id)
        .where(*conditions)
    )


def _row(row: Row[*tuple[Any, ...]]) -> LineRow:
    line: DataUpdateLine = row.DataUpdateLine
    return LineRow(
        id=line.id,
        number=line.number,
        full_name=line.full_name,
        nik=row.nik,
        kpj=row.kpj,
        born_on=row.born_on,
        sex=row.sex,
        category=row.category,
        payer=row.payer,
        answer=line.answer,
        died_on=line.died_on,
        detail=line.detail,
        note=line.note,
        new_name=line.new_name,
        new_nik=line.new_nik,
        stopped_on=line.stopped_on,
        reversed=line.reversed_at is not None,
        case_id=row.case_id,
        case_number=row.case_number,
        version=line.version,
    )
