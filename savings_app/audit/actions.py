"""Writing to the audit trail. Every action records itself here, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.audit.rules import FIRST_HASH, chained_hash
from savings_app.db import take_turn

CHAIN_LINE = 7503


@dataclass(frozen=True, slots=True)
class Told:
    """One event of many that are recorded together; the words are those of `record`."""

    action: str
    subject: str
    subject_id: UUID | None = None
    case_id: UUID | None = None
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)


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
    told = Told(action, subject, subject_id, case_id, facts)
    (event,) = record_all(session, actor=actor, now=now, events=[told])
    return event


def record_all(
    session: Session, *, actor: Actor | None, now: datetime, events: Sequence[Told]
) -> list[AuditEvent]:
    """Append events in their order, in as few statements for a thousand as for one."""
    session.flush()
    take_turn(session, line=CHAIN_LINE)
    last = session.execute(
        select(AuditEvent.sequence, AuditEvent.hash).order_by(AuditEvent.sequence.desc()).limit(1)
    ).first()
    sequence, previous = (last.sequence, last.hash) if last else (0, FIRST_HASH)
    written: list[AuditEvent] = []
    for told in events:
        sequence += 1
        event = AuditEvent(
            sequence=sequence,
            happened_at=now.astimezone(UTC),
            role=actor.role if actor else None,
            user_id=actor.user_id if actor else None,
            recipient_id=actor.recipient_id if actor else None,
            assisted_by=actor.assisted_by if actor else None,
            action=told.action,
            subject=told.subject,
            subject_id=told.subject_id,
            case_id=told.case_id if told.case_id else actor.case_id if actor else None,
            facts=dict(told.facts),
            previous_hash=previous,
        )
        previous = event.hash = chained_hash(event.previous_hash, event.hashed_content())
        written.append(event)
    session.add_all(written)
    session.flush()
    return written
