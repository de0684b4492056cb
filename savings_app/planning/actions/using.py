"""Money was used for something else: the plan in force follows in a new version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.errors import Conflict
from savings_app.money import Rupiah
from savings_app.planning.actions.rows import (
    last_plan,
    lock_recipient,
    new_plan,
    record_deed,
    touch,
    write_lines,
)
from savings_app.planning.kinds import PlanState
from savings_app.planning.models import Plan
from savings_app.planning.queries import find_draft, list_lines
from savings_app.planning.rules import Line
from savings_app.planning.use_rules import plan_after_use


def use_money(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    number: int,
    at: int | None,
    used: Rupiah,
    what: str | None,
    now: datetime,
) -> Plan:
    """The version that follows the agreed version `number`, once `used` went from its line `at`
    (None: from the free rest) to an urgent need called `what`. It was shown no suggestion.

    What arrives twice, as from a phone that lost its connection, is done once.

    Raises:
        NotFound, UsedNothing, UsedMoreThanThere, TooManyLines
        Conflict: that version is not in force, or a newer one is being written.
    """
    recipient = lock_recipient(session, actor, recipient_id)
    before = session.scalar(
        select(Plan).where(Plan.recipient_id == recipient_id, Plan.number == number)
    )
    last = last_plan(session, recipient_id)
    if before is None or last is None:
        raise Conflict
    lines = list_lines(session, plan_id=before.id)
    if at is not None and at >= len(lines):
        raise Conflict
    after = plan_after_use(lines, amount=before.amount, at=at, used=used, what=what)
    if before.state is PlanState.REPLACED and _holds(session, last, after, number=number + 1):
        return last
    if before.state is not PlanState.AGREED or find_draft(session, recipient_id=recipient_id):
        raise Conflict
    plan = new_plan(
        session,
        actor=actor,
        recipient=recipient,
        number=last.number + 1,
        amount=before.amount,
        now=now,
    )
    plan.reached = before.reached
    plan.household_members, plan.school_children = before.household_members, before.school_children
    write_lines(session, plan, after)
    before.state = PlanState.REPLACED
    plan.state, plan.finished_at = PlanState.AGREED, now
    touch(plan, actor)
    record_deed(session, actor, now, recipient, plan, "plan:use")
    return plan


def _holds(session: Session, plan: Plan, lines: Sequence[Line], *, number: int) -> bool:
    """Whether the newest version is what these lines made of the one before it."""
    if plan.number != number or plan.state is not PlanState.AGREED:
        return False
    return Counter(list_lines(session, plan_id=plan.id)) == Counter(lines)
