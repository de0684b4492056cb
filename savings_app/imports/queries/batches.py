"""Batches of the region an actor works for, and which of them wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.errors import NotFound
from savings_app.imports.kinds import BatchState, ImportKind
from savings_app.imports.models import ColumnMap, ImportBatch
from savings_app.imports.rules import (
    LEFT_BEHIND,
    WAITING,
    ImportAlreadyApplied,
    ImportAlreadyWaiting,
    ImportRegionNeeded,
)
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.queries import find_home_regency, lies_within

SORTING = Sorting(
    id=ImportBatch.id,
    by={
        "at": [ImportBatch.uploaded_at],
        "kind": [ImportBatch.kind, ImportBatch.uploaded_at],
        "source": [ImportBatch.source, ImportBatch.uploaded_at],
        "state": [ImportBatch.state, ImportBatch.uploaded_at],
        "in": [ImportBatch.rows_in],
        "refused": [ImportBatch.rows_refused],
    },
    default=Order("at", descending=True),
)


@dataclass(frozen=True, slots=True)
class BatchFilter:
    kind: ImportKind | None = None
    state: BatchState | None = None


def batches_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `ImportBatch`: those handed in for the actor's region.

    A file of a data update belongs to its list and is looked at, applied and undone there.
    """
    if actor.region and actor.may(Permission.IMPORT_RUN):
        return and_(
            lies_within(ImportBatch.region_code, actor.region),
            ImportBatch.kind != ImportKind.DATA_UPDATE,
        )
    return false()


def get_batch(session: Session, *, actor: Actor | None, batch_id: UUID) -> ImportBatch:
    """`actor=None` is a command or a worker, who has looked who asks.

    Raises:
        NotFound
    """
    statement = select(ImportBatch).where(ImportBatch.id == batch_id)
    if actor is not None:
        statement = statement.where(batches_seen_by(actor))
    batch = session.scalar(statement)
    if batch is None:
        raise NotFound
    return batch


def _listed(actor: Actor, wanted: BatchFilter) -> Select[ImportBatch]:
    statement = select(ImportBatch).where(batches_seen_by(actor))
    if wanted.kind is not None:
        statement = statement.where(ImportBatch.kind == wanted.kind)
    if wanted.state is not None:
        statement = statement.where(ImportBatch.state == wanted.state)
    return statement


def list_batches(
    session: Session,
    *,
    actor: Actor,
    wanted: BatchFilter,
    order: Order | None,
    place: Place | None,
) -> Page[ImportBatch]:
    """A page of batches, the newest first unless asked otherwise."""
    page = list_page(session, _listed(actor, wanted), sorting=SORTING, order=order, place=place)
    return page.of([_first(row) for row in page.rows])


def iterate_batches(
    session: Session, *, actor: Actor, wanted: BatchFilter, order: Order | None
) -> Iterator[ImportBatch]:
    """The whole list, for its file."""
    for row in session.execute(in_order(_listed(actor, wanted), sorting=SORTING, order=order)):
        yield _first(row)


def _first(row: Row[*tuple[ImportBatch, ...]]) -> ImportBatch:
    batch: ImportBatch = row[0]
    return batch


def check_unseen(session: Session, *, kind: ImportKind, region: str, sha256: str) -> None:
    """The same bytes are not taken twice, unless the first time was taken back.

    Raises:
        ImportAlreadyApplied, ImportAlreadyWaiting
    """
    same = session.execute(
        select(ImportBatch.state, ImportBatch.uploaded_at, ImportBatch.applied_at).where(
            ImportBatch.kind == kind,
            ImportBatch.sha256 == sha256,
            lies_within(ImportBatch.region_code, region),
            ImportBatch.state.in_([*WAITING, BatchState.APPLIED]),
        )
    ).all()
    for one in same:
        if one.state is BatchState.APPLIED:
            raise ImportAlreadyApplied(on=one.applied_at)
    if same:
        raise ImportAlreadyWaiting(on=same[0].uploaded_at)


def find_column_map(
    session: Session, *, kind: ImportKind, source: str, region: str
) -> ColumnMap | None:
    """How this source's columns were corrected by a person, if they were."""
    return session.scalar(
        select(ColumnMap).where(
            ColumnMap.kind == kind, ColumnMap.source == source, ColumnMap.region_code == region
        )
    )


def find_told(
    session: Session, *, kind: ImportKind, source: str, region: str
) -> dict[str, str] | None:
    """The headings this source was corrected to, fact → heading; None where it never was."""
    kept = find_column_map(session, kind=kind, source=source, region=region)
    return dict(kept.headings) if kept else None


def home_region(session: Session) -> str:
    """The one kabupaten whose desa are loaded, for a command nobody named a user for.

    Raises:
        ImportRegionNeeded: several are.
    """
    region = find_home_regency(session)
    if region is None:
        raise ImportRegionNeeded
    return region


def list_sources(session: Session, *, kind: ImportKind, region: str) -> Sequence[str]:
    """Sources this region's files of the kind came from, for a person to choose again."""
    return session.scalars(
        select(ImportBatch.source)
        .where(ImportBatch.kind == kind, lies_within(ImportBatch.region_code, region))
        .distinct()
        .order_by(ImportBatch.source)
        .limit(50)
    ).all()


def list_left_behind(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Batches a worker should be at and is not: a message or a worker was lost."""
    return session.scalars(
        select(ImportBatch.id).where(
            ImportBatch.state.in_([BatchState.READING, BatchState.APPLYING]),
            ImportBatch.uploaded_at < now - LEFT_BEHIND,
            or_(ImportBatch.worked_at.is_(None), ImportBatch.worked_at < now - LEFT_BEHIND),
        )
    ).all()


def list_waited_too_long(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Batches that nobody applied since `before`."""
    return session.scalars(
        select(ImportBatch.id).where(
            ImportBatch.state.in_([BatchState.READING, BatchState.STAGED]),
            ImportBatch.uploaded_at < before,
        )
    ).all()


def list_waiting_names(session: Session) -> set[UUID]:
    """The stored files that a waiting batch still needs."""
    return {
        name
        for name in session.scalars(
            select(ImportBatch.stored_name).where(
                ImportBatch.state.in_(WAITING), ImportBatch.stored_name.is_not(None)
            )
        )
        if name is not None
    }
