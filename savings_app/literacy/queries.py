"""Learning sessions as staff see them, and the invitation as the family does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.event_kinds import EventState
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.events import recipients_by_case, select_event, select_events
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound
from savings_app.literacy.lessons import SOURCE_LANGUAGE, Question, lessons_named
from savings_app.literacy.models import (
    LearningSession,
    SessionAnswers,
    SessionFamily,
    SessionRecipient,
)
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region

# As many as a hall holds; the latest first. Older families are invited from their own case.
MOST_FAMILIES = 60


def _of_session(value: Any) -> Any:
    return (
        select(value)
        .where(SessionFamily.session_id == LearningSession.id)
        .correlate(LearningSession)
        .scalar_subquery()
    )


_invited = _of_session(func.count(SessionFamily.id))
_came = _of_session(func.count(func.nullif(SessionFamily.people, 0)))
_people = _of_session(func.sum(SessionFamily.people))
_day = func.coalesce(LearningSession.held_on, LearningSession.planned_on)
SORTING = Sorting(
    id=LearningSession.id,
    by={
        "day": (_day,),
        "place": (LearningSession.region_code,),
        "state": (LearningSession.state,),
        "invited": (_invited,),
    },
    default=Order("day", descending=True),
)


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """None leaves it wide."""

    state: EventState | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A line of the list. `came` and `people` are empty until it was held."""

    id: UUID
    day: date
    village: str
    place: str
    topic: str
    leader: str
    invited: int
    came: int | None
    people: int | None
    state: EventState


@dataclass(frozen=True, slots=True)
class InvitedFamily:
    """A family with those of it who are paid; `came` are the recipients who were there."""

    case: Case
    people: int | None
    recipients: tuple[Heir, ...]
    came: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session with all that belongs to it; people of the staff are names."""

    event: LearningSession
    village: str
    leader: str
    planned_by: str
    recorded_by: str | None
    families: tuple[InvitedFamily, ...]
    answers: SessionAnswers | None

    @property
    def people(self) -> int:
        """How many came, all families together."""
        return sum(family.people or 0 for family in self.families)

    @property
    def questions(self) -> Sequence[Question]:
        """Of the lessons of the session, in the source language: their keys are the same in all."""
        lessons = lessons_named(self.event.lessons, language=SOURCE_LANGUAGE)
        return [question for lesson in lessons for question in lesson.questions]


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a family reads: nobody else who is invited."""

    on: date
    starts_at: str | None
    place: str
    village: str
    topic: str


def list_sessions(
    session: Session,
    *,
    actor: Actor,
    wanted: SessionFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[SessionRow]:
    """A page of the sessions, the latest day on top unless another `order` is wanted."""
    statement = _rows(actor, wanted)
    page = list_page(session, statement, sorting=SORTING, order=order, place=place, size=size)
    return page.of([_row(row) for row in page.rows])


def iterate_sessions(
    session: Session, *, actor: Actor, wanted: SessionFilter, order: Order | None = None
) -> Iterator[SessionRow]:
    """All of them in the order of the list, for an export."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def get_session_view(session: Session, *, actor: Actor, learning_session_id: UUID) -> SessionView:
    """
    Raises:
        NotFound
    """
    row = session.execute(
        select_event(LearningSession, actor=actor, event_id=learning_session_id)
        .add_columns(User.full_name.label("leader"))
        .join(User, User.id == LearningSession.leader_id)
    ).first()
    if row is None:
        raise NotFound
    return SessionView(
        event=row.LearningSession,
        village=row.village,
        leader=row.leader,
        planned_by=row.planned_by,
        recorded_by=row.recorded_by,
        families=_families_of(session, learning_session_id),
        answers=session.scalars(
            select(SessionAnswers).where(SessionAnswers.session_id == learning_session_id)
        ).one_or_none(),
    )


def _families_of(session: Session, learning_session_id: UUID) -> tuple[InvitedFamily, ...]:
    rows = session.execute(
        select(SessionFamily, Case)
        .join(Case, Case.id == SessionFamily.case_id)
        .where(SessionFamily.session_id == learning_session_id)
        .order_by(Case.year, Case.serial)
    ).all()
    heirs = recipients_by_case(session, case_ids=[case.id for _family, case in rows])
    came = frozenset(
        session.scalars(
            select(SessionRecipient.heir_id).where(
                SessionRecipient.session_id == learning_session_id
            )
        )
    )
    return tuple(
        InvitedFamily(case, family.people, tuple(heirs[case.id]), came) for family, case in rows
    )


def list_invitable(session: Session, *, actor: Actor, region_code: str) -> Sequence[Case]:
    """Families of a desa who can be invited, the latest first."""
    return session.scalars(
        select(Case)
        .where(cases_seen_by(actor), Case.region_code == region_code)
        .order_by(Case.year.desc(), Case.serial.desc())
        .limit(MOST_FAMILIES)
    ).all()


def find_invitation(session: Session, *, actor: Actor, today: date) -> Invitation | None:
    """The next session the actor's family is invited to; a family asks for itself only."""
    row = session.execute(
        select(
            LearningSession.planned_on,
            LearningSession.starts_at,
            LearningSession.place,
            LearningSession.topic,
            Region.name,
        )
        .join(Region, Region.code == LearningSession.region_code)
        .where(
            LearningSession.state == EventState.PLANNED,
            LearningSession.planned_on >= today,
            exists().where(
                SessionFamily.session_id == LearningSession.id,
                SessionFamily.case_id == actor.case_id,
            ),
        )
        .order_by(LearningSession.planned_on)
        .limit(1)
    ).first()
    if row is None:
        return None
    return Invitation(row.planned_on, row.starts_at, row.place, row.name, row.topic)


def _rows(actor: Actor, wanted: SessionFilter) -> Select[*tuple[Any, ...]]:
    statement = select_events(LearningSession, actor=actor, district=wanted.district)
    if wanted.state is not None:
        statement = statement.where(LearningSession.state == wanted.state)
    return statement.join(User, User.id == LearningSession.leader_id).add_columns(
        User.full_name.label("leader"),
        _invited.label("invited"),
        _came.label("came"),
        _people.label("people"),
    )


def _row(row: Row[*tuple[Any, ...]]) -> SessionRow:
    event: LearningSession = row.LearningSession
    held = event.state is EventState.HELD
    return SessionRow(
        id=event.id,
        day=event.held_on or event.planned_on,
        village=f"{row.village}, {row.above}",
        place=event.place,
        topic=event.topic,
        leader=row.leader,
        invited=row.invited,
        came=row.came if held else None,
        people=int(row.people or 0) if held else None,
        state=event.state,
    )
