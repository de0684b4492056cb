"""Complaints. Those about staff are seen by auditors alone, and by none who handled the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.complaint_kinds import ComplaintDeed, ReferredTo
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.models import Case, Complaint, ComplaintEvent, Heir
from savings_app.errors import NotFound
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within

_HANDLING = (Role.CASEWORKER, Role.SUPERVISOR)
_recorder = aliased(User)
# By another name, since the condition also stands in queries that join the case.
_of = aliased(Case)

_SETTLED = (ComplaintState.ANSWERED, ComplaintState.CLOSED)
SORTING = Sorting(
    id=Complaint.id,
    by={"waiting": (case((Complaint.state.in_(_SETTLED), 0), else_=1), Complaint.opened_at)},
    default=Order("waiting", descending=True),
)


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint with its case and its recipient, if any; people of the staff are names.

    `place` is where it belongs: a desa, or the kabupaten where nobody said which.
    """

    complaint: Complaint
    case: Case | None
    recipient: Heir | None
    answered_by: str | None
    recorded_by: str | None
    place: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing done with a complaint. `by` is None for whoever complained, and the system."""

    deed: ComplaintDeed
    at: datetime
    by: str | None
    note: str | None
    referred_to: ReferredTo | None
    outside_number: str | None


@dataclass(frozen=True, slots=True)
class ReportDoor:
    """What is needed to let somebody in with the number and the code of a report."""

    id: UUID
    code_hash: str


def complaints_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Complaint` alone: the one home of who sees which complaint."""
    if actor.role is Role.FAMILY:
        if actor.recipient_id is None:
            return false()
        own = Complaint.recipient_id == actor.recipient_id
        # Staff beside the device must not read what was said about staff.
        return own if actor.assisted_by is None else and_(own, _not_about_staff())
    if actor.region is None:
        return false()
    here = lies_within(Complaint.region_code, actor.region)
    if actor.may(Permission.STAFF_COMPLAINT_READ):
        return and_(here, _not_about_staff() | ~_handled_by(actor))
    if actor.may(Permission.CASE_READ):
        return and_(here, _not_about_staff())
    return false()


def _not_about_staff() -> ColumnElement[bool]:
    return Complaint.about != ComplaintAbout.STAFF


def _handled_by(actor: Actor) -> ColumnElement[bool]:
    """The actor once worked on this case in an earlier job, or wrote the complaint down.

    Never NULL, so that it can be denied: where there is no case, nobody handled it.
    """
    worked = exists().where(
        AuditEvent.case_id == Complaint.case_id,
        AuditEvent.role.in_(_HANDLING),
        (AuditEvent.user_id == actor.user_id) | (AuditEvent.assisted_by == actor.user_id),
    )
    opened = exists().where(_of.id == Complaint.case_id, _of.opened_by == actor.user_id)
    recorded = and_(Complaint.recorded_by.is_not(None), Complaint.recorded_by == actor.user_id)
    return worked | opened | recorded


def list_complaints(
    session: Session, *, actor: Actor, place: Place | None = None, size: int = PAGE_SIZE
) -> Page[ComplaintRow]:
    """Those that wait first, then those answered; of each the latest first."""
    statement = _rows().where(complaints_seen_by(actor))
    page = list_page(session, statement, sorting=SORTING, place=place, size=size)
    return page.of([ComplaintRow(*row) for row in page.rows])


def count_complaints(
    session: Session,
    *,
    actor: Actor,
    about_staff: bool | None = None,
    state: ComplaintState | None = None,
) -> int:
    """How many there are of those this person may see."""
    conditions = [complaints_seen_by(actor)]
    if about_staff is not None:
        conditions.append((Complaint.about == ComplaintAbout.STAFF) == about_staff)
    if state is not None:
        conditions.append(Complaint.state == state)
    return session.scalar(select(func.count()).select_from(Complaint).where(*conditions)) or 0


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


def list_history(
    session: Session, *, complaint_ids: Sequence[UUID]
) -> dict[UUID, list[HistoryLine]]:
    """What was done with complaints the caller may already see, each in its order; one query."""
    rows = session.execute(
        select(ComplaintEvent, User.full_name)
        .outerjoin(User, User.id == ComplaintEvent.by)
        .where(ComplaintEvent.complaint_id.in_(complaint_ids))
    )
    # What was done at one moment stands in the order it can happen in.
    order = list(ComplaintDeed)
    told = sorted(rows, key=lambda row: (row[0].at, order.index(row[0].deed)))
    lines: dict[UUID, list[HistoryLine]] = {one: [] for one in complaint_ids}
    for event, by in told:
        lines[event.complaint_id].append(
            HistoryLine(
                event.deed, event.at, by, event.note, event.referred_to, event.outside_number
            )
        )
    return lines


def find_report_door(session: Session, *, number: str) -> ReportDoor | None:
    """The report of the public page with this number, for the comparing of a code."""
    row = session.execute(
        select(Complaint.id, Complaint.code_hash).where(
            Complaint.number == number, Complaint.code_hash.is_not(None)
        )
    ).first()
    return row and ReportDoor(row.id, row.code_hash or "")


def get_report(session: Session, *, complaint_id: UUID) -> Complaint:
    """The report somebody just opened with its code.

    Raises:
        NotFound
    """
    complaint = session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound
    return complaint


def _rows() -> Select[Complaint, Case, Heir, str | None, str | None, str]:
    return (
        select(Complaint, Case, Heir, User.full_name, _recorder.full_name, Region.name)
        .join(Region, Region.code == Complaint.region_code)
        .outerjoin(Case, Case.id == Complaint.case_id)
        .outerjoin(Heir, Heir.id == Complaint.recipient_id)
        .outerjoin(User, User.id == Complaint.answered_by)
        .outerjoin(_recorder, _recorder.id == Complaint.recorded_by)
    )
