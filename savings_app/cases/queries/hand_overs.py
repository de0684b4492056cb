"""Hand-overs: planned and held, with their families and witnesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.event_kinds import EventState
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.models import Case, HandOver, HandOverFamily, HandOverWitness, Heir
from savings_app.cases.queries.events import recipients_by_case, select_event, select_events
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page

LIVE = (EventState.PLANNED, EventState.HELD)
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

    states: Sequence[EventState] = (EventState.PLANNED,)
    district: str | None = None


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A line of the list."""

    id: UUID
    day: date
    state: EventState
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
    statement = _rows(actor, wanted)
    page = list_page(session, statement, sorting=SORTING, order=order, place=place, size=size)
    return page.of([_row(row) for row in page.rows])


def iterate_hand_overs(
    session: Session, *, actor: Actor, wanted: HandOverFilter, order: Order | None = None
) -> Iterator[HandOverRow]:
    """All of them in the order of the list, for an export."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def get_hand_over(session: Session, *, actor: Actor, hand_over_id: UUID) -> HandOverView:
    """
    Raises:
        NotFound
    """
    row = session.execute(select_event(HandOver, actor=actor, event_id=hand_over_id)).first()
    if row is None:
        raise NotFound
    return HandOverView(
        event=row.HandOver,
        village=row.village,
        families=_families_of(session, hand_over_id),
        witnesses=list_witnesses(session, hand_over_id=hand_over_id),
        planned_by=row.planned_by,
        recorded_by=row.recorded_by,
    )


def _families_of(session: Session, hand_over_id: UUID) -> tuple[HandOverFamilyRow, ...]:
    families = session.execute(
        select(HandOverFamily, Case)
        .join(Case, Case.id == HandOverFamily.case_id)
        .where(HandOverFamily.hand_over_id == hand_over_id)
        .order_by(Case.year, Case.serial)
    ).all()
    heirs = recipients_by_case(session, case_ids=[case.id for _, case in families])
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


def _rows(actor: Actor, wanted: HandOverFilter) -> Select[*tuple[Any, ...]]:
    statement = select_events(HandOver, actor=actor, district=wanted.district)
    if wanted.states:
        statement = statement.where(HandOver.state.in_(wanted.states))
    return statement.add_columns(_families.label("families"))


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
