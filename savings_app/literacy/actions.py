"""Planning a learning session, writing down who came, or cancelling it with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.events import get_cases, set_cancelled, set_held, tell_cases
from savings_app.cases.event_kinds import EventState
from savings_app.cases.follow_up_rules import is_quiet
from savings_app.cases.models import Case
from savings_app.cases.queries.notes import list_staff_of
from savings_app.db import check_version, take_turn
from savings_app.errors import Conflict, NotFound
from savings_app.literacy.lessons import SOURCE_LANGUAGE, lessons_named
from savings_app.literacy.models import (
    LearningSession,
    SessionAnswers,
    SessionFamily,
    SessionRecipient,
)
from savings_app.literacy.queries import SessionView, get_session_view
from savings_app.literacy.rules import (
    FamilyMourns,
    FamilyOfOtherVillage,
    FamilyToInvite,
    LeaderUnknown,
    SessionInPast,
    SessionNotHeld,
    check_answers,
    check_attendance,
    check_held_on,
    check_open,
    check_topic,
)
from savings_app.regions.queries import find_place
from savings_app.regions.rules import is_within

# Any constant: it names the lock under which the same form sent twice is one session.
SESSION_LINE = 7514


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """When, where, about what and led by whom; `starts_at` as people say it."""

    on: date
    region_code: str
    place: str
    topic: str | None
    leader_id: UUID | None
    starts_at: str | None = None
    notes: str | None = None
    lessons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """How it went. `people` by case, None where it was left open; `recipients` who came."""

    on: date
    people: Mapping[UUID, int | None]
    recipients: Collection[UUID] = ()
    notes: str | None = None


def plan_session(
    session: Session,
    *,
    actor: Actor,
    case_ids: Sequence[UUID],
    plan: SessionPlan,
    request_key: UUID,
    today: date,
    now: datetime,
) -> LearningSession:
    """Invite families of one desa. The same form sent twice is one session.

    Raises:
        NotFound, TopicOrLesson, TooManyLessons, SessionInPast, LeaderUnknown, FamilyToInvite,
        FamilyOfOtherVillage, FamilyMourns
    """
    take_turn(session, line=SESSION_LINE)
    earlier = session.scalar(
        select(LearningSession).where(LearningSession.request_key == request_key)
    )
    if earlier is not None:
        return get_session_view(session, actor=actor, learning_session_id=earlier.id).event
    place = find_place(session, code=plan.region_code)
    if place is None or not is_within(place.code, actor.region or "-"):
        raise NotFound
    lessons = lessons_named(plan.lessons, language=SOURCE_LANGUAGE)
    check_topic(plan.topic, [one.slug for one in lessons])
    if plan.on < today:
        raise SessionInPast
    staff = dict(list_staff_of(session, region_code=place.code))
    if plan.leader_id is None or plan.leader_id not in staff:
        raise LeaderUnknown
    cases = _check_families(session, actor, case_ids, plan)
    event = LearningSession(
        region_code=place.code,
        planned_on=plan.on,
        starts_at=plan.starts_at,
        place=plan.place,
        topic=(plan.topic or "").strip() or "; ".join(one.title for one in lessons),
        lessons=[one.slug for one in lessons],
        leader_id=plan.leader_id,
        notes=plan.notes,
        planned_by=actor.user_id,
        planned_at=now,
        request_key=request_key,
    )
    session.add(event)
    session.flush()
    for case in cases:
        session.add(SessionFamily(session_id=event.id, case_id=case.id, people=None))
    tell_cases(
        session, actor=actor, now=now, action="learning-session:plan", event=event, cases=cases
    )
    return event


def _check_families(
    session: Session, actor: Actor, case_ids: Sequence[UUID], plan: SessionPlan
) -> list[Case]:
    if not case_ids:
        raise FamilyToInvite
    cases = get_cases(session, actor=actor, case_ids=case_ids)
    for case in cases:
        if case.region_code != plan.region_code:
            raise FamilyOfOtherVillage(number=case.number)
        if is_quiet(plan.on, died_on=case.died_on):
            raise FamilyMourns(number=case.number)
    return cases


def hold_session(
    session: Session,
    *,
    actor: Actor,
    learning_session_id: UUID,
    attendance: Attendance,
    today: date,
    now: datetime,
    seen_version: int | None = None,
) -> LearningSession:
    """It took place: on which day, and how many of each family came.

    Raises:
        NotFound, Conflict, SessionNotOpen, SessionInFuture, AttendanceMissing,
        AttendanceImpossible, RecipientCameAlone
    """
    view = get_session_view(session, actor=actor, learning_session_id=learning_session_id)
    event = view.event
    check_version(event, seen_version)
    check_open(event.state)
    check_held_on(attendance.on, today=today)
    came = {
        family.case.id: [one.id for one in family.recipients if one.id in attendance.recipients]
        for family in view.families
    }
    check_attendance(
        attendance.people,
        recipients=came,
        numbers={family.case.id: family.case.number for family in view.families},
    )
    set_held(event, actor=actor, on=attendance.on, notes=attendance.notes, now=now)
    for row in session.scalars(select(SessionFamily).where(SessionFamily.session_id == event.id)):
        row.people = attendance.people[row.case_id]
    for heir_id in (one for ids in came.values() for one in ids):
        session.add(SessionRecipient(session_id=event.id, heir_id=heir_id))
    tell_cases(
        session,
        actor=actor,
        now=now,
        action="learning-session:hold",
        event=event,
        cases=_cases(view),
    )
    return event


def cancel_session(
    session: Session,
    *,
    actor: Actor,
    learning_session_id: UUID,
    reason: str,
    now: datetime,
    seen_version: int | None = None,
) -> LearningSession:
    """It will not take place; the families' pages invite no more.

    Raises:
        NotFound, Conflict, SessionNotOpen, ReasonNeeded
    """
    view = get_session_view(session, actor=actor, learning_session_id=learning_session_id)
    check_version(view.event, seen_version)
    check_open(view.event.state)
    set_cancelled(view.event, reason=reason)
    tell_cases(
        session,
        actor=actor,
        now=now,
        action="learning-session:cancel",
        event=view.event,
        cases=_cases(view),
    )
    return view.event


def record_answers(
    session: Session,
    *,
    actor: Actor,
    learning_session_id: UUID,
    answered: int | None,
    counts: Mapping[str, tuple[int | None, int | None]],
    now: datetime,
    seen_version: int | None = None,
) -> SessionAnswers:
    """The sheets of before and after, counted: whose they are stays unknown. Written again, it is
    the later count that stands.

    Raises:
        NotFound, SessionNotHeld, Conflict, AnsweredImpossible, AnswerCountsWrong
    """
    take_turn(session, line=SESSION_LINE)
    view = get_session_view(session, actor=actor, learning_session_id=learning_session_id)
    if view.event.state is not EventState.HELD:
        raise SessionNotHeld
    if not view.questions:
        raise NotFound
    row = view.answers
    if row is not None and row.version != seen_version:
        raise Conflict
    keys = [one.key for one in view.questions]
    check_answers(counts, answered=answered, came=view.people, keys=keys)
    if row is None:
        row = SessionAnswers(session_id=view.event.id)
        session.add(row)
    row.answered = answered or 0
    row.counts = {key: list(counts[key]) for key in keys}
    row.recorded_by, row.recorded_at = actor.user_id, now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="learning-session:count-answers",
        subject="learning_session",
        subject_id=view.event.id,
    )
    return row


def _cases(view: SessionView) -> list[Case]:
    return [family.case for family in view.families]
