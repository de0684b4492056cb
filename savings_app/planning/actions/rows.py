"""What every action on a plan does to its rows: hold, read, copy, remember. No function commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_recipient
from savings_app.db import check_version
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from savings_app.planning.kinds import STEP_KINDS, NeedKind, PlanState, PlanStep
from savings_app.planning.models import Plan, PlanLine, Pot
from savings_app.planning.queries import list_pots_before
from savings_app.planning.rules import Line, PlanFinished, pots_again


def lock_recipient(session: Session, actor: Actor, recipient_id: UUID) -> Heir:
    """The recipient, held until the end, so that two clicks at once begin one plan."""
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    session.execute(select(Heir.id).where(Heir.id == recipient_id).with_for_update())
    return recipient


def get_draft(session: Session, actor: Actor, plan_id: UUID, seen: int | None) -> tuple[Plan, Heir]:
    """The draft and whose it is.

    Raises:
        NotFound, PlanFinished
        Conflict: `seen` is not the version it has now.
    """
    plan, recipient = get_open_draft(session, actor, plan_id)
    check_version(plan, seen)
    return plan, recipient


def get_open_draft(session: Session, actor: Actor, plan_id: UUID) -> tuple[Plan, Heir]:
    """The draft and whose it is, whichever version the page had seen.

    Raises:
        NotFound, PlanFinished
    """
    plan = session.scalar(select(Plan).where(Plan.id == plan_id))
    if plan is None:
        raise NotFound
    recipient = get_recipient(session, actor=actor, recipient_id=plan.recipient_id)
    if plan.state is not PlanState.DRAFT:
        raise PlanFinished
    return plan, recipient


def last_plan(session: Session, recipient_id: UUID) -> Plan | None:
    """The newest version, in whatever state."""
    return session.scalar(
        select(Plan).where(Plan.recipient_id == recipient_id).order_by(Plan.number.desc()).limit(1)
    )


def new_plan(
    session: Session,
    *,
    actor: Actor,
    recipient: Heir,
    number: int,
    amount: Rupiah,
    now: datetime,
) -> Plan:
    """One version more, as a draft without answers."""
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
        paper_on=None,
    )
    session.add(plan)
    session.flush()
    return plan


def replace_lines(session: Session, plan: Plan, step: PlanStep, lines: Sequence[Line]) -> None:
    """What a step's page held before is gone; these lines stand there, the pots as they were."""
    pots = _pots_of(session, plan, lines)
    session.execute(
        delete(PlanLine).where(PlanLine.plan_id == plan.id, PlanLine.kind.in_(STEP_KINDS[step]))
    )
    for position, (line, pot_id) in enumerate(zip(lines, pots, strict=True), 1):
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
                in_name_of=line.in_name_of,
                pot_id=pot_id,
            )
        )
    session.flush()


def write_lines(session: Session, plan: Plan, lines: Sequence[Line]) -> None:
    """All lines of a version at once, each on the page that asks for it."""
    for step, kinds in STEP_KINDS.items():
        replace_lines(session, plan, step, [line for line in lines if line.kind in kinds])


def _pots_of(session: Session, plan: Plan, lines: Sequence[Line]) -> list[UUID | None]:
    """The pot of each line of SAVING, a new one where none goes on; None of every other line."""
    saving = [line for line in lines if line.kind is NeedKind.SAVING]
    if not saving:
        return [None] * len(lines)
    again = pots_again(list_pots_before(session, recipient_id=plan.recipient_id), saving)
    begun = [Pot(recipient_id=plan.recipient_id) for pot_id in again if pot_id is None]
    session.add_all(begun)
    session.flush()
    new_ones = iter(begun)
    ids = iter([pot_id or next(new_ones).id for pot_id in again])
    return [next(ids) if line.kind is NeedKind.SAVING else None for line in lines]


def touch(plan: Plan, actor: Actor) -> None:
    """Every answer raises the version, also one that changes lines alone; help is remembered."""
    plan.assisted_by = actor.assisted_by or plan.assisted_by
    flag_modified(plan, "state")


def record_deed(
    session: Session,
    actor: Actor,
    now: datetime,
    recipient: Heir,
    plan: Plan,
    action: str,
    **facts: str,
) -> None:
    """One line of the trail, in the case."""
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
