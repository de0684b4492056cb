"""Hand-overs: planned and held, with their families and witnesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.cases.hand_over_kinds import HandOverState, Occasion
from savings_app.cases.models import Case, HandOver, HandOverFamily, HandOverWitness, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within

EXPORT_CHUNK = 500
LIVE = (HandOverState.PLANNED, HandOverState.HELD)
_families = (
    select(func.count())
    .select_from(HandOverFamily)
    .where(HandOverFamily.hand_over_id == HandOver.id)
    .correlate(HandOver)
    .scalar_subquery()
)
_day = func.coalesce(HandOver.held_on, HandOver.planned_on)
SORTING = Sorting(
    id=HandOver.id,
    by={
        "day": (_day,),
        "place": (HandOver.region_code,),
        "state": (HandOver.state,),
        "families": (_families,),
    },
    default=Order("day"),
)


@dataclass(frozen=True, slots=True)
class HandOverFilter:
    """`states` empty: whatever its state."""

    states: Sequence[HandOverState] = (HandOverState.PLANNED,)
    district: str | None = None


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A line of the list."""

    id: UUID
    day: date
    state: HandOverState
    occasion: Occasion
    place: str
    village: str
    families: int


@dataclass(frozen=True, slots=True)
class HandOverFamilyRow:
    """A family of the occasion with who receives there."""

    case: Case
    present: bool | None
    recipients: tuple[Heir, ...]


@dataclass(frozen=True, slots=True)
class HandOverView:
    """One occasion with all that belongs to it; people of the staff are names."""

    event: HandOver
    village: str
    families: tuple[HandOverFamilyRow, ...]
    witnesses: tuple[HandOverWitness, ...]
    planned_by: str
    recorded_by: str | None


def hand_overs_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `HandOver`: staff of the region who read cases."""
    if actor.region is None or not actor.may(Permission.CASE_READ):
        return false()
    return lies_within(HandOver.region_code, actor.region)


def list_hand_overs(
    session: Session,
    *,
    actor: Actor,
    wanted: HandOverFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[HandOverRow]:
    """A page of the hand-overs, the next one on top."""
    statement = _rows(_conditions(actor, wanted))
    page = list_page(session, statement, sorting=SORTING, order=order, place=place, size=size)
    return page.of([_row(row) for row in page.rows])


def iterate_hand_overs(
    session: Session, *, actor: Actor, wanted: HandOverFilter, order: Order | None = None
) -> Iterator[HandOverRow]:
    """All of them in the order of the list, for an export."""
    statement = in_order(_rows(_conditions(actor, wanted)), sorting=SORTING, order=order)
    for row in session.execute(statement, execution_options={"yield_per": EXPORT_CHUNK}):
        yield _row(row)


def get_hand_over(session: Session, *, actor: Actor, hand_over_id: UUID) -> HandOverView:
    """
    Raises:
        NotFound
    """
    recorder = aliased(User)
    row = session.execute(
        select(HandOver, Region.name, User.full_name, recorder.full_name)
        .join(Region, Region.code == HandOver.region_code)
        .join(User, User.id == HandOver.planned_by)
        .outerjoin(recorder, recorder.id == HandOver.recorded_by)
        .where(HandOver.id == hand_over_id, hand_overs_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    event, village, planned_by, recorded_by = row
    return HandOverView(
        event,
        village,
        _families_of(session, event.id),
        list_witnesses(session, hand_over_id=event.id),
        planned_by,
        recorded_by,
    )


def _families_of(session: Session, hand_over_id: UUID) -> tuple[HandOverFamilyRow, ...]:
    families = session.execute(
        select(HandOverFamily, Case)
        .join(Case, Case.id == HandOverFamily.case_id)
        .where(HandOverFamily.hand_over_id == hand_over_id)
        .order_by(Case.year, Case.serial)
    ).all()
    heirs: dict[UUID, list[Heir]] = {case.id: [] for _, case in families}
    for heir in session.scalars(
        select(Heir)
        .where(Heir.case_id.in_(heirs), Heir.is_recipient)
        .order_by(Heir.case_id, Heir.position)
    ):
        heirs[heir.case_id].append(heir)
    return tuple(
        HandOverFamilyRow(case, family.present, tuple(heirs[case.id])) for family, case in families
    )


def list_witnesses(session: Session, *, hand_over_id: UUID) -> tuple[HandOverWitness, ...]:
    """Who saw a hand-over the caller may already see, in their order."""
    return tuple(
        session.scalars(
            select(HandOverWitness)
            .where(HandOverWitness.hand_over_id == hand_over_id)
            .order_by(HandOverWitness.position)
        )
    )


def find_live_hand_over(session: Session, *, case_id: UUID) -> HandOver | None:
    """The hand-over planned or held for a case the caller may already see."""
    return session.scalar(
        select(HandOver)
        .join(HandOverFamily, HandOverFamily.hand_over_id == HandOver.id)
        .where(HandOverFamily.case_id == case_id, HandOver.state.in_(LIVE))
        .order_by(HandOver.planned_at.desc())
        .limit(1)
    )


def list_neighbours(
    session: Session, *, actor: Actor, case: Case, limit: int = 20
) -> Sequence[Case]:
    """Other families of the desa who have no hand-over yet, the latest first."""
    has_one = exists().where(
        HandOverFamily.case_id == Case.id,
        HandOverFamily.hand_over_id == HandOver.id,
        HandOver.state.in_(LIVE),
    )
    return session.scalars(
        select(Case)
        .where(
            cases_seen_by(actor), Case.region_code == case.region_code, Case.id != case.id, ~has_one
        )
        .order_by(Case.year.desc(), Case.serial.desc())
        .limit(limit)
    ).all()


def _conditions(actor: Actor, wanted: HandOverFilter) -> list[ColumnElement[bool]]:
    conditions = [hand_overs_seen_by(actor)]
    if wanted.states:
        conditions.append(HandOver.state.in_(wanted.states))
    if wanted.district:
        conditions.append(lies_within(HandOver.region_code, wanted.district))
    return conditions


def _rows(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    village, above = aliased(Region), aliased(Region)
    return (
        select(
            HandOver,
            village.name.label("village"),
            above.name.label("above"),
            _families.label("families"),
        )
        .join(village, village.code == HandOver.region_code)
        .outerjoin(above, above.code == village.parent_code)
        .where(*conditions)
    )


def _row(row: Row[*tuple[Any, ...]]) -> HandOverRow:
    event: HandOver = row.HandOver
    return HandOverRow(
        id=event.id,
        day=event.held_on or event.planned_on,
        state=event.state,
        occasion=event.occasion,
        place=event.place,
        village=f"{row.village}, {row.above}",
        families=row.families,
    )
