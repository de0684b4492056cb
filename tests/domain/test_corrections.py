"""What others rely on is corrected by two persons: asked with a proof, seen whole, applied once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.benefit import correct_benefit, decide_correction
from savings_app.cases.benefit_rules import BenefitFacts, CorrectionDecided, SamePerson
from savings_app.cases.kinds import Programme, Relation
from savings_app.cases.models import Case
from savings_app.cases.people_rules import HeirFacts
from savings_app.corrections.actions import (
    edit_heir_alone,
    edit_participant_alone,
    request_for_heir,
    request_for_participant,
)
from savings_app.corrections.kinds import (
    Consequence,
    CorrectionState,
    CorrectionStep,
    CorrectionSubject,
)
from savings_app.corrections.models import CorrectionRequest
from savings_app.corrections.queries.listing import (
    CorrectionFilter,
    count_to_decide,
    iterate_corrections,
    list_corrections,
)
from savings_app.corrections.queries.requests import get_preview, get_request
from savings_app.corrections.rules import CorrectionOutdated, SecondPersonNeeded
from savings_app.errors import Conflict, NotFound
from savings_app.money import Rupiah
from savings_app.registry.actions import ParticipantFacts
from savings_app.registry.models import Participant
from savings_app.registry.rules import NikTaken, Segment
from savings_app.words.labels import LABELS
from tests.builders import (
    TODAY,
    actor_of,
    make_account,
    make_case,
    make_participant,
    make_recipient,
    make_user,
)
from tests.corrected import decide


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session, participant=make_participant(session, full_name="Yusup Ujo"))


def participant_of(session: Session, case: Case) -> Participant:
    return session.get_one(Participant, case.participant_id)


def facts(participant: Participant, **change: Any) -> ParticipantFacts:
    names = ParticipantFacts.__dataclass_fields__
    known = ParticipantFacts(**{name: getattr(participant, name) for name in names})
    return replace(known, **change)


def ask(
    session: Session, actor: Actor, case: Case, now: datetime, **change: Any
) -> CorrectionRequest:
    participant = participant_of(session, case)
    return request_for_participant(
        session,
        actor=actor,
        participant_id=participant.id,
        version=None,
        facts=facts(participant, **change),
        reason="Salah ketik saat mendata",
        evidence="KTP dan KK",
        now=now,
    )


def test_one_person_corrects_alone_what_nothing_rests_on(
    session: Session, asker: Actor, now: datetime
) -> None:
    participant = make_participant(session, full_name="Yusup Ujo")

    edit_participant_alone(
        session,
        actor=asker,
        participant_id=participant.id,
        version=None,
        facts=facts(participant, full_name="Yusup Uji"),
        today=TODAY,
        now=now,
    )

    assert participant.full_name == "Yusup Uji"


def test_a_request_sent_twice_waits_once_and_another_wish_is_another(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    first = ask(session, asker, case, now, full_name="Yusup Uji")
    assert ask(session, asker, case, now, full_name="Yusup Uji").id == first.id
    assert ask(session, asker, case, now, full_name="Yusuf Uji").id != first.id
    assert ask(session, second, case, now, full_name="Yusup Uji").id != first.id
    assert session.scalar(sa.select(sa.func.count()).select_from(CorrectionRequest)) == 3


def test_the_name_behind_a_case_is_not_changed_alone(
    session: Session, asker: Actor, case: Case, now: datetime
) -> None:
    participant = participant_of(session, case)

    def edit(**change: Any) -> None:
        edit_participant_alone(
            session,
            actor=asker,
            participant_id=participant.id,
            version=None,
            facts=facts(participant, **change),
            today=TODAY,
            now=now,
        )

    with pytest.raises(SecondPersonNeeded) as refused:
        edit(full_name="Yusup Uji", months_contributed=2)
    assert refused.value.facts["fields"] == "Nama lengkap, Bulan iuran"
    assert (participant.full_name, participant.months_contributed) == ("Yusup Ujo", 44)
    edit(region_code="75.03.06.2007")  # where somebody lives moves no money
    assert participant.region_code == "75.03.06.2007"


def test_a_request_changes_nothing_until_a_second_person_agrees(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    request = ask(session, asker, case, now, full_name="Yusup Uji")

    assert participant_of(session, case).full_name == case.full_name == "Yusup Ujo"
    assert count_to_decide(session, actor=second) == 1
    assert count_to_decide(session, actor=asker) == 0

    decide(session, second, request, now)

    assert participant_of(session, case).full_name == case.full_name == "Yusup Uji"
    assert request.state is CorrectionState.APPROVED
    assert count_to_decide(session, actor=second) == 0
    told = session.scalars(
        sa.select(AuditEvent.action)
        .where(AuditEvent.case_id == case.id)
        .order_by(AuditEvent.sequence)
    ).all()
    assert told == ["correction:request", "correction:approve", "case:correct"]


def test_no_name_and_no_number_of_anybody_stands_in_the_trail(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    decide(session, second, ask(session, asker, case, now, full_name="Yusup Uji"), now)

    facts_told = session.scalars(sa.select(AuditEvent.facts)).all()
    assert {"about": "peserta", "fields": "full_name"} in facts_told
    assert "Yusup" not in str(facts_told)


def test_who_asked_does_not_decide_and_nobody_decides_twice_or_from_elsewhere(
    session: Session, second: Actor, case: Case, now: datetime
) -> None:
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    request = ask(session, supervisor, case, now, full_name="Yusup Uji")

    with pytest.raises(SamePerson):
        decide(session, supervisor, request, now)
    elsewhere = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    with pytest.raises(NotFound):
        decide(session, elsewhere, request, now)
    decide(session, second, request, now, CorrectionStep.REJECT, "KTP menyebut nama lama")
    with pytest.raises(CorrectionDecided):
        decide(session, second, request, now)

    assert case.full_name == "Yusup Ujo"


def test_what_changed_meanwhile_is_shown_with_both_values_and_refused(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    first = ask(session, asker, case, now, full_name="Yusup Uji")
    rival = ask(session, asker, case, now, full_name="Yusuf Uji", months_contributed=45)

    seen = get_preview(session, actor=second, request=first, today=TODAY)
    assert [one.id for one in seen.rivals] == [rival.id]
    assert not seen.is_outdated
    decide(session, second, rival, now)

    seen = get_preview(session, actor=second, request=first, today=TODAY)
    [standing] = seen.standings
    assert (standing.before, standing.now, standing.after) == (
        "Yusup Ujo",
        "Yusuf Uji",
        "Yusup Uji",
    )
    savepoint = session.begin_nested()
    with pytest.raises(CorrectionOutdated):
        decide(session, second, first, now)
    savepoint.rollback()
    assert get_request(session, actor=second, request_id=first.id).state == "diajukan"
    assert participant_of(session, case).full_name == "Yusuf Uji"


def test_months_are_corrected_without_touching_the_benefit_and_the_difference_is_said(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    request = ask(session, asker, case, now, months_contributed=2)

    [effect] = get_preview(session, actor=second, request=request, today=TODAY).effects
    assert effect.kind is Consequence.BENEFIT_DIFFERS
    assert (effect.before, effect.after) == (Rupiah.of(42_000_000), Rupiah.of(10_000_000))
    decide(session, second, request, now)

    assert participant_of(session, case).months_contributed == 2
    assert case.months_contributed == 44  # a fact of the benefit, which has its own correction


def test_the_rules_of_the_registry_hold_for_a_correction_too(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    other = make_participant(session, full_name="Ramla Uji")
    request = ask(session, asker, case, now, nik=other.nik)

    savepoint = session.begin_nested()
    with pytest.raises(NikTaken):
        decide(session, second, request, now)
    savepoint.rollback()
    assert get_request(session, actor=second, request_id=request.id).state == "diajukan"


def test_a_recipient_with_an_account_is_corrected_by_two(
    session: Session, asker: Actor, second: Actor, now: datetime
) -> None:
    heir = make_recipient(session, full_name="Hartin Ujo")
    known = HeirFacts(
        full_name=heir.full_name,
        relation=Relation.SPOUSE,
        is_recipient=True,
        born_on=heir.born_on,
        phone="0812 0000 0001",
    )

    def alone(facts: HeirFacts) -> None:
        edit_heir_alone(
            session,
            actor=asker,
            heir_id=heir.id,
            version=None,
            facts=facts,
            today=TODAY,
            now=now,
        )

    alone(known)  # nothing rests on her yet
    make_account(session, recipient=heir)
    alone(replace(known, phone="0812 0000 0002"))
    with pytest.raises(SecondPersonNeeded):
        alone(replace(known, full_name="Hartin Uji"))
    request = request_for_heir(
        session,
        actor=asker,
        heir_id=heir.id,
        version=None,
        facts=replace(known, full_name="Hartin Uji", phone="0812 0000 0002"),
        reason="Salah ketik",
        evidence="KTP",
        now=now,
    )

    assert [change["field"] for change in request.changes] == ["full_name"]
    [effect] = get_preview(session, actor=second, request=request, today=TODAY).effects
    assert effect.kind is Consequence.ACCOUNT_NAME
    decide(session, second, request, now)
    assert (heir.full_name, heir.phone) == ("Hartin Uji", "081200000002")


def test_a_form_filled_from_an_older_state_is_a_conflict(
    session: Session, asker: Actor, case: Case, now: datetime
) -> None:
    participant = participant_of(session, case)
    with pytest.raises(Conflict):
        request_for_participant(
            session,
            actor=asker,
            participant_id=participant.id,
            version=participant.version + 1,
            facts=facts(participant, full_name="Yusup Uji"),
            reason="x",
            evidence="y",
            now=now,
        )


def test_a_correction_of_a_benefit_stands_in_the_same_list(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    request = ask(session, asker, case, now, full_name="Yusup Uji")
    made = correct_benefit(
        session,
        actor=asker,
        case_id=case.id,
        facts=BenefitFacts(
            died_on=case.died_on,
            programme=Programme.JKM,
            segment=Segment.BPU,
            months=2,
            wage=None,
        ),
        reason="Buku iuran",
        today=TODAY,
        now=now,
    )
    stranger = actor_of(make_user(session, region="75.03.06"))

    def rows(actor: Actor, wanted: CorrectionFilter) -> set[Any]:
        page = list_corrections(session, actor=actor, wanted=wanted)
        assert [row.id for row in page.rows] == [
            row.id for row in iterate_corrections(session, actor=actor, wanted=wanted)
        ]
        return {(row.id, row.state) for row in page.rows}

    assert rows(second, CorrectionFilter()) == {
        (request.id, CorrectionState.REQUESTED),
        (made.id, CorrectionState.REQUESTED),
    }
    assert rows(stranger, CorrectionFilter()) == set()
    assert count_to_decide(session, actor=second) == 2
    decide_correction(
        session, actor=second, computation_id=made.id, approved=True, reason=None, now=now
    )
    wanted = CorrectionFilter(
        state=CorrectionState.APPROVED, subject=CorrectionSubject.BENEFIT, mine=True
    )
    assert rows(asker, wanted) == {(made.id, CorrectionState.APPROVED)}
    assert rows(second, wanted) == set()


def test_every_fact_of_a_participant_and_of_an_heir_has_a_name() -> None:
    for kind in (ParticipantFacts, HeirFacts):
        assert set(kind.__dataclass_fields__) <= set(LABELS["fact"])
