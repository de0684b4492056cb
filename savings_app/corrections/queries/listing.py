"""All corrections as one list: requests about people, and those of a benefit beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    String,
    case,
    exists,
    false,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.cases.models import BenefitApproval, BenefitAssent, BenefitComputation, Case
from savings_app.corrections.kinds import CorrectionState, CorrectionSubject
from savings_app.corrections.models import CorrectionAssent, CorrectionRequest
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.queries import lies_within


@dataclass(frozen=True, slots=True)
class CorrectionFilter:
    """None leaves the list wide; `mine` are those the actor asked for."""

    state: CorrectionState | None = None
    subject: CorrectionSubject | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A line of the list; a correction of a benefit has its own page, that of its case."""

    id: UUID
    subject: CorrectionSubject
    case_id: UUID | None
    number: str | None
    full_name: str
    fields: tuple[str, ...]
    state: CorrectionState
    requested_by: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None


def _requests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            CorrectionRequest.id,
            type_coerce(CorrectionRequest.subject, String).label("subject"),
            CorrectionRequest.case_id,
            Case.number,
            CorrectionRequest.region_code,
            CorrectionRequest.full_name,
            CorrectionRequest.changes,
            type_coerce(CorrectionRequest.state, String).label("state"),
            CorrectionRequest.requested_by,
            CorrectionRequest.requested_at,
            CorrectionRequest.decided_by,
            CorrectionRequest.decided_at,
        )
        .select_from(CorrectionRequest)
        .outerjoin(Case, Case.id == CorrectionRequest.case_id)
    )


def _of_benefits() -> Select[*tuple[Any, ...]]:
    """Every computation after the first is a correction, decided by its approval."""
    state = case(
        (BenefitApproval.approved.is_(None), literal(CorrectionState.REQUESTED.value)),
        (BenefitApproval.approved, literal(CorrectionState.APPROVED.value)),
        else_=literal(CorrectionState.REJECTED.value),
    )
    return (
        select(
            BenefitComputation.id,
            literal(CorrectionSubject.BENEFIT.value).label("subject"),
            BenefitComputation.case_id,
            Case.number,
            Case.region_code,
            Case.full_name,
            type_coerce(null(), JSON).label("changes"),
            state.label("state"),
            BenefitComputation.made_by.label("requested_by"),
            BenefitComputation.made_at.label("requested_at"),
            BenefitApproval.decided_by,
            BenefitApproval.decided_at,
        )
        .select_from(BenefitComputation)
        .join(Case, Case.id == BenefitComputation.case_id)
        .outerjoin(BenefitApproval, BenefitApproval.computation_id == BenefitComputation.id)
        .where(BenefitComputation.number > 1)
    )


_all = union_all(_requests(), _of_benefits()).subquery("correction")
# (what was agreed to, by whom), where the amount asks for more than one person.
_GIVEN = (
    (CorrectionAssent.request_id, CorrectionAssent.decided_by),
    (BenefitAssent.computation_id, BenefitAssent.decided_by),
)
SORTING = Sorting(
    id=_all.c.id,
    by={
        "asked": (_all.c.requested_at,),
        "name": (_all.c.full_name,),
        "subject": (_all.c.subject,),
        "state": (_all.c.state,),
    },
    default=Order("asked", descending=True),
)


def list_corrections(
    session: Session,
    *,
    actor: Actor,
    wanted: CorrectionFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[CorrectionRow]:
    """One page of the corrections of the actor's region, in four statements."""
    page = list_page(session, _rows(actor, wanted), sorting=SORTING, order=order, place=place)
    return page.of([_row(row) for row in page.rows])


def iterate_corrections(
    session: Session, *, actor: Actor, wanted: CorrectionFilter, order: Order | None = None
) -> Iterator[CorrectionRow]:
    """The whole filtered list, for an export."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def count_corrections(session: Session, *, actor: Actor, wanted: CorrectionFilter) -> int:
    """How many the filtered list holds."""
    conditions = _conditions(actor, wanted)
    return session.scalar(select(func.count()).select_from(_all).where(*conditions)) or 0


def count_to_decide(session: Session, *, actor: Actor) -> int:
    """Those that wait for this actor: asked by somebody else, not agreed to yet, and still open."""
    if not actor.may(Permission.CORRECTION_APPROVE):
        return 0
    conditions = [
        *_conditions(actor, CorrectionFilter(state=CorrectionState.REQUESTED)),
        _all.c.requested_by != actor.user_id,
        *(~exists().where(of == _all.c.id, by == actor.user_id) for of, by in _GIVEN),
    ]
    return session.scalar(select(func.count()).select_from(_all).where(*conditions)) or 0


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if actor.region and actor.may(Permission.CASE_READ):
        return lies_within(_all.c.region_code, actor.region)
    return false()


def _conditions(actor: Actor, wanted: CorrectionFilter) -> list[ColumnElement[bool]]:
    conditions = [_seen_by(actor)]
    if wanted.state is not None:
        conditions.append(_all.c.state == wanted.state.value)
    if wanted.subject is not None:
        conditions.append(_all.c.subject == wanted.subject.value)
    if wanted.mine:
        conditions.append(_all.c.requested_by == actor.user_id)
    return conditions


def _rows(actor: Actor, wanted: CorrectionFilter) -> Select[*tuple[Any, ...]]:
    asker, decider = aliased(User), aliased(User)
    return (
        select(
            _all.c.id,
            _all.c.subject,
            _all.c.case_id,
            _all.c.number,
            _all.c.full_name,
            _all.c.changes,
            _all.c.state,
            asker.full_name.label("asker"),
            _all.c.requested_at,
            decider.full_name.label("decider"),
            _all.c.decided_at,
        )
        .select_from(_all)
        .join(asker, asker.id == _all.c.requested_by)
        .outerjoin(decider, decider.id == _all.c.decided_by)
        .where(*_conditions(actor, wanted))
    )


def _row(row: Row[*tuple[Any, ...]]) -> CorrectionRow:
    return CorrectionRow(
        id=row.id,
        subject=CorrectionSubject(row.subject),
        case_id=row.case_id,
        number=row.number,
        full_name=row.full_name,
        fields=tuple(
            change["field"] for change in row.changes or () if change["before"] != change["after"]
        ),
        state=CorrectionState(row.state),
        requested_by=row.asker,
        requested_at=row.requested_at,
        decided_by=row.decider,
        decided_at=row.decided_at,
    )
