"""Hand-overs: planned for families of a desa, held before living witnesses, or cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.hand_overs import (
    Held,
    Plan,
    cancel_hand_over,
    hold_hand_over,
    plan_hand_over,
)
from savings_app.cases.event_kinds import EventState
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.hand_over_rules import (
    AlreadyPlanned,
    FamilyElsewhere,
    FamilyNeeded,
    HandOverBeforeDeath,
    HandOverInFuture,
    HandOverNotOpen,
    TooFewWitnesses,
    Witness,
    WitnessHandsOver,
    WitnessIsDead,
    WitnessIsRecipient,
    WitnessNamedLikeDead,
    WitnessRoleNeeded,
    WitnessTwice,
    fortieth_day,
)
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, HandOver
from savings_app.cases.queries.hand_overs import (
    HandOverFilter,
    get_hand_over,
    list_hand_overs,
    list_neighbours,
)
from savings_app.deaths.actions.lines import remember_if_certain
from savings_app.deaths.kinds import DeathState
from savings_app.errors import Conflict, NotFound
from tests.builders import (
    actor_of,
    make_case,
    make_nik,
    make_participant,
    make_recipient,
    make_user,
    told_of,
)

TODAY = date(2026, 11, 23)
PLAN = Plan(date(2026, 11, 9), "Rumah keluarga", Occasion.FORTIETH_DAY, "Dinas Nakerkum")
WITNESSES = (Witness("Imam Uji", "imam"), Witness("Kadus Uji", "kepala dusun"))


@pytest.fixture
def case(session: Session) -> Case:
    case = make_case(session)
    make_recipient(session, case=case)
    return case


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


def plan(session: Session, actor: Actor, now: datetime, *cases: Case) -> HandOver:
    ids = [case.id for case in cases]
    return plan_hand_over(session, actor=actor, case_ids=ids, plan=PLAN, now=now)


def held_by(case: Case, **changes: object) -> Held:
    held = Held(date(2026, 11, 9), WITNESSES, {case.id}, officials="Kepala Dinas Uji")
    return replace(held, **changes)  # type: ignore[arg-type]


def hold(session: Session, actor: Actor, now: datetime, event: HandOver, held: Held) -> HandOver:
    return hold_hand_over(
        session, actor=actor, hand_over_id=event.id, held=held, today=TODAY, now=now
    )


def test_the_fortieth_day_counts_the_day_of_the_death() -> None:
    assert fortieth_day(date(2026, 10, 1)) == date(2026, 11, 9)


def test_planned_for_two_families_and_held_with_two_dates(
    session: Session, case: Case, actor: Actor, now: datetime
) -> None:
    other = make_case(session)
    assert [one.id for one in list_neighbours(session, actor=actor, case=case)] == [other.id]
    event = plan(session, actor, now, case, other)
    assert list_neighbours(session, actor=actor, case=case) == []
    hold(session, actor, now, event, held_by(case))
    view = get_hand_over(session, actor=actor, hand_over_id=event.id)
    assert (event.state, event.held_on, event.recorded_at) == (
        EventState.HELD,
        date(2026, 11, 9),
        now,
    )
    assert {family.case.id: family.present for family in view.families} == {
        case.id: True,
        other.id: False,
    }
    assert [witness.full_name for witness in view.witnesses] == ["Imam Uji", "Kadus Uji"]
    told = session.execute(
        select(AuditEvent.action, AuditEvent.case_id).order_by(AuditEvent.sequence)
    ).all()
    assert told == [
        ("hand-over:plan", case.id),
        ("hand-over:plan", other.id),
        ("hand-over:hold", case.id),
    ]


@pytest.mark.parametrize(
    ("witnesses", "refusal"),
    [
        (WITNESSES[:1], TooFewWitnesses),
        ((WITNESSES[0], Witness("imam  uji", "imam")), WitnessTwice),
        ((WITNESSES[0], Witness("Tetangga Uji", "")), WitnessRoleNeeded),
        ((WITNESSES[0], Witness("hartin uji", "istri")), WitnessIsRecipient),
        ((WITNESSES[0], Witness("Kepala Dinas Uji", "kepala dinas")), WitnessHandsOver),
        ((WITNESSES[0], Witness("YUSUP UJI", "tetangga")), WitnessNamedLikeDead),
    ],
)
def test_a_witness_lives_and_neither_receives_nor_hands_over(
    session: Session,
    case: Case,
    actor: Actor,
    now: datetime,
    witnesses: tuple[Witness, ...],
    refusal: type[Exception],
) -> None:
    event = plan(session, actor, now, case)
    with pytest.raises(refusal):
        hold(session, actor, now, event, held_by(case, witnesses=witnesses))
    assert (event.state, event.held_on) == (EventState.PLANNED, None)


def test_the_number_of_a_dead_person_is_refused_and_a_namesake_with_another_is_not(
    session: Session, case: Case, actor: Actor, now: datetime
) -> None:
    event = plan(session, actor, now, case)
    dead = make_case(session, participant=make_participant(session, region_code="75.03.06.2007"))
    ghost = Witness("Nama Lain", "tetangga", dead.nik)
    with pytest.raises(WitnessIsDead) as refused:
        hold(session, actor, now, event, held_by(case, witnesses=(WITNESSES[0], ghost)))
    assert refused.value.facts == {"name": "Nama Lain"}
    namesake = Witness("Yusup Uji", "tetangga", make_nik())
    hold(session, actor, now, event, held_by(case, witnesses=(WITNESSES[0], namesake)))


def test_a_death_without_a_case_counts_once_it_is_certain_and_a_case_taken_back_does_not(
    session: Session, case: Case, actor: Actor, now: datetime
) -> None:
    notice = told_of(session, full_name="Kadus Uji", nik=make_nik(), state=DeathState.NO_CASE)
    hold(session, actor, now, plan(session, actor, now, case), held_by(case))

    notice.state = DeathState.NOT_PARTICIPANT
    remember_if_certain(session, notice=notice, now=now)
    other = make_case(session)
    event = plan(session, actor, now, other)
    with pytest.raises(WitnessNamedLikeDead):
        hold(session, actor, now, event, held_by(other))
    ghost = Witness("Nama Lain", "tetangga", notice.nik)
    with pytest.raises(WitnessIsDead):
        hold(session, actor, now, event, held_by(other, witnesses=(WITNESSES[0], ghost)))

    taken_back = make_case(session, participant=make_participant(session, full_name="Salah Baca"))
    taken_back.withdrawn_at = now
    session.flush()
    alive = Witness("Salah Baca", "tetangga", taken_back.nik)
    hold(session, actor, now, event, held_by(other, witnesses=(WITNESSES[0], alive)))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"on": date(2026, 9, 30)}, HandOverBeforeDeath),
        ({"on": date(2026, 11, 24)}, HandOverInFuture),
        ({"present": set()}, FamilyNeeded),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    session: Session,
    case: Case,
    actor: Actor,
    now: datetime,
    changes: dict[str, object],
    refusal: type[Exception],
) -> None:
    event = plan(session, actor, now, case)
    with pytest.raises(refusal):
        hold(session, actor, now, event, held_by(case, **changes))


def test_a_family_has_one_and_another_once_the_first_is_cancelled(
    session: Session, case: Case, actor: Actor, now: datetime
) -> None:
    event = plan(session, actor, now, case)
    with pytest.raises(AlreadyPlanned):
        plan(session, actor, now, case)
    facts = {"actor": actor, "hand_over_id": event.id, "now": now}
    with pytest.raises(ReasonNeeded):
        cancel_hand_over(session, reason=" ", **facts)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        cancel_hand_over(session, reason="Hujan.", seen_version=9, **facts)  # type: ignore[arg-type]
    cancel_hand_over(session, reason="Jalan terputus.", **facts)  # type: ignore[arg-type]
    assert (event.state, event.cancel_reason) == (EventState.CANCELLED, "Jalan terputus.")
    with pytest.raises(HandOverNotOpen):
        hold(session, actor, now, event, held_by(case))
    plan(session, actor, now, case)


def test_one_occasion_is_of_one_desa_and_of_the_officers_region(
    session: Session, case: Case, actor: Actor, now: datetime
) -> None:
    far = make_case(session, participant=make_participant(session, region_code="75.03.06.2007"))
    with pytest.raises(FamilyElsewhere):
        plan(session, actor, now, case, far)
    with pytest.raises(FamilyNeeded):
        plan(session, actor, now)
    event = plan(session, actor, now, case)
    stranger = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    with pytest.raises(NotFound):
        get_hand_over(session, actor=stranger, hand_over_id=event.id)
    with pytest.raises(NotFound):
        plan(session, stranger, now, case)
    wanted = HandOverFilter()
    assert list_hand_overs(session, actor=stranger, wanted=wanted).total == 0
    assert list_hand_overs(session, actor=actor, wanted=wanted).total == 1
