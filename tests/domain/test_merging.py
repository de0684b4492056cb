"""One person written down twice: put together by two persons, counted once, told apart again."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.benefit_rules import SamePerson
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.queries.search import search_participants
from savings_app.corrections.actions import request_merge, request_separation
from savings_app.corrections.kinds import Consequence, CorrectionState, CorrectionStep
from savings_app.corrections.merge_rules import (
    MergedAlready,
    MergeHasOpenRequest,
    MergeHoldsOthers,
    MergeOnOpenList,
    MergeTwoCases,
    MergeTwoPeople,
    MergeWithItself,
    NotMergedInto,
)
from savings_app.corrections.models import CorrectionRequest
from savings_app.corrections.queries.merges import get_merge_preview
from savings_app.corrections.rules import CorrectionOutdated
from savings_app.coverage.queries.covered import count_covered, list_village_months
from savings_app.coverage.queries.stopping import count_stop
from savings_app.data_updates.queries.payments import PaymentFilter, Reason, list_payments
from savings_app.deaths.queries.candidates import Candidates
from savings_app.deaths.rules import Said
from savings_app.errors import NotFound, NotPermitted
from savings_app.identifiers import KPJ, NIK
from savings_app.paging import Order
from savings_app.registry.actions import stop_participant
from savings_app.registry.coverage_rules import Covered
from savings_app.registry.models import Participant, Payer, StopReason
from savings_app.registry.queries import find_namesake, get_coverage, get_participant, get_record
from savings_app.registry.queries.import_keys import find_by_numbers
from tests.builders import (
    TODAY,
    VILLAGE,
    actor_of,
    make_case,
    make_nik,
    make_notice,
    make_participant,
    make_user,
)
from tests.corrected import decide
from tests.listed import lines_of, make_batch, make_list, make_paid

SEP, OCT, NOV = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
BORN, GOOD_NIK = date(1970, 8, 17), NIK("7503111708709777")
KPJ_OLD, KPJ_NEW = KPJ("20090000017"), KPJ("20090000025")


Pair = tuple[Participant, Participant]


@pytest.fixture
def stands(session: Session) -> Participant:
    """Came once from the desa, without a NIK, a birth date and a sex."""
    person = make_participant(session, full_name="Yusup Ujo", months=None)
    person.nik, person.nik_missing_reason = None, "e-KTP masih diurus"
    person.kpj, person.born_on, person.sex = KPJ_NEW, None, None
    session.flush()
    return person


@pytest.fixture
def goes(session: Session) -> Participant:
    """Came once more from BPJS, with the NIK and another KPJ."""
    person = make_participant(session, full_name="Yusuf Ujo", months=None)
    person.nik, person.kpj, person.member_since = GOOD_NIK, KPJ_OLD, SEP
    session.flush()
    return person


@pytest.fixture
def pair(stands: Participant, goes: Participant) -> Pair:
    return stands, goes


def ask(
    session: Session,
    actor: Actor,
    one: Participant,
    other: Participant,
    now: datetime,
    reason: str | None = "KTP dan kartu BPJS dibawa, orangnya satu",
) -> CorrectionRequest:
    return request_merge(
        session,
        actor=actor,
        participant_id=one.id,
        other_id=other.id,
        reason=reason,
        today=TODAY,
        now=now,
    )


def separate(
    session: Session,
    asker: Actor,
    second: Actor,
    pair: tuple[Participant, Participant],
    now: datetime,
) -> None:
    one, other = pair
    request = request_separation(
        session,
        actor=asker,
        participant_id=one.id,
        other_id=other.id,
        reason="Ternyata kakak dan adik",
        now=now,
    )
    decide(session, second, request, now)


def pay(session: Session, person: Participant, *months: date, payer: Payer = Payer.APBD) -> None:
    batch = make_batch(session)
    for month in months:
        make_paid(session, batch=batch, participant=person, month=month, payer=payer)


def covered_on(
    session: Session, actor: Actor, person: Participant, day: date
) -> tuple[object, ...]:
    answer = get_coverage(session, actor=actor, participant_id=person.id, day=day).answer
    return answer.covered, answer.months


def identity(person: Participant) -> tuple[object, ...]:
    return person.nik, person.nik_missing_reason, person.kpj, person.born_on, person.sex


def test_who_stands_keeps_its_facts_and_takes_what_it_had_not(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    before = identity(one), identity(other)
    request = ask(session, asker, one, other, now)
    assert (identity(one), identity(other)) == before  # nothing changes before the second word
    decide(session, second, request, now)

    assert request.state is CorrectionState.APPROVED
    assert (one.full_name, one.nik, one.kpj) == ("Yusup Ujo", GOOD_NIK, KPJ_NEW)
    assert (one.nik_missing_reason, one.born_on, one.member_since) == (None, BORN, SEP)
    assert (other.nik, other.kpj, other.merged_into_id) == (None, KPJ_OLD, one.id)
    assert other.nik_missing_reason == "NIK-nya tercatat pada data gabungan"

    separate(session, asker, second, pair, now)
    assert (identity(one), identity(other)) == before
    assert (one.member_since, other.member_since, other.merged_into_id) == (None, SEP, None)


def test_months_of_both_answer_for_the_day_and_only_their_own_after_a_separation(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    pay(session, one, OCT, NOV)
    pay(session, other, SEP, OCT)
    in_sep, in_nov = date(2026, 9, 20), date(2026, 11, 20)
    assert covered_on(session, asker, one, in_sep) == (Covered.UNKNOWN, None)
    assert covered_on(session, asker, one, in_nov) == (Covered.YES, 2)

    decide(session, second, ask(session, asker, one, other, now), now)
    assert covered_on(session, asker, one, in_sep) == (Covered.YES, 1)
    assert covered_on(session, asker, one, in_nov) == (Covered.YES, 3)  # October once
    with pytest.raises(NotFound):
        get_coverage(session, actor=asker, participant_id=other.id, day=in_sep)

    separate(session, asker, second, pair, now)
    assert covered_on(session, asker, one, in_nov) == (Covered.YES, 2)
    assert covered_on(session, asker, other, in_sep) == (Covered.YES, 1)
    assert covered_on(session, asker, other, in_nov) == (Covered.UNCERTAIN, 2)


def test_the_record_that_went_is_found_no_more_but_its_numbers_lead_to_who_stands(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    decide(session, second, ask(session, asker, one, other, now), now)

    def search(text: str) -> list[object]:
        return [row.id for row in search_participants(session, actor=asker, text=text).rows]

    assert search("Yusuf") == []
    assert search(KPJ_OLD.full) == search(GOOD_NIK.full) == search("Yusup Ujo") == [one.id]
    assert get_record(session, actor=asker, participant_id=other.id) is other
    with pytest.raises(NotFound):
        get_participant(session, actor=asker, participant_id=other.id)
    holder = find_namesake(session, nik=None, kpj=KPJ_OLD, other_than=None)[1]
    assert holder is one
    known = find_by_numbers(session, column="kpj", numbers=[KPJ_OLD.full])
    assert known[KPJ_OLD.full].id == one.id


def test_everybody_is_counted_once_by_desa_and_in_what_a_stop_costs(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    pay(session, one, OCT, NOV)
    pay(session, other, SEP, OCT)

    def counted() -> tuple[object, ...]:
        months = list_village_months(session, actor=asker, payer=Payer.APBD, year=2026)[VILLAGE]
        stop = count_stop(session, actor=asker, last_month=OCT, needed=36, payer=None)
        return (
            [group.people for group in count_covered(session, actor=asker, month=SEP)],
            [group.people for group in count_covered(session, actor=asker, month=OCT)],
            dict(months.paid),
            months.participants,
            [(group.people, group.short_months) for group in stop],
        )

    apart = ([1], [2], {9: 1, 10: 2, 11: 1}, 2, [(2, 3)])
    assert counted() == apart
    decide(session, second, ask(session, asker, one, other, now), now)
    assert counted() == ([1], [1], {9: 1, 10: 1, 11: 1}, 1, [(1, 2)])
    separate(session, asker, second, pair, now)
    assert counted() == apart


def test_a_month_in_both_records_is_paid_twice_and_after_death_or_stop_in_either(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    pay(session, one, SEP)
    pay(session, other, SEP, OCT, NOV, payer=Payer.APBDES)

    def found() -> list[tuple[object, ...]]:
        page = list_payments(session, actor=asker, wanted=PaymentFilter(), order=Order("month"))
        return [(row.full_name, row.month, tuple(row.reasons)) for row in page.rows]

    assert found() == []
    decide(session, second, ask(session, asker, one, other, now), now)
    assert found() == [("Yusup Ujo", SEP, (Reason.TWICE,))]

    make_case(session, participant=one, died_on=date(2026, 10, 5))
    stop_participant(
        session,
        actor=asker,
        participant_id=one.id,
        stopped_on=NOV,
        reason=StopReason.DIED,
        now=now,
    )
    session.flush()
    assert found() == [
        ("Yusup Ujo", SEP, (Reason.TWICE,)),
        ("Yusup Ujo", NOV, (Reason.AFTER_DEATH, Reason.AFTER_STOP)),
    ]


def test_case_death_and_open_list_are_led_to_who_stands_and_back(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    case = make_case(session, participant=other)
    notice = make_notice(session)
    notice.participant_id = other.id
    update = make_list(session, actor=asker)
    line = next(x for x in lines_of(session, update) if x.participant_id == other.id)
    mine = next(x for x in lines_of(session, update) if x.participant_id == one.id)
    mine.participant_id = make_participant(session).id  # only the other is on the open list
    session.flush()
    kinds = [
        effect.kind
        for effect in get_merge_preview(
            session, actor=asker, participant_id=one.id, other_id=other.id, today=TODAY
        ).effects
    ]
    assert kinds[0] is Consequence.CASE_MOVES
    assert kinds[-2:] == [Consequence.DEATH_MOVES, Consequence.LIST_MOVES]

    decide(session, second, ask(session, asker, one, other, now), now)
    assert {case.participant_id, notice.participant_id, line.participant_id} == {one.id}
    assert (case.full_name, case.nik, case.kpj) == ("Yusup Ujo", GOOD_NIK, KPJ_NEW)

    separate(session, asker, second, pair, now)
    assert {case.participant_id, notice.participant_id, line.participant_id} == {other.id}
    assert (case.full_name, case.nik, case.kpj) == ("Yusuf Ujo", GOOD_NIK, KPJ_OLD)


def test_more_months_after_a_merge_say_what_the_benefit_would_come_to(
    session: Session, asker: Actor, pair: Pair
) -> None:
    one, other = pair
    case = make_case(session, participant=one)
    pay(session, one, date(2026, 9, 1))
    preview = get_merge_preview(
        session, actor=asker, participant_id=one.id, other_id=other.id, today=TODAY
    )
    (effect,) = preview.effects
    assert effect.number == case.number
    assert effect.kind is Consequence.BENEFIT_DIFFERS  # one paid month: no more than the burial
    assert str(effect.after) == "10000000.00"


def test_two_valid_niks_are_two_people_but_one_that_cannot_be_a_nik_gives_way(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    one.nik, one.nik_missing_reason = make_nik(), None
    session.flush()
    with pytest.raises(MergeTwoPeople):
        ask(session, asker, one, other, now)

    wrong = NIK("7503119917709001")  # day 99
    one.nik = wrong
    session.flush()
    decide(session, second, ask(session, asker, one, other, now), now)
    assert (one.nik, other.nik) == (GOOD_NIK, None)
    separate(session, asker, second, pair, now)
    assert (one.nik, other.nik) == (wrong, GOOD_NIK)


def test_what_may_not_be_merged_is_refused_by_name_and_leaves_nothing(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    third = make_participant(session)
    third.nik, third.nik_missing_reason = None, "belum ada"
    session.flush()
    with pytest.raises(MergeWithItself):
        ask(session, asker, one, one, now)
    with pytest.raises(ReasonNeeded):
        ask(session, asker, one, other, now, reason=None)
    with pytest.raises(NotMergedInto):
        separate(session, asker, second, pair, now)
    assert session.query(CorrectionRequest).count() == 0

    request = ask(session, asker, one, other, now)
    with pytest.raises(MergeHasOpenRequest):
        ask(session, asker, third, other, now)
    with pytest.raises(NotPermitted):
        decide(session, asker, request, now)  # who may not approve at all
    decide(session, second, request, now)
    with pytest.raises(MergedAlready):
        ask(session, asker, third, other, now)
    with pytest.raises(MergeHoldsOthers):
        ask(session, asker, third, one, now)


def test_two_cases_and_two_lines_of_an_open_list_stand_in_the_way(
    session: Session, asker: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    make_list(session, actor=asker)
    with pytest.raises(MergeOnOpenList):
        ask(session, asker, one, other, now)
    numbers = {make_case(session, participant=side).number for side in pair}
    with pytest.raises(MergeTwoCases) as refused:
        ask(session, asker, one, other, now)
    assert set(refused.value.facts.values()) == numbers


def test_who_asked_does_not_decide_and_a_changed_record_is_outdated(
    session: Session, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    request = ask(session, supervisor, one, other, now)
    with pytest.raises(SamePerson):
        decide(session, supervisor, request, now)
    other.full_name = "Yusuf Uja"
    session.flush()
    with session.begin_nested(), pytest.raises(CorrectionOutdated):
        decide(session, second, request, now)
    session.refresh(request)
    assert other.merged_into_id is None


def test_a_refusal_leaves_two_people_and_a_stranger_finds_neither(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    request = ask(session, asker, one, other, now)
    decide(session, second, request, now, CorrectionStep.REJECT, "Dua orang, satu nama")
    assert (request.state, other.merged_into_id) == (CorrectionState.REJECTED, None)
    stranger = actor_of(make_user(session, region="75.03.06"))
    with pytest.raises(NotFound):
        ask(session, stranger, one, other, now)


def test_a_death_with_the_old_kpj_is_matched_to_who_stands(
    session: Session, asker: Actor, second: Actor, pair: Pair, now: datetime
) -> None:
    one, other = pair
    decide(session, second, ask(session, asker, one, other, now), now)
    said = Said("Yusuf Ujo", VILLAGE, None, KPJ_OLD, None)
    assert {known.id for known in Candidates(session, [said]).of(said)} == {one.id}
