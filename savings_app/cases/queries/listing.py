"""The list of cases: filtered, paged, in as many statements for ten cases as for ten thousand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.kinds import Programme, Stage, Turn
from savings_app.cases.models import Case
from savings_app.cases.queries.corrections import has_pending_correction
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.cases.rules import is_late
from savings_app.identifiers import NIK
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within

# Where nothing is due, it stands after everything that is.
NEVER = date(9999, 12, 31)
SORTING = Sorting(
    id=Case.id,
    by={
        "number": (Case.year, Case.serial),
        "name": (Case.full_name,),
        "place": (Case.region_code,),
        "died": (Case.died_on,),
        "recorded": (Case.opened_on,),
        "stage": (Case.stage,),
        "turn": (Case.turn,),
        "handler": (func.coalesce(User.full_name, literal("")),),
        "due": (func.coalesce(Case.due_on, literal(NEVER)),),
    },
    default=Order("number", descending=True),
)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list is narrowed to; None and False leave it wide.

    `text` is part of a name or of a number; `district` a kecamatan's code; `late` are claims BPJS
    should have paid; `to_approve` those with a correction that waits for a second person; `mine`
    those the actor handles, `unassigned` those nobody does.
    """

    text: str | None = None
    stage: Stage | None = None
    turn: Turn | None = None
    district: str | None = None
    late: bool = False
    to_approve: bool = False
    mine: bool = False
    unassigned: bool = False


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list; `place` is `Desa, Kecamatan`."""

    id: UUID
    number: str
    full_name: str
    nik: NIK | None
    place: str
    programme: Programme
    died_on: date
    opened_on: date
    stage: Stage
    turn: Turn
    due_on: date | None
    late: bool
    disputed: bool
    handler: str | None


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases wait for whom, and what is late or waits for a second person."""

    by_turn: dict[Turn, int]
    late: int
    to_approve: int

    @property
    def open(self) -> int:
        return sum(n for turn, n in self.by_turn.items() if turn is not Turn.NOBODY)


def list_cases(
    session: Session,
    *,
    actor: Actor,
    wanted: CaseFilter,
    today: date,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[CaseRow]:
    """A page of the actor's cases, the newest first unless another `order` is wanted."""
    page = list_page(
        session,
        _rows(_conditions(actor, wanted, today)),
        sorting=SORTING,
        order=order,
        place=place,
        size=size,
    )
    return page.of([_row(row, today) for row in page.rows])


def iterate_cases(
    session: Session, *, actor: Actor, wanted: CaseFilter, today: date, order: Order | None = None
) -> Iterator[CaseRow]:
    """All of them in the order of the list, for an export; read in chunks."""
    for row in iterate_list(
        session, _rows(_conditions(actor, wanted, today)), sorting=SORTING, order=order
    ):
        yield _row(row, today)


def count_cases(session: Session, *, actor: Actor, today: date) -> CaseCounts:
    """What waits, in one statement."""
    seen = cases_seen_by(actor)
    late = func.sum(case((Case.due_on < today, 1), else_=0))
    pending = func.sum(case((has_pending_correction(), 1), else_=0))
    rows = session.execute(
        select(Case.turn, func.count().label("all_"), late.label("late"), pending.label("pending"))
        .where(seen)
        .group_by(Case.turn)
    ).all()
    return CaseCounts(
        by_turn={row.turn: row.all_ for row in rows},
        late=sum(int(row.late or 0) for row in rows),
        to_approve=sum(int(row.pending or 0) for row in rows),
    )


def find_case_numbers(
    session: Session, *, actor: Actor, participant_ids: Sequence[UUID]
) -> dict[UUID, tuple[UUID, str]]:
    """Participant → (case, number) for those whose death has a case the actor may see."""
    rows = session.execute(
        select(Case.participant_id, Case.id, Case.number).where(
            Case.participant_id.in_(participant_ids), cases_seen_by(actor)
        )
    )
    return {row.participant_id: (row.id, row.number) for row in rows}


def _conditions(actor: Actor, wanted: CaseFilter, today: date) -> list[ColumnElement[bool]]:
    conditions = [cases_seen_by(actor)]
    if wanted.text:
        text = wanted.text.strip()
        conditions.append(
            Case.full_name.icontains(text, autoescape=True)
            | Case.number.icontains(text, autoescape=True)
        )
    if wanted.stage is not None:
        conditions.append(Case.stage == wanted.stage)
    if wanted.turn is not None:
        conditions.append(Case.turn == wanted.turn)
    if wanted.district:
        conditions.append(lies_within(Case.region_code, wanted.district))
    if wanted.late:
        conditions.append(Case.due_on < today)
    if wanted.to_approve:
        conditions.append(has_pending_correction())
    return [*conditions, *_handled(actor, wanted)]


def _handled(actor: Actor, wanted: CaseFilter) -> list[ColumnElement[bool]]:
    if wanted.mine:
        return [Case.assigned_to == actor.user_id]
    return [Case.assigned_to.is_(None)] if wanted.unassigned else []


def _rows(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    village, district = aliased(Region), aliased(Region)
    return (
        select(
            Case.id,
            Case.number,
            Case.full_name,
            Case.nik,
            Case.programme,
            Case.died_on,
            Case.opened_on,
            Case.stage,
            Case.turn,
            Case.due_on,
            Case.disputed,
            village.name.label("village"),
            district.name.label("district"),
            User.full_name.label("handler"),
        )
        .join(village, village.code == Case.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .outerjoin(User, User.id == Case.assigned_to)
        .where(*conditions)
    )


def _row(row: Row[*tuple[Any, ...]], today: date) -> CaseRow:
    return CaseRow(
        id=row.id,
        number=row.number,
        full_name=row.full_name,
        nik=row.nik,
        place=f"{row.village}, {row.district}",
        programme=row.programme,
        died_on=row.died_on,
        opened_on=row.opened_on,
        stage=row.stage,
        turn=row.turn,
        due_on=row.due_on,
        late=is_late(due_on=row.due_on, today=today),
        disputed=row.disputed,
        handler=row.handler,
    )
