"""Participants as they are searched for, each with the case that was opened for them, if any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.cases.models import Case
from savings_app.errors import DomainError
from savings_app.identifiers import NIK
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Category, Participant, Payer, Segment
from savings_app.registry.queries import SHORTEST_SEARCH, called, participants_seen_by

DOTS_OF_A_VILLAGE = 3  # 75.03.11.2003
# Whose birth date is unknown stands after all others.
UNKNOWN = date(9999, 12, 31)
SORTING = Sorting(
    id=Participant.id,
    by={
        "name": (Participant.full_name,),
        "place": (Participant.region_code,),
        "born": (func.coalesce(Participant.born_on, literal(UNKNOWN)),),
        "category": (Participant.category,),
        "stopped": (func.coalesce(Participant.stopped_on, literal(UNKNOWN)),),
    },
    default=Order("name"),
)


class SearchTooWide(DomainError):
    """Nothing written and no desa chosen: the answer would be everybody of a kecamatan or more."""

    field = "q"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a search is narrowed to; None leaves it wide.

    `region` is the code of a desa or a kecamatan. `stopped` is True for those nobody pays for any
    more on `today`, False for all others.
    """

    segment: Segment | None = None
    category: str | None = None
    payer: Payer | None = None
    region: str | None = None
    stopped: bool | None = None
    today: date = UNKNOWN

    @property
    def is_narrow(self) -> bool:
        """One desa, about a hundred people: a search by itself. Anything wider needs letters."""
        return self.region is not None and self.region.count(".") == DOTS_OF_A_VILLAGE


WIDE = Narrowing()


@dataclass(frozen=True, slots=True)
class FoundParticipant:
    """A line of the search's answer; `place` is `Desa, Kecamatan`."""

    id: UUID
    full_name: str
    place: str
    nik: NIK | None
    born_on: date | None
    category: str
    payer: Payer
    stopped_on: date | None
    case_id: UUID | None
    number: str | None


def search_participants(
    session: Session,
    *,
    actor: Actor,
    text: str,
    narrowed: Narrowing = WIDE,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[FoundParticipant]:
    """Those whose name holds `text` (in any case), or whose full NIK or KPJ it is; by key.

    In one desa no text is needed.

    Raises:
        SearchTooWide: no text and no desa.
        SearchTooShort: fewer than three letters, and no desa.
    """
    page = list_page(
        session, _rows(actor, text, narrowed), sorting=SORTING, order=order, place=place
    )
    return page.of([_row(row) for row in page.rows])


def iterate_found(
    session: Session,
    *,
    actor: Actor,
    text: str,
    narrowed: Narrowing = WIDE,
    order: Order | None = None,
) -> Iterator[FoundParticipant]:
    """The whole answer, for an export.

    Raises:
        SearchTooWide, SearchTooShort
    """
    for row in iterate_list(session, _rows(actor, text, narrowed), sorting=SORTING, order=order):
        yield _row(row)


def _rows(actor: Actor, text: str, narrowed: Narrowing) -> Select[*tuple[Any, ...]]:
    village, district = aliased(Region), aliased(Region)
    return (
        select(
            Participant.id,
            Participant.full_name,
            Participant.nik,
            Participant.born_on,
            Participant.payer,
            Participant.stopped_on,
            Category.name.label("category"),
            village.name.label("village"),
            district.name.label("district"),
            Case.id.label("case_id"),
            Case.number,
        )
        .select_from(Participant)
        .join(village, village.code == Participant.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .join(Category, Category.code == Participant.category)
        .outerjoin(Case, Case.participant_id == Participant.id)
        .where(participants_seen_by(actor), *_narrowed(narrowed), *_called(text, narrowed))
    )


def _called(text: str, narrowed: Narrowing) -> list[ColumnElement[bool]]:
    if text.strip():
        return [called(text, shortest=1 if narrowed.is_narrow else SHORTEST_SEARCH)]
    if not narrowed.is_narrow:
        raise SearchTooWide
    return []


def _narrowed(wanted: Narrowing) -> list[ColumnElement[bool]]:
    equal = (
        (Participant.segment, wanted.segment),
        (Participant.category, wanted.category),
        (Participant.payer, wanted.payer),
    )
    conditions = [column == value for column, value in equal if value is not None]
    if wanted.region is not None:
        conditions.append(lies_within(Participant.region_code, wanted.region))
    if wanted.stopped is True:
        conditions.append(Participant.stopped_on <= wanted.today)
    if wanted.stopped is False:
        conditions.append(
            or_(Participant.stopped_on.is_(None), Participant.stopped_on > wanted.today)
        )
    return conditions


def _row(row: Row[*tuple[Any, ...]]) -> FoundParticipant:
    return FoundParticipant(
        id=row.id,
        full_name=row.full_name,
        place=f"{row.village}, {row.district}",
        nik=row.nik,
        born_on=row.born_on,
        category=row.category,
        payer=row.payer,
        stopped_on=row.stopped_on,
        case_id=row.case_id,
        number=row.number,
    )
