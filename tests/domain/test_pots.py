"""A pot is the same pot in every version of a plan, and a pledge points at it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Account, Heir
from savings_app.deposits.actions import change_pledge, make_pledge
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Pledge
from savings_app.deposits.pot_rules import share_out
from savings_app.deposits.queries import get_progress
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from savings_app.planning.actions import (
    StepAnswer,
    answer_step,
    begin_plan,
    revise_plan,
    say_not_now,
)
from savings_app.planning.actions.paper import PaperPlan, key_paper_plan, seen_of
from savings_app.planning.kinds import STEPS, NeedKind, PlanStep
from savings_app.planning.models import Plan, Pot
from savings_app.planning.queries import list_lines
from savings_app.planning.rules import Line
from tests.builders import TODAY, family_actor, make_account, make_recipient, make_user

DAY = date(2028, 7, 1)
MILLION = Rupiah.of(1_000_000)
SCHOOL = Line(NeedKind.SAVING, MILLION, "sekolah", wanted_on=DAY)
ROOF = Line(NeedKind.SAVING, MILLION, "atap")


def saves(session: Session, plan: Plan, actor: Actor, now: datetime, *pots: Line) -> list[UUID]:
    """The plan answered as far as its pots; which pots they are, in order."""
    for step in STEPS[: STEPS.index(PlanStep.SAVING) + 1]:
        answer_step(
            session,
            actor=actor,
            plan_id=plan.id,
            step=step,
            answer=StepAnswer(pots if step is PlanStep.SAVING else (), 4, 2),
            seen=plan.version,
            today=TODAY,
            now=now,
        )
    return pots_of(session, plan)


def pots_of(session: Session, plan: Plan) -> list[UUID]:
    lines = list_lines(session, plan_id=plan.id)
    return [line.pot_id for line in lines if line.kind is NeedKind.SAVING and line.pot_id]


def begun(session: Session, now: datetime) -> tuple[Heir, Actor, Plan]:
    recipient = make_recipient(session)
    actor = family_actor(recipient)
    return recipient, actor, begin_plan(session, actor=actor, recipient_id=recipient.id, now=now)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Pot)) or 0


def test_an_answer_given_again_keeps_its_pots(session: Session, now: datetime) -> None:
    _recipient, actor, plan = begun(session, now)
    school, roof = saves(session, plan, actor, now, SCHOOL, ROOF)
    assert school != roof
    assert saves(session, plan, actor, now, ROOF, SCHOOL) == [roof, school]
    dearer = Line(NeedKind.SAVING, MILLION * 2, "Sekolah", wanted_on=date(2030, 7, 1))
    assert saves(session, plan, actor, now, dearer) == [school]
    assert saves(session, plan, actor, now, dearer, ROOF) != [school, roof]  # begun anew
    assert count(session) == 3


def test_other_lines_are_no_pots(session: Session, now: datetime) -> None:
    _recipient, actor, plan = begun(session, now)
    answer_step(
        session,
        actor=actor,
        plan_id=plan.id,
        step=PlanStep.HOUSEHOLD,
        answer=StepAnswer((), 4, 2),
        seen=plan.version,
        today=TODAY,
        now=now,
    )
    debt = Line(NeedKind.DEBT, MILLION, "warung")
    answer_step(
        session,
        actor=actor,
        plan_id=plan.id,
        step=PlanStep.NEEDS,
        answer=StepAnswer((debt,)),
        seen=plan.version,
        today=TODAY,
        now=now,
    )
    assert [line.pot_id for line in list_lines(session, plan_id=plan.id)] == [None]
    assert count(session) == 0


def test_the_next_version_goes_on_with_the_same_pots_and_a_pledge_follows_a_new_name(
    session: Session, now: datetime
) -> None:
    recipient, actor, plan = begun(session, now)
    school, _roof = saves(session, plan, actor, now, SCHOOL, ROOF)
    account = make_account(session, recipient=recipient)
    pledge = pledged(session, actor, account, now, pot_id=school, goal="Sekolah 2028")
    say_not_now(session, actor=actor, recipient_id=recipient.id, today=TODAY, now=now)
    second = revise_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    assert pots_of(session, second)[0] == school
    renamed = Line(NeedKind.SAVING, MILLION, "kuliah Rahma", wanted_on=DAY)
    assert saves(session, second, actor, now, ROOF, renamed)[1] == school
    progress = get_progress(session, actor=actor, recipient_id=recipient.id, today=TODAY)
    pots = [line for line in list_lines(session, plan_id=second.id) if line.kind is NeedKind.SAVING]
    own, left = share_out(pots, progress.pledges)
    assert [[one.pledge_id for one in of_pot] for of_pot in own] == [[], [pledge.id]]
    assert left == []


def test_a_plan_on_paper_goes_on_with_the_pots_of_the_version_before(
    session: Session, now: datetime
) -> None:
    recipient, actor, plan = begun(session, now)
    school, _roof = saves(session, plan, actor, now, SCHOOL, ROOF)
    say_not_now(session, actor=actor, recipient_id=recipient.id, today=TODAY, now=now)
    assisted = family_actor(recipient, assisted_by=make_user(session).id)
    keyed = key_paper_plan(
        session,
        actor=assisted,
        recipient_id=recipient.id,
        paper=PaperPlan(
            answers={
                step: StepAnswer((SCHOOL,) if step is PlanStep.SAVING else (), 4, 2)
                for step in STEPS[:-1]
            },
            signed_on=TODAY,
            not_now=False,
        ),
        seen=seen_of(session, recipient_id=recipient.id),
        today=TODAY,
        now=now,
    )
    assert pots_of(session, keyed) == [school]


def pledged(
    session: Session,
    actor: Actor,
    account: Account,
    now: datetime,
    *,
    pot_id: UUID | None,
    goal: str = "sekolah",
) -> Pledge:
    return make_pledge(
        session,
        actor=actor,
        kind=PledgeKind.KEPT,
        account_id=account.id,
        amount=MILLION,
        until_on=DAY,
        goal=goal,
        request_key=uuid4(),
        today=TODAY,
        now=now,
        pot_id=pot_id,
    )


def changed(
    session: Session, actor: Actor, pledge: Pledge, now: datetime, *, pot_id: UUID | None
) -> Pledge:
    return change_pledge(
        session,
        actor=actor,
        pledge_id=pledge.id,
        amount=MILLION,
        until_on=DAY,
        goal=None,
        pot_id=pot_id,
        request_key=uuid4(),
        today=TODAY,
        now=now,
    )


def test_a_pledge_goes_over_to_another_pot_or_to_none(session: Session, now: datetime) -> None:
    recipient, actor, plan = begun(session, now)
    school, roof = saves(session, plan, actor, now, SCHOOL, ROOF)
    account = make_account(session, recipient=recipient)
    first = pledged(session, actor, account, now, pot_id=school)
    second = changed(session, actor, first, now, pot_id=roof)
    third = changed(session, actor, second, now, pot_id=None)
    assert [one.pot_id for one in (first, second, third)] == [school, roof, None]


def test_nobody_points_at_somebody_elses_pot(session: Session, now: datetime) -> None:
    _other, theirs_actor, theirs_plan = begun(session, now)
    (theirs,) = saves(session, theirs_plan, theirs_actor, now, SCHOOL)
    recipient = make_recipient(session)
    actor, account = family_actor(recipient), make_account(session, recipient=recipient)
    for pot_id in (theirs, uuid4()):
        with pytest.raises(NotFound):
            pledged(session, actor, account, now, pot_id=pot_id)
    assert session.scalar(select(func.count()).select_from(Pledge)) == 0
    own = pledged(session, actor, account, now, pot_id=None)
    with pytest.raises(NotFound):
        changed(session, actor, own, now, pot_id=theirs)
    assert own.replaced_by is None
