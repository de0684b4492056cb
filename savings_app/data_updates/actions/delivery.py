"""Stops and additions leave as BPJS's file. Full numbers, so taking it is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.data_updates.actions.updates import record_update
from savings_app.data_updates.kinds import IN_FORCE, Deed, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.updates import get_update, updates_seen_by
from savings_app.data_updates.rules import NothingToDeliver, check_deed, next_month
from savings_app.data_updates.sheet.bpjs import Addition, Reversal, Stop
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Category, Participant
from savings_app.words.formats import in_wita


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a list, or all of a kecamatan, tell BPJS, with full numbers; of `region_code`."""

    period: str
    region_code: str
    additions: Sequence[Addition]
    stops: Sequence[Stop]
    reversals: Sequence[Reversal]


@dataclass(frozen=True, slots=True)
class _Part:
    """One list of a file, with its place in words."""

    update: DataUpdate
    village: str
    district: str


def deliver_update(session: Session, *, actor: Actor, update_id: UUID, now: datetime) -> Delivery:
    """Who takes the file, and that it left, is written down before it is made.

    Raises:
        NotFound, UpdateNotInThisState: it is not approved.
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_deed(Deed.DELIVER, update.state)
    return _take(session, [update], code=update.region_code, actor=actor, now=now)


def deliver_district(
    session: Session, *, actor: Actor, district: str, period: str, now: datetime
) -> Delivery:
    """What all lists of a kecamatan for a period that are in force tell BPJS, as one file.

    Each list is recorded as taken; one that left before is in it again, as it would be alone.

    Raises:
        NothingToDeliver: none is in force yet.
    """
    updates = session.scalars(
        select(DataUpdate)
        .where(
            updates_seen_by(actor),
            lies_within(DataUpdate.region_code, district),
            DataUpdate.period == period,
            DataUpdate.state.in_(IN_FORCE),
        )
        .order_by(DataUpdate.region_code, DataUpdate.id)
        .with_for_update(of=DataUpdate)
    ).all()
    if not updates:
        raise NothingToDeliver
    return _take(session, updates, code=district, actor=actor, now=now)


def _take(
    session: Session, updates: Sequence[DataUpdate], *, code: str, actor: Actor, now: datetime
) -> Delivery:
    parts = _with_places(session, updates)
    additions: list[Addition] = []
    stops: list[Stop] = []
    reversals: list[Reversal] = []
    told = {one.update.id: _Told() for one in parts}
    for part, row in _rows(session, parts):
        _tell(part, row, told[part.update.id])
    for part in parts:
        one, update = told[part.update.id], part.update
        additions += one.additions
        stops += one.stops
        reversals += one.reversals
        if update.delivered_at is None:
            update.state = UpdateState.DELIVERED
            update.delivered_by, update.delivered_at = actor.user_id, now
        session.flush()
        record_update(
            session,
            actor=actor,
            now=now,
            verb="deliver",
            update=update,
            stops=len(one.stops),
            additions=len(one.additions),
            reversals=len(one.reversals),
        )
    return Delivery(updates[0].period, code, additions, stops, reversals)


@dataclass(slots=True)
class _Told:
    """What one list tells."""

    additions: list[Addition] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    reversals: list[Reversal] = field(default_factory=list)


def _with_places(session: Session, updates: Sequence[DataUpdate]) -> list[_Part]:
    village, district = aliased(Region), aliased(Region)
    rows = session.execute(
        select(village.code, village.name, district.name.label("district"))
        .join(district, district.code == village.parent_code)
        .where(village.code.in_({update.region_code for update in updates}))
    )
    names = {row.code: (row.name, row.district) for row in rows}
    return [_Part(update, *names[update.region_code]) for update in updates]


def _rows(session: Session, parts: Sequence[_Part]) -> Iterator[tuple[_Part, Any]]:
    """The lines that did something, each with who stops and who comes instead."""
    by_id = {part.update.id: part for part in parts}
    places = {update_id: place for place, update_id in enumerate(by_id)}
    old, new = aliased(Participant), aliased(Participant)
    rows = session.execute(
        select(
            DataUpdateLine,
            old,
            new,
            Category.name.label("category"),
        )
        .join(old, old.id == DataUpdateLine.participant_id)
        .outerjoin(new, new.id == DataUpdateLine.added_id)
        .outerjoin(Category, Category.code == new.category)
        .where(
            DataUpdateLine.data_update_id.in_(by_id),
            or_(DataUpdateLine.stopped_on.is_not(None), DataUpdateLine.added_id.is_not(None)),
        )
    ).all()
    for row in sorted(rows, key=lambda row: (places[row[0].data_update_id], row[0].number)):
        yield by_id[row[0].data_update_id], row


def _tell(part: _Part, row: Any, told: _Told) -> None:
    """A line reversed before the file first left is in none of it; later it is told as reversed."""
    line, before, instead, category = row
    update = part.update
    if line.reversed_at is not None:
        if update.delivered_at is not None and line.reversed_at > update.delivered_at:
            told.reversals.append(_reversal(line, before, instead))
        return
    if line.stopped_on is not None:
        told.stops.append(_stop(line, before, part.village, part.district))
    if instead is not None:
        starts = next_month(in_wita(update.approved_at).date()) if update.approved_at else None
        told.additions.append(
            _addition(instead, before, category, part.village, part.district, starts)
        )


def _full(number: Any) -> str:
    return number.full if number is not None else ""


def _stop(line: DataUpdateLine, person: Participant, village: str, district: str) -> Stop:
    return Stop(
        kpj=_full(person.kpj),
        nik=_full(person.nik),
        full_name=person.full_name,
        stopped_on=line.stopped_on,
        reason=line.answer,
        died_on=line.died_on,
        village=village,
        district=district,
    )


def _addition(
    person: Participant,
    replaced: Participant,
    category: str | None,
    village: str,
    district: str,
    starts: Any,
) -> Addition:
    return Addition(
        nik=_full(person.nik),
        nik_missing_reason=person.nik_missing_reason or "",
        kpj=_full(person.kpj),
        full_name=person.full_name,
        born_on=person.born_on,
        sex=person.sex.value if person.sex else "",
        segment=person.segment.value,
        category=category or person.category,
        payer=person.payer,
        village=village,
        district=district,
        region_code=person.region_code,
        replaces_kpj=_full(replaced.kpj),
        starts=starts,
    )


def _reversal(line: DataUpdateLine, person: Participant, instead: Participant | None) -> Reversal:
    return Reversal(
        kpj=_full(person.kpj),
        nik=_full(person.nik),
        full_name=person.full_name,
        withdrawn_nik=_full(instead.nik) if instead else "",
        withdrawn_name=instead.full_name if instead else "",
        reason=line.reverse_reason or "",
    )
