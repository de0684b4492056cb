"""My cases and colleagues': taken, handed over with the reason, given back; notes that stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.assignment import (
    give_back_case,
    hand_over_case,
    take_case,
    write_note,
)
from savings_app.cases.actions.opening import open_case
from savings_app.cases.kinds import Programme
from savings_app.cases.models import Case, CaseNote
from savings_app.cases.queries.listing import CaseFilter, list_cases
from savings_app.cases.queries.notes import list_colleagues, list_notes
from savings_app.cases.queries.timeline import list_told
from savings_app.cases.work_rules import (
    AlreadyHandles,
    ColleagueUnknown,
    NoteAlreadyCorrected,
    NoteEmpty,
    NoteTooLong,
    NotTheHandler,
)
from savings_app.errors import Conflict, NotFound
from tests.builders import (
    DIED_ON,
    actor_of,
    family_actor,
    get_bank,
    make_case,
    make_participant,
    make_recipient,
    make_user,
)

WHY = "Saya cuti dua minggu; berkas desa dijanjikan Kamis."


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session)


@pytest.fixture
def actor(user: User) -> Actor:
    return actor_of(user)


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session)


def notes_of(session: Session, case: Case) -> list[CaseNote]:
    return list(session.scalars(sa.select(CaseNote).where(CaseNote.case_id == case.id)))


def test_who_opens_a_case_handles_it_first(
    session: Session, actor: Actor, now: datetime, today: date
) -> None:
    case = open_case(
        session,
        actor=actor,
        participant_id=make_participant(session).id,
        died_on=DIED_ON,
        programme=Programme.JKM,
        reporter_name="Pelapor Uji",
        reporter_relation="tetangga",
        today=today,
        now=now,
    )
    assert case.assigned_to == actor.user_id


def test_a_case_is_taken_by_one_person_alone(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    assert case.assigned_to is None
    take_case(session, actor=actor, case_id=case.id, version=case.version, now=now)
    take_case(session, actor=actor, case_id=case.id, version=None, now=now)
    assert case.assigned_to == actor.user_id
    assert [told.action for told in list_told(session, case_id=case.id)] == ["case:take"]


def test_a_colleague_gets_the_case_with_the_reason_which_the_trail_does_not_hold(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    colleague = make_user(session)
    hand_over_case(
        session,
        actor=actor,
        case_id=case.id,
        colleague_id=colleague.id,
        text=f"  {WHY} ",
        version=case.version,
        now=now,
    )
    assert case.assigned_to == colleague.id
    (row,) = list_notes(session, actor=actor_of(colleague), case_id=case.id)
    assert (row.note.text, row.handed_to) == (WHY, colleague.full_name)
    (told,) = list_told(session, case_id=case.id)
    assert told.action == "case:hand-over"
    facts = session.scalars(sa.select(AuditEvent.facts)).all()
    assert all(WHY not in str(fact) for fact in facts)


def test_only_an_active_colleague_of_the_region_can_get_it(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    same = make_user(session, region="75.03.11")
    gone = make_user(session)
    gone.is_active = False
    others = (
        make_user(session, region="75.03.06"),
        make_user(session, region="75.03.1"),
        make_user(session, role=Role.AUDITOR),
        make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)),
        gone,
    )
    session.flush()
    assert same.id in {user_id for user_id, _name in list_colleagues(session, case=case)}
    for other in others:
        with pytest.raises(ColleagueUnknown):
            hand_over_case(
                session,
                actor=actor,
                case_id=case.id,
                colleague_id=other.id,
                text=WHY,
                version=None,
                now=now,
            )
    assert case.assigned_to is None
    assert notes_of(session, case) == []


def test_a_hand_over_says_why_and_to_somebody_else(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    colleague = make_user(session)
    case.assigned_to = colleague.id
    common = {"actor": actor, "case_id": case.id, "colleague_id": colleague.id, "now": now}
    with pytest.raises(NoteEmpty):
        hand_over_case(session, text="  ", version=None, **common)  # type: ignore[arg-type]
    with pytest.raises(AlreadyHandles):
        hand_over_case(session, text=WHY, version=None, **common)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        hand_over_case(session, text=WHY, version=case.version + 1, **common)  # type: ignore[arg-type]


def test_a_case_is_given_back_by_who_has_it(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    with pytest.raises(NotTheHandler):
        give_back_case(session, actor=actor, case_id=case.id, text=WHY, version=None, now=now)
    take_case(session, actor=actor, case_id=case.id, version=None, now=now)
    give_back_case(session, actor=actor, case_id=case.id, text=WHY, version=None, now=now)
    assert case.assigned_to is None
    assert [note.handed_to for note in notes_of(session, case)] == [None]


def test_a_note_sent_twice_is_one_and_the_same_words_later_are_another(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    def write(text: str, *, minutes: int) -> CaseNote:
        at = now + timedelta(minutes=minutes)
        return write_note(session, actor=actor, case_id=case.id, text=text, now=at)

    first = write("Belum di rumah.", minutes=0)
    assert write("Belum di rumah. ", minutes=1).id == first.id
    assert write("Sudah ditelepon.", minutes=2).id != first.id
    assert write("Belum di rumah.", minutes=3).id != first.id
    assert write("Belum di rumah.", minutes=60).id != first.id
    assert len(notes_of(session, case)) == 4


def test_a_note_is_corrected_by_another_and_never_changed(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    first = write_note(session, actor=actor, case_id=case.id, text="Kepala dusun Ali.", now=now)
    write_note(session, actor=actor, case_id=case.id, text="Ani.", corrects_id=first.id, now=now)
    with pytest.raises(NoteAlreadyCorrected):
        write_note(
            session, actor=actor, case_id=case.id, text="Ari.", corrects_id=first.id, now=now
        )
    corrected = {
        row.note.text: row.is_corrected for row in list_notes(session, actor=actor, case_id=case.id)
    }
    assert corrected == {"Kepala dusun Ali.": True, "Ani.": False}
    with pytest.raises(NoteTooLong):
        write_note(session, actor=actor, case_id=case.id, text="a" * 2001, now=now)
    with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
        session.execute(sa.update(CaseNote).values(text="lain"))


def test_a_note_of_another_case_is_not_corrected_here(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    other = make_case(session)
    note = write_note(session, actor=actor, case_id=other.id, text="Di sini.", now=now)
    with pytest.raises(NotFound):
        write_note(
            session, actor=actor, case_id=case.id, text="Sana.", corrects_id=note.id, now=now
        )


def test_notes_are_for_staff_of_the_region_alone(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    recipient = make_recipient(session, case=case)
    write_note(session, actor=actor, case_id=case.id, text="Untuk rekan.", now=now)
    readers = (
        family_actor(recipient),
        family_actor(recipient, assisted_by=actor.user_id),
        actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))),
        actor_of(make_user(session, region="75.03.06")),
        actor_of(make_user(session, role=Role.ADMINISTRATOR)),
    )
    for reader in readers:
        assert list_notes(session, actor=reader, case_id=case.id) == []
    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    assert len(list_notes(session, actor=auditor, case_id=case.id)) == 1


def test_my_cases_and_those_of_nobody_are_a_filter(
    session: Session, actor: Actor, case: Case, now: datetime, today: date
) -> None:
    mine = make_case(session)
    take_case(session, actor=actor, case_id=mine.id, version=None, now=now)

    def ids(wanted: CaseFilter) -> set[object]:
        page = list_cases(session, actor=actor, wanted=wanted, today=today)
        return {row.id for row in page.rows}

    assert ids(CaseFilter(mine=True)) == {mine.id}
    assert ids(CaseFilter(unassigned=True)) == {case.id}
    assert ids(CaseFilter()) == {mine.id, case.id}
