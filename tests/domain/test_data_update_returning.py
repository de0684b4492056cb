"""A replacement who was a participant before comes back; a kecamatan's file tells all its lists."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.data_updates.actions.answers import set_line
from savings_app.data_updates.actions.deciding import approve_update, reverse_line
from savings_app.data_updates.actions.delivery import deliver_district, deliver_update
from savings_app.data_updates.actions.updates import create_updates
from savings_app.data_updates.kinds import Answer, UpdateState
from savings_app.data_updates.models import DataUpdate
from savings_app.data_updates.queries.problems import list_replacement_problems
from savings_app.data_updates.queries.returning import list_returning
from savings_app.data_updates.rules import NothingToDeliver, Replacement
from savings_app.regions.actions import load_regions
from savings_app.registry.actions import stop_participant
from savings_app.registry.models import Participant, StopReason
from savings_app.registry.rules import NikTaken
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    load_reference,
    make_case,
    make_participant,
    make_user,
)
from tests.listed import answer_all, lines_of, make_list, make_people, say, submit

OTHER_VILLAGE = "75.03.11.2010"
STOPPED_ON = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def places(session: Session) -> None:
    load_reference(session)
    load_regions(session)


@pytest.fixture
def keyer(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def head(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


@pytest.fixture
def update(session: Session, keyer: Actor) -> DataUpdate:
    make_people(session, "Abdul Uji", "Bunga Uji")
    return make_list(session, actor=keyer)


@pytest.fixture
def former(session: Session, keyer: Actor) -> Participant:
    """Paid for in another desa until March 2025."""
    person = make_participant(session, full_name="Salma Dahulu", region_code=OTHER_VILLAGE)
    stop_participant(
        session,
        actor=keyer,
        participant_id=person.id,
        stopped_on=STOPPED_ON,
        reason=StopReason.MOVED,
        now=NOW,
    )
    return person


def propose(
    session: Session, actor: Actor, update: DataUpdate, person: Participant, name: str | None = None
) -> None:
    set_line(
        session,
        actor=actor,
        line_id=lines_of(session, update)[0].id,
        version=None,
        answer=Answer.MOVED,
        died_on=None,
        detail="Limboto",
        note=None,
        replacement=Replacement(full_name=name or "SALMA DAHULU", nik=person.nik),
        today=TODAY,
        now=NOW,
    )


def problems(session: Session, actor: Actor, update: DataUpdate) -> list[type]:
    found = list_replacement_problems(session, actor=actor, update_id=update.id, today=TODAY)
    return [type(one.refusal) for one in found]


def put_in_force(session: Session, update: DataUpdate, keyer: Actor, head: Actor) -> None:
    answer_all(session, actor=keyer, update=update)
    submit(session, actor=keyer, update=update)
    for actor in (keyer, head):
        approve_update(
            session, actor=actor, update_id=update.id, version=None, today=TODAY, now=NOW
        )
    assert update.state is UpdateState.APPROVED


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Participant)) or 0


def test_a_former_participant_is_paid_for_again_and_told_to_bpjs_as_an_addition(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate, former: Participant
) -> None:
    before = people(session)
    propose(session, keyer, update, former)
    assert problems(session, keyer, update) == []
    (told,) = list_returning(session, actor=keyer, update_id=update.id)
    assert (told.number, told.stopped_on) == (1, STOPPED_ON)

    put_in_force(session, update, keyer, head)

    line = lines_of(session, update)[0]
    replaced = session.get_one(Participant, line.participant_id)
    assert (line.added_id, people(session)) == (former.id, before)
    assert (former.stopped_on, former.stop_reason) == (None, None)
    assert (former.full_name, former.region_code) == ("Salma Dahulu", replaced.region_code)
    assert replaced.stopped_on == date(2026, 12, 1)
    delivery = deliver_update(session, actor=keyer, update_id=update.id, now=NOW)
    assert former.kpj is not None
    assert [(one.full_name, one.kpj) for one in delivery.additions] == [
        ("Salma Dahulu", former.kpj.full)
    ]
    facts = session.scalars(
        select(AuditEvent.facts)
        .where(AuditEvent.action == "data-update:put-in-force")
        .order_by(AuditEvent.sequence)
    ).one()
    assert facts == {"stops": 1, "additions": 1, "returning": 1}
    reverse_line(
        session,
        actor=head,
        line_id=line.id,
        version=None,
        reason="ternyata masih di desa",
        today=TODAY,
        now=NOW,
    )
    assert former.stopped_on == TODAY


def test_who_has_no_nik_comes_back_by_name_birth_date_and_desa(
    session: Session, keyer: Actor, head: Actor, update: DataUpdate, former: Participant
) -> None:
    replaced = session.get_one(Participant, lines_of(session, update)[0].participant_id)
    former.nik, former.nik_missing_reason = None, "e-KTP diurus"
    former.region_code = replaced.region_code
    session.flush()
    set_line(
        session,
        actor=keyer,
        line_id=lines_of(session, update)[0].id,
        version=None,
        answer=Answer.MOVED,
        died_on=None,
        detail="Limboto",
        note=None,
        replacement=Replacement(
            full_name="Salma Dahulu", nik_missing_reason="e-KTP diurus", born_on=former.born_on
        ),
        today=TODAY,
        now=NOW,
    )
    put_in_force(session, update, keyer, head)
    assert (lines_of(session, update)[0].added_id, former.stopped_on) == (former.id, None)


def test_another_name_a_death_or_another_region_brings_nobody_back(
    session: Session, keyer: Actor, update: DataUpdate, former: Participant
) -> None:
    propose(session, keyer, update, former, name="Orang Lain")
    assert problems(session, keyer, update) == [NikTaken]
    propose(session, keyer, update, former)
    elsewhere = actor_of(make_user(session, region="75.03.06"))
    assert problems(session, elsewhere, update) == [NikTaken]
    former.stop_reason = StopReason.DIED
    session.flush()
    assert problems(session, keyer, update) == [NikTaken]
    former.stop_reason = StopReason.MOVED
    make_case(session, participant=former)
    session.flush()
    assert problems(session, keyer, update) == [NikTaken]


def test_one_file_tells_every_list_of_a_kecamatan_that_is_in_force(
    session: Session, keyer: Actor, head: Actor
) -> None:
    make_people(session, "Abdul Uji")
    make_people(session, "Bunga Uji", region_code=OTHER_VILLAGE)
    make_people(session, "Jauh Uji", region_code="75.03.06.2007")
    made = create_updates(
        session,
        actor=keyer,
        region_code="75.03",
        period="2026-S2",
        category=None,
        payer=None,
        today=TODAY,
        now=NOW,
    )
    lists = [session.get_one(DataUpdate, one) for one in made.update_ids]
    wanted = {"district": "75.03.11", "period": "2026-S2"}
    with pytest.raises(NothingToDeliver):
        deliver_district(session, actor=keyer, now=NOW, **wanted)
    for one in lists:
        moved = say(lines_of(session, one)[0], Answer.MOVED, detail="Manado")
        answer_all(session, actor=keyer, update=one, answers=[moved])
        put_in_force(session, one, keyer, head)

    delivery = deliver_district(session, actor=keyer, now=NOW, **wanted)

    assert sorted(one.full_name for one in delivery.stops) == ["Abdul Uji", "Bunga Uji"]
    assert len({one.village for one in delivery.stops}) == 2
    assert (delivery.region_code, delivery.period) == ("75.03.11", "2026-S2")
    states = {one.region_code[:8]: one.state for one in lists}
    assert states == {"75.03.11": UpdateState.DELIVERED, "75.03.06": UpdateState.APPROVED}
    taken = session.scalars(
        select(AuditEvent.subject_id)
        .where(AuditEvent.action == "data-update:deliver")
        .order_by(AuditEvent.sequence)
    ).all()
    assert set(taken) == {one.id for one in lists if one.region_code.startswith("75.03.11")}
    # Taken again it says the same; a caseworker of another kecamatan gets none of it.
    assert deliver_district(session, actor=keyer, now=NOW, **wanted).stops == delivery.stops
    stranger = actor_of(make_user(session, region="75.03.06"))
    with pytest.raises(NothingToDeliver):
        deliver_district(session, actor=stranger, now=NOW, **wanted)
