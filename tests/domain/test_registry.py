"""Participants: who may find them, and what is refused when they are written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.cases.queries.search import search_participants
from savings_app.errors import Conflict, NotFound
from savings_app.identifiers import KPJ, NIK
from savings_app.paging import Place
from savings_app.policy.rules import MonthsImpossible
from savings_app.registry.actions import (
    ParticipantFacts,
    add_participant,
    edit_participant,
    record_numbers_shown,
)
from savings_app.registry.queries import (
    SearchTooShort,
    get_participant,
    nik_warnings,
)
from savings_app.registry.rules import (
    BirthInFuture,
    CategoryUnknown,
    KpjTaken,
    NikAndReason,
    NikOrReasonNeeded,
    NikTaken,
    ParticipantTwice,
    Payer,
    PlaceOutsideScope,
    Segment,
    Sex,
)
from tests.builders import VILLAGE, actor_of, make_participant, make_user

FACTS = ParticipantFacts(
    full_name="Rahmat Uji",
    nik=NIK("7503111708709101"),
    nik_missing_reason=None,
    kpj=KPJ("01234567891"),
    born_on=date(1970, 8, 17),
    sex=Sex.MALE,
    segment=Segment.BPU,
    category="pekerja_rentan",
    payer=Payer.APBD,
    months_contributed=44,
    region_code=VILLAGE,
)


def test_a_participant_is_written_down_with_its_leading_zeros(
    session: Session, today: date, now: datetime
) -> None:
    actor = actor_of(make_user(session))

    made = add_participant(session, actor=actor, facts=FACTS, today=today, now=now)

    session.expire_all()
    found = get_participant(session, actor=actor, participant_id=made.id)
    assert found.kpj is not None
    assert found.kpj.full == "01234567891"
    assert str(found.nik) == "7503••••••••9101"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"nik": None}, NikOrReasonNeeded),
        ({"nik_missing_reason": "belum rekam KTP-el"}, NikAndReason),
        ({"born_on": date(2026, 11, 24)}, BirthInFuture),
        ({"months_contributed": -1}, MonthsImpossible),
        ({"region_code": "75.03.11"}, PlaceOutsideScope),
        ({"region_code": "75.03.99.2001"}, PlaceOutsideScope),
        ({"category": "tidak_ada"}, CategoryUnknown),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session,
    today: date,
    now: datetime,
    change: dict[str, object],
    refusal: type[Exception],
) -> None:
    actor = actor_of(make_user(session))
    facts = replace(FACTS, **change)  # type: ignore[arg-type]

    with pytest.raises(refusal):
        add_participant(session, actor=actor, facts=facts, today=today, now=now)


def test_a_number_names_one_person_only(session: Session, today: date, now: datetime) -> None:
    actor = actor_of(make_user(session))
    add_participant(session, actor=actor, facts=FACTS, today=today, now=now)

    with pytest.raises(NikTaken) as by_nik:
        add_participant(session, actor=actor, facts=replace(FACTS, kpj=None), today=today, now=now)
    facts = replace(FACTS, nik=NIK("7503111708709102"))
    with pytest.raises(KpjTaken):
        add_participant(session, actor=actor, facts=facts, today=today, now=now)

    assert by_nik.value.facts == {"holder": "Rahmat Uji"}


def test_a_double_click_without_a_nik_makes_one_participant(
    session: Session, today: date, now: datetime
) -> None:
    actor = actor_of(make_user(session))
    facts = replace(FACTS, nik=None, kpj=None, nik_missing_reason="belum rekam KTP-el")
    made = add_participant(session, actor=actor, facts=facts, today=today, now=now)

    with pytest.raises(ParticipantTwice):
        add_participant(session, actor=actor, facts=facts, today=today, now=now)
    edited = edit_participant(
        session,
        actor=actor,
        participant_id=made.id,
        version=made.version,
        facts=replace(facts, months_contributed=45),
        today=today,
        now=now,
    )

    assert edited.months_contributed == 45


def test_the_holder_of_a_number_in_another_region_is_not_named(
    session: Session, today: date, now: datetime
) -> None:
    add_participant(session, actor=actor_of(make_user(session)), facts=FACTS, today=today, now=now)
    elsewhere = actor_of(make_user(session, region="75.03.06"))

    facts = replace(FACTS, region_code="75.03.06.2007")
    with pytest.raises(NikTaken) as refused:
        add_participant(session, actor=elsewhere, facts=facts, today=today, now=now)

    assert "Rahmat" not in str(refused.value.facts)


def test_a_nik_that_disagrees_is_warned_about_and_kept(
    session: Session, today: date, now: datetime
) -> None:
    actor = actor_of(make_user(session))
    facts = replace(FACTS, born_on=date(1971, 8, 17), sex=Sex.FEMALE)

    made = add_participant(session, actor=actor, facts=facts, today=today, now=now)

    codes = {warning.code for warning in nik_warnings(made, today=today)}
    assert codes == {"birth_date_mismatch", "sex_mismatch"}


def test_a_search_reads_part_of_a_name_or_a_whole_number(session: Session) -> None:
    participant = make_participant(session, full_name="Sri Wahyuni Uji")
    make_participant(session, full_name="Lain Orang")
    actor = actor_of(make_user(session))
    assert participant.nik is not None

    for text in (
        "wahyu",
        "SRI  wah",
        participant.nik.full,
        f" {participant.nik.full[:4]} {participant.nik.full[4:]}",
    ):
        page = search_participants(session, actor=actor, text=text)
        assert [line.id for line in page.rows] == [participant.id], text
        assert page.rows[0].place == "Dumbaya Bulan, Suwawa Timur"
    assert search_participants(session, actor=actor, text="%%%").total == 0
    assert search_participants(session, actor=actor, text=participant.nik.full[:12]).total == 0
    with pytest.raises(SearchTooShort):
        search_participants(session, actor=actor, text=" sr ")


def test_nobody_finds_a_participant_of_another_region(session: Session) -> None:
    participant = make_participant(session)
    stranger = actor_of(make_user(session, region="75.03.06"))

    assert search_participants(session, actor=stranger, text="Yusup").total == 0
    with pytest.raises(NotFound):
        get_participant(session, actor=stranger, participant_id=participant.id)


def test_a_long_answer_comes_in_pages(session: Session) -> None:
    for number in range(27):
        make_participant(session, full_name=f"Banyak Uji {number:02}")
    actor = actor_of(make_user(session))

    first = search_participants(session, actor=actor, text="banyak")
    after = Place(after=first.rows[-1].id)
    second = search_participants(session, actor=actor, text="banyak", place=after)

    assert (second.total, second.has_earlier, second.has_later) == (27, True, False)
    assert [line.full_name for line in second.rows] == [
        "Banyak Uji 25",
        "Banyak Uji 26",
    ]


def test_an_edit_over_a_state_not_seen_is_a_conflict(
    session: Session, today: date, now: datetime
) -> None:
    actor = actor_of(make_user(session))
    made = add_participant(session, actor=actor, facts=FACTS, today=today, now=now)

    def edit(name: str) -> None:
        edit_participant(
            session,
            actor=actor,
            participant_id=made.id,
            version=1,
            facts=replace(FACTS, full_name=name),
            today=today,
            now=now,
        )

    edit("Rahmat Uji Satu")
    with pytest.raises(Conflict):
        edit("Rahmat Uji Dua")

    assert made.full_name == "Rahmat Uji Satu"


def test_opening_full_numbers_is_written_down(session: Session, now: datetime) -> None:
    participant = make_participant(session)
    user = make_user(session)

    record_numbers_shown(session, actor=actor_of(user), participant_id=participant.id, now=now)

    event = session.scalars(select(AuditEvent).where(AuditEvent.subject_id == participant.id)).one()
    assert (event.action, event.user_id) == ("participant:show-numbers", user.id)
