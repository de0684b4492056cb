"""Complaints. Those about staff are seen by auditors alone, and by none who handled the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Permission, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.models import Case, Complaint, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound

_HANDLING = (Role.CASEWORKER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint with its case and its recipient; `answered_by` is a name."""

    complaint: Complaint
    case: Case
    recipient: Heir
    answered_by: str | None


def complaints_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Complaint` joined with `Case`: the one home of who sees which complaint."""
    if actor.role is Role.FAMILY:
        own = Complaint.recipient_id == actor.recipient_id
        # Staff beside the device must not read what was said about staff.
        return own if actor.assisted_by is None else and_(own, _not_about_staff())
    if actor.may(Permission.STAFF_COMPLAINT_READ):
        return and_(cases_seen_by(actor), _not_about_staff() | ~_handled_by(actor))
    if actor.may(Permission.CASE_READ):
        return and_(cases_seen_by(actor), _not_about_staff())
    return false()


def _not_about_staff() -> ColumnElement[bool]:
    return Complaint.about != ComplaintAbout.STAFF


def _handled_by(actor: Actor) -> ColumnElement[bool]:
    """The actor once worked on this case, in an earlier job."""
    worked = exists().where(
        AuditEvent.case_id == Complaint.case_id,
        AuditEvent.role.in_(_HANDLING),
        (AuditEvent.user_id == actor.user_id) | (AuditEvent.assisted_by == actor.user_id),
    )
    return worked | (Case.opened_by == actor.user_id)


def list_complaints(
    session: Session,
    *,
    actor: Actor,
    about_staff: bool | None = None,
    state: ComplaintState | None = None,
    case_id: UUID | None = None,
    recipient_id: UUID | None = None,
    offset: int = 0,
    limit: int = 25,
) -> Sequence[ComplaintRow]:
    """The oldest open ones first, then those answered, the latest first; in one query."""
    answered = Complaint.state == ComplaintState.ANSWERED
    statement = (
        _rows()
        .where(
            *_conditions(
                actor,
                about_staff=about_staff,
                state=state,
                case_id=case_id,
                recipient_id=recipient_id,
            )
        )
        .order_by(answered, Complaint.answered_at.desc(), Complaint.opened_at)
        .offset(offset)
        .limit(limit)
    )
    return [ComplaintRow(*row) for row in session.execute(statement)]


def count_complaints(
    session: Session,
    *,
    actor: Actor,
    about_staff: bool | None = None,
    state: ComplaintState | None = None,
) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Complaint)
            .join(Case, Case.id == Complaint.case_id)
            .where(*_conditions(actor, about_staff=about_staff, state=state))
        )
        or 0
    )


def get_complaint(session: Session, *, actor: Actor, complaint_id: UUID) -> ComplaintRow:
    """
    Raises:
        NotFound: none, or hidden from this person; the page is the same.
    """
    row = session.execute(
        _rows().where(Complaint.id == complaint_id, complaints_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return ComplaintRow(*row)


def _rows() -> Select[Complaint, Case, Heir, str | None]:
    return (
        select(Complaint, Case, Heir, User.full_name)
        .join(Case, Case.id == Complaint.case_id)
        .join(Heir, Heir.id == Complaint.recipient_id)
        .outerjoin(User, User.id == Complaint.answered_by)
    )


def _conditions(
    actor: Actor,
    *,
    about_staff: bool | None,
    state: ComplaintState | None,
    case_id: UUID | None = None,
    recipient_id: UUID | None = None,
) -> list[ColumnElement[bool]]:
    conditions = [complaints_seen_by(actor)]
    if about_staff is not None:
        conditions.append((Complaint.about == ComplaintAbout.STAFF) == about_staff)
    if state is not None:
        conditions.append(Complaint.state == state)
    if case_id is not None:
        conditions.append(Complaint.case_id == case_id)
    if recipient_id is not None:
        conditions.append(Complaint.recipient_id == recipient_id)
    return conditions
