"""A plan is agreed, left for now, or taken up again. No function commits."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.plans import record_plan_outcome
from savings_app.cases.kinds import PlanOutcome
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_case
from savings_app.errors import Conflict, NotFound
from savings_app.money import Rupiah
from savings_app.planning.actions.rows import (
    get_draft,
    last_plan,
    lock_recipient,
    new_plan,
    record_deed,
    touch,
    write_lines,
)
from savings_app.planning.kinds import PlanState, PlanStep
from savings_app.planning.models import Plan
from savings_app.planning.queries import (
    SuggestionShown,
    find_draft,
    find_suggestion,
    get_plan_money,
    list_lines,
)
from savings_app.planning.rules import (
    PlanNotComplete,
    check_fits,
    is_reached,
)


def finish_plan(
    session: Session,
    *,
    actor: Actor,
    plan_id: UUID,
    shown: Rupiah | None,
    seen: int | None,
    today: date,
    now: datetime,
    paper_on: date | None = None,
) -> Plan:
    """The plan as reviewed is agreed; it never changes again, and the one before is replaced.

    `shown` is the suggestion on the review page, None where there was none. The plan keeps it
    with what it rested on. A plan on paper, of the day `paper_on`, was shown none.

    Raises:
        NotFound, PlanFinished, PlanNotComplete, LinesExceedAmount
        Conflict: the plan, the money or the suggestion is no longer what was shown.
    """
    plan, recipient = get_draft(session, actor, plan_id, seen)
    if plan.reached is not PlanStep.REVIEW:
        raise PlanNotComplete
    if paper_on is None:
        suggestion = _keep_suggestion(session, actor, plan, recipient, today)
        if shown != (suggestion.amount if suggestion else None):
            raise Conflict
    check_fits(list_lines(session, plan_id=plan.id), amount=plan.amount)
    for earlier in session.scalars(
        select(Plan).where(Plan.recipient_id == recipient.id, Plan.state == PlanState.AGREED)
    ):
        earlier.state = PlanState.REPLACED
    plan.state, plan.finished_at, plan.paper_on = PlanState.AGREED, now, paper_on
    touch(plan, actor)
    record_deed(session, actor, now, recipient, plan, "plan:finish", **_of_paper(paper_on))
    record_plan_outcome(
        session, actor=actor, recipient_id=recipient.id, outcome=PlanOutcome.AGREED, now=now
    )
    return plan


def say_not_now(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    today: date,
    now: datetime,
    paper_on: date | None = None,
) -> Plan | None:
    """ "Belum sekarang", from any page: finished, and what was written so far is kept.

    Returns the version that ends with it, None where no plan was begun. An agreed plan that was
    only being revised stays in force.

    Raises:
        NotFound
    """
    recipient = lock_recipient(session, actor, recipient_id)
    plan = find_draft(session, recipient_id=recipient_id)
    if plan is not None:
        if paper_on is None and is_reached(PlanStep.SAVING, reached=plan.reached):
            _keep_suggestion(session, actor, plan, recipient, today)
        plan.state, plan.finished_at, plan.paper_on = PlanState.NOT_NOW, now, paper_on
        touch(plan, actor)
        record_deed(session, actor, now, recipient, plan, "plan:not-now", **_of_paper(paper_on))
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
    recipient = lock_recipient(session, actor, recipient_id)
    last = last_plan(session, recipient_id)
    if last is None:
        raise NotFound
    if last.state is PlanState.DRAFT:
        return last
    money = get_plan_money(session, recipient=recipient)
    plan = new_plan(
        session,
        actor=actor,
        recipient=recipient,
        number=last.number + 1,
        amount=money.amount or last.amount,
        now=now,
    )
    plan.reached = last.reached
    plan.household_members, plan.school_children = last.household_members, last.school_children
    write_lines(session, plan, list_lines(session, plan_id=last.id))
    record_deed(session, actor, now, recipient, plan, "plan:revise")
    return plan


def _of_paper(paper_on: date | None) -> dict[str, str]:
    return {"paper_on": paper_on.isoformat()} if paper_on else {}


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
