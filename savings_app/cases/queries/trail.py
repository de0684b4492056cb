"""The audit trail as one auditor may read it: filtered, the latest first, by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Case, Complaint
from savings_app.cases.queries.complaints import complaints_seen_by
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotPermitted
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.queries import lies_within

ON_A_PAGE = 50
# By another name, since who handled a case is itself read from the trail.
_event = aliased(AuditEvent)
_user, _assistant, _case = aliased(User), aliased(User), aliased(Case)
SORTING = Sorting(
    id=_event.id,
    by={"time": (_event.sequence,)},
    default=Order("time", descending=True),
)


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the trail is narrowed to; None leaves it wide.

    `user_id` did it or stood beside the family; `role` None with `system` is a command or a task.
    `since` is the first moment that counts, `until` the first that no longer does.
    """

    user_id: UUID | None = None
    role: Role | None = None
    system: bool = False
    actions: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    case_id: UUID | None = None
    case_number: str | None = None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """An event with the names behind it; `case_number` of a case of the auditor's region."""

    id: UUID
    sequence: int
    happened_at: datetime
    role: Role | None
    user_name: str | None
    assistant_name: str | None
    action: str
    subject_id: UUID | None
    case_id: UUID | None
    case_number: str | None


def list_trail(
    session: Session,
    *,
    actor: Actor,
    wanted: TrailFilter | None = None,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[TrailRow]:
    """A page of the events, the newest first.

    Of cases of the auditor's region, and outside any case of its staff, of banks and of the
    system. A complaint about staff leaves no trace for an auditor who once handled that case.

    Raises:
        NotPermitted: the actor is no auditor.
    """
    page = list_page(
        session,
        _rows(actor, wanted or TrailFilter()),
        sorting=SORTING,
        order=order,
        place=place,
        size=ON_A_PAGE,
    )
    return page.of([_row(row) for row in page.rows])


def iterate_trail(
    session: Session, *, actor: Actor, wanted: TrailFilter, order: Order | None = None
) -> Iterator[TrailRow]:
    """All events of the filtered trail, for an export.

    Raises:
        NotPermitted
    """
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def list_people_of_trail(session: Session, *, actor: Actor) -> Sequence[tuple[UUID, str]]:
    """(id, name) of the staff whose deeds outside a case this auditor reads.

    Raises:
        NotPermitted
    """
    _check_auditor(actor)
    rows = session.execute(
        select(User.id, User.full_name).where(_is_ours(actor)).order_by(User.full_name)
    )
    return [(row.id, row.full_name) for row in rows]


def _check_auditor(actor: Actor) -> None:
    if not actor.may(Permission.AUDIT_READ):
        raise NotPermitted


def _rows(actor: Actor, wanted: TrailFilter) -> Select[*tuple[Any, ...]]:
    _check_auditor(actor)
    return (
        select(
            _event.id,
            _event.sequence,
            _event.happened_at,
            _event.role,
            _user.full_name.label("user_name"),
            _assistant.full_name.label("assistant_name"),
            _event.action,
            _event.subject_id,
            _event.case_id,
            _case.number.label("case_number"),
        )
        .select_from(_event)
        .outerjoin(_user, _user.id == _event.user_id)
        .outerjoin(_assistant, _assistant.id == _event.assisted_by)
        .outerjoin(_case, _case.id == _event.case_id)
        .where(_in_region(actor), ~_of_hidden_complaint(actor), *_conditions(wanted))
    )


def _row(row: Row[*tuple[Any, ...]]) -> TrailRow:
    return TrailRow(**row._mapping)


def _conditions(wanted: TrailFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.user_id is not None:
        conditions.append(
            or_(_event.user_id == wanted.user_id, _event.assisted_by == wanted.user_id)
        )
    if wanted.role is not None or wanted.system:
        conditions.append(_event.role.is_not_distinct_from(wanted.role))
    if wanted.actions:
        conditions.append(_event.action.in_(wanted.actions))
    if wanted.since is not None:
        conditions.append(_event.happened_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(_event.happened_at < wanted.until)
    if wanted.case_id is not None:
        conditions.append(_event.case_id == wanted.case_id)
    if wanted.case_number is not None:
        conditions.append(_case.number == wanted.case_number)
    return conditions


def _is_ours(actor: Actor) -> ColumnElement[bool]:
    return or_(User.region.is_(None), lies_within(User.region, actor.region or "-"))


def _in_region(actor: Actor) -> ColumnElement[bool]:
    return or_(
        exists().where(Case.id == _event.case_id, cases_seen_by(actor)),
        and_(
            _event.case_id.is_(None),
            or_(
                _event.user_id.is_(None),
                exists().where(User.id == _event.user_id, _is_ours(actor)),
            ),
        ),
    )


def _of_hidden_complaint(actor: Actor) -> ColumnElement[bool]:
    seen = exists().where(Complaint.id == _event.subject_id, complaints_seen_by(actor))
    return and_(_event.subject == "complaint", ~seen)
