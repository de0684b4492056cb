"""Learning sessions: families are invited, come or do not, and nothing else of theirs changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.event_kinds import EventState
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, Heir
from savings_app.errors import Conflict, NotFound
from savings_app.literacy.actions import (
    Attendance,
    SessionPlan,
    cancel_session,
    hold_session,
    plan_session,
)
from savings_app.literacy.models import LearningSession
from savings_app.literacy.queries import (
    SessionFilter,
    find_invitation,
    get_session_view,
    list_invitable,
    list_sessions,
)
from savings_app.literacy.rules import (
    AttendanceMissing,
    FamilyMourns,
    FamilyOfOtherVillage,
    FamilyToInvite,
    LeaderUnknown,
    SessionInPast,
    SessionNotOpen,
)
from tests.builders import (
    VILLAGE,
    actor_of,
    family_actor,
    make_case,
    make_participant,
    make_recipient,
    make_user,
)

TODAY = date(2026, 11, 23)
COMING = date(2026, 11, 28)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def heir(session: Session) -> Heir:
    return make_recipient(session)


def case_of(session: Session, heir: Heir) -> Case:
    return session.get_one(Case, heir.case_id)


def plan_of(actor: Actor, **changes: object) -> SessionPlan:
    plan = SessionPlan(COMING, VILLAGE, "Balai desa", "Membaca buku tabungan", actor.user_id)
    return replace(plan, **changes)  # type: ignore[arg-type]


def planned(
    session: Session,
    actor: Actor,
    now: datetime,
    *heirs: Heir,
    key: UUID | None = None,
    **changes: object,
) -> LearningSession:
    return plan_session(
        session,
        actor=actor,
        case_ids=[one.case_id for one in heirs],
        plan=plan_of(actor, **changes),
        request_key=key or uuid4(),
        today=TODAY,
        now=now,
    )


def test_two_families_are_invited_and_one_comes(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    other = make_recipient(session)
    before = [(one.stage, one.turn) for one in (case_of(session, heir), case_of(session, other))]
    event = planned(session, actor, now, heir, other)
    hold_session(
        session,
        actor=actor,
        learning_session_id=event.id,
        attendance=Attendance(TODAY, {heir.case_id: 3, other.case_id: 0}, {heir.id}),
        today=TODAY,
        now=now,
    )
    view = get_session_view(session, actor=actor, learning_session_id=event.id)
    assert (view.event.state, view.event.held_on) == (EventState.HELD, TODAY)
    assert {one.case.id: one.people for one in view.families} == {
        heir.case_id: 3,
        other.case_id: 0,
    }
    assert view.families[0].came == {heir.id}
    (row,) = list_sessions(session, actor=actor, wanted=SessionFilter()).rows
    assert (row.invited, row.came, row.people) == (2, 1, 3)
    told = session.execute(
        select(AuditEvent.action, AuditEvent.case_id).order_by(AuditEvent.sequence)
    ).all()
    assert {tuple(one) for one in told} == {
        (f"learning-session:{deed}", case_id)
        for deed in ("plan", "hold")
        for case_id in (heir.case_id, other.case_id)
    }
    after = [(one.stage, one.turn) for one in (case_of(session, heir), case_of(session, other))]
    assert after == before
    with pytest.raises(SessionNotOpen):
        cancel_session(session, actor=actor, learning_session_id=event.id, reason="Hujan.", now=now)


def test_a_family_reads_its_own_invitation_until_the_day_or_until_it_is_cancelled(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    stranger = make_recipient(session)
    event = planned(session, actor, now, heir, starts_at="09.00")
    family = family_actor(heir)
    invitation = find_invitation(session, actor=family, today=COMING)
    assert invitation is not None
    assert (invitation.on, invitation.topic) == (COMING, "Membaca buku tabungan")
    assert find_invitation(session, actor=family, today=date(2026, 11, 29)) is None
    assert find_invitation(session, actor=family_actor(stranger), today=TODAY) is None
    with pytest.raises(ReasonNeeded):
        cancel_session(session, actor=actor, learning_session_id=event.id, reason=" ", now=now)
    cancel_session(session, actor=actor, learning_session_id=event.id, reason="Banjir.", now=now)
    assert find_invitation(session, actor=family, today=TODAY) is None


def test_the_same_form_sent_twice_is_one_session(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    key = uuid4()
    first = planned(session, actor, now, heir, key=key)
    assert planned(session, actor, now, heir, key=key).id == first.id
    assert session.scalar(select(func.count()).select_from(LearningSession)) == 1


def test_who_is_not_invited_and_when(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    """The death was on 1 October: its 40th day, counted either way, is 9 or 10 November."""
    elsewhere = make_participant(session, region_code="75.03.06.2007", full_name="Jauh Uji")
    far = make_recipient(session, case=make_case(session, participant=elsewhere))
    mourning = make_recipient(
        session, case=make_case(session, died_on=date(2026, 10, 19))
    )  # day 40 is 27 November, or the 28th
    refused: tuple[tuple[list[Heir], dict[str, object], type[Exception]], ...] = (
        ([], {}, FamilyToInvite),
        ([far], {}, FamilyOfOtherVillage),
        ([mourning], {}, FamilyMourns),
        ([heir], {"on": date(2026, 11, 22)}, SessionInPast),
        ([heir], {"leader_id": make_user(session, region="75.03.06").id}, LeaderUnknown),
        ([heir], {"leader_id": None}, LeaderUnknown),
        ([heir], {"region_code": "71.01"}, NotFound),
    )
    for heirs, changes, refusal in refused:
        with pytest.raises(refusal):
            planned(session, actor, now, *heirs, **changes)  # type: ignore[arg-type]
    assert session.scalar(select(func.count()).select_from(LearningSession)) == 0
    invitable = list_invitable(session, actor=actor, region_code=VILLAGE)
    assert {one.id for one in invitable} == {heir.case_id, mourning.case_id}


def test_a_sheet_half_filled_in_leaves_nothing(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    event = planned(session, actor, now, heir)
    for attendance, version, refusal in (
        (Attendance(TODAY, {}), None, AttendanceMissing),
        (Attendance(TODAY, {heir.case_id: 1}), event.version + 1, Conflict),
    ):
        with pytest.raises(refusal):
            hold_session(
                session,
                actor=actor,
                learning_session_id=event.id,
                attendance=attendance,
                seen_version=version,
                today=TODAY,
                now=now,
            )
    assert (event.state, event.held_on) == (EventState.PLANNED, None)


def test_staff_of_another_kecamatan_and_banks_see_no_session(
    session: Session, actor: Actor, heir: Heir, now: datetime
) -> None:
    event = planned(session, actor, now, heir)
    for stranger in (
        actor_of(make_user(session, region="75.03.06")),
        Actor(role=Role.BANK_OFFICER, user_id=uuid4()),
        family_actor(heir),
    ):
        with pytest.raises(NotFound):
            get_session_view(session, actor=stranger, learning_session_id=event.id)
        assert list_sessions(session, actor=stranger, wanted=SessionFilter()).rows == []
