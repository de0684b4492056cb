"""Assisted visits, what was done in them, and those whose page is not signed yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import AssistedVisit, Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page

SORTING = Sorting(
    id=AssistedVisit.id,
    by={
        "began": (AssistedVisit.began_at,),
        "recipient": (Heir.full_name,),
        "number": (Case.year, Case.serial),
        "by": (User.full_name,),
    },
    default=Order("began"),
)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit with the recipient, the case and the name of the staff who assisted."""

    visit: AssistedVisit
    recipient: Heir
    case: Case
    assisted_by: str


@dataclass(frozen=True, slots=True)
class UnsignedVisit:
    """A line of the list of visits that wait for a signature."""

    id: UUID
    began_at: datetime
    ended_at: datetime | None
    recipient: str
    number: str
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
    session: Session, *, actor: Actor, order: Order | None = None, place: Place | None = None
) -> Page[UnsignedVisit]:
    """Visits whose page waits for a signature or thumb print, the oldest first; by key.

    One left open is among them: somebody has to end it.
    """
    page = list_page(session, _unsigned_rows(actor), sorting=SORTING, order=order, place=place)
    return page.of([UnsignedVisit(*row) for row in page.rows])


def iterate_unsigned_visits(
    session: Session, *, actor: Actor, order: Order | None = None
) -> Iterator[UnsignedVisit]:
    """The whole list, for an export."""
    for row in iterate_list(session, _unsigned_rows(actor), sorting=SORTING, order=order):
        yield UnsignedVisit(*row)


def _unsigned_rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            AssistedVisit.id,
            AssistedVisit.began_at,
            AssistedVisit.ended_at,
            Heir.full_name,
            Case.number,
            User.full_name,
        )
        .select_from(AssistedVisit)
        .join(Heir, Heir.id == AssistedVisit.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .join(User, User.id == AssistedVisit.user_id)
        .where(*_unsigned(actor))
    )


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
