"""A whole plan keyed in from its paper form, by staff who saw it signed. No function commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.queries.cases import get_case
from savings_app.errors import Conflict, NotPermitted
from savings_app.money import Rupiah
from savings_app.planning.actions.drafts import StepAnswer, answer_step, begin_plan, change_amount
from savings_app.planning.actions.finishing import finish_plan, revise_plan, say_not_now
from savings_app.planning.actions.rows import last_plan, lock_recipient, replace_lines
from savings_app.planning.kinds import STEP_KINDS, STEPS, PlanStep
from savings_app.planning.models import Plan
from savings_app.planning.queries import get_plan_money
from savings_app.planning.rules import check_fits, check_paper_day


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """What stands on the paper. `signed_on` is its day; `not_now` is ticked instead of saving.

    `amount` is what the family wrote that it will receive, where nobody else knows it.
    """

    answers: Mapping[PlanStep, StepAnswer]
    signed_on: date
    not_now: bool
    amount: Rupiah | None = None


def seen_of(session: Session, *, recipient_id: UUID) -> str:
    """Which version was there when the page was opened; empty where there was none."""
    last = last_plan(session, recipient_id)
    return f"{last.number}.{last.version}" if last else ""


def key_paper_plan(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    paper: PaperPlan,
    seen: str,
    today: date,
    now: datetime,
) -> Plan:
    """The same plan as the pages make, all questions at once; a draft that was there gives way.

    `seen` is what `seen_of` said when the page was opened: a form sent twice is kept once.

    Raises:
        NotPermitted: nobody of the staff is beside the family.
        NotFound
        Conflict: another version was begun, changed or finished meanwhile.
        PaperDayAhead, PaperBeforeDeath, and what `begin_plan` and `answer_step` raise.
    """
    if actor.assisted_by is None:
        raise NotPermitted
    recipient = lock_recipient(session, actor, recipient_id)
    if seen != seen_of(session, recipient_id=recipient_id):
        raise Conflict
    case = get_case(session, actor=actor, case_id=recipient.case_id)
    check_paper_day(signed_on=paper.signed_on, died_on=case.died_on, today=today)
    plan = _opened(session, actor, recipient_id, paper, now)
    money = get_plan_money(session, recipient=recipient)
    lines = [line for answer in paper.answers.values() for line in answer.lines]
    check_fits(lines, amount=money.amount or plan.amount)
    # Nothing of an earlier version stands beside what the paper says.
    for step in STEP_KINDS:
        replace_lines(session, plan, step, ())
    for step in (step for step in STEPS if step in paper.answers):
        answer_step(
            session,
            actor=actor,
            plan_id=plan.id,
            step=step,
            answer=paper.answers[step],
            seen=None,
            today=today,
            now=now,
        )
    if paper.not_now:
        say_not_now(
            session,
            actor=actor,
            recipient_id=recipient_id,
            today=today,
            now=now,
            paper_on=paper.signed_on,
        )
        return plan
    return _finished(session, actor, plan, paper, today, now)


def _finished(
    session: Session, actor: Actor, plan: Plan, paper: PaperPlan, today: date, now: datetime
) -> Plan:
    """Agreed as it was signed; a paper shows no suggestion."""
    return finish_plan(
        session,
        actor=actor,
        plan_id=plan.id,
        shown=None,
        seen=None,
        today=today,
        now=now,
        paper_on=paper.signed_on,
    )


def _opened(
    session: Session, actor: Actor, recipient_id: UUID, paper: PaperPlan, now: datetime
) -> Plan:
    """The draft the answers go into: the first, the next version, or the one that was begun."""
    if last_plan(session, recipient_id) is None:
        return begin_plan(
            session, actor=actor, recipient_id=recipient_id, amount=paper.amount, now=now
        )
    plan = revise_plan(session, actor=actor, recipient_id=recipient_id, now=now)
    if paper.amount is None:
        return plan
    for step in STEP_KINDS:
        replace_lines(session, plan, step, ())
    return change_amount(
        session, actor=actor, plan_id=plan.id, amount=paper.amount, seen=None, now=now
    )
