"""What the case keeps of a family's plan: that it is finished, and how."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import PlanOutcome
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_recipient


def record_plan_outcome(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    outcome: PlanOutcome,
    now: datetime,
) -> Heir:
    """The recipient has a plan, or said "belum sekarang"; both finish this part of the case.

    Raises:
        NotFound
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    recipient.plan_outcome = outcome
    record(
        session,
        actor=actor,
        now=now,
        action="plan:outcome",
        subject="heir",
        subject_id=recipient.id,
        case_id=recipient.case_id,
        outcome=outcome.value,
    )
    refresh_stage(session, case_id=recipient.case_id)
    return recipient
