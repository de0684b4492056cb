"""Three questions before and after: counted without names, never more than came."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Heir
from savings_app.errors import Conflict, NotFound
from savings_app.literacy.actions import (
    Attendance,
    SessionPlan,
    hold_session,
    plan_session,
    record_answers,
)
from savings_app.literacy.models import LearningSession, SessionAnswers
from savings_app.literacy.queries import get_session_view
from savings_app.literacy.rules import (
    AnswerCountsWrong,
    AnsweredImpossible,
    SessionNotHeld,
    TooManyLessons,
    TopicOrLesson,
)
from tests.builders import TODAY, VILLAGE, actor_of, make_recipient, make_user

COUNTS = {"utang-1": (2, 4), "utang-2": (1, 3), "utang-3": (0, 4)}


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def heir(session: Session) -> Heir:
    return make_recipient(session)


def plan(
    session: Session,
    actor: Actor,
    heir: Heir,
    now: datetime,
    *,
    topic: str | None = None,
    lessons: tuple[str, ...] = ("utang",),
) -> LearningSession:
    return plan_session(
        session,
        actor=actor,
        case_ids=[heir.case_id],
        plan=SessionPlan(TODAY, VILLAGE, "Balai desa", topic, actor.user_id, lessons=lessons),
        request_key=uuid4(),
        today=TODAY,
        now=now,
    )


def held(session: Session, actor: Actor, heir: Heir, now: datetime) -> LearningSession:
    event = plan(session, actor, heir, now)
    return hold_session(
        session,
        actor=actor,
        learning_session_id=event.id,
        attendance=Attendance(on=TODAY, people={heir.case_id: 4}),
        today=TODAY,
        now=now,
    )


def count(
    session: Session,
    actor: Actor,
    event: LearningSession,
    now: datetime,
    *,
    answered: int | None = 4,
    counts: dict[str, tuple[int | None, int | None]] | None = None,
    seen: int | None = None,
) -> SessionAnswers:
    return record_answers(
        session,
        actor=actor,
        learning_session_id=event.id,
        answered=answered,
        counts={**COUNTS, **(counts or {})},
        now=now,
        seen_version=seen,
    )


def test_a_session_of_lessons_is_called_by_them_unless_it_has_own_words(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    event = plan(session, actor, heir, now, lessons=("sekolah", "utang", "lotre"))
    assert event.lessons == ["utang", "sekolah"]
    assert event.topic == "Utang: tahu dulu biayanya; Sekolah: lihat dulu beasiswanya"
    assert plan(session, actor, heir, now, topic="Membaca buku").topic == "Membaca buku"


def test_a_session_is_about_something_and_not_about_everything(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    with pytest.raises(TopicOrLesson):
        plan(session, actor, heir, now, lessons=(), topic=" ")
    five = ("tiga-bagian", "nama-kartu-pin", "penjamin-bank", "dua-celengan", "utang")
    with pytest.raises(TooManyLessons):
        plan(session, actor, heir, now, lessons=five)
    assert session.scalars(select(LearningSession)).all() == []


def test_counts_of_before_and_after_are_kept_without_anybodys_name(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    event = held(session, actor, heir, now)
    count(session, actor, event, now)
    answers = get_session_view(session, actor=actor, learning_session_id=event.id).answers
    assert answers is not None
    assert answers.answered == 4
    assert answers.counts == {"utang-1": [2, 4], "utang-2": [1, 3], "utang-3": [0, 4]}
    recorded = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "learning-session:count-answers")
    ).one()
    assert recorded.case_id is None


@pytest.mark.parametrize(
    ("answered", "counts", "refusal"),
    [
        (None, {}, AnsweredImpossible),
        (0, {}, AnsweredImpossible),
        (5, {}, AnsweredImpossible),  # four came
        (4, {"utang-2": (5, 1)}, AnswerCountsWrong),
        (4, {"utang-2": (-1, 1)}, AnswerCountsWrong),
        (4, {"utang-3": (1, None)}, AnswerCountsWrong),
    ],
)
def test_a_count_nobody_can_have_given_is_refused_and_leaves_nothing(
    session: Session,
    actor: Actor,
    heir: Heir,
    now: datetime,
    answered: int | None,
    counts: dict[str, tuple[int | None, int | None]],
    refusal: type[Exception],
) -> None:
    event = held(session, actor, heir, now)
    with pytest.raises(refusal):
        count(session, actor, event, now, answered=answered, counts=counts)
    assert session.scalars(select(SessionAnswers)).all() == []


def test_a_later_count_stands_and_one_over_it_unseen_is_a_conflict(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    event = held(session, actor, heir, now)
    first = count(session, actor, event, now)
    seen = first.version
    count(session, actor, event, now, counts={"utang-1": (1, 4)}, seen=seen)
    for stale in (None, seen):
        with pytest.raises(Conflict):
            count(session, actor, event, now, seen=stale)
    (only,) = session.scalars(select(SessionAnswers)).all()
    assert only.counts["utang-1"] == [1, 4]


def test_before_it_was_held_or_by_others_nothing_is_counted(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    with pytest.raises(SessionNotHeld):
        count(session, actor, plan(session, actor, heir, now), now)
    event = held(session, actor, heir, now)
    elsewhere = actor_of(make_user(session, region="75.04"))
    with pytest.raises(NotFound):
        count(session, elsewhere, event, now)
