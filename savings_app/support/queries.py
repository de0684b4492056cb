"""Requests for help: a family's own, a case's, and the list of the region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.scope import cases_seen_by, recipients_seen_by
from savings_app.errors import NotFound
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.support.kinds import OPEN_STATES, SupportKind, SupportState
from savings_app.support.models import SupportRequest, SupportStep

SORTING = Sorting(
    id=SupportRequest.id,
    by={
        "asked": (SupportRequest.asked_on,),
        "due": (SupportRequest.due_on,),
        "kind": (SupportRequest.kind, SupportRequest.asked_on),
        "place": (Case.region_code, SupportRequest.asked_on),
        "state": (SupportRequest.state, SupportRequest.asked_on),
        "number": (Case.year, Case.serial, SupportRequest.asked_on),
    },
    default=Order("asked", descending=True),
)


@dataclass(frozen=True, slots=True)
class SupportFilter:
    """None and False leave it wide. `open_only`: asked for and not ended."""

    kind: SupportKind | None = None
    state: SupportState | None = None
    district: str | None = None
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class SupportRow:
    """A line of the list."""

    id: UUID
    case_id: UUID
    number: str
    name: str
    place: str
    kind: SupportKind
    state: SupportState
    asked_on: date
    due_on: date | None
    ended_on: date | None
    by_family: bool
    handler: str | None


@dataclass(frozen=True, slots=True)
class SupportView:
    """One request with its family and everything that was done, the latest first."""

    request: SupportRequest
    recipient: Heir
    case: Case
    steps: Sequence[tuple[SupportStep, str]]  # with the name of who wrote it down


def get_support(session: Session, *, actor: Actor, support_id: UUID) -> SupportView:
    """
    Raises:
        NotFound: no such request, or not this person's to see.
    """
    row = session.execute(
        select(SupportRequest, Heir, Case)
        .join(Heir, Heir.id == SupportRequest.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(SupportRequest.id == support_id, recipients_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    steps = session.execute(
        select(SupportStep, User.full_name)
        .join(User, User.id == SupportStep.recorded_by)
        .where(SupportStep.request_id == support_id)
        .order_by(SupportStep.on.desc(), SupportStep.recorded_at.desc())
    )
    return SupportView(row[0], row[1], row[2], [(step, name) for step, name in steps])


def list_of_recipient(session: Session, *, recipient_id: UUID) -> Sequence[SupportRequest]:
    """Of a recipient the caller may already see, the newest first."""
    return session.scalars(
        select(SupportRequest)
        .where(SupportRequest.recipient_id == recipient_id)
        .order_by(SupportRequest.asked_at.desc(), SupportRequest.id)
    ).all()


def find_open(session: Session, *, recipient_id: UUID, kind: SupportKind) -> SupportRequest | None:
    return session.scalar(
        select(SupportRequest).where(
            SupportRequest.recipient_id == recipient_id,
            SupportRequest.kind == kind,
            SupportRequest.state.in_(OPEN_STATES),
        )
    )


def list_of_case(
    session: Session, *, actor: Actor, case_id: UUID
) -> Sequence[tuple[SupportRequest, Heir]]:
    """All of a case, the newest first."""
    rows = session.execute(
        select(SupportRequest, Heir)
        .join(Heir, Heir.id == SupportRequest.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(Case.id == case_id, cases_seen_by(actor))
        .order_by(SupportRequest.asked_at.desc(), SupportRequest.id)
    )
    return [(request, heir) for request, heir in rows]


def count_open(session: Session, *, actor: Actor) -> int:
    """How many families of the region wait for an answer or for what comes of it."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SupportRequest)
            .join(Heir, Heir.id == SupportRequest.recipient_id)
            .join(Case, Case.id == Heir.case_id)
            .where(cases_seen_by(actor), SupportRequest.state.in_(OPEN_STATES))
        )
        or 0
    )


def list_support(
    session: Session,
    *,
    actor: Actor,
    wanted: SupportFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[SupportRow]:
    """A page of the region's requests, the newest on top unless another `order` is wanted."""
    statement = _rows(actor, wanted)
    page = list_page(session, statement, sorting=SORTING, order=order, place=place, size=size)
    return page.of([_row(row) for row in page.rows])


def iterate_support(
    session: Session, *, actor: Actor, wanted: SupportFilter, order: Order | None = None
) -> Iterator[SupportRow]:
    """All of them in the order of the list, for an export; read in chunks."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def _rows(actor: Actor, wanted: SupportFilter) -> Select[*tuple[Any, ...]]:
    village, above = aliased(Region), aliased(Region)
    asked = [
        (wanted.kind is not None, SupportRequest.kind == wanted.kind),
        (wanted.state is not None, SupportRequest.state == wanted.state),
        (wanted.district is not None, lies_within(Case.region_code, wanted.district or "-")),
        (wanted.open_only, SupportRequest.state.in_(OPEN_STATES)),
    ]
    return (
        select(
            SupportRequest,
            Case.id.label("case_id"),
            Case.number,
            Heir.full_name,
            village.name.label("village"),
            func.coalesce(above.name, literal("")).label("above"),
            User.full_name.label("handler"),
        )
        .join(Heir, Heir.id == SupportRequest.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .join(village, village.code == Case.region_code)
        .outerjoin(above, above.code == village.parent_code)
        .outerjoin(User, User.id == Case.assigned_to)
        .where(cases_seen_by(actor), *(condition for is_asked, condition in asked if is_asked))
    )


def _row(row: Row[*tuple[Any, ...]]) -> SupportRow:
    request: SupportRequest = row.SupportRequest
    return SupportRow(
        id=request.id,
        case_id=row.case_id,
        number=row.number,
        name=row.full_name,
        place=f"{row.village}, {row.above}",
        kind=request.kind,
        state=request.state,
        asked_on=request.asked_on,
        due_on=request.due_on if request.state in OPEN_STATES else None,
        ended_on=request.ended_on,
        by_family=request.by_family,
        handler=row.handler,
    )
