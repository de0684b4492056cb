"""Runs of documents: which there are, how far each is, and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, Sheet
from savings_app.documents.run_models import DocumentRun, DocumentRunPart, DocumentRunRow
from savings_app.documents.run_rules import RowReason, RowState, RunState
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within, list_region_names


def runs_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `DocumentRun`: those of the region somebody works for."""
    if actor.region and actor.may(Permission.CASE_READ):
        return lies_within(DocumentRun.region_code, actor.region)
    return false()


def get_run(session: Session, *, actor: Actor, run_id: UUID, lock: bool = False) -> DocumentRun:
    """
    Raises:
        NotFound: no such run, or not of this person's region.
    """
    statement = select(DocumentRun).where(DocumentRun.id == run_id, runs_seen_by(actor))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    run = session.scalar(statement)
    if run is None:
        raise NotFound
    return run


def count_rows(session: Session, *, run_id: UUID) -> Mapping[RowState, int]:
    """How many rows of a run the caller may see stand where, none left out."""
    rows = session.execute(
        select(DocumentRunRow.state, func.count())
        .where(DocumentRunRow.run_id == run_id)
        .group_by(DocumentRunRow.state)
    )
    return {**dict.fromkeys(RowState, 0), **{row[0]: row[1] for row in rows}}


# --- the list of runs ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunFilter:
    state: RunState | None = None
    kind: DocumentKind | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as the list shows it; `settled` rows of `rows` wait no more."""

    id: UUID
    run: DocumentRun
    region: str
    asked_by: str
    settled: int


_SETTLED = (
    select(func.count())
    .where(DocumentRunRow.run_id == DocumentRun.id, DocumentRunRow.state != RowState.WAITING)
    .correlate(DocumentRun)
    .scalar_subquery()
)
RUNS = Sorting(
    id=DocumentRun.id,
    by={
        "made": (DocumentRun.made_at,),
        "kind": (DocumentRun.kind, DocumentRun.made_at),
        "region": (Region.name, DocumentRun.made_at),
        "state": (DocumentRun.state, DocumentRun.made_at),
    },
    default=Order("made", descending=True),
)


def list_runs(
    session: Session,
    *,
    actor: Actor,
    wanted: RunFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[RunRow]:
    """A page of runs, the newest first."""
    page = list_page(session, _runs(actor, wanted), sorting=RUNS, order=order, place=place)
    return page.of([_run_row(row) for row in page.rows])


def iterate_runs(
    session: Session, *, actor: Actor, wanted: RunFilter, order: Order | None = None
) -> Iterator[RunRow]:
    """All of them, for an export."""
    for row in iterate_list(session, _runs(actor, wanted), sorting=RUNS, order=order):
        yield _run_row(row)


def _runs(actor: Actor, wanted: RunFilter) -> Select[*tuple[Any, ...]]:
    statement = (
        select(DocumentRun, Region.name, User.full_name, _SETTLED)
        .join(Region, Region.code == DocumentRun.region_code)
        .join(User, User.id == DocumentRun.asked_by)
        .where(runs_seen_by(actor))
    )
    if wanted.state is not None:
        statement = statement.where(DocumentRun.state == wanted.state)
    if wanted.kind is not None:
        statement = statement.where(DocumentRun.kind == wanted.kind)
    return statement


def _run_row(row: Any) -> RunRow:
    run, region, asked_by, settled = row
    return RunRow(run.id, run, region, asked_by, settled)


# --- the rows of one -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowFilter:
    state: RowState | None = None


@dataclass(frozen=True, slots=True)
class RowShown:
    """A recipient of a run; `number` is that of the document, once it has one."""

    id: UUID
    position: int
    case_number: str
    heir_position: int
    name: str
    village: str
    district: str
    state: RowState
    reason: RowReason | None
    document_id: UUID | None
    number: str | None

    @property
    def recipient_number(self) -> str:
        return f"{self.case_number}-{self.heir_position}"


ROWS = Sorting(
    id=DocumentRunRow.id,
    by={
        "position": (DocumentRunRow.position,),
        "state": (DocumentRunRow.state, DocumentRunRow.position),
    },
    default=Order("position"),
)


def list_run_rows(
    session: Session,
    *,
    actor: Actor,
    run_id: UUID,
    wanted: RowFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[RowShown]:
    """A page of a run's rows, in reading order."""
    statement = _rows(actor, run_id, wanted)
    page = list_page(session, statement, sorting=ROWS, order=order, place=place)
    return page.of([_row_shown(row) for row in page.rows])


def iterate_run_rows(
    session: Session, *, actor: Actor, run_id: UUID, wanted: RowFilter, order: Order | None = None
) -> Iterator[RowShown]:
    """All of them, for an export."""
    statement = _rows(actor, run_id, wanted)
    for row in iterate_list(session, statement, sorting=ROWS, order=order):
        yield _row_shown(row)


def _rows(actor: Actor, run_id: UUID, wanted: RowFilter) -> Select[*tuple[Any, ...]]:
    above = aliased(Region)
    row = DocumentRunRow
    statement = (
        select(
            row, Case.number, Heir.position, Heir.full_name, Region.name, above.name,
            Document.number,
        )
        .join(DocumentRun, DocumentRun.id == row.run_id)
        .join(Heir, Heir.id == row.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .join(Region, Region.code == row.region_code)
        .outerjoin(above, above.code == Region.parent_code)
        .outerjoin(Document, Document.id == row.document_id)
        .where(row.run_id == run_id, runs_seen_by(actor), cases_seen_by(actor))
    )  # fmt: skip
    return statement if wanted.state is None else statement.where(row.state == wanted.state)


def _row_shown(found: Any) -> RowShown:
    row, case_number, place, name, village, district, number = found
    return RowShown(
        row.id,
        row.position,
        case_number,
        place,
        name,
        village,
        district or "",
        row.state,
        row.reason,
        row.document_id,
        number,
    )


# --- for workers ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run prints, where, in which language and for which sheet."""

    id: UUID
    kind: DocumentKind
    place: str
    language: str
    sheet: Sheet


def get_run_facts(session: Session, *, run_id: UUID) -> RunFacts:
    """For workers, and for whoever has seen the run already: no actor."""
    run = session.get_one(DocumentRun, run_id)
    names = list_region_names(session, codes=[run.region_code])
    return RunFacts(run.id, run.kind, names[run.region_code], run.language, run.sheet)


def list_left_behind(session: Session, *, now: datetime) -> list[UUID]:
    """Runs with something to do that nobody is at: a message was lost, or a worker killed."""
    row = DocumentRunRow
    of_run = row.run_id == DocumentRun.id, row.state == RowState.WAITING
    to_do = exists().where(*of_run)
    begun = exists().where(*of_run, row.document_id.is_not(None))
    at_it = exists().where(*of_run, row.lease_until >= now)
    return list(
        session.scalars(
            select(DocumentRun.id)
            .where(~at_it)
            .where(((DocumentRun.state == RunState.RUNNING) & to_do) | begun)
            .order_by(DocumentRun.made_at)
        )
    )


def list_kept_names(session: Session) -> set[UUID]:
    """The files some document or some part of a bundle names."""
    documents = session.scalars(
        select(Document.stored_name).where(Document.stored_name.is_not(None))
    )
    return {name for name in documents if name is not None} | set(
        session.scalars(select(DocumentRunPart.stored_name))
    )
