"""Warnings as a person reads and decides them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.cases.models import Case
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.queries import lies_within
from savings_app.worklist.kinds import WarningKind, WarningState
from savings_app.worklist.models import CaseWarning, WarningCase
from savings_app.worklist.warning_rules import reads_about_staff

CHUNK = 500
_decider = aliased(User)
_subject = aliased(User)
SORTING = Sorting(
    id=CaseWarning.id,
    by={
        "seen": (CaseWarning.first_seen_at,),
        "kind": (CaseWarning.kind, CaseWarning.first_seen_at),
        "state": (CaseWarning.state, CaseWarning.first_seen_at),
    },
    default=Order("seen", descending=True),
)


@dataclass(frozen=True, slots=True)
class WarningFilter:
    """None leaves it wide. Warnings that are gone are shown only where a decision is looked for."""

    kind: WarningKind | None = None
    state: WarningState | None = None
    district: str | None = None
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A warning with those of its cases the reader may see: (id, number) each."""

    id: UUID
    version: int
    kind: WarningKind
    facts: dict[str, Any]
    state: WarningState
    cases: tuple[tuple[UUID, str], ...]
    subject_user_id: UUID | None
    subject: str | None
    first_seen_at: datetime
    changed_at: datetime
    gone_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    note: str | None


def warnings_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `CaseWarning`: about a case of the actor's region.

    What is about the work of staff is of supervisors and auditors, and never of the person it is
    about: neither the row, nor a count that would tell of it.
    """
    if not actor.may(Permission.WARNING_READ):
        return false()
    about_nobody = CaseWarning.subject_user_id.is_(None)
    about_others = and_(
        true() if reads_about_staff(actor) else false(),
        CaseWarning.subject_user_id != actor.user_id,
    )
    return and_(
        or_(about_nobody, about_others),
        exists().where(
            WarningCase.warning_id == CaseWarning.id,
            WarningCase.case_id == Case.id,
            cases_seen_by(actor),
        ),
    )


def list_warnings(
    session: Session,
    *,
    actor: Actor,
    wanted: WarningFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[WarningRow]:
    """A page of warnings, the newest first unless another `order` is wanted."""
    page = list_page(
        session, _rows(actor, wanted), sorting=SORTING, order=order, place=place, size=size
    )
    return page.of(_told(session, actor, page.rows))


def iterate_warnings(
    session: Session, *, actor: Actor, wanted: WarningFilter, order: Order | None = None
) -> Iterator[WarningRow]:
    """All of them in the order of the list, for an export; read in chunks."""
    statement = in_order(_rows(actor, wanted), sorting=SORTING, order=order)
    for rows in list(session.execute(statement).partitions(CHUNK)):
        yield from _told(session, actor, rows)


def get_warning(session: Session, *, actor: Actor, warning_id: UUID) -> WarningRow:
    """
    Raises:
        NotFound
    """
    rows = session.execute(_select().where(CaseWarning.id == warning_id, warnings_seen_by(actor)))
    found = _told(session, actor, rows.all())
    if not found:
        raise NotFound
    return found[0]


def count_open_warnings(session: Session, *, actor: Actor, case_id: UUID | None = None) -> int:
    """How many wait for a person: of one case, or of all the actor may see."""
    statement = select(func.count()).where(
        CaseWarning.state == WarningState.OPEN,
        CaseWarning.gone_at.is_(None),
        warnings_seen_by(actor),
    )
    if case_id is not None:
        statement = statement.where(_of_case(case_id))
    return session.scalar(statement) or 0


def _of_case(case_id: UUID) -> ColumnElement[bool]:
    return exists().where(WarningCase.warning_id == CaseWarning.id, WarningCase.case_id == case_id)


def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(
            CaseWarning.id,
            CaseWarning.version,
            CaseWarning.kind,
            CaseWarning.facts,
            CaseWarning.state,
            CaseWarning.subject_user_id,
            CaseWarning.first_seen_at,
            CaseWarning.changed_at,
            CaseWarning.gone_at,
            CaseWarning.decided_at,
            CaseWarning.note,
            _subject.full_name.label("subject"),
            _decider.full_name.label("decided_by"),
        )
        .select_from(CaseWarning)
        .outerjoin(_subject, _subject.id == CaseWarning.subject_user_id)
        .outerjoin(_decider, _decider.id == CaseWarning.decided_by)
    )


def _rows(actor: Actor, wanted: WarningFilter) -> Select[*tuple[Any, ...]]:
    statement = _select().where(warnings_seen_by(actor))
    if wanted.kind is not None:
        statement = statement.where(CaseWarning.kind == wanted.kind)
    if wanted.state is not None:
        statement = statement.where(CaseWarning.state == wanted.state)
    if wanted.state is WarningState.OPEN:
        statement = statement.where(CaseWarning.gone_at.is_(None))
    if wanted.case_id is not None:
        statement = statement.where(_of_case(wanted.case_id))
    if wanted.district:
        statement = statement.where(
            exists().where(
                WarningCase.warning_id == CaseWarning.id,
                WarningCase.case_id == Case.id,
                lies_within(Case.region_code, wanted.district),
            )
        )
    return statement


def _told(
    session: Session, actor: Actor, rows: Sequence[Row[*tuple[Any, ...]]]
) -> list[WarningRow]:
    """The rows with their cases, in one statement more."""
    if not rows:
        return []
    cases: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for warning_id, case_id, number in session.execute(
        select(WarningCase.warning_id, Case.id, Case.number)
        .join(Case, Case.id == WarningCase.case_id)
        .where(WarningCase.warning_id.in_([row.id for row in rows]), cases_seen_by(actor))
        .order_by(Case.year, Case.serial)
    ):
        cases[warning_id].append((case_id, number))
    return [WarningRow(**row._mapping, cases=tuple(cases[row.id])) for row in rows]
