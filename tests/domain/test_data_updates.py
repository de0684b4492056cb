"""Pemutakhiran data: a list goes out, returns, is approved by two, and changes the registry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.data_updates.actions.answers import AnswersRefused, record_answers, set_line
from savings_app.data_updates.actions.deciding import (
    approve_update,
    reverse_line,
    send_back,
    submit_update,
)
from savings_app.data_updates.actions.delivery import deliver_update
from savings_app.data_updates.actions.updates import cancel_update, create_updates, mark_sent
from savings_app.data_updates.kinds import Answer, Gap, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.problems import ReplacementTwice, list_replacement_problems
from savings_app.data_updates.queries.updates import count_answers, list_approvals
from savings_app.data_updates.rules import (
    AnswerNeedsDay,
    ApprovedAlready,
    LineNotInForce,
    LinesRefused,
    LinesUnanswered,
    NobodyToAsk,
    NothingAnswered,
    ParticipantChangedSince,
    Replacement,
    UpdateNotInThisState,
    UpdateReasonNeeded,
)
from savings_app.deaths.kinds import DeathSource, DeathState
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.errors import Conflict, NotFound
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.models import Participant, Payer, StopReason
from savings_app.registry.rules import KpjTaken, NikTaken, PlaceOutsideScope
from tests.builders import (
    NOW,
    TODAY,
    VILLAGE,
    actor_of,
    make_case,
    make_nik,
    make_participant,
    make_user,
)
from tests.listed import answer_all, lines_of, make_list, make_people, say, submit

OTHER_VILLAGE = "75.03.06.2007"


@pytest.fixture
def keyer(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def colleague(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def head(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


@pytest.fixture
def update(session: Session, keyer: Actor) -> DataUpdate:
    """Four people of one desa: Abdul, Bunga, Cinta, Dewi."""
    make_people(session, "Dewi Uji", "Abdul Uji", "Cinta Uji", "Bunga Uji")
    return make_list(session, actor=keyer)


def approve(session: Session, actor: Actor, update: DataUpdate) -> tuple[Gap, ...]:
    given = approve_update(
        session, actor=actor, update_id=update.id, version=None, today=TODAY, now=NOW
    )
    return tuple(given.gaps)


def in_force(
    session: Session, update: DataUpdate, keyer: Actor, head: Actor, *answers: object
) -> None:
    answer_all(session, actor=keyer, update=update, answers=answers)  # type: ignore[arg-type]
    submit(session, actor=keyer, update=update)
    approve(session, keyer, update)
    assert approve(session, head, update) == ()


def state_of(update: DataUpdate) -> str:
    return update.state.value


def deeds(session: Session, update: DataUpdate) -> list[str]:
    return list(
        session.scalars(
            select(AuditEvent.action)
            .where(AuditEvent.subject_id == update.id)
            .order_by(AuditEvent.sequence)
        )
    )


# --- the list is made --------------------------------------------------------------------------


def test_a_list_holds_the_active_people_of_that_day_by_name(session: Session, keyer: Actor) -> None:
    stopped, later = make_people(session, "Berhenti Uji", "Nanti Uji")
    stopped.stopped_on, stopped.stop_reason = date(2026, 11, 1), StopReason.MOVED
    later.stopped_on, later.stop_reason = date(2026, 12, 1), StopReason.MOVED
    make_people(session, "Abdul Uji")
    make_people(session, "Jauh Uji", region_code=OTHER_VILLAGE)

    update = make_list(session, actor=keyer)

    assert [(one.number, one.full_name) for one in lines_of(session, update)] == [
        (1, "Abdul Uji"),
        (2, "Nanti Uji"),
    ]
    assert (update.state, update.made_on) == (UpdateState.DRAFT, TODAY)
    assert deeds(session, update) == ["data-update:make"]


def test_a_kecamatan_or_kabupaten_gets_a_list_for_each_desa_in_one_click(
    session: Session, keyer: Actor
) -> None:
    make_people(session, "Abdul Uji", "Bunga Uji")
    make_people(session, "Jauh Uji", region_code=OTHER_VILLAGE)
    made = create_updates(
        session,
        actor=keyer,
        region_code="75.03",
        period="2026-S2",
        category="pekerja_rentan",
        payer=Payer.APBD,
        today=TODAY,
        now=NOW,
    )
    assert (len(made.update_ids), made.people) == (2, 3)


def test_who_is_on_an_open_list_is_not_asked_twice_and_again_after_it_was_cancelled(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    with pytest.raises(NobodyToAsk):
        make_list(session, actor=keyer)
    make_people(session, "Baru Uji")
    second = make_list(session, actor=keyer)
    assert [one.full_name for one in lines_of(session, second)] == ["Baru Uji"]
    cancel_update(session, actor=keyer, update_id=update.id, reason="salah desa", now=NOW)
    assert len(lines_of(session, make_list(session, actor=keyer))) == 4


def test_a_filter_by_payer_or_category_leaves_the_others_out(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    cancel_update(session, actor=keyer, update_id=update.id, reason="x", now=NOW)
    for payer, category in ((Payer.APBDES, None), (None, "bpd")):
        with pytest.raises(NobodyToAsk):
            create_updates(
                session,
                actor=keyer,
                region_code=VILLAGE,
                period="2026-11",
                category=category,
                payer=payer,
                today=TODAY,
                now=NOW,
            )


def test_a_desa_of_another_region_is_refused(session: Session) -> None:
    make_people(session, "Abdul Uji")
    actor = actor_of(make_user(session, region="75.03.06"))
    for region in (VILLAGE, "75.03", "75.03.1"):
        with pytest.raises(PlaceOutsideScope):
            make_list(session, actor=actor, region_code=region)


def test_a_death_with_a_case_is_on_the_list_with_its_answer(session: Session, keyer: Actor) -> None:
    case = make_case(session)
    line = lines_of(session, make_list(session, actor=keyer))[0]
    assert (line.answer, line.died_on, line.detail) == (Answer.DIED, case.died_on, case.number)
    assert line.answered_by is None


def test_going_out_is_recorded_each_time_and_the_first_time_counts(
    session: Session, keyer: Actor, colleague: Actor, update: DataUpdate
) -> None:
    mark_sent(session, actor=keyer, update_id=update.id, kind="xlsx", now=NOW)
    mark_sent(session, actor=colleague, update_id=update.id, kind="cetak", now=NOW)
    assert (update.state, update.sent_by) == (UpdateState.OUT, keyer.user_id)
    assert deeds(session, update).count("data-update:send") == 2


# --- it returns --------------------------------------------------------------------------------


def test_the_first_answer_says_the_list_is_back(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    lines = lines_of(session, update)
    changed = record_answers(
        session,
        actor=keyer,
        update_id=update.id,
        answers=[
            say(lines[0], Answer.WORKING),
            say(lines[1], Answer.DIED, died_on=date(2026, 10, 4), detail="imam"),
            say(lines[2], Answer.NONE),
        ],
        today=TODAY,
        now=NOW,
    )
    assert changed == 2
    assert (update.state, update.returned_by) == (UpdateState.BACK, keyer.user_id)
    assert lines[0].answered_by == keyer.user_id
    assert lines[2].answered_by is None
    counts = count_answers(session, update_id=update.id)
    assert (counts.people, counts.answered, counts.stops) == (4, 2, 1)


def test_one_wrong_row_keeps_the_whole_page_from_being_written(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    lines = lines_of(session, update)
    with pytest.raises(AnswersRefused) as refused:
        record_answers(
            session,
            actor=keyer,
            update_id=update.id,
            answers=[say(lines[0], Answer.WORKING), say(lines[1], Answer.DIED, detail="imam")],
            today=TODAY,
            now=NOW,
        )
    refusals = refused.value.facts["refusals"]
    assert isinstance(refusals, dict)
    assert {key: type(one) for key, one in refusals.items()} == {lines[1].id: AnswerNeedsDay}
    assert update.state is UpdateState.DRAFT


def test_a_line_somebody_else_answered_meanwhile_is_a_conflict_unless_it_says_the_same(
    session: Session, keyer: Actor, colleague: Actor, update: DataUpdate
) -> None:
    line = lines_of(session, update)[0]
    seen = line.version
    answer_all(
        session, actor=keyer, update=update, answers=[say(line, Answer.MOVED, detail="Limboto")]
    )
    same = say(line, Answer.MOVED, detail="Limboto", version=seen)
    other = say(line, Answer.WORKING, version=seen)
    facts = {"actor": colleague, "update_id": update.id, "today": TODAY, "now": NOW}
    assert record_answers(session, answers=[same], **facts) == 0  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        record_answers(session, answers=[other], **facts)  # type: ignore[arg-type]


def test_a_line_of_another_list_is_not_found(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    make_people(session, "Lain Uji", region_code=OTHER_VILLAGE)
    other = make_list(session, actor=keyer, region_code=OTHER_VILLAGE)
    answers = [say(lines_of(session, other)[0], Answer.WORKING)]
    with pytest.raises(NotFound):
        record_answers(
            session, actor=keyer, update_id=update.id, answers=answers, today=TODAY, now=NOW
        )


def replace(
    session: Session,
    actor: Actor,
    line: DataUpdateLine,
    *,
    name: str = "Pengganti Uji",
    nik: NIK | None = None,
    kpj: KPJ | None = None,
    reason: str | None = None,
) -> None:
    set_line(
        session,
        actor=actor,
        line_id=line.id,
        version=None,
        answer=Answer.MOVED,
        died_on=None,
        detail="Limboto",
        note=None,
        replacement=Replacement(
            full_name=name,
            nik=nik if nik or reason else make_nik(),
            nik_missing_reason=reason,
            kpj=kpj,
        ),
        today=TODAY,
        now=NOW,
    )


# --- two persons -------------------------------------------------------------------------------


def test_without_any_answer_nothing_is_submitted_and_the_rest_must_be_left_knowingly(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    with pytest.raises(UpdateNotInThisState):
        submit(session, actor=keyer, update=update)
    line = lines_of(session, update)[0]
    facts = {"actor": keyer, "update_id": update.id, "today": TODAY, "now": NOW}
    record_answers(session, answers=[say(line, Answer.WORKING)], **facts)  # type: ignore[arg-type]
    with pytest.raises(LinesUnanswered) as refused:
        submit(session, actor=keyer, update=update)
    assert refused.value.facts == {"count": 3}
    submit_update(session, version=None, leave_rest=True, **facts)  # type: ignore[arg-type]
    assert (update.state, update.submission) == (UpdateState.SUBMITTED, 1)


def test_a_list_whose_answers_were_all_taken_away_is_not_submitted(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    line = lines_of(session, update)[0]
    for answer in (Answer.WORKING, Answer.NONE):
        record_answers(
            session,
            actor=keyer,
            update_id=update.id,
            answers=[say(line, answer)],
            today=TODAY,
            now=NOW,
        )
    assert line.answered_by is None
    with pytest.raises(NothingAnswered):
        submit(session, actor=keyer, update=update)


def test_the_second_person_brings_it_into_force(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    lines = lines_of(session, update)
    answers = [
        say(lines[0], Answer.DIED, died_on=date(2026, 10, 4), detail="imam"),
        say(lines[1], Answer.NOT_ELIGIBLE, detail="menjadi ASN"),
    ]
    answer_all(session, actor=keyer, update=update, answers=answers)
    submit(session, actor=keyer, update=update)
    before = [session.get_one(Participant, one.participant_id).stopped_on for one in lines]
    assert before == [None] * 4

    assert approve(session, keyer, update) == (Gap.SECOND, Gap.SUPERVISOR, Gap.UNINVOLVED)
    assert update.state is UpdateState.SUBMITTED
    assert approve(session, head, update) == ()

    people = [session.get_one(Participant, one.participant_id) for one in lines]
    assert [(one.stopped_on, one.stop_reason) for one in people] == [
        (date(2026, 11, 1), StopReason.DIED),
        (date(2026, 12, 1), StopReason.NOT_ELIGIBLE),
        (None, None),
        (None, None),
    ]
    assert state_of(update) == "disetujui"
    assert deeds(session, update)[-3:] == [
        "data-update:approve",
        "data-update:approve",
        "data-update:put-in-force",
    ]


def test_one_person_is_not_two(session: Session, head: Actor, update: DataUpdate) -> None:
    answer_all(session, actor=head, update=update)
    submit(session, actor=head, update=update)
    approve(session, head, update)
    with pytest.raises(ApprovedAlready):
        approve(session, head, update)
    assert update.state is UpdateState.SUBMITTED


def test_two_caseworkers_wait_for_a_supervisor(
    session: Session, keyer: Actor, colleague: Actor, head: Actor, update: DataUpdate
) -> None:
    answer_all(session, actor=keyer, update=update)
    submit(session, actor=keyer, update=update)
    approve(session, keyer, update)
    assert approve(session, colleague, update) == (Gap.SUPERVISOR,)
    assert update.state is UpdateState.SUBMITTED
    assert approve(session, head, update) == ()


def test_a_supervisor_who_keyed_a_line_is_no_second_pair_of_eyes(
    session: Session, keyer: Actor, colleague: Actor, head: Actor, update: DataUpdate
) -> None:
    line = lines_of(session, update)[0]
    record_answers(
        session,
        actor=head,
        update_id=update.id,
        answers=[say(line, Answer.WORKING)],
        today=TODAY,
        now=NOW,
    )
    answer_all(session, actor=keyer, update=update)
    submit(session, actor=keyer, update=update)
    approve(session, keyer, update)
    assert approve(session, head, update) == (Gap.UNINVOLVED,)
    assert approve(session, colleague, update) == ()


def test_sent_back_with_a_reason_and_the_approvals_begin_anew(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    answer_all(session, actor=keyer, update=update)
    submit(session, actor=keyer, update=update)
    approve(session, keyer, update)
    with pytest.raises(UpdateReasonNeeded):
        send_back(session, actor=head, update_id=update.id, reason=None, now=NOW)
    send_back(session, actor=head, update_id=update.id, reason="tanggal keliru", now=NOW)
    assert (update.state, update.reason) == (UpdateState.BACK, "tanggal keliru")
    submit(session, actor=keyer, update=update)
    assert list(list_approvals(session, update=update).given) == []
    approve(session, head, update)
    assert update.state is UpdateState.SUBMITTED


def deed_table() -> dict[str, Callable[[Session, Actor, DataUpdate], object]]:
    return {
        "send": lambda s, a, u: mark_sent(s, actor=a, update_id=u.id, kind="xlsx", now=NOW),
        "answer": lambda s, a, u: record_answers(
            s, actor=a, update_id=u.id, answers=[], today=TODAY, now=NOW
        ),
        "submit": lambda s, a, u: submit(s, actor=a, update=u),
        "approve": approve,
        "send back": lambda s, a, u: send_back(s, actor=a, update_id=u.id, reason="x", now=NOW),
        "cancel": lambda s, a, u: cancel_update(s, actor=a, update_id=u.id, reason="x", now=NOW),
        "deliver": lambda s, a, u: deliver_update(s, actor=a, update_id=u.id, now=NOW),
    }


ALLOWED = {
    UpdateState.DRAFT: {"send", "answer", "cancel"},
    UpdateState.OUT: {"send", "answer", "cancel"},
    UpdateState.BACK: {"send", "answer", "submit", "cancel"},
    UpdateState.SUBMITTED: {"approve", "send back", "cancel"},
    UpdateState.APPROVED: {"deliver"},
    UpdateState.DELIVERED: {"deliver"},
    UpdateState.CANCELLED: set(),
}


@pytest.mark.parametrize("state", UpdateState)
def test_every_deed_keeps_to_its_states(
    session: Session, keyer: Actor, update: DataUpdate, state: UpdateState
) -> None:
    answer_all(session, actor=keyer, update=update)
    for name, deed in deed_table().items():
        update.state = state
        session.flush()
        if name in ALLOWED[state]:
            deed(session, keyer, update)
        else:
            with pytest.raises(UpdateNotInThisState):
                deed(session, keyer, update)
            assert update.state is state, name


@pytest.mark.parametrize("state", UpdateState)
def test_a_stranger_does_nothing_in_any_state(
    session: Session, update: DataUpdate, state: UpdateState
) -> None:
    stranger = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    update.state = state
    session.flush()
    for deed in deed_table().values():
        with pytest.raises(NotFound):
            deed(session, stranger, update)


def test_a_list_that_was_shown_in_an_older_state_is_not_approved(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    answer_all(session, actor=keyer, update=update)
    submit(session, actor=keyer, update=update)
    with pytest.raises(Conflict):
        approve_update(
            session,
            actor=head,
            update_id=update.id,
            version=update.version - 1,
            today=TODAY,
            now=NOW,
        )


# --- replacements ------------------------------------------------------------------------------


def test_a_replacement_becomes_a_participant_of_the_same_desa_and_payer(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    line = lines_of(session, update)[0]
    nik = make_nik(date(1990, 1, 2))
    replace(session, keyer, line, nik=nik)
    in_force(session, update, keyer, head)
    assert line.added_id is not None
    person = session.get_one(Participant, line.added_id)
    replaced = session.get_one(Participant, line.participant_id)
    assert (person.full_name, person.nik, person.payer, person.category, person.region_code) == (
        "Pengganti Uji",
        nik,
        replaced.payer,
        replaced.category,
        VILLAGE,
    )
    assert person.months_contributed is None
    assert (replaced.stop_reason, replaced.stopped_on) == (StopReason.MOVED, date(2026, 12, 1))


def test_a_number_that_is_taken_is_shown_before_and_stops_the_submission(
    session: Session, keyer: Actor, update: DataUpdate
) -> None:
    holder = make_participant(session, full_name="Pemilik Uji", region_code=OTHER_VILLAGE)
    lines = lines_of(session, update)
    replace(session, keyer, lines[0], name="Satu Uji", nik=holder.nik)
    replace(session, keyer, lines[1], name="Dua Uji", kpj=holder.kpj)
    twice = make_nik()
    replace(session, keyer, lines[2], name="Tiga Uji", nik=twice)
    replace(session, keyer, lines[3], name="Empat Uji", nik=twice)

    found = list_replacement_problems(session, actor=keyer, update_id=update.id, today=TODAY)

    assert [(one.number, type(one.refusal)) for one in found] == [
        (1, NikTaken),
        (2, KpjTaken),
        (3, ReplacementTwice),
        (4, ReplacementTwice),
    ]
    assert found[0].refusal.facts == {"holder": "Pemilik Uji"}
    with pytest.raises(LinesRefused):
        submit(session, actor=keyer, update=update)
    assert update.state is UpdateState.BACK


def test_a_number_taken_between_submission_and_approval_leaves_everything_as_it_was(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    lines = lines_of(session, update)
    nik = make_nik()
    replace(session, keyer, lines[0], nik=nik)
    answer_all(session, actor=keyer, update=update)
    submit(session, actor=keyer, update=update)
    approve(session, keyer, update)
    make_participant(session, full_name="Lebih Dahulu Uji").nik = nik
    session.commit()
    with pytest.raises(LinesRefused):
        approve(session, head, update)
    session.rollback()
    assert session.get_one(DataUpdate, update.id).state is UpdateState.SUBMITTED
    assert session.get_one(Participant, lines[0].participant_id).stopped_on is None


# --- afterwards --------------------------------------------------------------------------------


def test_the_file_for_bpjs_leaves_only_after_approval_and_is_recorded(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    lines = lines_of(session, update)
    replace(session, keyer, lines[0], nik=make_nik())
    with pytest.raises(UpdateNotInThisState):
        deliver_update(session, actor=keyer, update_id=update.id, now=NOW)
    died = say(lines[1], Answer.DIED, died_on=date(2026, 10, 4), detail="imam")
    in_force(session, update, keyer, head, died)

    delivery = deliver_update(session, actor=keyer, update_id=update.id, now=NOW)

    assert [one.full_name for one in delivery.additions] == ["Pengganti Uji"]
    assert len(delivery.additions[0].nik) == 16
    assert [(one.full_name, one.stopped_on) for one in delivery.stops] == [
        ("Abdul Uji", date(2026, 12, 1)),
        ("Bunga Uji", date(2026, 11, 1)),
    ]
    assert update.state is UpdateState.DELIVERED
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "data-update:deliver")
    ).one()
    assert event.facts == {"additions": 1, "stops": 2, "reversals": 0}


def test_a_line_is_reversed_with_a_reason_and_bpjs_is_told_what_it_was_told_before(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate, now: datetime
) -> None:
    line, other = lines_of(session, update)[:2]
    replace(session, keyer, line, nik=make_nik())
    in_force(session, update, keyer, head, say(other, Answer.MOVED, detail="Manado"))
    facts = {"actor": head, "line_id": line.id, "version": None, "today": TODAY}
    with pytest.raises(UpdateReasonNeeded):
        reverse_line(session, reason=None, now=NOW, **facts)  # type: ignore[arg-type]
    deliver_update(session, actor=keyer, update_id=update.id, now=NOW)

    later = datetime(2026, 11, 25, 1, 0, tzinfo=NOW.tzinfo)
    reverse_line(session, reason="ternyata masih di desa", now=later, **facts)  # type: ignore[arg-type]

    person = session.get_one(Participant, line.participant_id)
    assert (person.stopped_on, person.stop_reason) == (None, None)
    assert line.added_id is not None
    added = session.get_one(Participant, line.added_id)
    assert (added.stopped_on, added.stop_reason) == (TODAY, StopReason.OTHER)
    again = deliver_update(session, actor=keyer, update_id=update.id, now=later)
    assert [one.full_name for one in again.stops] == [other.full_name]
    assert again.additions == []
    assert [one.withdrawn_name for one in again.reversals] == ["Pengganti Uji"]
    with pytest.raises(LineNotInForce):
        reverse_line(session, reason="lagi", now=later, **facts)  # type: ignore[arg-type]


def test_a_death_the_desa_answers_is_one_more_source_of_the_list_of_deaths(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    line, without_nik = lines_of(session, update)[:2]
    person = session.get_one(Participant, without_nik.participant_id)
    person.nik, person.nik_missing_reason, person.kpj = None, "belum rekam", None
    person.born_on = None
    in_force(
        session,
        update,
        keyer,
        head,
        say(line, Answer.DIED, died_on=date(2026, 10, 4), detail="imam"),
        say(without_nik, Answer.DIED, died_on=date(2026, 10, 5), detail="kepala dusun"),
    )
    notices = session.scalars(select(DeathNotice).order_by(DeathNotice.died_on)).all()
    assert [(one.participant_id, one.match_confirmed, one.state) for one in notices] == [
        (line.participant_id, True, DeathState.NO_CASE),
        (without_nik.participant_id, True, DeathState.NO_CASE),
    ]
    report = session.scalars(
        select(DeathReport).where(DeathReport.notice_id == notices[0].id)
    ).one()
    assert (report.source, report.reporter_name) == (DeathSource.VILLAGE_BOOK, "imam")

    reverse_line(
        session,
        actor=head,
        line_id=line.id,
        version=None,
        reason="masih hidup",
        today=TODAY,
        now=NOW,
    )

    assert (notices[0].state, notices[0].reason) == (DeathState.WRONG, "masih hidup")
    assert notices[1].state.value == "belum_ada_urusan"


def test_what_changed_since_is_not_reversed(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate
) -> None:
    line, still = lines_of(session, update)[:2]
    in_force(session, update, keyer, head, say(line, Answer.MOVED, detail="Manado"))
    session.get_one(Participant, line.participant_id).stopped_on = date(2026, 6, 1)
    session.flush()
    for one, refusal in ((line, ParticipantChangedSince), (still, LineNotInForce)):
        with pytest.raises(refusal):
            reverse_line(
                session,
                actor=head,
                line_id=one.id,
                version=None,
                reason="keliru",
                today=TODAY,
                now=NOW,
            )


def test_no_deed_on_a_list_that_is_none(session: Session, keyer: Actor) -> None:
    with pytest.raises(NotFound):
        mark_sent(session, actor=keyer, update_id=uuid4(), kind="xlsx", now=NOW)
    assert session.scalar(select(func.count()).select_from(DataUpdate)) == 0
