"""The lists that went out, and how far each kecamatan is: as many statements for one as for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.data_updates.kinds import IN_FORCE, STOPPING, Answer, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.updates import updates_seen_by
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Payer

SORTING = Sorting(
    id=DataUpdate.id,
    by={
        "place": (DataUpdate.region_code,),
        "period": (DataUpdate.period,),
        "state": (DataUpdate.state,),
        "made": (DataUpdate.made_on,),
    },
    default=Order("made", descending=True),
)


@dataclass(frozen=True, slots=True)
class UpdateFilter:
    """What the list is narrowed to; None leaves it wide. `district` is a kecamatan's code."""

    state: UpdateState | None = None
    district: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A line of the list of lists."""

    id: UUID
    place: str
    period: str
    category: str | None
    payer: Payer | None
    state: UpdateState
    made_on: date
    people: int
    answered: int
    stops: int
    replacements: int


@dataclass(frozen=True, slots=True)
class DistrictProgress:
    """How far a kecamatan is: desa with a list, lists that are back, in force, people answered."""

    code: str
    name: str
    villages: int
    lists: int
    back: int
    in_force: int
    people: int
    answered: int


def list_updates(
    session: Session,
    *,
    actor: Actor,
    wanted: UpdateFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[UpdateRow]:
    """A page of the actor's lists, the newest first unless another `order` is wanted."""
    page = list_page(
        session,
        _rows(_conditions(actor, wanted)),
        sorting=SORTING,
        order=order,
        place=place,
        size=size,
    )
    return page.of([_row(row) for row in page.rows])


def iterate_updates(
    session: Session, *, actor: Actor, wanted: UpdateFilter, order: Order | None = None
) -> Iterator[UpdateRow]:
    """All of them in the order of the list, for an export; read in chunks."""
    for row in iterate_list(
        session, _rows(_conditions(actor, wanted)), sorting=SORTING, order=order
    ):
        yield _row(row)


def list_periods(session: Session, *, actor: Actor) -> Sequence[str]:
    """The periods there are lists of, the latest first."""
    return session.scalars(
        select(DataUpdate.period)
        .where(updates_seen_by(actor))
        .distinct()
        .order_by(DataUpdate.period.desc())
    ).all()


def list_progress(
    session: Session, *, actor: Actor, period: str | None
) -> Sequence[DistrictProgress]:
    """Every kecamatan of the actor's region that has a list (of this period), in one statement."""
    conditions = [updates_seen_by(actor), DataUpdate.state != UpdateState.CANCELLED]
    if period:
        conditions.append(DataUpdate.period == period)
    answers = (
        select(
            DataUpdateLine.data_update_id.label("of"),
            func.count().label("people"),
            func.sum(_one_if(DataUpdateLine.answer != Answer.NONE)).label("answered"),
        )
        .join(DataUpdate, DataUpdate.id == DataUpdateLine.data_update_id)
        .where(*conditions)
        .group_by(DataUpdateLine.data_update_id)
        .subquery()
    )
    village, district = aliased(Region), aliased(Region)
    back = (UpdateState.BACK, UpdateState.SUBMITTED, *IN_FORCE)
    rows = session.execute(
        select(
            district.code,
            district.name,
            func.count(DataUpdate.region_code.distinct()).label("villages"),
            func.count().label("lists"),
            func.sum(_one_if(DataUpdate.state.in_(back))).label("back"),
            func.sum(_one_if(DataUpdate.state.in_(IN_FORCE))).label("in_force"),
            func.sum(answers.c.people).label("people"),
            func.sum(answers.c.answered).label("answered"),
        )
        .select_from(DataUpdate)
        .join(answers, answers.c.of == DataUpdate.id)
        .join(village, village.code == DataUpdate.region_code)
        .join(district, district.code == village.parent_code)
        .where(*conditions)
        .group_by(district.code, district.name)
        .order_by(district.name)
    ).all()
    return [
        DistrictProgress(
            row.code,
            row.name,
            int(row.villages),
            int(row.lists),
            int(row.back),
            int(row.in_force),
            int(row.people or 0),
            int(row.answered or 0),
        )
        for row in rows
    ]


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _conditions(actor: Actor, wanted: UpdateFilter) -> list[ColumnElement[bool]]:
    conditions = [updates_seen_by(actor)]
    if wanted.state is not None:
        conditions.append(DataUpdate.state == wanted.state)
    if wanted.district:
        conditions.append(lies_within(DataUpdate.region_code, wanted.district))
    if wanted.period:
        conditions.append(DataUpdate.period == wanted.period)
    return conditions


def _count(*conditions: ColumnElement[bool]) -> Any:
    """Lines of the list of the row; asked for the rows of the page only."""
    return (
        select(func.count())
        .select_from(DataUpdateLine)
        .where(DataUpdateLine.data_update_id == DataUpdate.id, *conditions)
        .correlate(DataUpdate)
        .scalar_subquery()
    )


def _rows(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    village, district = aliased(Region), aliased(Region)
    return (
        select(
            DataUpdate.id,
            DataUpdate.period,
            DataUpdate.category,
            DataUpdate.payer,
            DataUpdate.state,
            DataUpdate.made_on,
            village.name.label("village"),
            district.name.label("district"),
            _count().label("people"),
            _count(DataUpdateLine.answer != Answer.NONE).label("answered"),
            _count(DataUpdateLine.answer.in_(STOPPING)).label("stops"),
            _count(DataUpdateLine.new_name.is_not(None)).label("replacements"),
        )
        .join(village, village.code == DataUpdate.region_code)
        .join(district, district.code == village.parent_code)
        .where(*conditions)
    )


def _row(row: Row[*tuple[Any, ...]]) -> UpdateRow:
    return UpdateRow(
        id=row.id,
        place=f"{row.village}, {row.district}",
        period=row.period,
        category=row.category,
        payer=row.payer,
        state=row.state,
        made_on=row.made_on,
        people=row.people,
        answered=row.answered,
        stops=row.stops,
        replacements=row.replacements,
    )
