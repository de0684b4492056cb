"""Participants as they are searched for, each with the case that was opened for them, if any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.cases.models import Case
from savings_app.identifiers import NIK
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.models import Region
from savings_app.registry.models import Participant
from savings_app.registry.queries import called, participants_seen_by

EXPORT_CHUNK = 500
# Whose birth date is unknown stands after all others.
UNKNOWN = date(9999, 12, 31)
SORTING = Sorting(
    id=Participant.id,
    by={
        "name": (Participant.full_name,),
        "place": (Participant.region_code,),
        "born": (func.coalesce(Participant.born_on, literal(UNKNOWN)),),
    },
    default=Order("name"),
)


@dataclass(frozen=True, slots=True)
class FoundParticipant:
    """A line of the search's answer; `place` is `Desa, Kecamatan`."""

    id: UUID
    full_name: str
    place: str
    nik: NIK | None
    born_on: date | None
    case_id: UUID | None
    number: str | None


def search_participants(
    session: Session,
    *,
    actor: Actor,
    text: str,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[FoundParticipant]:
    """Those whose name holds `text` (in any case), or whose full NIK or KPJ it is; by key.

    Raises:
        SearchTooShort: fewer than three letters.
    """
    page = list_page(session, _rows(actor, text), sorting=SORTING, order=order, place=place)
    return page.of([_row(row) for row in page.rows])


def iterate_found(
    session: Session, *, actor: Actor, text: str, order: Order | None = None
) -> Iterator[FoundParticipant]:
    """The whole answer, for an export.

    Raises:
        SearchTooShort
    """
    statement = in_order(_rows(actor, text), sorting=SORTING, order=order)
    for row in session.execute(statement.execution_options(yield_per=EXPORT_CHUNK)):
        yield _row(row)


def _rows(actor: Actor, text: str) -> Select[*tuple[Any, ...]]:
    village, district = aliased(Region), aliased(Region)
    return (
        select(
            Participant.id,
            Participant.full_name,
            Participant.nik,
            Participant.born_on,
            village.name.label("village"),
            district.name.label("district"),
            Case.id.label("case_id"),
            Case.number,
        )
        .select_from(Participant)
        .join(village, village.code == Participant.region_code)
        .outerjoin(district, district.code == village.parent_code)
        .outerjoin(Case, Case.participant_id == Participant.id)
        .where(participants_seen_by(actor), called(text))
    )


def _row(row: Row[*tuple[Any, ...]]) -> FoundParticipant:
    return FoundParticipant(
        id=row.id,
        full_name=row.full_name,
        place=f"{row.village}, {row.district}",
        nik=row.nik,
        born_on=row.born_on,
        case_id=row.case_id,
        number=row.number,
    )
