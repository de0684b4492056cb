"""Staff beside the device: begun, ended, and the page that was signed or thumb-printed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import AssistedVisit, Heir
from savings_app.cases.queries.cases import get_recipient
from savings_app.cases.queries.visits import get_visit
from savings_app.cases.visit_rules import VisitStillOpen, check_signature_day
from savings_app.errors import NotFound


def begin_visit(
    session: Session, *, actor: Actor, recipient_id: UUID, now: datetime
) -> AssistedVisit:
    """From now on this member of staff sits beside this recipient; an earlier visit of theirs ends.

    Raises:
        NotFound
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    for open_visit in session.scalars(
        select(AssistedVisit).where(
            AssistedVisit.user_id == actor.user_id, AssistedVisit.ended_at.is_(None)
        )
    ):
        open_visit.ended_at = now
    visit = AssistedVisit(
        recipient_id=recipient_id,
        user_id=actor.user_id,
        began_at=now,
        ended_at=None,
        signed_on=None,
        signed_recorded_by=None,
    )
    session.add(visit)
    session.flush()
    _record(session, actor, now, "visit:begin", visit, recipient.case_id)
    return visit


def end_visit(session: Session, *, actor: Actor, visit_id: UUID, now: datetime) -> AssistedVisit:
    """The staff member leaves the device. A repeat changes nothing.

    Raises:
        NotFound: not this person's own visit.
    """
    visit = session.get(AssistedVisit, visit_id)
    if visit is None or visit.user_id != actor.user_id:
        raise NotFound
    if visit.ended_at is None:
        visit.ended_at = now
        case_id = session.get_one(Heir, visit.recipient_id).case_id
        _record(session, actor, now, "visit:end", visit, case_id)
    return visit


def record_signature(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    signed_on: date,
    began_on: date,
    today: date,
    now: datetime,
) -> AssistedVisit:
    """The page of the visit was signed or thumb-printed. `began_on` is the visit's day in WITA.

    Raises:
        NotFound, VisitStillOpen, SignedBeforeVisit, SignedInFuture
    """
    row = get_visit(session, actor=actor, visit_id=visit_id)
    if row.visit.ended_at is None:
        raise VisitStillOpen
    check_signature_day(signed_on=signed_on, began_on=began_on, today=today)
    row.visit.signed_on, row.visit.signed_recorded_by = signed_on, actor.user_id
    _record(session, actor, now, "visit:sign", row.visit, row.case.id)
    return row.visit


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    visit: AssistedVisit,
    case_id: UUID,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="assisted_visit",
        subject_id=visit.id,
        case_id=case_id,
    )
