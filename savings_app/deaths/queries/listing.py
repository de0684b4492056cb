"""The list of deaths that were heard of: the longest ago on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, literal, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.cases.models import Case
from savings_app.deaths.kinds import DeathSource, DeathState, Found, Match
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deaths.queries.scope import deaths_seen_by
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Contribution, Participant, Payer
from savings_app.registry.queries import contributions_that_count
from savings_app.registry.queries.merged import is_record, merged_pairs

EXPORT_CHUNK = 500
SORTING = Sorting(
    id=DeathNotice.id,
    by={
        "name": (DeathNotice.full_name,),
        "died": (DeathNotice.died_on,),
        "recorded": (DeathNotice.recorded_at,),
        "place": (DeathNotice.region_code,),
        "state": (DeathNotice.state,),
    },
    default=Order("died"),
)


@dataclass(frozen=True, slots=True)
class DeathFilter:
    """What the list is narrowed to; None leaves it wide."""

    text: str | None = None
    district: str | None = None
    source: DeathSource | None = None
    state: DeathState | None = DeathState.NO_CASE
    found: Found = Found.ANY
    without_to_check: bool = False
    paid: bool | None = None  # whether a list has the month of the death as paid


@dataclass(frozen=True, slots=True)
class DeathRow:
    """A line of the list; `place` is `Desa, Kecamatan`, `sources` those who tell of it."""

    id: UUID
    full_name: str
    place: str
    died_on: date
    heard_on: Any  # a moment
    sources: Sequence[DeathSource]
    to_check: bool  # all that tells of it came while too much came at once, and nobody looked
    match: Match | None
    confirmed: bool
    payer: Payer | None
    paid: bool | None  # the month of the death; None where no participant is certain
    state: DeathState
    answered_on: date | None
    case_number: str | None


def list_deaths(
    session: Session,
    *,
    actor: Actor,
    wanted: DeathFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[DeathRow]:
    """A page of the deaths the actor may see, the longest ago first."""
    page = list_page(
        session,
        _rows(_conditions(actor, wanted)),
        sorting=SORTING,
        order=order,
        place=place,
        size=size,
    )
    return page.of(_with_sources(session, page.rows))


def iterate_deaths(
    session: Session, *, actor: Actor, wanted: DeathFilter, order: Order | None = None
) -> Iterator[DeathRow]:
    """All of them in the order of the list, for an export; read in chunks."""
    statement = in_order(_rows(_conditions(actor, wanted)), sorting=SORTING, order=order)
    found = session.execute(statement)
    while rows := found.fetchmany(EXPORT_CHUNK):
        yield from _with_sources(session, rows)


def count_waiting(session: Session, *, actor: Actor) -> int:
    """Deaths of participants, sure or likely, for which no case is open."""
    return (
        session.scalar(
            select(func.count())
            .select_from(DeathNotice)
            .where(
                deaths_seen_by(actor),
                DeathNotice.state == DeathState.NO_CASE,
                DeathNotice.match.is_not(None),
            )
        )
        or 0
    )


def paid_in_that_month() -> ColumnElement[bool]:
    """A condition: a list that counts has the month of the death as paid for the participant."""
    pairs = merged_pairs("of_death")
    that_month = (
        extract("year", Contribution.month) == extract("year", DeathNotice.died_on),
        extract("month", Contribution.month) == extract("month", DeathNotice.died_on),
        contributions_that_count(),
    )
    return or_(
        exists().where(Contribution.participant_id == DeathNotice.participant_id, *that_month),
        exists().where(
            is_record(pairs), pairs.c.person_id == DeathNotice.participant_id, *that_month
        ),
    )


def _conditions(actor: Actor, wanted: DeathFilter) -> list[ColumnElement[bool]]:
    conditions = [deaths_seen_by(actor)]
    if wanted.text:
        conditions.append(DeathNotice.full_name.icontains(wanted.text.strip(), autoescape=True))
    if wanted.district:
        conditions.append(lies_within(DeathNotice.region_code, wanted.district))
    if wanted.state is not None:
        conditions.append(DeathNotice.state == wanted.state)
    if wanted.source is not None:
        conditions.append(
            exists().where(
                DeathReport.notice_id == DeathNotice.id, DeathReport.source == wanted.source
            )
        )
    if wanted.without_to_check:
        conditions.append(~_to_check())
    return [*conditions, *_in_the_registry(wanted)]


def _to_check() -> ColumnElement[bool]:
    """A condition: all that tells of it came while too much came at once, and nobody looked."""
    told = exists().where(DeathReport.notice_id == DeathNotice.id)
    return and_(
        DeathNotice.checked_at.is_(None),
        told.where(DeathReport.to_check.is_(True)),
        ~told.where(DeathReport.to_check.is_(False)),
    )


def _in_the_registry(wanted: DeathFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.paid is not None:
        month = paid_in_that_month()
        yield DeathNotice.match_confirmed.is_(True)
        yield month if wanted.paid else ~month
    if wanted.found is Found.PARTICIPANT:
        yield DeathNotice.match_confirmed.is_(True)
    elif wanted.found is Found.PERHAPS:
        yield DeathNotice.match.is_not(None) & ~DeathNotice.match_confirmed
    elif wanted.found is Found.NOBODY:
        yield DeathNotice.match.is_(None)


def _rows(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    village, district = aliased(Region), aliased(Region)
    return (
        select(
            DeathNotice.id,
            DeathNotice.full_name,
            DeathNotice.died_on,
            DeathNotice.recorded_at,
            DeathNotice.match,
            DeathNotice.match_confirmed,
            DeathNotice.state,
            DeathNotice.answered_on,
            Participant.payer,
            paid_in_that_month().label("paid"),
            _to_check().label("to_check"),
            Case.number,
            village.name.label("village"),
            func.coalesce(district.name, literal("")).label("district"),
        )
        .join(village, village.code == DeathNotice.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .outerjoin(Participant, Participant.id == DeathNotice.participant_id)
        .outerjoin(Case, Case.id == DeathNotice.case_id)
        .where(*conditions)
    )


def _with_sources(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[DeathRow]:
    sources = find_sources(session, notice_ids=[row.id for row in rows])
    return [
        DeathRow(
            id=row.id,
            full_name=row.full_name,
            place=f"{row.village}, {row.district}",
            died_on=row.died_on,
            heard_on=row.recorded_at,
            sources=sources.get(row.id, ()),
            to_check=bool(row.to_check),
            match=row.match,
            confirmed=row.match_confirmed,
            payer=row.payer if row.match_confirmed else None,
            paid=bool(row.paid) if row.match_confirmed else None,
            state=row.state,
            answered_on=row.answered_on,
            case_number=row.number,
        )
        for row in rows
    ]


def find_sources(
    session: Session, *, notice_ids: Sequence[UUID]
) -> dict[UUID, tuple[DeathSource, ...]]:
    """Line → who tells of it, the weightiest first, in one query."""
    order = list(DeathSource)
    found: dict[UUID, set[DeathSource]] = {}
    rows = session.execute(
        select(DeathReport.notice_id, DeathReport.source).where(
            DeathReport.notice_id.in_(notice_ids)
        )
    )
    for row in rows:
        found.setdefault(row.notice_id, set()).add(row.source)
    return {one: tuple(sorted(all_, key=order.index)) for one, all_ in found.items()}
