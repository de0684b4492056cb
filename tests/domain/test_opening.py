"""A case from the first visit: number, snapshot, benefit, papers, heirs and shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.heirs import add_heir, edit_heir, remove_heir, state_shares
from savings_app.cases.actions.opening import open_case, set_dispute
from savings_app.cases.actions.papers import receive_papers, set_paper
from savings_app.cases.kinds import (
    BringsIt,
    PaperKind,
    PaperState,
    Programme,
    Relation,
    SchoolLevel,
)
from savings_app.cases.letter_rules import BirthDateNeeded, ReasonNeeded
from savings_app.cases.models import Case
from savings_app.cases.paper_rules import NextStepNeeded, PaperDayImpossible, PaperDayNeeded
from savings_app.cases.people_rules import (
    CaseAlreadyOpen,
    DeathBeforeBirth,
    DeceasedCannotReceive,
    GuardianNeeded,
    GuardianshipEnded,
    HeirFacts,
    HeirHasHistory,
    HeirTwice,
    PhoneInvalid,
    SchoolLevelOfChild,
    ShareMissing,
    SharesDoNotAddUp,
)
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import list_heirs, list_papers
from savings_app.cases.queries.heirs import shares_version
from savings_app.cases.queries.listing import (
    CaseFilter,
    count_cases,
    find_case_numbers,
    iterate_cases,
    list_cases,
)
from savings_app.cases.queries.timeline import list_told
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.identifiers import NIK
from savings_app.money import Rupiah
from savings_app.paging import Place
from savings_app.policy.rules import DeathInFuture, NotYetInForce, WageNeeded
from savings_app.registry.models import Participant
from tests.builders import (
    actor_of,
    make_account,
    make_case,
    make_participant,
    make_recipient,
    make_user,
)

TODAY = date(2026, 11, 23)
WIDOW = HeirFacts(
    full_name="Hartin Uji",
    relation=Relation.SPOUSE,
    is_recipient=True,
    nik=NIK("7503114503759201"),
    born_on=date(1975, 3, 5),
    phone="0812 0000-0001",
)
CHILD = HeirFacts(
    full_name="Anak Uji",
    relation=Relation.CHILD,
    is_recipient=True,
    born_on=date(2012, 4, 9),
    school_level=SchoolLevel.SMP,
    guardian_name="Hartin Uji",
    guardian_nik=NIK("7503114503759201"),
    guardian_proof="Akta kelahiran dan KK",
    guardian_until=date(2030, 4, 9),
)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


def open_for(
    session: Session, actor: Actor, participant: Participant, now: datetime, **more: Any
) -> Case:
    facts: dict[str, Any] = {
        "died_on": date(2026, 10, 1),
        "programme": Programme.JKM,
        "reporter_name": "Pelapor Uji",
        "reporter_relation": "tetangga",
    }
    return open_case(
        session,
        actor=actor,
        participant_id=participant.id,
        today=TODAY,
        now=now,
        **{**facts, **more},
    )


def test_a_case_opens_with_number_snapshot_benefit_and_papers(
    session: Session, actor: Actor, now: datetime
) -> None:
    participant = make_participant(session)

    case = open_for(session, actor, participant, now, children=[SchoolLevel.SD])

    assert (case.number, case.nik, case.kpj) == ("BB-2026-0001", participant.nik, participant.kpj)
    assert (case.stage, case.turn) == ("papers", "dinas")
    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None
    assert benefit.computation.total == Rupiah.of(42_000_000)
    assert [part.amount.rupiah for part in benefit.parts] == [20_000_000, 12_000_000, 10_000_000]
    assert benefit.computation.scholarship["per_year"] == "1500000.00"
    papers = {paper.kind for paper in list_papers(session, case_id=case.id)}
    assert PaperKind.PASSBOOK in papers
    assert papers.isdisjoint({PaperKind.MARRIAGE_BOOK, PaperKind.ACCIDENT_REPORT})


def test_the_snapshot_stays_when_the_participant_is_corrected(
    session: Session, actor: Actor, now: datetime
) -> None:
    participant = make_participant(session, full_name="Nama Lama")
    case = open_for(session, actor, participant, now)

    participant.full_name = "Nama Baru"
    session.flush()
    session.expire_all()

    assert session.get_one(Case, case.id).full_name == "Nama Lama"


def test_numbers_have_no_gap_and_begin_anew_each_year(
    session: Session, actor: Actor, now: datetime
) -> None:
    for wanted in ("BB-2026-0001", "BB-2026-0002"):
        assert open_for(session, actor, make_participant(session), now).number == wanted
    with pytest.raises(DeathInFuture):
        open_for(session, actor, make_participant(session), now, died_on=date(2026, 11, 24))

    participants = [make_participant(session) for _ in range(2)]
    third = open_for(session, actor, participants[0], now)
    next_year = open_case(
        session,
        actor=actor,
        participant_id=participants[1].id,
        died_on=date(2026, 12, 30),
        programme=Programme.JKM,
        reporter_name="Pelapor Uji",
        reporter_relation="anak",
        today=date(2027, 1, 2),
        now=now,
    )

    assert (third.number, next_year.number) == ("BB-2026-0003", "BB-2027-0001")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"died_on": date(2026, 11, 24)}, DeathInFuture),
        ({"died_on": date(2015, 6, 30)}, NotYetInForce),
        ({"died_on": date(1970, 8, 16)}, DeathBeforeBirth),
        ({"programme": Programme.JKK}, WageNeeded),
        ({"reporter_phone": "0812"}, PhoneInvalid),
        ({"reporter_phone": "delapan dua belas"}, PhoneInvalid),
    ],
)
def test_a_death_that_cannot_be_is_refused(
    session: Session,
    actor: Actor,
    now: datetime,
    change: dict[str, object],
    refusal: type[DomainError],
) -> None:
    with pytest.raises(refusal):
        open_for(session, actor, make_participant(session), now, **change)


def test_a_death_is_one_case(session: Session, actor: Actor, now: datetime) -> None:
    participant = make_participant(session)
    case = open_for(session, actor, participant, now)

    with pytest.raises(CaseAlreadyOpen) as refused:
        open_for(session, actor, participant, now)

    assert refused.value.facts == {"number": case.number}
    assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_a_participant_of_another_region_is_nobody(session: Session, now: datetime) -> None:
    stranger = actor_of(make_user(session, region="75.03.06"))

    with pytest.raises(NotFound):
        open_for(session, stranger, make_participant(session), now)


def test_a_work_accident_pays_seventy_million_and_asks_for_its_report(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = open_for(
        session,
        actor,
        make_participant(session),
        now,
        programme=Programme.JKK,
        wage=Rupiah.of(1_000_000),
    )

    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None
    assert benefit.computation.total == Rupiah.of(70_000_000)
    papers = {paper.kind: paper.brings for paper in list_papers(session, case_id=case.id)}
    assert papers[PaperKind.ACCIDENT_REPORT] is BringsIt.EMPLOYER


def test_two_months_of_contributions_pay_the_funeral_only(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = open_for(session, actor, make_participant(session, months=2), now)

    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None
    assert benefit.computation.total == Rupiah.of(10_000_000)
    assert [warning["code"] for warning in benefit.computation.warnings] == ["three_month_rule"]


def test_a_spouse_who_receives_brings_the_marriage_book(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = open_for(session, actor, make_participant(session), now)

    def kinds() -> set[PaperKind]:
        return {paper.kind for paper in list_papers(session, case_id=case.id)}

    heir = add_heir(session, actor=actor, case_id=case.id, facts=WIDOW, today=TODAY, now=now)
    assert PaperKind.MARRIAGE_BOOK in kinds()
    assert (heir.position, heir.phone) == (1, "081200000001")

    edit_heir(
        session,
        actor=actor,
        heir_id=heir.id,
        version=heir.version,
        facts=replace(WIDOW, is_recipient=False),
        today=TODAY,
        now=now,
    )
    assert PaperKind.MARRIAGE_BOOK not in kinds()


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        (replace(WIDOW, born_on=None), BirthDateNeeded, "born_on"),
        (replace(WIDOW, phone="12"), PhoneInvalid, "phone"),
        (replace(WIDOW, school_level=SchoolLevel.SD), SchoolLevelOfChild, "school_level"),
        (replace(CHILD, guardian_name=None), GuardianNeeded, "guardian_name"),
        (replace(CHILD, guardian_nik=None), GuardianNeeded, "guardian_nik"),
        (replace(CHILD, guardian_proof=None), GuardianNeeded, "guardian_proof"),
        (replace(CHILD, guardian_until=None), GuardianNeeded, "guardian_until"),
        (replace(CHILD, guardian_until=TODAY), GuardianshipEnded, "guardian_until"),
    ],
)
def test_an_heir_who_misses_something_is_refused_at_its_field(
    session: Session,
    actor: Actor,
    now: datetime,
    facts: HeirFacts,
    refusal: type[DomainError],
    field: str,
) -> None:
    case = make_case(session)

    with pytest.raises(refusal) as refused:
        add_heir(session, actor=actor, case_id=case.id, facts=facts, today=TODAY, now=now)

    assert refused.value.field == field
    assert list_heirs(session, case_id=case.id) == []


def test_who_turns_eighteen_today_needs_no_guardian(
    session: Session, actor: Actor, now: datetime
) -> None:
    grown = HeirFacts(
        full_name="Anak Uji",
        relation=Relation.CHILD,
        is_recipient=True,
        born_on=date(2008, 11, 23),
    )

    heir = add_heir(
        session, actor=actor, case_id=make_case(session).id, facts=grown, today=TODAY, now=now
    )

    assert heir.guardian_name is None


def test_the_dead_receive_nothing_and_nobody_is_heir_twice(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = make_case(session)

    def add(facts: HeirFacts) -> None:
        add_heir(session, actor=actor, case_id=case.id, facts=facts, today=TODAY, now=now)

    with pytest.raises(DeceasedCannotReceive):
        add(replace(WIDOW, nik=case.nik))
    with pytest.raises(DeceasedCannotReceive) as as_guardian:
        add(replace(CHILD, guardian_nik=case.nik))
    add(WIDOW)
    with pytest.raises(HeirTwice):
        add(replace(WIDOW, full_name="Hartin U."))
    with pytest.raises(HeirTwice):
        add(replace(WIDOW, full_name="HARTIN UJI", nik=None))

    assert as_guardian.value.field == "guardian_nik"


def test_who_has_an_account_stays_a_recipient(
    session: Session, actor: Actor, now: datetime
) -> None:
    heir = make_recipient(session)
    make_account(session, recipient=heir)
    facts = replace(WIDOW, is_recipient=False)

    with pytest.raises(HeirHasHistory):
        edit_heir(
            session,
            actor=actor,
            heir_id=heir.id,
            version=heir.version,
            facts=facts,
            today=TODAY,
            now=now,
        )
    with pytest.raises(HeirHasHistory):
        remove_heir(session, actor=actor, heir_id=heir.id, version=heir.version, now=now)


def test_an_heir_written_down_by_mistake_can_go(
    session: Session, actor: Actor, now: datetime
) -> None:
    heir = make_recipient(session)
    stranger = actor_of(make_user(session, region="75.03.06"))

    with pytest.raises(NotFound):
        remove_heir(session, actor=stranger, heir_id=heir.id, version=heir.version, now=now)
    with pytest.raises(Conflict):
        remove_heir(session, actor=actor, heir_id=heir.id, version=heir.version + 1, now=now)
    remove_heir(session, actor=actor, heir_id=heir.id, version=heir.version, now=now)

    assert list_heirs(session, case_id=heir.case_id) == []


def test_shares_are_the_whole_or_none_and_fall_away_with_a_new_recipient(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = make_case(session)
    first, second = (make_recipient(session, case=case) for _ in range(2))

    def state(one: int | None, two: int | None, seen: int | None = None) -> None:
        shares: dict[UUID, Rupiah | None] = {
            first.id: None if one is None else Rupiah.of(one),
            second.id: None if two is None else Rupiah.of(two),
        }
        state_shares(session, actor=actor, case_id=case.id, shares=shares, seen=seen, now=now)

    with pytest.raises(SharesDoNotAddUp) as short:
        state(21_000_000, 20_000_000)
    with pytest.raises(ShareMissing):
        state(42_000_000, None)
    seen = shares_version([first, second])
    state(30_000_000, 12_000_000, seen)
    with pytest.raises(Conflict):
        state(21_000_000, 21_000_000, seen)
    assert short.value.facts["difference"] == Rupiah.of(1_000_000)
    assert (first.share, second.share) == (Rupiah.of(30_000_000), Rupiah.of(12_000_000))

    third = replace(WIDOW, full_name="Penerima Ketiga")
    add_heir(session, actor=actor, case_id=case.id, facts=third, today=TODAY, now=now)

    assert (first.share, second.share) == (None, None)


def test_a_paper_is_here_missing_or_cannot_be_had_yet(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = open_for(session, actor, make_participant(session), now)
    paper = list_papers(session, case_id=case.id)[0]
    with_step = True

    def put(state: PaperState, reason: str | None = None, day: date | None = None) -> None:
        set_paper(
            session,
            actor=actor,
            paper_id=paper.id,
            version=paper.version,
            state=state,
            brings=BringsIt.VILLAGE,
            reason=reason,
            received_on=day,
            next_step="akta_lapor_dukcapil" if with_step else None,
            today=TODAY,
            now=now,
        )

    with pytest.raises(ReasonNeeded):
        put(PaperState.UNAVAILABLE)
    with_step = False
    with pytest.raises(NextStepNeeded):
        put(PaperState.UNAVAILABLE, "Kantor Dukcapil tutup")
    with_step = True
    with pytest.raises(PaperDayNeeded):
        put(PaperState.RECEIVED)
    for day in (date(2026, 9, 30), date(2026, 11, 24)):
        with pytest.raises(PaperDayImpossible):
            put(PaperState.RECEIVED, day=day)
    put(PaperState.UNAVAILABLE, "Kantor Dukcapil tutup")
    assert (paper.state, paper.reason) == (PaperState.UNAVAILABLE, "Kantor Dukcapil tutup")
    assert (paper.next_step, paper.received_by) == ("akta_lapor_dukcapil", None)
    put(PaperState.RECEIVED, "tidak dipakai", date(2026, 11, 20))
    assert (paper.reason, paper.received_on) == (None, date(2026, 11, 20))
    assert (paper.next_step, paper.received_by) == (None, actor.user_id)


def test_papers_brought_together_are_received_together(
    session: Session, actor: Actor, now: datetime
) -> None:
    case = open_for(session, actor, make_participant(session), now)
    other = open_for(session, actor, make_participant(session), now)
    mine = [paper.id for paper in list_papers(session, case_id=case.id)]
    foreign = list_papers(session, case_id=other.id)[0]

    new = receive_papers(
        session,
        actor=actor,
        case_id=case.id,
        paper_ids=[*mine[:2], foreign.id],
        today=TODAY,
        now=now,
    )

    assert new == 2
    states = [paper.state for paper in list_papers(session, case_id=case.id)]
    assert states.count(PaperState.RECEIVED) == 2
    assert foreign.state is PaperState.MISSING


def test_a_dispute_is_recorded_and_can_end(session: Session, actor: Actor, now: datetime) -> None:
    case = make_case(session)

    def put(*, disputed: bool, version: int) -> None:
        set_dispute(
            session, actor=actor, case_id=case.id, version=version, disputed=disputed, now=now
        )

    put(disputed=True, version=case.version)
    with pytest.raises(Conflict):
        put(disputed=False, version=0)

    assert case.disputed
    assert list_told(session, case_id=case.id)[0].action == "case:dispute"


def test_the_list_is_filtered_paged_and_bounded_by_region(
    session: Session, actor: Actor, now: datetime
) -> None:
    for number in range(27):
        open_for(session, actor, make_participant(session, full_name=f"Baris {number:02}"), now)
    far = make_participant(session, region_code="75.03.06.2007", full_name="Tilong Uji")
    far_case = open_for(session, actor, far, now)

    def numbers(wanted: CaseFilter, who: Actor = actor, place: Place | None = None) -> list[str]:
        rows = list_cases(session, actor=who, wanted=wanted, today=TODAY, place=place).rows
        return [row.number for row in rows]

    first = list_cases(session, actor=actor, wanted=CaseFilter(), today=TODAY)
    assert (len(first.rows), first.total, first.has_earlier, first.has_later) == (
        25,
        28,
        False,
        True,
    )
    later = Place(after=first.rows[-1].id)
    assert numbers(CaseFilter(), place=later) == ["BB-2026-0003", "BB-2026-0002", "BB-2026-0001"]
    assert numbers(CaseFilter(text="baris 07")) == ["BB-2026-0008"]
    assert numbers(CaseFilter(text="2026-0028")) == [far_case.number]
    assert numbers(CaseFilter(district="75.03.06")) == [far_case.number]
    assert numbers(CaseFilter(late=True)) == []
    stranger = actor_of(make_user(session, region="75.03.06"))
    assert numbers(CaseFilter(), who=stranger) == [far_case.number]
    everything = list(iterate_cases(session, actor=actor, wanted=CaseFilter(), today=TODAY))
    assert everything[0].place == "Tamboo, Tilongkabila"
    counts = count_cases(session, actor=actor, today=TODAY)
    assert (counts.open, counts.late, counts.to_approve) == (28, 0, 0)
    found = find_case_numbers(session, actor=actor, participant_ids=[far.id])
    assert found == {far.id: (far_case.id, far_case.number)}
