"""The audit trail as one auditor may read it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Case, Complaint
from savings_app.cases.queries.complaints import complaints_seen_by
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotPermitted
from savings_app.regions.queries import lies_within

# By another name, since who handled a case is itself read from the trail.
_event = aliased(AuditEvent)


def list_trail(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[AuditEvent]:
    """The newest events first; `before` is the sequence of the last one on the page before.

    Of cases of the auditor's region, and outside any case of its staff, of banks and of the
    system. A complaint about staff leaves no trace for an auditor who once handled that case.

    Raises:
        NotPermitted: the actor is no auditor.
    """
    if not actor.may(Permission.AUDIT_READ):
        raise NotPermitted
    statement = (
        select(_event)
        .where(_in_region(actor), ~_of_hidden_complaint(actor))
        .order_by(_event.sequence.desc())
        .limit(limit)
    )
    if case_id is not None:
        statement = statement.where(_event.case_id == case_id)
    if before is not None:
        statement = statement.where(_event.sequence < before)
    return session.scalars(statement).all()


def _in_region(actor: Actor) -> ColumnElement[bool]:
    of_region = lies_within(User.region, actor.region or "-")
    return or_(
        exists().where(Case.id == _event.case_id, cases_seen_by(actor)),
        and_(
            _event.case_id.is_(None),
            or_(
                _event.user_id.is_(None),
                exists().where(User.id == _event.user_id, or_(User.region.is_(None), of_region)),
            ),
        ),
    )


def _of_hidden_complaint(actor: Actor) -> ColumnElement[bool]:
    seen = exists().where(Complaint.id == _event.subject_id, complaints_seen_by(actor))
    return and_(_event.subject == "complaint", ~seen)
