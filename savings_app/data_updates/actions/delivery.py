"""Stops and additions leave as BPJS's file. Full numbers, so taking it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.data_updates.actions.updates import record_update
from savings_app.data_updates.kinds import Deed, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.updates import get_update
from savings_app.data_updates.rules import check_deed, next_month
from savings_app.data_updates.sheet.bpjs import Addition, Reversal, Stop
from savings_app.regions.models import Region
from savings_app.registry.models import Category, Participant
from savings_app.words.formats import in_wita


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one list tells BPJS, with full numbers."""

    period: str
    region_code: str
    additions: Sequence[Addition]
    stops: Sequence[Stop]
    reversals: Sequence[Reversal]


def deliver_update(session: Session, *, actor: Actor, update_id: UUID, now: datetime) -> Delivery:
    """Who takes the file, and that it left, is written down before it is made.

    Raises:
        NotFound, UpdateNotInThisState: it is not approved.
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_deed(Deed.DELIVER, update.state)
    first = update.delivered_at is None
    delivery = _delivery(session, update)
    if first:
        update.state = UpdateState.DELIVERED
        update.delivered_by, update.delivered_at = actor.user_id, now
    session.flush()
    record_update(
        session,
        actor=actor,
        now=now,
        verb="deliver",
        update=update,
        stops=len(delivery.stops),
        additions=len(delivery.additions),
        reversals=len(delivery.reversals),
    )
    return delivery


def _delivery(session: Session, update: DataUpdate) -> Delivery:
    """A line reversed before the file first left is in none of it; later it is told as reversed."""
    old, new = aliased(Participant), aliased(Participant)
    rows = session.execute(
        select(DataUpdateLine, old, new, Category.name.label("category"))
        .join(old, old.id == DataUpdateLine.participant_id)
        .outerjoin(new, new.id == DataUpdateLine.added_id)
        .outerjoin(Category, Category.code == new.category)
        .where(
            DataUpdateLine.data_update_id == update.id,
            or_(DataUpdateLine.stopped_on.is_not(None), DataUpdateLine.added_id.is_not(None)),
        )
        .order_by(DataUpdateLine.number)
    ).all()
    village, district = _place(session, update.region_code)
    starts = next_month(in_wita(update.approved_at).date()) if update.approved_at else None
    additions, stops, reversals = [], [], []
    for line, before, instead, category in rows:
        if line.reversed_at is not None:
            if update.delivered_at is not None and line.reversed_at > update.delivered_at:
                reversals.append(_reversal(line, before, instead))
            continue
        if line.stopped_on is not None:
            stops.append(_stop(line, before, village, district))
        if instead is not None:
            additions.append(_addition(instead, before, category, village, district, starts))
    return Delivery(update.period, update.region_code, additions, stops, reversals)


def _place(session: Session, code: str) -> tuple[str, str]:
    village, district = aliased(Region), aliased(Region)
    row = session.execute(
        select(village.name.label("village"), district.name.label("district"))
        .join(district, district.code == village.parent_code)
        .where(village.code == code)
    ).one()
    return row.village, row.district


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
