"""Assisted visits, what was done in them, and those whose page is not signed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import AssistedVisit, Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit with the recipient, the case and the name of the staff who assisted."""

    visit: AssistedVisit
    recipient: Heir
    case: Case
    assisted_by: str


@dataclass(frozen=True, slots=True)
class VisitDeed:
    """One thing done in a visit: the audit's own word for it, of what kind, and when."""

    action: str
    happened_at: datetime
    kind: str | None = None  # of a consent: which one


def _rows() -> Select[AssistedVisit, Heir, Case, str]:
    return (
        select(AssistedVisit, Heir, Case, User.full_name)
        .join(Heir, Heir.id == AssistedVisit.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .join(User, User.id == AssistedVisit.user_id)
    )


def get_visit(session: Session, *, actor: Actor, visit_id: UUID) -> VisitRow:
    """
    Raises:
        NotFound
    """
    row = session.execute(_rows().where(AssistedVisit.id == visit_id, cases_seen_by(actor))).first()
    if row is None:
        raise NotFound
    return VisitRow(*row)


def _unsigned(actor: Actor) -> list[ColumnElement[bool]]:
    return [cases_seen_by(actor), AssistedVisit.signed_on.is_(None)]


def list_unsigned_visits(
    session: Session, *, actor: Actor, offset: int = 0, limit: int = 10
) -> Sequence[VisitRow]:
    """Visits whose page waits for a signature or thumb print, the oldest first.

    One left open is among them: somebody has to end it.
    """
    return [
        VisitRow(*row)
        for row in session.execute(
            _rows()
            .where(*_unsigned(actor))
            .order_by(AssistedVisit.ended_at)
            .offset(offset)
            .limit(limit)
        )
    ]


def count_unsigned_visits(session: Session, *, actor: Actor) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(AssistedVisit)
            .join(Heir, Heir.id == AssistedVisit.recipient_id)
            .join(Case, Case.id == Heir.case_id)
            .where(*_unsigned(actor))
        )
        or 0
    )


def list_deeds(session: Session, *, visit: AssistedVisit) -> Sequence[VisitDeed]:
    """What was done for the recipient while this staff member sat beside the device."""
    statement = (
        select(AuditEvent.action, AuditEvent.happened_at, AuditEvent.facts)
        .where(
            AuditEvent.assisted_by == visit.user_id,
            AuditEvent.recipient_id == visit.recipient_id,
            AuditEvent.happened_at >= visit.began_at,
        )
        .order_by(AuditEvent.sequence)
    )
    if visit.ended_at is not None:
        statement = statement.where(AuditEvent.happened_at <= visit.ended_at)
    return [
        VisitDeed(row.action, row.happened_at, row.facts.get("kind"))
        for row in session.execute(statement)
    ]
