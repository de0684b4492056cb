"""What can be done with a plan. No function here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.plans import record_plan_outcome
from savings_app.cases.kinds import PlanOutcome
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_case, get_recipient
from savings_app.db import check_version
from savings_app.errors import Conflict, NotFound
from savings_app.money import Rupiah, total
from savings_app.planning.kinds import STEP_KINDS, AmountSource, PlanState, PlanStep
from savings_app.planning.models import Plan, PlanLine
from savings_app.planning.queries import (
    PlanMoney,
    SuggestionShown,
    find_draft,
    find_suggestion,
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
    recipient = _lock_recipient(session, actor, recipient_id)
    draft = find_draft(session, recipient_id=recipient_id)
    if draft is not None:
        return draft
    if _last_plan(session, recipient_id) is not None:
        raise PlanFinished
    money = get_plan_money(session, recipient=recipient)
    plan = _new_plan(
        session,
        actor=actor,
        recipient=recipient,
        number=1,
        amount=_amount_to_plan(money, typed=amount),
        now=now,
    )
    _record(session, actor, now, recipient, plan, "plan:begin")
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

    Raises:
        NotFound, Conflict, PlanFinished
        PlanNotComplete: a question before this one has no answer.
        HouseholdImpossible, MoreChildrenThanPeople, TooManyLines, WantedOnPassed,
        LinesExceedAmount
    """
    plan, recipient = _get_draft(session, actor, plan_id, seen)
    if not is_reached(step, reached=plan.reached):
        raise PlanNotComplete
    before = _planned(session, plan)
    if step is PlanStep.HOUSEHOLD:
        members, children = answer.household_members or 0, answer.school_children or 0
        check_household(members=members, school_children=children)
        plan.household_members, plan.school_children = members, children
    else:
        check_lines(answer.lines, step=step, today=today)
        _replace_lines(session, plan, step, answer.lines)
    money = get_plan_money(session, recipient=recipient)
    plan.amount = money.amount or plan.amount
    # Where less money came than was planned, each page may bring the plan nearer to it.
    if _planned(session, plan) > before:
        check_fits(list_lines(session, plan_id=plan.id), amount=plan.amount)
    plan.reached = furthest(plan.reached, next_step(step))
    _touch(plan, actor)
    _record(session, actor, now, recipient, plan, "plan:answer", step=step.value)
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
    plan, recipient = _get_draft(session, actor, plan_id, seen)
    money = get_plan_money(session, recipient=recipient)
    plan.amount = _amount_to_plan(money, typed=amount)
    check_fits(list_lines(session, plan_id=plan.id), amount=plan.amount)
    _touch(plan, actor)
    _record(session, actor, now, recipient, plan, "plan:amount")
    return plan


def finish_plan(
    session: Session,
    *,
    actor: Actor,
    plan_id: UUID,
    shown: Rupiah | None,
    seen: int | None,
    today: date,
    now: datetime,
) -> Plan:
    """The plan as reviewed is agreed; it never changes again, and the one before is replaced.

    `shown` is the suggestion on the review page, None where there was none. The plan keeps it
    with what it rested on.

    Raises:
        NotFound, PlanFinished, PlanNotComplete, LinesExceedAmount
        Conflict: the plan, the money or the suggestion is no longer what was shown.
    """
    plan, recipient = _get_draft(session, actor, plan_id, seen)
    if plan.reached is not PlanStep.REVIEW:
        raise PlanNotComplete
    suggestion = _keep_suggestion(session, actor, plan, recipient, today)
    if shown != (suggestion.amount if suggestion else None):
        raise Conflict
    check_fits(list_lines(session, plan_id=plan.id), amount=plan.amount)
    for earlier in session.scalars(
        select(Plan).where(Plan.recipient_id == recipient.id, Plan.state == PlanState.AGREED)
    ):
        earlier.state = PlanState.REPLACED
    plan.state, plan.finished_at = PlanState.AGREED, now
    _touch(plan, actor)
    _record(session, actor, now, recipient, plan, "plan:finish")
    record_plan_outcome(
        session, actor=actor, recipient_id=recipient.id, outcome=PlanOutcome.AGREED, now=now
    )
    return plan


def say_not_now(
    session: Session, *, actor: Actor, recipient_id: UUID, today: date, now: datetime
) -> Plan | None:
    """ "Belum sekarang", from any page: finished, and what was written so far is kept.

    Returns the version that ends with it, None where no plan was begun. An agreed plan that was
    only being revised stays in force.

    Raises:
        NotFound
    """
    recipient = _lock_recipient(session, actor, recipient_id)
    plan = find_draft(session, recipient_id=recipient_id)
    if plan is not None:
        if is_reached(PlanStep.SAVING, reached=plan.reached):
            _keep_suggestion(session, actor, plan, recipient, today)
        plan.state, plan.finished_at = PlanState.NOT_NOW, now
        _touch(plan, actor)
        _record(session, actor, now, recipient, plan, "plan:not-now")
    if recipient.plan_outcome is not PlanOutcome.AGREED:
        record_plan_outcome(
            session, actor=actor, recipient_id=recipient_id, outcome=PlanOutcome.NOT_NOW, now=now
        )
    return plan


def revise_plan(session: Session, *, actor: Actor, recipient_id: UUID, now: datetime) -> Plan:
    """A new version that begins as a copy of the last; a draft that is there is gone on with.

    Raises:
        NotFound: also where there is no plan yet.
    """
    recipient = _lock_recipient(session, actor, recipient_id)
    last = _last_plan(session, recipient_id)
    if last is None:
        raise NotFound
    if last.state is PlanState.DRAFT:
        return last
    money = get_plan_money(session, recipient=recipient)
    plan = _new_plan(
        session,
        actor=actor,
        recipient=recipient,
        number=last.number + 1,
        amount=money.amount or last.amount,
        now=now,
    )
    plan.reached = last.reached
    plan.household_members, plan.school_children = last.household_members, last.school_children
    for step in STEP_KINDS:
        kinds = STEP_KINDS[step]
        lines = [line for line in list_lines(session, plan_id=last.id) if line.kind in kinds]
        _replace_lines(session, plan, step, lines)
    _record(session, actor, now, recipient, plan, "plan:revise")
    return plan


def _lock_recipient(session: Session, actor: Actor, recipient_id: UUID) -> Heir:
    """The recipient, held until the end, so that two clicks at once begin one plan."""
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    session.execute(select(Heir.id).where(Heir.id == recipient_id).with_for_update())
    return recipient


def _get_draft(
    session: Session, actor: Actor, plan_id: UUID, seen: int | None
) -> tuple[Plan, Heir]:
    plan = session.scalar(select(Plan).where(Plan.id == plan_id))
    if plan is None:
        raise NotFound
    recipient = get_recipient(session, actor=actor, recipient_id=plan.recipient_id)
    if plan.state is not PlanState.DRAFT:
        raise PlanFinished
    check_version(plan, seen)
    return plan, recipient


def _last_plan(session: Session, recipient_id: UUID) -> Plan | None:
    return session.scalar(
        select(Plan).where(Plan.recipient_id == recipient_id).order_by(Plan.number.desc()).limit(1)
    )


def _amount_to_plan(money: PlanMoney, *, typed: Rupiah | None) -> Rupiah:
    if money.source is not AmountSource.UNKNOWN and money.amount is not None:
        return money.amount
    if typed is None:
        raise PlanAmountUnknown
    if typed > money.total:
        raise PlanAmountExceedsBenefit(total=money.total)
    return typed


def _new_plan(
    session: Session,
    *,
    actor: Actor,
    recipient: Heir,
    number: int,
    amount: Rupiah,
    now: datetime,
) -> Plan:
    plan = Plan(
        recipient_id=recipient.id,
        number=number,
        state=PlanState.DRAFT,
        reached=PlanStep.HOUSEHOLD,
        amount=amount,
        household_members=None,
        school_children=None,
        started_at=now,
        finished_at=None,
        suggestion=None,
        suggestion_basis=None,
        assisted_by=actor.assisted_by,
    )
    session.add(plan)
    session.flush()
    return plan


def _planned(session: Session, plan: Plan) -> Rupiah:
    return total(line.amount for line in list_lines(session, plan_id=plan.id))


def _replace_lines(session: Session, plan: Plan, step: PlanStep, lines: Sequence[Line]) -> None:
    session.execute(
        delete(PlanLine).where(PlanLine.plan_id == plan.id, PlanLine.kind.in_(STEP_KINDS[step]))
    )
    for position, line in enumerate(lines, 1):
        session.add(
            PlanLine(
                plan_id=plan.id,
                kind=line.kind,
                position=position,
                label=line.label,
                amount=line.amount,
                monthly=line.monthly,
                months=line.months,
                wanted_on=line.wanted_on,
                costs_monthly=line.costs_monthly,
                school_level=line.school_level,
                yearly_need=line.yearly_need,
                target=line.target,
            )
        )
    session.flush()


def _keep_suggestion(
    session: Session, actor: Actor, plan: Plan, recipient: Heir, today: date
) -> SuggestionShown | None:
    """Store with the plan what the regulation suggested on the day it was shown."""
    money = get_plan_money(session, recipient=recipient)
    plan.amount = money.amount or plan.amount
    case = get_case(session, actor=actor, case_id=recipient.case_id)
    suggestion = find_suggestion(
        session,
        money=money,
        amount=plan.amount,
        lines=list_lines(session, plan_id=plan.id),
        household_members=plan.household_members,
        region_code=case.region_code,
        day=today,
    )
    plan.suggestion = suggestion.amount if suggestion else None
    plan.suggestion_basis = suggestion.as_basis() if suggestion else None
    return suggestion


def _touch(plan: Plan, actor: Actor) -> None:
    """Every answer raises the version, also one that changes lines alone; help is remembered."""
    plan.assisted_by = actor.assisted_by or plan.assisted_by
    flag_modified(plan, "state")


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    recipient: Heir,
    plan: Plan,
    action: str,
    **facts: str,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="plan",
        subject_id=plan.id,
        case_id=recipient.case_id,
        number=plan.number,
        **facts,
    )
