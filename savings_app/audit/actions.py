"""Writing to the audit trail. Every action records itself here, in its own transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.audit.rules import FIRST_HASH, chained_hash
from savings_app.db import take_turn

CHAIN_LINE = 7503


def record(
    session: Session,
    *,
    actor: Actor | None,
    now: datetime,
    action: str,
    subject: str,
    subject_id: UUID | None = None,
    case_id: UUID | None = None,
    **facts: str | int | bool | None,
) -> AuditEvent:
    """Append one event. `action` is `resource:verb`; `facts` never hold names or numbers of people.

    `actor=None` is the system itself (a command or a task).
    """
    session.flush()
    take_turn(session, line=CHAIN_LINE)
    last = session.execute(
        select(AuditEvent.sequence, AuditEvent.hash).order_by(AuditEvent.sequence.desc()).limit(1)
    ).first()
    event = AuditEvent(
        sequence=last.sequence + 1 if last else 1,
        happened_at=now.astimezone(UTC),
        role=actor.role if actor else None,
        user_id=actor.user_id if actor else None,
        recipient_id=actor.recipient_id if actor else None,
        assisted_by=actor.assisted_by if actor else None,
        action=action,
        subject=subject,
        subject_id=subject_id,
        case_id=case_id if case_id else actor.case_id if actor else None,
        facts=facts,
        previous_hash=last.hash if last else FIRST_HASH,
    )
    event.hash = chained_hash(event.previous_hash, event.hashed_content())
    session.add(event)
    session.flush()
    return event
