"""Complaints: sent once, answered once; those about staff hidden from all who handled the case."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.actions import record
from savings_app.cases.actions.complaints import answer_complaint, open_complaint
from savings_app.cases.complaint_rules import (
    AnswerEmpty,
    ComplaintAlreadyAnswered,
    ComplaintEmpty,
    ComplaintTooLong,
    StaffComplaintWhileAssisted,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState, Turn
from savings_app.cases.models import Case, Complaint, Heir
from savings_app.cases.queries.complaints import count_complaints, get_complaint, list_complaints
from savings_app.errors import Conflict, NotFound, NotPermitted
from tests.builders import actor_of, family_actor, make_case, make_recipient, make_user


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session)


@pytest.fixture
def recipient(session: Session, case: Case) -> Heir:
    return make_recipient(session, case=case)


def say(
    session: Session,
    recipient: Heir,
    now: datetime,
    *,
    about: ComplaintAbout = ComplaintAbout.STAFF,
    text: str = "Diminta dua juta.",
    actor: Actor | None = None,
    key: object = None,
) -> Complaint:
    return open_complaint(
        session,
        actor=actor or family_actor(recipient),
        recipient_id=recipient.id,
        about=about,
        text=text,
        request_key=key or uuid4(),  # type: ignore[arg-type]
        now=now,
    )


def staff(session: Session, role: Role, *, region: str = "75.03") -> Actor:
    return actor_of(make_user(session, role=role, region=region))


def sees(session: Session, actor: Actor, complaint: Complaint) -> bool:
    listed = [row.complaint.id for row in list_complaints(session, actor=actor).rows]
    try:
        get_complaint(session, actor=actor, complaint_id=complaint.id)
    except NotFound:
        assert complaint.id not in listed
        assert count_complaints(session, actor=actor) == len(listed)
        return False
    return complaint.id in listed


def test_a_complaint_about_staff_is_seen_by_the_family_and_the_auditors_alone(
    session: Session, recipient: Heir, now: datetime
) -> None:
    complaint = say(session, recipient, now)
    assert sees(session, family_actor(recipient), complaint)
    assert sees(session, staff(session, Role.AUDITOR), complaint)
    for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.BANK_OFFICER):
        assert not sees(session, staff(session, role), complaint)


def test_it_is_hidden_from_an_auditor_who_once_handled_the_case(
    session: Session, case: Case, recipient: Heir, now: datetime
) -> None:
    complaint = say(session, recipient, now)
    auditor = make_user(session, role=Role.AUDITOR)
    before = Actor(role=Role.CASEWORKER, user_id=auditor.id, region="75.03")
    record(
        session,
        actor=before,
        now=now,
        action="paper:set",
        subject="case",
        case_id=case.id,
    )
    assert not sees(session, actor_of(auditor), complaint)
    assert sees(session, staff(session, Role.AUDITOR), complaint)


def test_it_is_hidden_from_the_staff_beside_the_device(
    session: Session, recipient: Heir, now: datetime
) -> None:
    complaint = say(session, recipient, now)
    helper = make_user(session)
    beside = family_actor(recipient, assisted_by=helper.id)
    assert not sees(session, beside, complaint)
    with pytest.raises(StaffComplaintWhileAssisted):
        say(session, recipient, now, actor=beside)


def test_it_does_not_show_in_whose_turn_it_is(
    session: Session, case: Case, recipient: Heir, now: datetime
) -> None:
    turns = []
    for about in (ComplaintAbout.STAFF, ComplaintAbout.ASKED_FOR_PART):
        say(session, recipient, now, about=about)
        turns.append(case.turn)
    assert turns == [Turn.FAMILY, Turn.SUPERVISOR]


def test_an_auditor_of_another_kabupaten_sees_nothing(
    session: Session, recipient: Heir, now: datetime
) -> None:
    complaint = say(session, recipient, now)
    assert not sees(session, staff(session, Role.AUDITOR, region="75.01"), complaint)


def test_another_family_sees_nothing(session: Session, recipient: Heir, now: datetime) -> None:
    complaint = say(session, recipient, now, about=ComplaintAbout.AMOUNT)
    assert not sees(session, family_actor(make_recipient(session)), complaint)
    sibling = make_recipient(session, case=session.get_one(Case, recipient.case_id))
    assert not sees(session, family_actor(sibling), complaint)


def test_a_double_click_sends_one_complaint(
    session: Session, recipient: Heir, now: datetime
) -> None:
    key = uuid4()
    first = say(session, recipient, now, key=key)
    assert say(session, recipient, now, key=key).id == first.id


def test_a_complaint_has_words_and_an_end(session: Session, recipient: Heir, now: datetime) -> None:
    with pytest.raises(ComplaintEmpty):
        say(session, recipient, now, text="  ")
    with pytest.raises(ComplaintTooLong) as refusal:
        say(session, recipient, now, text="a" * 2001)
    assert refusal.value.facts == {"longest": 2000}


def test_a_supervisor_answers_once(
    session: Session, case: Case, recipient: Heir, now: datetime
) -> None:
    complaint = say(session, recipient, now, about=ComplaintAbout.AMOUNT)
    supervisor = staff(session, Role.SUPERVISOR)
    facts = {"complaint_id": complaint.id, "now": now}
    with pytest.raises(NotPermitted):
        answer_complaint(
            session,
            actor=staff(session, Role.CASEWORKER),
            answer="Sudah.",
            **facts,  # type: ignore[arg-type]
        )
    with pytest.raises(AnswerEmpty):
        answer_complaint(session, actor=supervisor, answer=" ", **facts)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        answer_complaint(session, actor=supervisor, answer="a", seen_version=99, **facts)  # type: ignore[arg-type]
    answer_complaint(session, actor=supervisor, answer="Sudah ditanyakan.", **facts)  # type: ignore[arg-type]
    assert (complaint.state, complaint.answered_by) == (ComplaintState.ANSWERED, supervisor.user_id)
    assert case.turn is not Turn.SUPERVISOR
    with pytest.raises(ComplaintAlreadyAnswered):
        answer_complaint(session, actor=supervisor, answer="Lagi.", **facts)  # type: ignore[arg-type]


def test_the_auditors_answer_what_is_about_staff(
    session: Session, recipient: Heir, now: datetime
) -> None:
    complaint = say(session, recipient, now)
    with pytest.raises(NotFound):
        answer_complaint(
            session,
            actor=staff(session, Role.SUPERVISOR),
            complaint_id=complaint.id,
            answer="Sudah.",
            now=now,
        )
    answer_complaint(
        session,
        actor=staff(session, Role.AUDITOR),
        complaint_id=complaint.id,
        answer="Kami periksa.",
        now=now,
    )
    assert complaint.answer == "Kami periksa."
