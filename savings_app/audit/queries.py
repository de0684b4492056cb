"""Reading the audit trail, and proving that nobody changed it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.audit.rules import FIRST_HASH, chained_hash

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ChainProof:
    """`events` read; `broken_at` is the sequence of the first row that does not fit, or None.

    `last_hash` is that of the newest row of a whole chain. Rows taken off its end are missed only
    by somebody who kept an earlier one.
    """

    events: int
    broken_at: int | None
    last_hash: str | None = None


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
    return ChainProof(expected - 1, None, previous if expected > 1 else None)


def find_hash(session: Session, *, sequence: int) -> str | None:
    """The hash of one row, None where it is gone."""
    return session.scalar(select(AuditEvent.hash).where(AuditEvent.sequence == sequence))


def find_last_sequence(session: Session) -> int:
    """The sequence of the newest row, 0 while there is none: one look at an index."""
    return session.scalar(select(func.max(AuditEvent.sequence))) or 0


def count_events(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditEvent)) or 0
