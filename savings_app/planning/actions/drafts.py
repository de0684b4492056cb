"""A plan while it is being written: begun, answered question by question. No function commits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.db import check_version
from savings_app.money import Rupiah, total
from savings_app.planning.actions.rows import (
    get_draft,
    get_open_draft,
    last_plan,
    lock_recipient,
    new_plan,
    record_deed,
    replace_lines,
    touch,
)
from savings_app.planning.kinds import STEP_KINDS, AmountSource, PlanStep
from savings_app.planning.models import Plan
from savings_app.planning.queries import (
    PlanMoney,
    find_draft,
    get_plan_money,
    list_lines,
)
from savings_app.planning.rules import (
    Line,
    PlanAmountExceedsBenefit,
    PlanAmountUnknown,
    PlanFinished,
    PlanNotComplete,
    check_fits,
    check_household,
    check_lines,
    furthest,
    is_reached,
    next_step,
)


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """The answer to one question: the household's two numbers, or the lines of a step."""

    lines: tuple[Line, ...] = ()
    household_members: int | None = None
    school_children: int | None = None


def begin_plan(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    amount: Rupiah | None = None,
    now: datetime,
) -> Plan:
    """The first version, as a draft; a draft that is there already is simply gone on with.

    `amount` is what the family typed, and counts only where nobody knows what it will receive.

    Raises:
        NotFound, PlanAmountUnknown, PlanAmountExceedsBenefit
        PlanFinished: there is a finished plan; `revise_plan` goes on from it.
    """
    recipient = lock_recipient(session, actor, recipient_id)
    draft = find_draft(session, recipient_id=recipient_id)
    if draft is not None:
        return draft
    if last_plan(session, recipient_id) is not None:
        raise PlanFinished
    money = get_plan_money(session, recipient=recipient)
    plan = new_plan(
        session,
        actor=actor,
        recipient=recipient,
        number=1,
        amount=_amount_to_plan(money, typed=amount),
        now=now,
    )
    record_deed(session, actor, now, recipient, plan, "plan:begin")
    return plan


def answer_step(
    session: Session,
    *,
    actor: Actor,
    plan_id: UUID,
    step: PlanStep,
    answer: StepAnswer,
    seen: int | None,
    today: date,
    now: datetime,
) -> Plan:
    """Keep the answer to one question; what the step's page held before is replaced.

    An answer that arrives twice, as from a phone that lost its connection, is kept once: what
    stands there already is no conflict, whichever version the page had seen.

    Raises:
        NotFound, Conflict, PlanFinished
        PlanNotComplete: a question before this one has no answer.
        HouseholdImpossible, MoreChildrenThanPeople, TooManyLines, WantedOnPassed,
        NumberInName, LinesExceedAmount
    """
    plan, recipient = get_open_draft(session, actor, plan_id)
    if not is_reached(step, reached=plan.reached):
        raise PlanNotComplete
    if seen != plan.version and _holds(session, plan, step, answer):
        return plan
    check_version(plan, seen)
    before = _planned(session, plan)
    if step is PlanStep.HOUSEHOLD:
        members, children = answer.household_members or 0, answer.school_children or 0
        check_household(members=members, school_children=children)
        plan.household_members, plan.school_children = members, children
    else:
        check_lines(answer.lines, step=step, today=today)
        replace_lines(session, plan, step, answer.lines)
    money = get_plan_money(session, recipient=recipient)
    plan.amount = money.amount or plan.amount
    # Where less money came than was planned, each page may bring the plan nearer to it.
    if _planned(session, plan) > before:
        check_fits(list_lines(session, plan_id=plan.id), amount=plan.amount)
    plan.reached = furthest(plan.reached, next_step(step))
    touch(plan, actor)
    record_deed(session, actor, now, recipient, plan, "plan:answer", step=step.value)
    return plan


def change_amount(
    session: Session,
    *,
    actor: Actor,
    plan_id: UUID,
    amount: Rupiah,
    seen: int | None,
    now: datetime,
) -> Plan:
    """The family writes anew what it will receive, while nobody else knows it.

    Raises:
        NotFound, Conflict, PlanFinished, PlanAmountExceedsBenefit, LinesExceedAmount
    """
    plan, recipient = get_draft(session, actor, plan_id, seen)
    money = get_plan_money(session, recipient=recipient)
    plan.amount = _amount_to_plan(money, typed=amount)
    check_fits(list_lines(session, plan_id=plan.id), amount=plan.amount)
    touch(plan, actor)
    record_deed(session, actor, now, recipient, plan, "plan:amount")
    return plan


def _holds(session: Session, plan: Plan, step: PlanStep, answer: StepAnswer) -> bool:
    """Whether this very answer is the one the plan has to this question."""
    if not is_reached(next_step(step), reached=plan.reached):
        return False
    if step is PlanStep.HOUSEHOLD:
        kept = (plan.household_members, plan.school_children)
        return kept == (answer.household_members, answer.school_children)
    lines = list_lines(session, plan_id=plan.id)
    return Counter(line for line in lines if line.kind in STEP_KINDS[step]) == Counter(answer.lines)


def _planned(session: Session, plan: Plan) -> Rupiah:
    return total(line.amount for line in list_lines(session, plan_id=plan.id))


def _amount_to_plan(money: PlanMoney, *, typed: Rupiah | None) -> Rupiah:
    if money.source is not AmountSource.UNKNOWN and money.amount is not None:
        return money.amount
    if typed is None:
        raise PlanAmountUnknown
    if typed > money.total:
        raise PlanAmountExceedsBenefit(total=money.total)
    return typed
