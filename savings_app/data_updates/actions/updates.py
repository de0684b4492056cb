"""A list is made for a desa or for all desa of a kecamatan, goes out, or is cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, exists, insert, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import Case
from savings_app.data_updates.kinds import OPEN, Answer, Deed, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.updates import get_update
from savings_app.data_updates.rules import (
    NobodyToAsk,
    UpdateReasonNeeded,
    check_deed,
    check_period,
)
from savings_app.db import take_turn
from savings_app.regions.queries import lies_within
from savings_app.regions.rules import is_within
from savings_app.registry.models import Participant, Payer
from savings_app.registry.queries.merged import stands_alone
from savings_app.registry.rules import PlaceOutsideScope

SNAPSHOT_LINE = 7509


@dataclass(frozen=True, slots=True)
class Made:
    """The lists that were made, and how many people stand on them together."""

    update_ids: Sequence[UUID]
    people: int


def create_updates(
    session: Session,
    *,
    actor: Actor,
    region_code: str,
    period: str,
    category: str | None,
    payer: Payer | None,
    today: date,
    now: datetime,
) -> Made:
    """A list for each desa in the region that has somebody to ask: its active participants today.

    Who stands on another list that is still open is not asked twice. Whose death is known already
    is on the list with that answer, so that the payments end without asking the family again.

    Raises:
        PeriodUnknown, PlaceOutsideScope, NobodyToAsk
    """
    check_period(period)
    if not is_within(region_code, actor.region or "-"):
        raise PlaceOutsideScope
    # Two clicks at once would both see nobody on a list.
    take_turn(session, line=SNAPSHOT_LINE)
    people = session.execute(
        select(
            Participant.id,
            Participant.full_name,
            Participant.region_code,
            Case.died_on,
            Case.number,
        )
        .outerjoin(Case, Case.participant_id == Participant.id)
        .where(*_to_ask(region_code, category, payer, today))
        .order_by(Participant.region_code, Participant.full_name, Participant.id)
    ).all()
    if not people:
        raise NobodyToAsk
    made = []
    for village, persons in groupby(people, key=lambda row: row.region_code):
        update = DataUpdate(
            region_code=village,
            period=period,
            category=category,
            payer=payer,
            made_on=today,
            state=UpdateState.DRAFT,
            submission=0,
            created_by=actor.user_id,
            created_at=now,
        )
        session.add(update)
        session.flush()
        lines = _lines(update.id, persons)
        session.execute(insert(DataUpdateLine), lines)
        record_update(session, actor=actor, now=now, verb="make", update=update, people=len(lines))
        made.append(update.id)
    return Made(made, len(people))


def mark_sent(
    session: Session, *, actor: Actor, update_id: UUID, kind: str, now: datetime
) -> DataUpdate:
    """The list leaves the office, as `kind` ("xlsx" or "cetak"); again is no harm and is recorded.

    Raises:
        NotFound, UpdateNotInThisState
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_deed(Deed.SEND_OUT, update.state)
    if update.state is UpdateState.DRAFT:
        update.state = UpdateState.OUT
        update.sent_by, update.sent_at = actor.user_id, now
    session.flush()
    record_update(session, actor=actor, now=now, verb="send", update=update, kind=kind)
    return update


def cancel_update(
    session: Session, *, actor: Actor, update_id: UUID, reason: str | None, now: datetime
) -> DataUpdate:
    """The list is given up; it stays to be read, and its people can stand on a new one.

    Raises:
        NotFound, UpdateNotInThisState, UpdateReasonNeeded
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_deed(Deed.CANCEL, update.state)
    if not reason:
        raise UpdateReasonNeeded
    update.state = UpdateState.CANCELLED
    update.cancelled_by, update.cancelled_at, update.reason = actor.user_id, now, reason
    session.flush()
    record_update(session, actor=actor, now=now, verb="cancel", update=update)
    return update


def record_update(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    update: DataUpdate,
    **facts: Any,
) -> None:
    """One deed on a list, in the trail."""
    record(
        session,
        actor=actor,
        now=now,
        action=f"data-update:{verb}",
        subject="data_update",
        subject_id=update.id,
        **facts,
    )


def _to_ask(
    region_code: str, category: str | None, payer: Payer | None, today: date
) -> list[ColumnElement[bool]]:
    on_open_list = exists().where(
        DataUpdateLine.participant_id == Participant.id,
        DataUpdateLine.data_update_id == DataUpdate.id,
        DataUpdate.state.in_(OPEN),
    )
    conditions = [
        lies_within(Participant.region_code, region_code),
        stands_alone(),
        or_(Participant.stopped_on.is_(None), Participant.stopped_on > today),
        ~on_open_list,
    ]
    if category is not None:
        conditions.append(Participant.category == category)
    if payer is not None:
        conditions.append(Participant.payer == payer)
    return conditions


def _lines(update_id: UUID, persons: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid4(),
            "data_update_id": update_id,
            "number": number,
            "participant_id": person.id,
            "full_name": person.full_name,
            "answer": Answer.NONE if person.died_on is None else Answer.DIED,
            "died_on": person.died_on,
            "detail": person.number,
            "version": 1,
        }
        for number, person in enumerate(persons, 1)
    ]
