"""What lines of a plan carry beside their amount is kept, and goes along into the next version."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from savings_app.errors import NotFound
from savings_app.money import Rupiah
from savings_app.planning.actions import (
    StepAnswer,
    answer_step,
    begin_plan,
    revise_plan,
    say_not_now,
)
from savings_app.planning.beside_queries import get_beside
from savings_app.planning.kinds import NeedKind, PlanStep
from savings_app.planning.queries import get_plan_numbered, list_lines
from savings_app.planning.rules import Line, NumberInName, check_called
from savings_app.policy.rules import SchoolLevel
from tests.builders import DIED_ON, family_actor, make_recipient

BANK = Line(NeedKind.DEBT, Rupiah.of(10_000_000), "bank", costs_monthly=Rupiah.of(200_000))
SHOP = Line(NeedKind.DEBT, Rupiah.of(500_000), "warung")
LENDER = Line(NeedKind.DEBT, Rupiah.of(1_000_000), "tetangga", costs_monthly=Rupiah.of(150_000))
SMP = Line(
    NeedKind.SCHOOL,
    Rupiah.of(1_500_000),
    "Rahma",
    school_level=SchoolLevel.SMP,
    yearly_need=Rupiah.of(3_500_000),
)
POT = Line(
    NeedKind.SAVING,
    Rupiah.of(5_000_000),
    "sekolah",
    wanted_on=date(2028, 7, 1),
    target=Rupiah.of(15_000_000),
    in_name_of="anak pertama",
)
OWN_POT = Line(NeedKind.SAVING, Rupiah.of(1_000_000), "dapur")
ANSWERS = {
    PlanStep.HOUSEHOLD: StepAnswer(household_members=4, school_children=1),
    PlanStep.NEEDS: StepAnswer(lines=(SHOP, BANK, LENDER)),
    PlanStep.COMMEMORATION: StepAnswer(),
    PlanStep.SCHOOL: StepAnswer(lines=(SMP,)),
    PlanStep.BUSINESS: StepAnswer(),
    PlanStep.LIVING: StepAnswer(),
    PlanStep.SAVING: StepAnswer(lines=(POT, OWN_POT)),
}


def test_all_of_a_line_goes_into_the_next_version_with_the_dearest_debt_first(
    session: Session, today: date, now: datetime
) -> None:
    recipient = make_recipient(session)
    actor = family_actor(recipient)
    plan = begin_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    for step, answer in ANSWERS.items():
        answer_step(
            session,
            actor=actor,
            plan_id=plan.id,
            step=step,
            answer=answer,
            seen=None,
            today=today,
            now=now,
        )
    lines = (LENDER, BANK, SHOP, SMP, POT, OWN_POT)
    assert list_lines(session, plan_id=plan.id) == lines
    say_not_now(session, actor=actor, recipient_id=recipient.id, today=today, now=now)
    second = revise_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    session.expire_all()
    assert list_lines(session, plan_id=second.id) == lines
    for number, version in ((1, plan), (2, second)):
        found = get_plan_numbered(session, actor=actor, recipient_id=recipient.id, number=number)
        assert found == version.id


def test_what_stands_beside_a_plan_is_of_its_own_death_and_of_nobody_elses(
    session: Session, now: datetime
) -> None:
    ours, theirs = make_recipient(session), make_recipient(session)
    begin_plan(session, actor=family_actor(theirs), recipient_id=theirs.id, now=now)
    beside = get_beside(session, actor=family_actor(ours), recipient_id=ours.id)
    assert beside.died_on == DIED_ON
    assert beside.right is None  # this computation kept no scholarship
    assert beside.periodic is not None
    assert beside.periodic.amount == Rupiah.of(12_000_000)
    with pytest.raises(NotFound):
        get_beside(session, actor=family_actor(ours), recipient_id=theirs.id)
    with pytest.raises(NotFound):
        get_plan_numbered(session, actor=family_actor(ours), recipient_id=theirs.id, number=1)


@pytest.mark.parametrize("called", [None, "anak pertama", "Rahma, lahir 2015"])
def test_an_account_may_be_called_by_the_familys_own_word(called: str | None) -> None:
    check_called(called)


def test_no_number_of_a_paper_is_kept_as_somebodys_name() -> None:
    with pytest.raises(NumberInName):
        check_called("7503 1141 0815 9001")
