"""The register of complaints: filtered, sorted, paged by key, and how long answers take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.cases.complaint_kinds import ComplaintChannel, ComplaintDeed, ComplaintInstance
from savings_app.cases.complaint_rules import WAITING, is_overdue
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.models import Case, Complaint, ComplaintEvent
from savings_app.cases.queries.complaints import complaints_seen_by
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.regions.rules import RegionKind

SORTING = Sorting(
    id=Complaint.id,
    by={
        "received": (Complaint.received_on, Complaint.opened_at),
        "due": (Complaint.due_on,),
        "about": (Complaint.about,),
        "channel": (Complaint.channel,),
        "state": (Complaint.state,),
        "place": (Complaint.region_code,),
        "case": (func.coalesce(Case.number, literal("")),),
    },
    default=Order("due"),
)


@dataclass(frozen=True, slots=True)
class ComplaintFilter:
    """What the register is narrowed to. `states` empty: whatever its state."""

    about_staff: bool = False
    states: Sequence[ComplaintState] = WAITING
    about: ComplaintAbout | None = None
    channel: ComplaintChannel | None = None
    district: str | None = None
    overdue: bool = False
    without_to_check: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the register: none of the words, and no name of whoever complained."""

    id: UUID
    number: str
    case_id: UUID | None
    case_number: str | None
    about: ComplaintAbout
    channel: ComplaintChannel
    to_check: bool
    instance: ComplaintInstance
    state: ComplaintState
    place: str
    received_on: date
    due_on: date
    answered_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How answers went since a day: how many, how many in time, and their calendar days."""

    answered: int
    in_time: int
    mean_days: int | None
    longest_days: int | None


def list_register(
    session: Session,
    *,
    actor: Actor,
    wanted: ComplaintFilter,
    today: date,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[RegisterRow]:
    """A page of the complaints this person may see, those due first on top."""
    statement = _rows(_conditions(actor, wanted, today))
    page = list_page(session, statement, sorting=SORTING, order=order, place=place, size=size)
    return page.of([_row(row, today) for row in page.rows])


def iterate_register(
    session: Session,
    *,
    actor: Actor,
    wanted: ComplaintFilter,
    today: date,
    order: Order | None = None,
) -> Iterator[RegisterRow]:
    """All of them in the order of the list, for an export; read in chunks."""
    for row in iterate_list(
        session, _rows(_conditions(actor, wanted, today)), sorting=SORTING, order=order
    ):
        yield _row(row, today)


def count_overdue(session: Session, *, actor: Actor, about_staff: bool, today: date) -> int:
    """How many of those this person may see wait longer than they should."""
    wanted = ComplaintFilter(about_staff=about_staff, overdue=True)
    conditions = _conditions(actor, wanted, today)
    return session.scalar(select(func.count()).select_from(Complaint).where(*conditions)) or 0


def get_answer_figures(
    session: Session, *, actor: Actor, about_staff: bool, since: datetime
) -> AnswerFigures:
    """Of the complaints this person may see, answered since then; in one statement."""
    event = ComplaintEvent
    row = session.execute(
        select(
            func.count().label("answered"),
            func.sum(case((event.in_time.is_(True), 1), else_=0)).label("in_time"),
            func.avg(event.days).label("mean"),
            func.max(event.days).label("longest"),
        )
        .select_from(event)
        .join(Complaint, Complaint.id == event.complaint_id)
        .where(
            event.deed == ComplaintDeed.ANSWERED,
            event.at >= since,
            complaints_seen_by(actor),
            (Complaint.about == ComplaintAbout.STAFF) == about_staff,
        )
    ).one()
    return AnswerFigures(
        answered=row.answered,
        in_time=int(row.in_time or 0),
        mean_days=None if row.mean is None else round(float(row.mean)),
        longest_days=row.longest,
    )


def _conditions(actor: Actor, wanted: ComplaintFilter, today: date) -> list[ColumnElement[bool]]:
    conditions = [
        complaints_seen_by(actor),
        (Complaint.about == ComplaintAbout.STAFF) == wanted.about_staff,
    ]
    if wanted.states:
        conditions.append(Complaint.state.in_(wanted.states))
    if wanted.about is not None:
        conditions.append(Complaint.about == wanted.about)
    if wanted.channel is not None:
        conditions.append(Complaint.channel == wanted.channel)
    if wanted.district:
        conditions.append(lies_within(Complaint.region_code, wanted.district))
    if wanted.overdue:
        conditions.append(and_(Complaint.state.in_(WAITING), Complaint.due_on < today))
    if wanted.without_to_check:
        conditions.append(Complaint.to_check.is_(False) | Complaint.checked_at.is_not(None))
    return conditions


def _rows(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    place, above = aliased(Region), aliased(Region)
    return (
        select(
            Complaint,
            Case.number.label("case_number"),
            place.name.label("place"),
            place.kind.label("kind"),
            above.name.label("above"),
        )
        .join(place, place.code == Complaint.region_code)
        .outerjoin(above, above.code == place.parent_code)
        .outerjoin(Case, Case.id == Complaint.case_id)
        .where(*conditions)
    )


def _row(row: Row[*tuple[Any, ...]], today: date) -> RegisterRow:
    complaint: Complaint = row.Complaint
    of_village = row.kind in (RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE)
    return RegisterRow(
        id=complaint.id,
        number=complaint.number,
        case_id=complaint.case_id,
        case_number=row.case_number,
        about=complaint.about,
        channel=complaint.channel,
        to_check=complaint.to_check and complaint.checked_at is None,
        instance=complaint.instance,
        state=complaint.state,
        place=f"{row.place}, {row.above}" if of_village and row.above else row.place,
        received_on=complaint.received_on,
        due_on=complaint.due_on,
        answered_at=complaint.answered_at,
        overdue=is_overdue(state=complaint.state, due_on=complaint.due_on, today=today),
    )
