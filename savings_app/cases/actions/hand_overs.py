"""Handing a santunan over in public: planned, held before witnesses, or cancelled with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.events import get_cases, set_cancelled, set_held, tell_cases
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.hand_over_rules import (
    AlreadyPlanned,
    FamilyElsewhere,
    FamilyNeeded,
    HandOverInFuture,
    Witness,
    check_day,
    check_open,
    check_witnesses,
    plain_name,
)
from savings_app.cases.models import Case, HandOver, HandOverFamily, HandOverWitness
from savings_app.cases.queries.dead import find_known_dead
from savings_app.cases.queries.hand_overs import (
    HandOverView,
    find_live_hand_over,
    get_hand_over,
)
from savings_app.db import check_version, take_turn

HAND_OVER_LINE = 7513


@dataclass(frozen=True, slots=True)
class Plan:
    """When, where and by whom. `officials` are names as typed, one a line."""

    on: date
    place: str
    occasion: Occasion
    office: str
    officials: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """How it went. `present` are the cases whose family came."""

    on: date
    witnesses: Sequence[Witness]
    present: Collection[UUID]
    officials: str | None = None
    notes: str | None = None


def plan_hand_over(
    session: Session, *, actor: Actor, case_ids: Sequence[UUID], plan: Plan, now: datetime
) -> HandOver:
    """One occasion for these families of one desa; none of them may have another.

    Raises:
        NotFound, FamilyNeeded, FamilyElsewhere, AlreadyPlanned, HandOverBeforeDeath
    """
    if not case_ids:
        raise FamilyNeeded
    take_turn(session, line=HAND_OVER_LINE)
    cases = get_cases(session, actor=actor, case_ids=case_ids)
    for case in cases:
        if case.region_code != cases[0].region_code:
            raise FamilyElsewhere(number=case.number)
        _check_free(session, case)
    check_day(on=plan.on, died_on=[case.died_on for case in cases])
    event = HandOver(
        region_code=cases[0].region_code,
        occasion=plan.occasion,
        planned_on=plan.on,
        place=plan.place,
        office=plan.office,
        officials=plan.officials,
        notes=plan.notes,
        planned_by=actor.user_id,
        planned_at=now,
    )
    session.add(event)
    session.flush()
    for case in cases:
        session.add(HandOverFamily(hand_over_id=event.id, case_id=case.id, present=None))
    tell_cases(session, actor=actor, now=now, action="hand-over:plan", event=event, cases=cases)
    return event


def _check_free(session: Session, case: Case) -> None:
    other = find_live_hand_over(session, case_id=case.id)
    if other is not None:
        raise AlreadyPlanned(number=case.number, day=other.held_on or other.planned_on)


def hold_hand_over(
    session: Session,
    *,
    actor: Actor,
    hand_over_id: UUID,
    held: Held,
    today: date,
    now: datetime,
    seen_version: int | None = None,
) -> HandOver:
    """It happened: on which day, before whom, and which families came.

    Raises:
        NotFound, Conflict, HandOverNotOpen, HandOverBeforeDeath, HandOverInFuture, FamilyNeeded,
        and what `check_witnesses` refuses
    """
    view = get_hand_over(session, actor=actor, hand_over_id=hand_over_id)
    event = view.event
    check_version(event, seen_version)
    check_open(event.state)
    check_day(on=held.on, died_on=[family.case.died_on for family in view.families])
    if held.on > today:
        raise HandOverInFuture
    if not any(family.case.id in held.present for family in view.families):
        raise FamilyNeeded
    _check_witnesses(session, view, held)
    set_held(event, actor=actor, on=held.on, notes=held.notes, now=now)
    event.officials = held.officials
    for family in session.scalars(
        select(HandOverFamily).where(HandOverFamily.hand_over_id == event.id)
    ):
        family.present = family.case_id in held.present
    for position, witness in enumerate(held.witnesses, 1):
        session.add(
            HandOverWitness(
                hand_over_id=event.id,
                position=position,
                full_name=witness.full_name,
                role=witness.role,
                nik=witness.nik,
            )
        )
    came = [family.case for family in view.families if family.case.id in held.present]
    tell_cases(session, actor=actor, now=now, action="hand-over:hold", event=event, cases=came)
    return event


def _check_witnesses(session: Session, view: HandOverView, held: Held) -> None:
    check_witnesses(
        held.witnesses,
        recipients={
            plain_name(heir.full_name) for family in view.families for heir in family.recipients
        },
        officials={plain_name(line) for line in (held.officials or "").splitlines()},
        dead=find_known_dead(
            session,
            niks=[witness.nik for witness in held.witnesses if witness.nik is not None],
            names=[witness.full_name for witness in held.witnesses],
        ),
    )


def cancel_hand_over(
    session: Session,
    *,
    actor: Actor,
    hand_over_id: UUID,
    reason: str,
    now: datetime,
    seen_version: int | None = None,
) -> HandOver:
    """It will not take place; another can be planned for the same families.

    Raises:
        NotFound, Conflict, HandOverNotOpen, ReasonNeeded
    """
    view = get_hand_over(session, actor=actor, hand_over_id=hand_over_id)
    check_version(view.event, seen_version)
    check_open(view.event.state)
    set_cancelled(view.event, reason=reason)
    cases = [family.case for family in view.families]
    tell_cases(
        session, actor=actor, now=now, action="hand-over:cancel", event=view.event, cases=cases
    )
    return view.event
