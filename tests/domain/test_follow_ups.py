"""Visits after the payout: planned by it, recorded with two dates, ended by the family's wish."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.cases.actions.follow_ups import (
    plan_follow_ups,
    record_follow_up,
    resume_follow_ups,
    set_membership,
    wish_follow_ups,
)
from savings_app.cases.actions.payouts import record_payout, reverse_payout
from savings_app.cases.follow_up_rules import (
    FollowUpAnswers,
    MembershipNotForMinor,
    VisitBeforePayout,
    VisitInFuture,
    VisitNotPlanned,
)
from savings_app.cases.kinds import PayoutKind, Relation
from savings_app.cases.models import FollowUpVisit, Heir, Payout
from savings_app.cases.queries.follow_ups import (
    count_memberships,
    find_next_follow_up,
    list_memberships,
)
from savings_app.cases.work_kinds import (
    FollowUpOutcome,
    FollowUpPlace,
    FollowUpState,
    OwnMembershipState,
    StillArrived,
)
from savings_app.cases.work_rules import ColleagueUnknown
from savings_app.errors import Conflict, NotFound
from savings_app.money import Rupiah
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_payout,
    make_recipient,
    make_user,
)

PAID_ON = date(2026, 11, 16)


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session)


@pytest.fixture
def actor(user: User) -> Actor:
    return actor_of(user)


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session)


def pay(
    session: Session, actor: Actor, recipient: Heir, now: datetime, *, paid_on: date = PAID_ON
) -> Payout:
    account = make_account(session, recipient=recipient)
    return record_payout(
        session,
        actor=actor,
        recipient_id=recipient.id,
        account_id=account.id,
        kind=PayoutKind.JHT,
        amount=Rupiah.of(1),
        paid_on=paid_on,
        request_key=uuid4(),
        today=date(2026, 11, 23),
        now=now,
    )


def visits_of(session: Session, recipient: Heir) -> list[FollowUpVisit]:
    return list(
        session.scalars(
            select(FollowUpVisit)
            .where(FollowUpVisit.recipient_id == recipient.id)
            .order_by(FollowUpVisit.month)
        )
    )


def record(session: Session, actor: Actor, visit: FollowUpVisit, **more: Any) -> FollowUpVisit:
    facts: dict[str, Any] = {
        "version": visit.version,
        "outcome": FollowUpOutcome.MET,
        "done_on": date(2026, 11, 20),
        "done_by": actor.user_id,
        "place": FollowUpPlace.HOME,
        "from_paper": False,
        "stop": False,
        "answers": FollowUpAnswers(well="Baik.", still_arrived=StillArrived.YES),
        "today": date(2026, 11, 23),
        "now": datetime.fromisoformat("2026-11-23T01:00:00+00:00"),
        **more,
    }
    return record_follow_up(session, actor=actor, visit_id=visit.id, **facts)


def planned(session: Session, recipient: Heir, paid_on: date = PAID_ON) -> list[FollowUpVisit]:
    make_payout(session, account=make_account(session, recipient=recipient), paid_on=paid_on)
    plan_follow_ups(session, case_id=recipient.case_id)
    return visits_of(session, recipient)


def test_four_visits_are_planned_by_the_first_payout(session: Session, recipient: Heir) -> None:
    visits = planned(session, recipient)
    # + 6 months is a Sunday; Idul Adha, Waisak and their joint leave last until Thursday.
    assert [(visit.month, visit.due_on) for visit in visits] == [
        (1, date(2026, 12, 16)),
        (3, date(2027, 2, 16)),
        (6, date(2027, 5, 21)),
        (12, date(2027, 11, 16)),
    ]
    assert {visit.state for visit in visits} == {FollowUpState.PLANNED}


def test_planning_again_adds_nothing(session: Session, recipient: Heir) -> None:
    planned(session, recipient)
    assert plan_follow_ups(session) == 0
    assert len(visits_of(session, recipient)) == 4


def test_another_kind_of_money_plans_no_visit(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    pay(session, actor, recipient, now)
    assert visits_of(session, recipient) == []


def test_a_payout_taken_back_takes_its_visits_along_but_not_what_was_done(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    visits = planned(session, recipient)
    record(session, actor, visits[0])
    payout = session.scalars(select(Payout)).one()
    reverse_payout(
        session,
        actor=actor,
        payout_id=payout.id,
        reason="salah orang",
        request_key=uuid4(),
        now=now,
    )
    assert [visit.month for visit in visits_of(session, recipient)] == [1]


def test_a_visit_has_the_day_it_was_and_the_day_it_was_written_down(
    session: Session, actor: Actor, recipient: Heir
) -> None:
    visit = planned(session, recipient)[0]
    record(session, actor, visit, from_paper=True)
    assert (visit.state, visit.done_on) == (FollowUpState.DONE, date(2026, 11, 20))
    assert visit.recorded_at is not None
    assert visit.recorded_at.date() == date(2026, 11, 23)
    assert (visit.from_paper, visit.well, visit.still_arrived) == (True, "Baik.", "ya")


def test_a_visit_is_recorded_when_it_has_happened(
    session: Session, actor: Actor, recipient: Heir
) -> None:
    visit = planned(session, recipient)[0]
    with pytest.raises(VisitInFuture):
        record(session, actor, visit, done_on=date(2026, 11, 24))
    with pytest.raises(VisitBeforePayout):
        record(session, actor, visit, done_on=date(2026, 11, 15))
    stranger = make_user(session, region="75.03.06")
    with pytest.raises(ColleagueUnknown):
        record(session, actor, visit, done_by=stranger.id)
    with pytest.raises(Conflict):
        record(session, actor, visit, version=visit.version + 1)
    assert visit.state is FollowUpState.PLANNED


def test_nobody_met_is_done_and_keeps_no_answers(
    session: Session, actor: Actor, recipient: Heir
) -> None:
    visit = planned(session, recipient)[0]
    answers = FollowUpAnswers(well="tak bertemu", next_step="Telepon dahulu.")
    record(session, actor, visit, outcome=FollowUpOutcome.NOT_MET, answers=answers)
    assert (visit.state, visit.well, visit.next_step) == (
        FollowUpState.DONE,
        None,
        "Telepon dahulu.",
    )
    following = find_next_follow_up(session, recipient_id=recipient.id, today=PAID_ON)
    assert following is not None
    assert following.month == 3


def test_not_wanted_stops_the_others_only_if_the_family_wishes_so(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    visits = planned(session, recipient)
    record(session, actor, visits[0], outcome=FollowUpOutcome.NOT_WANTED)
    assert find_next_follow_up(session, recipient_id=recipient.id, today=PAID_ON) is not None
    record(session, actor, visits[1], outcome=FollowUpOutcome.NOT_WANTED, stop=True)
    assert find_next_follow_up(session, recipient_id=recipient.id, today=PAID_ON) is None
    with pytest.raises(VisitNotPlanned):
        record(session, actor, visits[2])
    # Planned anew, for example by another payout, they stay stopped.
    plan_follow_ups(session)
    assert visits[2].state is FollowUpState.STOPPED
    assert resume_follow_ups(session, actor=actor, recipient_id=recipient.id, now=now) == 2


def test_the_family_itself_says_no_and_may_say_yes_again(
    session: Session, recipient: Heir, now: datetime
) -> None:
    visits = planned(session, recipient)
    family = family_actor(recipient)
    assert wish_follow_ups(session, actor=family, wanted=False, now=now) == 4
    assert wish_follow_ups(session, actor=family, wanted=False, now=now) == 0
    assert all(visit.stopped_by_family for visit in visits)
    assert wish_follow_ups(session, actor=family, wanted=True, now=now) == 4
    assert {visit.state for visit in visits} == {FollowUpState.PLANNED}


def test_a_visit_overtaken_by_a_later_one_is_not_run_after(
    session: Session, actor: Actor, recipient: Heir
) -> None:
    visits = planned(session, recipient)

    def expected(today: date) -> int | None:
        visit = find_next_follow_up(session, recipient_id=recipient.id, today=today)
        return visit.month if visit else None

    assert expected(date(2026, 12, 20)) == 1
    assert expected(date(2027, 2, 15)) == 1
    assert expected(date(2027, 2, 16)) == 3
    assert expected(date(2027, 12, 1)) == 12
    record(session, actor, visits[1], done_on=date(2026, 11, 20))
    assert expected(date(2026, 12, 20)) == 6


def test_a_visit_of_another_region_does_not_exist(session: Session, recipient: Heir) -> None:
    visit = planned(session, recipient)[0]
    stranger = actor_of(make_user(session, region="75.03.06"))
    with pytest.raises(NotFound):
        record(session, stranger, visit, done_by=stranger.user_id)


def test_the_step_is_for_adults_of_the_family(
    session: Session, actor: Actor, recipient: Heir, today: date, now: datetime
) -> None:
    case_id = recipient.case_id
    child = make_recipient(
        session,
        case=None,
        born_on=date(2015, 1, 1),
        relation=Relation.CHILD,
        is_recipient=False,
        full_name="Anak Uji",
    )
    child.case_id = case_id
    child.position = 2
    session.flush()
    rows = list_memberships(session, case_id=case_id, today=today)
    assert [row.heir.id for row in rows] == [recipient.id]

    def answer(heir: Heir, state: OwnMembershipState, **more: Any) -> None:
        set_membership(
            session,
            actor=actor,
            heir_id=heir.id,
            version=None,
            state=state,
            kpj=None,
            member_since=more.get("since"),
            today=today,
            now=now,
        )

    with pytest.raises(MembershipNotForMinor):
        answer(child, OwnMembershipState.OFFERED)
    answer(recipient, OwnMembershipState.NOT_WANTED)
    answer(recipient, OwnMembershipState.REGISTERED, since=date(2026, 11, 1))
    counts = count_memberships(session, actor=actor)
    assert counts[OwnMembershipState.REGISTERED] == 1
    assert counts[OwnMembershipState.NOT_WANTED] == 0
    elsewhere = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    assert sum(count_memberships(session, actor=elsewhere).values()) == 0
