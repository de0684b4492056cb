"""Deaths that were heard of: compared, joined, decided, opened; and nobody is dead by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.access.models import PublicSend
from savings_app.access.visitor_rules import PublicForm, TooManySends
from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.heirs import add_heir
from savings_app.cases.complaint_rules import NotToCheck
from savings_app.cases.kinds import Programme, Relation
from savings_app.cases.models import Case, Heir
from savings_app.cases.people_rules import DeceasedCannotReceive, HeirFacts
from savings_app.cases.queries.dead import is_known_dead
from savings_app.deaths.actions.deciding import (
    answer_family,
    choose_participant,
    join_with,
    mark_line,
    put_aside,
    rule_out_participant,
    take_apart,
    take_up_again,
)
from savings_app.deaths.actions.lines import ReportFacts
from savings_app.deaths.actions.matching import match_again, match_waiting
from savings_app.deaths.actions.opening import open_heard_of
from savings_app.deaths.actions.reporting import Visitor, record_death, report_publicly
from savings_app.deaths.kinds import DeathSource, DeathState, Found, Match, Told
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deaths.queries.listing import DeathFilter, iterate_deaths, list_deaths
from savings_app.deaths.queries.scope import get_notice
from savings_app.deaths.rules import (
    DeathDayInFuture,
    DeathNotWaiting,
    DeathReasonNeeded,
    JoinedWithItself,
    MatchNeeded,
    MatchNotConfirmed,
    OnlyOneSource,
    ParticipantDiedBefore,
)
from savings_app.errors import Conflict, NotFound
from savings_app.identifiers import NIK
from savings_app.registry.models import Participant
from savings_app.registry.rules import PlaceOutsideScope
from tests.builders import (
    DIED_ON,
    VILLAGE,
    actor_of,
    make_case,
    make_nik,
    make_notice,
    make_participant,
    make_user,
)
from tests.paid import pay_months

OTHER_VILLAGE = "75.03.06.2007"
FACTS = ReportFacts(
    source=DeathSource.VILLAGE_BOOK, full_name="Yusup Uji", died_on=DIED_ON, region_code=VILLAGE
)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def stranger(session: Session) -> Actor:
    return actor_of(make_user(session, region="75.03.06"))


@pytest.fixture
def participant(session: Session) -> Participant:
    return make_participant(session)


class Desk:
    """A caseworker who writes down deaths today."""

    def __init__(self, session: Session, actor: Actor, today: date, now: datetime) -> None:
        self.session, self.actor, self.today, self.now = session, actor, today, now

    def hears(self, *, into: UUID | None = None, **facts: object) -> DeathNotice:
        return record_death(
            self.session,
            actor=self.actor,
            facts=replace(FACTS, **facts),  # type: ignore[arg-type]
            request_key=uuid4(),
            into=into,
            today=self.today,
            now=self.now,
        )

    def opens(self, participant: Participant, notice: DeathNotice | None) -> Case:
        return open_heard_of(
            self.session,
            actor=self.actor,
            participant_id=participant.id,
            notice_id=notice.id if notice else None,
            today=self.today,
            now=self.now,
            died_on=DIED_ON,
            programme=Programme.JKM,
            reporter_name="Pelapor Uji",
            reporter_relation="tetangga",
        )


@pytest.fixture
def desk(session: Session, actor: Actor, today: date, now: datetime) -> Desk:
    return Desk(session, actor, today, now)


def found_as(notice: DeathNotice) -> tuple[Match | None, UUID | None]:
    return notice.match, notice.participant_id


def sources(session: Session, notice: DeathNotice) -> set[DeathSource]:
    return set(
        session.scalars(select(DeathReport.source).where(DeathReport.notice_id == notice.id))
    )


# --- comparing -----------------------------------------------------------------------------------


def test_a_death_with_the_nik_of_a_participant_is_matched_for_sure(
    session: Session, desk: Desk, participant: Participant
) -> None:
    notice = desk.hears(nik=participant.nik)
    assert (notice.match, notice.match_confirmed) == (Match.NIK, True)
    assert notice.participant_id == participant.id
    assert notice.state is DeathState.NO_CASE
    assert is_known_dead(session, nik=participant.nik)


def test_the_same_name_in_the_desa_is_a_suggestion_and_makes_nobody_dead(
    session: Session, desk: Desk, participant: Participant, actor: Actor, now: datetime
) -> None:
    notice = desk.hears()
    assert (notice.match, notice.match_confirmed) == (Match.NAME, False)
    assert not is_known_dead(session, nik=participant.nik)
    choose_participant(
        session,
        actor=actor,
        notice_id=notice.id,
        version=notice.version,
        participant_id=participant.id,
        now=now,
    )
    assert (notice.match, notice.match_confirmed) == (Match.PERSON, True)
    assert is_known_dead(session, nik=participant.nik)


def test_a_person_who_was_ruled_out_is_not_suggested_again(
    session: Session, desk: Desk, participant: Participant, actor: Actor, now: datetime
) -> None:
    notice = desk.hears(nik=participant.nik)
    rule_out_participant(
        session,
        actor=actor,
        notice_id=notice.id,
        version=notice.version,
        participant_id=participant.id,
        now=now,
    )
    assert (notice.match, notice.participant_id) == (None, None)
    match_again(session, actor=actor, now=now)
    assert (notice.match, notice.match_confirmed) == (None, False)


def test_a_participant_with_a_case_is_linked_and_waits_no_more(
    session: Session, desk: Desk, participant: Participant
) -> None:
    case = make_case(session, participant=participant)
    notice = desk.hears(nik=participant.nik)
    assert (notice.state, notice.case_id) == (DeathState.OPENED, case.id)


def test_who_joins_the_registry_later_is_found_when_compared_again(
    session: Session, desk: Desk, actor: Actor, now: datetime
) -> None:
    notice = desk.hears(born_on=date(1970, 8, 17))
    assert found_as(notice) == (None, None)
    participant = make_participant(session)
    assert match_again(session, actor=actor, now=now) == 1
    assert found_as(notice) == (Match.NAME_AND_BIRTH, participant.id)


# --- one death, several sources ------------------------------------------------------------------


def test_three_sources_of_one_death_are_one_line_and_nothing_is_lost(
    session: Session, desk: Desk, participant: Participant
) -> None:
    imam = desk.hears(source=DeathSource.IMAM, died_on=DIED_ON - timedelta(days=1))
    book = desk.hears(full_name="YUSUP UJI", died_at_place="RSUD")
    civil = desk.hears(
        source=DeathSource.CIVIL_REGISTRY, nik=participant.nik, certificate_number="AK-1"
    )
    assert imam.id == book.id == civil.id
    assert session.scalar(select(func.count()).select_from(DeathReport)) == 3
    # Dukcapil's day counts; what it does not know comes from the others.
    assert (civil.died_on, civil.died_at_place, civil.certificate_number) == (
        DIED_ON,
        "RSUD",
        "AK-1",
    )
    assert civil.match is Match.NIK


def test_a_later_name_for_the_participant_brings_a_line_back_that_was_put_aside(
    session: Session, desk: Desk, participant: Participant, actor: Actor, now: datetime
) -> None:
    first = desk.hears(source=DeathSource.IMAM, full_name="Yusup Uji")
    put_aside(
        session,
        actor=actor,
        notice_id=first.id,
        version=first.version,
        state=DeathState.NOT_PARTICIPANT,
        reason="Tidak ada di daftar",
        now=now,
    )
    assert first.ruled_out == [str(participant.id)]
    again = desk.hears(source=DeathSource.IMAM, full_name="Yusup Uji")
    assert (again.id, again.state) == (first.id, DeathState.NOT_PARTICIPANT)
    other = make_participant(session, full_name="Yusup Uji")
    known = desk.hears(source=DeathSource.CIVIL_REGISTRY, nik=other.nik)
    assert (known.id, known.state, known.participant_id) == (
        first.id,
        DeathState.NO_CASE,
        other.id,
    )


def test_a_source_that_was_joined_wrongly_becomes_a_line_of_its_own(
    session: Session, desk: Desk, actor: Actor, now: datetime
) -> None:
    notice = desk.hears(source=DeathSource.IMAM)
    desk.hears(source=DeathSource.VILLAGE_BOOK, died_at_place="RSUD")
    report = session.scalars(
        select(DeathReport).where(DeathReport.source == DeathSource.VILLAGE_BOOK)
    ).one()
    own = take_apart(session, actor=actor, notice_id=notice.id, report_id=report.id, now=now)
    assert sources(session, notice) == {DeathSource.IMAM}
    assert sources(session, own) == {DeathSource.VILLAGE_BOOK}
    assert notice.died_at_place is None
    with pytest.raises(OnlyOneSource):
        take_apart(session, actor=actor, notice_id=own.id, report_id=report.id, now=now)


def test_a_person_joins_two_spellings_of_one_death(
    session: Session, desk: Desk, actor: Actor, now: datetime
) -> None:
    one, two = desk.hears(full_name="Jusuf Uji"), desk.hears(full_name="Yusup Uji")
    with pytest.raises(JoinedWithItself):
        join_with(session, actor=actor, notice_id=one.id, version=None, other_id=one.id, now=now)
    left = join_with(
        session, actor=actor, notice_id=one.id, version=one.version, other_id=two.id, now=now
    )
    assert (one.state, one.joined_into) == (DeathState.DOUBLE, two.id)
    names = session.scalars(
        select(DeathReport.full_name).where(DeathReport.notice_id == left.id)
    ).all()
    assert sorted(names) == ["Jusuf Uji", "Yusup Uji"]


def test_a_participant_dies_once(
    session: Session, desk: Desk, participant: Participant, actor: Actor, now: datetime
) -> None:
    desk.hears(nik=participant.nik)
    other = desk.hears(full_name="Jusuf Uji")
    with pytest.raises(ParticipantDiedBefore):
        choose_participant(
            session,
            actor=actor,
            notice_id=other.id,
            version=None,
            participant_id=participant.id,
            now=now,
        )
    assert other.participant_id is None


# --- nobody is dead by mistake, and no dead person receives ---------------------------------------


def heir(nik: NIK | None) -> HeirFacts:
    return HeirFacts(
        full_name="Hartin Uji",
        relation=Relation.SPOUSE,
        is_recipient=True,
        nik=nik,
        born_on=date(1975, 3, 5),
    )


def test_whoever_dukcapil_says_died_cannot_receive_and_can_when_it_was_a_mistake(
    session: Session, desk: Desk, actor: Actor, today: date, now: datetime
) -> None:
    case, widow = make_case(session), make_nik()
    notice = desk.hears(source=DeathSource.CIVIL_REGISTRY, full_name="Hartin Uji", nik=widow)
    with pytest.raises(DeceasedCannotReceive):
        add_heir(session, actor=actor, case_id=case.id, facts=heir(widow), today=today, now=now)
    assert session.scalars(select(Heir)).all() == []
    put_aside(
        session,
        actor=actor,
        notice_id=notice.id,
        version=notice.version,
        state=DeathState.WRONG,
        reason="NIK milik orang lain",
        now=now,
    )
    add_heir(session, actor=actor, case_id=case.id, facts=heir(widow), today=today, now=now)


def test_the_word_of_a_passer_by_makes_nobody_dead(
    session: Session, desk: Desk, participant: Participant, now: datetime
) -> None:
    make_notice(session)
    assert match_waiting(session, now=now) == 1
    assert not is_known_dead(session, nik=participant.nik)
    assert not is_known_dead(session, nik=None)


# --- deciding ------------------------------------------------------------------------------------


def test_a_case_takes_over_what_the_sources_know_and_the_line_waits_no_more(
    session: Session, desk: Desk, participant: Participant
) -> None:
    notice = desk.hears(
        nik=participant.nik,
        died_at_place="RSUD",
        certificate_number="AK-7",
        certificate_on=DIED_ON + timedelta(days=9),
    )
    case = desk.opens(participant, notice)
    assert (case.died_at_place, case.certificate_number) == ("RSUD", "AK-7")
    assert case.certificate_on == DIED_ON + timedelta(days=9)
    assert (notice.state, notice.case_id) == (DeathState.OPENED, case.id)
    with pytest.raises(DeathNotWaiting):
        desk.opens(participant, notice)


def test_a_case_opened_by_hand_ends_the_waiting_too(
    session: Session, desk: Desk, participant: Participant
) -> None:
    notice = desk.hears(nik=participant.nik)
    case = desk.opens(participant, None)
    assert (notice.state, notice.case_id) == (DeathState.OPENED, case.id)


def test_no_case_is_opened_for_somebody_who_only_looks_alike(
    session: Session, desk: Desk, participant: Participant
) -> None:
    notice = desk.hears()
    with pytest.raises(MatchNotConfirmed):
        desk.opens(participant, notice)
    other = make_participant(session, full_name="Lain Uji")
    with pytest.raises(MatchNeeded):
        desk.opens(other, notice)
    assert session.scalars(select(Case)).all() == []


def test_what_was_put_aside_needs_a_reason_and_can_wait_again(
    session: Session, desk: Desk, participant: Participant, actor: Actor, now: datetime
) -> None:
    notice = desk.hears(full_name="Bukan Siapa Siapa")
    press = {"actor": actor, "notice_id": notice.id, "now": now}
    with pytest.raises(DeathReasonNeeded):
        put_aside(session, version=None, state=DeathState.WRONG, reason=" ", **press)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        put_aside(session, version=999, state=DeathState.WRONG, reason="keliru", **press)  # type: ignore[arg-type]
    assert notice.state is DeathState.NO_CASE
    put_aside(session, version=None, state=DeathState.WRONG, reason="keliru", **press)  # type: ignore[arg-type]
    with pytest.raises(DeathNotWaiting):
        put_aside(session, version=None, state=DeathState.WRONG, reason="lagi", **press)  # type: ignore[arg-type]
    take_up_again(session, version=None, reason="Ternyata benar", **press)  # type: ignore[arg-type]
    assert (notice.state, notice.reason) == (DeathState.NO_CASE, "Ternyata benar")


def test_what_the_family_was_told_is_written_down(
    session: Session, desk: Desk, actor: Actor, today: date, now: datetime
) -> None:
    notice = desk.hears()
    answer_family(
        session,
        actor=actor,
        notice_id=notice.id,
        version=notice.version,
        told=Told.NOT_COVERED,
        told_to="istri",
        answer="Iuran berhenti.",
        answered_on=today,
        today=today,
        now=now,
    )
    assert (notice.told, notice.answered_on, notice.answered_by) == (
        Told.NOT_COVERED,
        today,
        actor.user_id,
    )


def test_another_kecamatan_sees_and_decides_nothing(
    session: Session, desk: Desk, stranger: Actor, now: datetime
) -> None:
    notice = desk.hears()
    with pytest.raises(NotFound):
        get_notice(session, actor=stranger, notice_id=notice.id)
    with pytest.raises(NotFound):
        put_aside(
            session,
            actor=stranger,
            notice_id=notice.id,
            version=None,
            state=DeathState.WRONG,
            reason="keliru",
            now=now,
        )
    with pytest.raises(PlaceOutsideScope):
        Desk(session, stranger, desk.today, now).hears()
    assert list_deaths(session, actor=stranger, wanted=DeathFilter()).rows == []


# --- the list ------------------------------------------------------------------------------------


def test_the_list_is_the_longest_ago_first_and_narrows(
    session: Session, desk: Desk, participant: Participant, actor: Actor
) -> None:
    desk.hears(full_name="Baru Uji", died_on=DIED_ON + timedelta(days=20))
    desk.hears(nik=participant.nik)
    desk.hears(
        full_name="Lama Uji",
        died_on=date(2025, 1, 5),
        region_code=OTHER_VILLAGE,
        source=DeathSource.IMAM,
    )

    def names(**wanted: object) -> list[str]:
        return [
            row.full_name
            for row in list_deaths(session, actor=actor, wanted=DeathFilter(**wanted)).rows  # type: ignore[arg-type]
        ]

    assert names() == ["Lama Uji", "Yusup Uji", "Baru Uji"]
    assert names(found=Found.PARTICIPANT) == ["Yusup Uji"]
    assert names(found=Found.NOBODY) == ["Lama Uji", "Baru Uji"]
    assert names(source=DeathSource.IMAM) == ["Lama Uji"]
    assert names(district="75.03.11") == ["Yusup Uji", "Baru Uji"]
    assert names(text="baru") == ["Baru Uji"]
    assert names(state=DeathState.OPENED) == []
    taken = list(iterate_deaths(session, actor=actor, wanted=DeathFilter()))
    assert [row.full_name for row in taken] == names()
    assert taken[1].sources == (DeathSource.VILLAGE_BOOK,)


def test_the_month_of_the_death_was_paid_or_stands_in_no_list(
    session: Session, desk: Desk, participant: Participant, actor: Actor
) -> None:
    other = make_participant(session, full_name="Lain Uji")
    pay_months(session, participant=participant, first=date(2026, 10, 1))
    pay_months(session, participant=other, first=date(2026, 9, 1))
    # The first of October is no day of September, though September began 30 days before.
    desk.hears(nik=participant.nik)
    desk.hears(nik=other.nik, full_name="Lain Uji")

    def names(*, paid: bool) -> list[str]:
        wanted = DeathFilter(paid=paid)
        return [row.full_name for row in list_deaths(session, actor=actor, wanted=wanted).rows]

    assert names(paid=True) == ["Yusup Uji"]
    assert names(paid=False) == ["Lain Uji"]


# --- the public page -----------------------------------------------------------------------------

PUBLIC = replace(
    FACTS,
    source=DeathSource.PUBLIC,
    reporter_name="Warga Uji",
    reporter_reach="0812 0000 0001",
    reporter_relation="tetangga",
)


def report(
    session: Session, now: datetime, today: date, *, sender: str = "a", key: UUID | None = None
) -> str:
    return report_publicly(
        session,
        facts=PUBLIC,
        visitor=Visitor(sender * 64, key or uuid4()),
        today=today,
        now=now,
    )


def test_a_report_sent_twice_is_one(session: Session, now: datetime, today: date) -> None:
    make_participant(session)
    key = uuid4()
    first = report(session, now, today, key=key)
    assert report(session, now, today, key=key) == first
    assert session.scalar(select(func.count()).select_from(DeathNotice)) == 1


def test_an_address_has_twenty_reports_an_hour_and_others_are_not_kept_waiting(
    session: Session, now: datetime, today: date
) -> None:
    make_participant(session)
    for _ in range(20):
        report(session, now, today)
    with pytest.raises(TooManySends):
        report(session, now + timedelta(minutes=59), today)
    report(session, now, today, sender="b")
    report(session, now + timedelta(minutes=61), today)


def test_a_flood_from_many_addresses_shuts_out_nobody_and_is_marked(
    session: Session, now: datetime, today: date, actor: Actor
) -> None:
    make_participant(session)
    for number in range(120):
        session.add(PublicSend(form=PublicForm.DEATH, mark=str(number), sent_at=now))
    report(session, now, today)
    (row,) = list_deaths(session, actor=actor, wanted=DeathFilter()).rows
    assert row.to_check
    calm = DeathFilter(without_to_check=True)
    assert list_deaths(session, actor=actor, wanted=calm).rows == []
    # Afterwards the forms are as before, and nothing is left of who sent.
    report(session, now + timedelta(minutes=61), today)
    (row,) = list_deaths(session, actor=actor, wanted=calm).rows
    assert not row.to_check
    assert session.scalar(select(func.count()).select_from(PublicSend)) == 1


def test_whoever_looked_at_a_flooded_line_takes_the_mark_off_and_puts_it_on_again(
    session: Session, now: datetime, today: date, actor: Actor
) -> None:
    make_participant(session)
    for number in range(120):
        session.add(PublicSend(form=PublicForm.DEATH, mark=str(number), sent_at=now))
    report(session, now, today)
    calm = DeathFilter(without_to_check=True)
    notice = session.scalars(select(DeathNotice)).one()

    def mark(version: int | None, *, checked: bool) -> None:
        mark_line(
            session, actor=actor, notice_id=notice.id, version=version, checked=checked, now=now
        )

    with pytest.raises(NotToCheck):
        mark(notice.version, checked=False)
    first = notice.version
    mark(first, checked=True)
    (row,) = list_deaths(session, actor=actor, wanted=calm).rows
    assert (row.to_check, notice.checked_by) == (False, actor.user_id)
    with pytest.raises(Conflict):
        mark(first, checked=False)
    mark(None, checked=False)
    assert list_deaths(session, actor=actor, wanted=calm).rows == []
    assert (notice.checked_by, notice.checked_at) == (None, None)
    trail = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject_id == notice.id)
        .order_by(AuditEvent.sequence)
    ).all()
    assert trail[-2:] == ["death:check", "death:mark-again"]


def test_a_line_told_of_in_calm_carries_no_mark_to_take_off(
    session: Session, now: datetime, today: date, actor: Actor
) -> None:
    make_participant(session)
    report(session, now, today)
    notice = session.scalars(select(DeathNotice)).one()
    with pytest.raises(NotToCheck):
        mark_line(session, actor=actor, notice_id=notice.id, version=None, checked=True, now=now)
    assert notice.checked_at is None


def test_reports_of_one_death_are_joined_by_the_worker_alone(
    session: Session, now: datetime, today: date
) -> None:
    participant = make_participant(session)
    one, two = report(session, now, today), report(session, now, today, sender="b")
    assert one != two
    notices = session.scalars(select(DeathNotice)).all()
    assert {notice.match for notice in notices} == {None}
    match_waiting(session, now=now)
    waiting = session.scalars(
        select(DeathNotice).where(DeathNotice.state == DeathState.NO_CASE)
    ).one()
    assert (waiting.match, waiting.participant_id) == (Match.NAME, participant.id)
    assert match_waiting(session, now=now) == 0


def test_a_public_report_is_refused_for_tomorrow_and_for_no_desa_of_ours(
    session: Session, now: datetime, today: date
) -> None:
    make_participant(session)
    visitor = Visitor("a" * 64, uuid4())
    for wrong, refusal in (
        (replace(PUBLIC, died_on=today + timedelta(days=1)), DeathDayInFuture),
        (replace(PUBLIC, region_code="99.99.99.9999"), PlaceOutsideScope),
    ):
        with pytest.raises(refusal):
            report_publicly(session, facts=wrong, visitor=visitor, today=today, now=now)
    assert session.scalars(select(DeathReport)).all() == []
