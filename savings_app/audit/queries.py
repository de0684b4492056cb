"""Reading the audit trail, and proving that nobody changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.models import AuditEvent
from savings_app.audit.rules import FIRST_HASH, chained_hash
from savings_app.errors import NotPermitted

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ChainProof:
    """`events` read; `broken_at` is the sequence of the first row that does not fit, or None."""

    events: int
    broken_at: int | None


def prove_chain(session: Session) -> ChainProof:
    """Recompute every hash from the first row on, in chunks."""
    previous, expected = FIRST_HASH, 1
    while rows := list(
        session.scalars(
            select(AuditEvent)
            .where(AuditEvent.sequence >= expected)
            .order_by(AuditEvent.sequence)
            .limit(CHUNK)
        )
    ):
        for event in rows:
            fits = (
                event.sequence == expected
                and event.previous_hash == previous
                and event.hash == chained_hash(previous, event.hashed_content())
            )
            if not fits:
                return ChainProof(expected, expected)
            previous, expected = event.hash, expected + 1
        session.expunge_all()
    return ChainProof(expected - 1, None)


def list_events(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[AuditEvent]:
    """The newest events first; `before` is the sequence of the last one on the page before.

    Raises:
        NotPermitted: the actor is no auditor.
    """
    if not actor.may(Permission.AUDIT_READ):
        raise NotPermitted
    statement = select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(limit)
    if case_id is not None:
        statement = statement.where(AuditEvent.case_id == case_id)
    if before is not None:
        statement = statement.where(AuditEvent.sequence < before)
    return session.scalars(statement).all()


def count_events(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditEvent)) or 0
