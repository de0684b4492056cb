"""What staff do with complaints: written down, read, sent on, closed; and from the public page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.actions.complaint_desk import (
    Heard,
    close_complaint,
    mark_complaint,
    note_reading,
    record_complaint,
    refer_complaint,
)
from savings_app.cases.actions.complaints import (
    answer_complaint,
    appeal_complaint,
    open_complaint,
)
from savings_app.cases.actions.public_reports import Report, record_look, send_report
from savings_app.cases.complaint_kinds import (
    ComplaintChannel,
    ComplaintDeed,
    ComplaintInstance,
    ReferredTo,
    Reporter,
)
from savings_app.cases.complaint_rules import (
    AlreadyAppealed,
    AlreadyWithInspectorate,
    CaseNumberNeeded,
    CaseNumberUnknown,
    ComplaintNotAnswered,
    NothingToAppeal,
    NotToCheck,
    ReceivedInFuture,
    RecipientUnclear,
    ReporterNameNeeded,
    answer_due_on,
    make_number,
    read_number,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState, Turn
from savings_app.cases.models import Case, Complaint
from savings_app.cases.queries.complaint_register import (
    ComplaintFilter,
    get_answer_figures,
    list_register,
)
from savings_app.cases.queries.complaints import get_complaint, list_history
from savings_app.cases.queries.trail import list_trail
from savings_app.errors import NotFound, NotPermitted
from tests.builders import (
    actor_of,
    family_actor,
    make_case,
    make_participant,
    make_recipient,
    make_user,
)

HEARD = Heard(
    about=ComplaintAbout.ASKED_FOR_PART,
    text="Diminta dua juta.",
    channel=ComplaintChannel.PHONE,
    reporter=Reporter.NOBODY,
    received_on=date(2026, 11, 20),
)


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session)


def staff(session: Session, role: Role, *, region: str = "75.03") -> Actor:
    return actor_of(make_user(session, role=role, region=region))


def write_down(
    session: Session, now: datetime, heard: Heard = HEARD, *, actor: Actor | None = None
) -> Complaint:
    return record_complaint(
        session,
        actor=actor or staff(session, Role.CASEWORKER),
        heard=heard,
        request_key=uuid4(),
        today=date(2026, 11, 23),
        now=now,
    )


def answered(session: Session, complaint: Complaint, now: datetime, role: Role) -> Actor:
    actor = staff(session, role)
    answer_complaint(session, actor=actor, complaint_id=complaint.id, answer="Sudah.", now=now)
    return actor


def test_an_answer_is_due_in_fourteen_working_days() -> None:
    # From Friday 20 November 2026; Wednesday 9 December is taken here as a day off.
    assert answer_due_on(date(2026, 11, 20), set()) == date(2026, 12, 10)
    assert answer_due_on(date(2026, 11, 20), {date(2026, 12, 9)}) == date(2026, 12, 11)


def test_numbers_are_drawn_and_read_as_people_type_them() -> None:
    number = make_number()
    assert read_number(number.lower().replace("-", " ")) == number
    assert read_number(number.removeprefix("LP-")) == number
    assert make_number() != number


def test_a_call_without_a_name_keeps_no_name(session: Session, case: Case, now: datetime) -> None:
    heard = replace(
        HEARD, reporter_name="Tetangga", reporter_contact="0812", case_number=case.number
    )
    complaint = write_down(session, now, heard)
    assert (complaint.reporter_name, complaint.reporter_contact) == (None, None)
    assert (complaint.case_id, complaint.recipient_id) == (case.id, None)
    assert case.turn is Turn.SUPERVISOR
    assert complaint.due_on == date(2026, 12, 10)


def test_a_recipient_who_calls_reads_it_on_its_own_page(
    session: Session, case: Case, now: datetime
) -> None:
    first, second = (make_recipient(session, case=case) for _ in range(2))
    heard = replace(HEARD, reporter=Reporter.RECIPIENT, case_number=case.number)
    with pytest.raises(RecipientUnclear):
        write_down(session, now, heard)
    heard = replace(heard, case_number=f"{case.number}-2".lower())
    complaint = write_down(session, now, heard)
    assert complaint.recipient_id == second.id
    get_complaint(session, actor=family_actor(second), complaint_id=complaint.id)
    with pytest.raises(NotFound):
        get_complaint(session, actor=family_actor(first), complaint_id=complaint.id)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reporter": Reporter.RECIPIENT}, CaseNumberNeeded),
        ({"case_number": "BB-2026-9999"}, CaseNumberUnknown),
        ({"reporter": Reporter.OTHER}, ReporterNameNeeded),
        ({"received_on": date(2026, 11, 24)}, ReceivedInFuture),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    session: Session, now: datetime, changed: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        write_down(session, now, replace(HEARD, **changed))  # type: ignore[arg-type]
    assert session.scalars(select(Complaint)).all() == []


def test_a_case_of_another_region_is_not_known_here(session: Session, now: datetime) -> None:
    elsewhere = make_case(
        session, participant=make_participant(session, region_code="75.03.06.2007")
    )
    with pytest.raises(CaseNumberUnknown):
        write_down(
            session,
            now,
            replace(HEARD, case_number=elsewhere.number),
            actor=staff(session, Role.CASEWORKER, region="75.03.11"),
        )


def test_one_about_staff_leaves_no_trace_for_whoever_wrote_it_down(
    session: Session, case: Case, now: datetime
) -> None:
    recorder = make_user(session)
    heard = replace(HEARD, about=ComplaintAbout.STAFF, case_number=case.number)
    complaint = write_down(session, now, heard, actor=actor_of(recorder))
    assert case.turn is not Turn.SUPERVISOR
    for actor in (actor_of(recorder), staff(session, Role.SUPERVISOR)):
        with pytest.raises(NotFound):
            get_complaint(session, actor=actor, complaint_id=complaint.id)
        every = ComplaintFilter(about_staff=True, states=())
        page = list_register(session, actor=actor, wanted=every, today=now.date())
        assert page.total == 0
    auditor = staff(session, Role.AUDITOR)
    row = get_complaint(session, actor=auditor, complaint_id=complaint.id)
    assert row.recorded_by == recorder.full_name
    # The same person, an auditor since: neither the complaint nor its trail.
    later = replace(auditor, user_id=recorder.id)
    with pytest.raises(NotFound):
        get_complaint(session, actor=later, complaint_id=complaint.id)
    seen = {event.subject_id for event in list_trail(session, actor=later).rows}
    assert complaint.id not in seen
    assert complaint.id in {event.subject_id for event in list_trail(session, actor=auditor).rows}


def test_an_appeal_goes_to_the_inspektorat_once_with_a_new_day(
    session: Session, case: Case, now: datetime
) -> None:
    recipient = make_recipient(session, case=case)
    family = family_actor(recipient)
    complaint = open_complaint(
        session,
        actor=family,
        recipient_id=recipient.id,
        about=ComplaintAbout.AMOUNT,
        text="Kurang.",
        request_key=uuid4(),
        now=now,
    )
    appeal = {"complaint_id": complaint.id, "text": "Belum masuk.", "actor": family}
    with pytest.raises(NothingToAppeal):
        appeal_complaint(session, now=now, **appeal)  # type: ignore[arg-type]
    answered(session, complaint, now, Role.SUPERVISOR)
    later = now + timedelta(days=30)
    appeal_complaint(session, now=later, **appeal)  # type: ignore[arg-type]
    assert (complaint.state, complaint.instance, complaint.due_on) == (
        ComplaintState.APPEALED,
        ComplaintInstance.INSPECTORATE,
        date(2027, 1, 18),  # Christmas and its joint leave, New Year, Isra Miraj
    )
    assert case.turn is not Turn.SUPERVISOR
    with pytest.raises(NotPermitted):
        answered(session, complaint, later, Role.SUPERVISOR)
    later += timedelta(hours=1)
    answered(session, complaint, later, Role.AUDITOR)
    with pytest.raises(AlreadyAppealed):
        appeal_complaint(session, now=later, **appeal)  # type: ignore[arg-type]
    deeds = [
        line.deed for line in list_history(session, complaint_ids=[complaint.id])[complaint.id]
    ]
    assert deeds == [
        ComplaintDeed.OPENED,
        ComplaintDeed.ANSWERED,
        ComplaintDeed.APPEALED,
        ComplaintDeed.ANSWERED,
    ]


def test_reading_stands_once_in_the_history_and_each_time_in_the_trail(
    session: Session, now: datetime
) -> None:
    complaint = write_down(session, now)
    reader, auditor = staff(session, Role.SUPERVISOR), staff(session, Role.AUDITOR)
    for _ in range(2):
        note_reading(session, actor=reader, complaint_id=complaint.id, now=now)
    history = list_history(session, complaint_ids=[complaint.id])[complaint.id]
    assert [line.deed for line in history].count(ComplaintDeed.READ) == 1
    trail = [event.action for event in list_trail(session, actor=auditor).rows]
    assert trail.count("complaint:read") == 2


def test_handed_to_the_inspektorat_it_is_about_staff(session: Session, now: datetime) -> None:
    complaint = write_down(session, now)
    supervisor = staff(session, Role.SUPERVISOR)
    facts = {"note": None, "outside_number": "LPR-7", "now": now, "complaint_id": complaint.id}
    with pytest.raises(NotPermitted):
        refer_complaint(
            session,
            actor=staff(session, Role.CASEWORKER),
            to=ReferredTo.BPJS,
            **facts,  # type: ignore[arg-type]
        )
    refer_complaint(session, actor=supervisor, to=ReferredTo.LAPOR, **facts)  # type: ignore[arg-type]
    assert complaint.state is ComplaintState.OPEN
    refer_complaint(session, actor=supervisor, to=ReferredTo.INSPECTORATE, **facts)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        get_complaint(session, actor=supervisor, complaint_id=complaint.id)
    with pytest.raises(AlreadyWithInspectorate):
        refer_complaint(
            session,
            actor=staff(session, Role.AUDITOR),
            to=ReferredTo.INSPECTORATE,
            **facts,  # type: ignore[arg-type]
        )


def test_closed_once_it_was_answered(session: Session, now: datetime) -> None:
    complaint = write_down(session, now)
    with pytest.raises(ComplaintNotAnswered):
        close_complaint(
            session,
            actor=staff(session, Role.SUPERVISOR),
            complaint_id=complaint.id,
            reason="Cukup.",
            now=now,
        )
    supervisor = answered(session, complaint, now, Role.SUPERVISOR)
    close_complaint(session, actor=supervisor, complaint_id=complaint.id, reason="Cukup.", now=now)
    closed = complaint.state
    appeal_complaint(
        session, actor=supervisor, complaint_id=complaint.id, text="Tidak cukup.", now=now
    )
    assert (closed, complaint.state) == (ComplaintState.CLOSED, ComplaintState.APPEALED)


def test_figures_count_what_the_reader_may_see(session: Session, now: datetime) -> None:
    for about in (ComplaintAbout.OTHER, ComplaintAbout.STAFF):
        complaint = write_down(session, now, replace(HEARD, about=about))
        if about is ComplaintAbout.OTHER:
            complaint.due_on = date(2026, 11, 22)
        role = Role.AUDITOR if about is ComplaintAbout.STAFF else Role.SUPERVISOR
        answered(session, complaint, now, role)
    since = now - timedelta(days=1)

    def figures(role: Role, *, about_staff: bool) -> tuple[int, int, int | None]:
        found = get_answer_figures(
            session, actor=staff(session, role), about_staff=about_staff, since=since
        )
        return found.answered, found.in_time, found.longest_days

    assert figures(Role.SUPERVISOR, about_staff=False) == (1, 0, 3)
    assert figures(Role.SUPERVISOR, about_staff=True) == (0, 0, None)
    assert figures(Role.AUDITOR, about_staff=True) == (1, 1, 3)


def test_a_report_of_the_public_page_moves_no_case_and_names_nobody(
    session: Session, case: Case, now: datetime
) -> None:
    turn = case.turn
    report = Report(ComplaintAbout.AMOUNT, "Kurang.", case_number=case.number.lower())
    complaint = send_report(
        session, report=report, code_hash="-", sender=None, request_key=uuid4(), now=now
    )
    assert (complaint.case_id, complaint.recorded_by, case.turn) == (case.id, None, turn)


def test_wrong_codes_close_a_report_for_a_while(
    session: Session, case: Case, now: datetime
) -> None:
    report = Report(ComplaintAbout.OTHER, "Lain.")
    complaint = send_report(
        session, report=report, code_hash="-", sender=None, request_key=uuid4(), now=now
    )
    for _ in range(5):
        assert not record_look(session, complaint_id=complaint.id, code_ok=False, now=now)
    assert not record_look(session, complaint_id=complaint.id, code_ok=True, now=now)
    soon = now + timedelta(minutes=15)
    assert record_look(session, complaint_id=complaint.id, code_ok=True, now=soon)
    assert not record_look(session, complaint_id=None, code_ok=False, now=soon)


def test_what_came_in_a_flood_is_looked_at_and_may_be_marked_again(
    session: Session, now: datetime
) -> None:
    complaint = write_down(session, now)
    actor = staff(session, Role.CASEWORKER)

    def mark(who: Actor, *, checked: bool) -> None:
        mark_complaint(session, actor=who, complaint_id=complaint.id, checked=checked, now=now)

    def calm() -> int:
        wanted = ComplaintFilter(without_to_check=True)
        return list_register(session, actor=actor, wanted=wanted, today=now.date()).total

    with pytest.raises(NotToCheck):
        mark(actor, checked=True)
    complaint.to_check = True
    session.flush()
    assert calm() == 0
    with pytest.raises(NotPermitted):
        mark(staff(session, Role.AUDITOR), checked=True)
    assert complaint.checked_at is None
    mark(actor, checked=True)
    assert (calm(), complaint.checked_by) == (1, actor.user_id)
    mark(actor, checked=False)
    assert (calm(), complaint.checked_by) == (0, None)
    history = list_history(session, complaint_ids=[complaint.id])[complaint.id]
    assert [line.deed for line in history][-2:] == [
        ComplaintDeed.CHECKED,
        ComplaintDeed.MARKED_AGAIN,
    ]


def test_a_marked_complaint_about_staff_is_the_auditors_to_look_at(
    session: Session, now: datetime
) -> None:
    complaint = write_down(session, now, replace(HEARD, about=ComplaintAbout.STAFF))
    complaint.to_check = True
    session.flush()
    common = {"complaint_id": complaint.id, "checked": True, "now": now}
    with pytest.raises(NotFound):
        mark_complaint(session, actor=staff(session, Role.SUPERVISOR), **common)  # type: ignore[arg-type]
    mark_complaint(session, actor=staff(session, Role.AUDITOR), **common)  # type: ignore[arg-type]
    assert complaint.checked_at == now
