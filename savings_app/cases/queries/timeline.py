"""What happened in a case, from the audit trail: who and when, never who merely looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.queries import names_of
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent

# A complaint is not among these: one about staff must not show to those who handled the case.
TOLD_ACTIONS = (
    "account:add",
    "account:end",
    "benefit:approve",
    "benefit:compute",
    "benefit:correct",
    "benefit:reject",
    "case:correct",
    "case:dispute",
    "case:end-dispute",
    "case:give-back",
    "case:hand-over",
    "case:open",
    "case:take",
    "claim:file",
    "claim:move-due",
    "claim:return",
    "consent-letter:key",
    "consent:give",
    "consent:revoke",
    "correction:approve",
    "correction:reject",
    "correction:request",
    "correction:withdraw",
    "dispute:outcome",
    "dispute:refer",
    "document:issue",
    "follow-up:record",
    "follow-up:stop",
    "follow-up:wish",
    "heir-search:answer",
    "hand-over:cancel",
    "hand-over:hold",
    "hand-over:plan",
    "heir:add",
    "heir:edit",
    "heir:remove",
    "heir:state-shares",
    "learning-session:cancel",
    "learning-session:hold",
    "learning-session:plan",
    "letter:hand-over",
    "letter:issue",
    "membership:set",
    "paper-file:add",
    "paper-file:withdraw",
    "paper-receipt:issue",
    "paper:ask",
    "paper:set",
    "payout:record",
    "payout:reverse",
    "plan:outcome",
    "receipt:confirm",
    "receipt-check:ask",
    "visit:begin",
    "word:choose",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened. `by` is a user's name, or None for the family or the system."""

    at: datetime
    action: str
    facts: dict[str, Any]
    by: str | None
    by_family: bool


def list_told(session: Session, *, case_id: UUID, limit: int = 12) -> Sequence[Told]:
    """The latest events of a case the caller may already see, newest first, in two queries."""
    events = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.case_id == case_id, AuditEvent.action.in_(TOLD_ACTIONS))
        .order_by(AuditEvent.sequence.desc())
        .limit(limit)
    ).all()
    users = {user for event in events for user in (event.user_id, event.assisted_by) if user}
    names = names_of(session, users) if users else {}
    return [
        Told(
            at=event.happened_at,
            action=event.action,
            facts=event.facts,
            by=names.get(event.user_id or event.assisted_by) if users else None,  # type: ignore[arg-type]
            by_family=event.role is Role.FAMILY,
        )
        for event in events
    ]
