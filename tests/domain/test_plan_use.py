"""Money of an agreed plan was used for something else: a new version follows, once."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Heir
from savings_app.errors import Conflict, NotFound
from savings_app.money import Rupiah
from savings_app.planning.actions import (
    StepAnswer,
    answer_step,
    begin_plan,
    finish_plan,
    revise_plan,
    use_money,
)
from savings_app.planning.kinds import STEPS, NeedKind, PlanState, PlanStep
from savings_app.planning.models import Plan
from savings_app.planning.queries import list_lines
from savings_app.planning.rules import Line
from savings_app.planning.use_rules import UsedMoreThanThere
from tests.builders import TODAY, family_actor, make_recipient

POT = Line(NeedKind.SAVING, Rupiah.of(10_000_000), "sekolah", wanted_on=date(2030, 7, 1))
POT_AT = 0


@pytest.fixture
def plan(session: Session, now: datetime) -> Plan:
    """An agreed plan with one pot."""
    recipient = make_recipient(session)
    actor = family_actor(recipient)
    plan = begin_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    for step in STEPS[:-1]:
        lines = (POT,) if step is PlanStep.SAVING else ()
        answer = StepAnswer(lines=lines, household_members=4, school_children=1)
        answer_step(
            session,
            actor=actor,
            plan_id=plan.id,
            step=step,
            answer=answer,
            seen=plan.version,
            today=TODAY,
            now=now,
        )
        session.flush()
    finish_plan(
        session,
        actor=actor,
        plan_id=plan.id,
        shown=None,
        seen=plan.version,
        today=TODAY,
        now=now,
    )
    session.flush()
    return plan


def use(session: Session, plan: Plan, now: datetime, *, number: int = 1, sum_used: int = 4) -> Plan:
    recipient = session.get_one(Heir, plan.recipient_id)
    return use_money(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        number=number,
        at=POT_AT,
        used=Rupiah.of(sum_used * 1_000_000),
        what="rumah sakit",
        now=now,
    )


def numbers(session: Session) -> list[tuple[int, PlanState]]:
    rows = session.execute(select(Plan.number, Plan.state).order_by(Plan.number))
    return [(row.number, row.state) for row in rows]


def test_a_new_version_is_agreed_and_the_one_before_stays_to_be_read(
    session: Session, plan: Plan, now: datetime
) -> None:
    after = use(session, plan, now)

    assert numbers(session) == [(1, PlanState.REPLACED), (2, PlanState.AGREED)]
    assert (after.household_members, after.school_children, after.suggestion) == (4, 1, None)
    (need, pot) = list_lines(session, plan_id=after.id)
    assert (need.kind, need.amount, need.label) == (
        NeedKind.URGENT,
        Rupiah.of(4_000_000),
        "rumah sakit",
    )
    (pot_before,) = list_lines(session, plan_id=plan.id)
    assert (pot.amount, pot.pot_id) == (Rupiah.of(6_000_000), pot_before.pot_id)
    assert pot_before.amount == POT.amount
    told = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject_id == after.id)
        .order_by(AuditEvent.sequence)
    ).all()
    assert list(told) == ["plan:use"]


def test_what_arrives_twice_is_done_once(session: Session, plan: Plan, now: datetime) -> None:
    assert use(session, plan, now).id == use(session, plan, now).id
    assert len(numbers(session)) == 2


def test_a_version_that_is_not_in_force_is_a_conflict(
    session: Session, plan: Plan, now: datetime
) -> None:
    use(session, plan, now)
    for number, sum_used in ((1, 3), (7, 4)):
        with pytest.raises(Conflict):
            use(session, plan, now, number=number, sum_used=sum_used)
    assert len(numbers(session)) == 2


def test_while_a_version_is_written_nothing_else_changes_the_plan(
    session: Session, plan: Plan, now: datetime
) -> None:
    recipient = session.get_one(Heir, plan.recipient_id)
    revise_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)
    with pytest.raises(Conflict):
        use(session, plan, now)


def test_more_than_the_pot_holds_is_refused_and_leaves_nothing(
    session: Session, plan: Plan, now: datetime
) -> None:
    with pytest.raises(UsedMoreThanThere):
        use(session, plan, now, sum_used=11)
    assert numbers(session) == [(1, PlanState.AGREED)]


def test_another_familys_plan_does_not_exist(session: Session, plan: Plan, now: datetime) -> None:
    stranger = make_recipient(session)
    with pytest.raises(NotFound):
        use_money(
            session,
            actor=family_actor(stranger),
            recipient_id=plan.recipient_id,
            number=1,
            at=POT_AT,
            used=Rupiah.of(1),
            what=None,
            now=now,
        )
