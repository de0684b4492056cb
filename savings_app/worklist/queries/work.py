"""The list of what is due: filtered, sorted, paged; as many statements for ten lines as for 10,000.

Whose case it is, where it happened and who handles it are joined once, around all kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.kinds import Turn
from savings_app.cases.models import BenefitApproval, BenefitComputation, Case, Heir
from savings_app.money import Rupiah
from savings_app.paging import (
    PAGE_SIZE,
    Order,
    Page,
    Place,
    Sorting,
    in_order,
    known_order,
    list_page,
)
from savings_app.policy.rules import late_compensation
from savings_app.regions.models import Region
from savings_app.regions.queries import get_public_holidays, lies_within
from savings_app.worklist.kinds import WorkKind
from savings_app.worklist.queries.items import list_items
from savings_app.worklist.rules import late_days, overdue_days

CHUNK = 500


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What the list is narrowed to; None and False leave it wide. `district` is a kecamatan."""

    kind: WorkKind | None = None
    turn: Turn | None = None
    district: str | None = None
    case_id: UUID | None = None
    mine: bool = False
    unassigned: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing that is due. `overdue` in working days; `detail` as its kind means it.

    `compensation` is what BPJS owes on top for paying late: 1 % of the benefit a day.
    """

    id: UUID
    kind: WorkKind
    case_id: UUID
    heir_id: UUID | None
    number: str
    about: str
    place: str
    due_on: date
    overdue: int
    turn: Turn
    handler: str | None
    detail: str
    compensation: Rupiah | None


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How much there is, for the first page."""

    all: int
    overdue: int
    mine: int
    mine_overdue: int
    unassigned: int
    by_kind: dict[WorkKind, int]


def list_work(
    session: Session,
    *,
    actor: Actor,
    wanted: WorkFilter,
    today: date,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[WorkRow]:
    """A page of what is due, the most urgent first unless another `order` is wanted."""
    statement, sorting = _statement(actor, wanted, today)
    page = list_page(session, statement, sorting=sorting, order=order, place=place, size=size)
    return page.of(_told(session, page.rows, today))


def iterate_work(
    session: Session, *, actor: Actor, wanted: WorkFilter, today: date, order: Order | None = None
) -> Iterator[WorkRow]:
    """All of it in the order of the list, for an export; read in chunks."""
    statement, sorting = _statement(actor, wanted, today)
    found = session.execute(in_order(statement, sorting=sorting, order=order)).partitions(CHUNK)
    for rows in list(found):
        yield from _told(session, rows, today)


def chosen_order(order: Order | None) -> Order:
    """The order in force, for the heads of the list."""
    return known_order(order, names=_NAMES, default=_DEFAULT)


def count_work(session: Session, *, actor: Actor, today: date) -> WorkCounts:
    """What waits, in one statement."""
    work = union_all(*list_items(actor, today=today)).subquery("work")
    late = case((work.c.due_on < today, 1), else_=0)
    mine = case((Case.assigned_to == actor.user_id, 1), else_=0)
    rows = session.execute(
        select(
            work.c.kind,
            func.count().label("all_"),
            func.sum(late).label("late"),
            func.sum(mine).label("mine"),
            func.sum(late * mine).label("mine_late"),
            func.sum(case((Case.assigned_to.is_(None), 1), else_=0)).label("nobody"),
        )
        .join(Case, Case.id == work.c.case_id)
        .group_by(work.c.kind)
    ).all()
    return WorkCounts(
        all=sum(row.all_ for row in rows),
        overdue=sum(int(row.late) for row in rows),
        mine=sum(int(row.mine) for row in rows),
        mine_overdue=sum(int(row.mine_late) for row in rows),
        unassigned=sum(int(row.nobody) for row in rows),
        by_kind={WorkKind(row.kind): row.all_ for row in rows},
    )


_NAMES = ("due", "kind", "number", "place", "turn", "handler")
_DEFAULT = Order("due")


def _statement(
    actor: Actor, wanted: WorkFilter, today: date
) -> tuple[Select[*tuple[Any, ...]], Sorting]:
    work = union_all(*list_items(actor, today=today)).subquery("work")
    village, district = aliased(Region), aliased(Region)
    statement = (
        select(
            work,
            Case.number,
            Case.full_name,
            Heir.full_name.label("heir"),
            village.name.label("village"),
            district.name.label("district"),
            User.full_name.label("handler"),
        )
        .join(Case, Case.id == work.c.case_id)
        .join(village, village.code == Case.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .outerjoin(Heir, Heir.id == work.c.heir_id)
        .outerjoin(User, User.id == Case.assigned_to)
        .where(*_conditions(actor, wanted, today, work))
    )
    sorting = Sorting(
        id=work.c.id,
        by={
            "due": (work.c.due_on, Case.year, Case.serial),
            "kind": (work.c.kind, work.c.due_on),
            "number": (Case.year, Case.serial, work.c.due_on),
            "place": (Case.region_code, work.c.due_on),
            "turn": (work.c.turn, work.c.due_on),
            "handler": (func.coalesce(User.full_name, literal("")), work.c.due_on),
        },
        default=_DEFAULT,
    )
    return statement, sorting


def _conditions(
    actor: Actor, wanted: WorkFilter, today: date, work: Any
) -> list[ColumnElement[bool]]:
    asked: list[tuple[bool, ColumnElement[bool]]] = [
        (wanted.kind is not None, work.c.kind == (wanted.kind or "")),
        (wanted.turn is not None, work.c.turn == (wanted.turn or "")),
        (wanted.district is not None, lies_within(Case.region_code, wanted.district or "-")),
        (wanted.case_id is not None, Case.id == wanted.case_id),
        (wanted.mine, Case.assigned_to == actor.user_id),
        (wanted.unassigned, Case.assigned_to.is_(None)),
        (wanted.overdue, work.c.due_on < today),
    ]
    return [condition for is_asked, condition in asked if is_asked]


def _told(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], today: date) -> list[WorkRow]:
    """The rows in the words of the list, in two statements more."""
    if not rows:
        return []
    first = min(today, *(row.due_on for row in rows))
    holidays = get_public_holidays(session, years=range(first.year, today.year + 1))
    late = {
        row.case_id for row in rows if row.kind == WorkKind.BPJS_DUE.value and row.due_on < today
    }
    benefits = _benefits(session, late)
    return [
        WorkRow(
            id=row.id,
            kind=WorkKind(row.kind),
            case_id=row.case_id,
            heir_id=row.heir_id,
            number=row.number,
            about=row.heir or row.full_name,
            place=f"{row.village}, {row.district}",
            due_on=row.due_on,
            overdue=overdue_days(row.due_on, today=today, holidays=holidays),
            turn=Turn(row.turn),
            handler=row.handler,
            detail=row.detail,
            compensation=_compensation(row, benefits, today),
        )
        for row in rows
    ]


def _compensation(
    row: Row[*tuple[Any, ...]], benefits: dict[UUID, Rupiah], today: date
) -> Rupiah | None:
    if row.kind != WorkKind.BPJS_DUE.value or row.case_id not in benefits:
        return None
    days = late_days(row.due_on, today=today)
    return late_compensation(benefit=benefits[row.case_id], days_late=days, on=row.due_on)


def _benefits(session: Session, case_ids: set[UUID]) -> dict[UUID, Rupiah]:
    """What the law gives each of these cases: the latest computation that came into force."""
    if not case_ids:
        return {}
    rows = session.execute(
        select(BenefitComputation.case_id, BenefitComputation.total)
        .outerjoin(BenefitApproval, BenefitApproval.computation_id == BenefitComputation.id)
        .where(
            BenefitComputation.case_id.in_(case_ids),
            (BenefitComputation.number == 1) | BenefitApproval.approved,
        )
        .order_by(BenefitComputation.number)
    )
    return {row.case_id: row.total for row in rows}
