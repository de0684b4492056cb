"""A day off added or struck out: the legal days of open claims move with it, closed ones stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.follow_ups import plan_follow_ups
from savings_app.cases.models import Case, Claim, FollowUpVisit, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.cases.work_kinds import FollowUpState
from savings_app.errors import NotPermitted
from savings_app.policy.rules import payment_working_days
from savings_app.regions.holidays import (
    HolidayUnchanged,
    find_change,
    get_change,
    holidays_if,
    may_change_holidays,
)
from savings_app.regions.models import HolidayChange
from savings_app.regions.queries import get_public_holidays
from savings_app.regions.rules import add_working_days

# A quiet day moves a visit by at most so many days off the day that changed.
NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class MovedClaim:
    """An open claim whose legal day moves. `is_seen`: of a case this person may open."""

    claim_id: UUID
    case_id: UUID
    number: str
    before: date
    after: date
    is_seen: bool


def preview_holiday(
    session: Session, *, actor: Actor, day: date, is_holiday: bool | None
) -> list[MovedClaim]:
    """What would move if the day were off, or not (None: if the own change were undone).

    Raises:
        HolidayUnchanged: it is so already.
    """
    years = (day.year - 1, day.year, day.year + 1)
    now_off = get_public_holidays(session, years=years)
    then_off = holidays_if(session, years=years, day=day, is_holiday=is_holiday)
    if is_holiday is not None and now_off == then_off:
        raise HolidayUnchanged
    moved = []
    seen = cases_seen_by(actor).label("seen")
    for claim, case, is_seen in session.execute(
        select(Claim, Case, seen)
        .join(Case, Case.id == Claim.case_id)
        .where(
            Claim.returned_on.is_(None),
            Case.due_on.is_not(None),
            Claim.filed_on < day,
            Claim.due_on >= day,
        )
        .order_by(Case.year, Case.serial)
    ):
        days = payment_working_days(programme=case.programme, on=claim.filed_on)
        after = add_working_days(claim.filed_on, days, then_off)
        if after != claim.due_on:
            moved.append(
                MovedClaim(claim.id, case.id, case.number, claim.due_on, after, bool(is_seen))
            )
    return moved


def set_holiday(
    session: Session,
    *,
    actor: Actor,
    day: date,
    is_holiday: bool,
    name: str,
    law: str,
    now: datetime,
) -> int:
    """Add a day off or strike one out, with its law; returns how many open claims moved.

    Raises:
        NotPermitted: who works for one kecamatan.
        HolidayUnchanged
    """
    if not may_change_holidays(actor):
        raise NotPermitted
    moved = preview_holiday(session, actor=actor, day=day, is_holiday=is_holiday)
    change = find_change(session, day=day)
    if change is None:
        change = HolidayChange(day=day)
        session.add(change)
    change.is_holiday, change.name, change.law = is_holiday, name, law
    session.flush()
    _move(session, actor, moved, day=day, now=now)
    _record(session, actor, now, "holiday:set", change, moved=len(moved))
    return len(moved)


def undo_holiday(session: Session, *, actor: Actor, change_id: UUID, now: datetime) -> int:
    """Take an own change back; returns how many open claims moved.

    Raises:
        NotFound
    """
    change = get_change(session, actor=actor, change_id=change_id)
    moved = preview_holiday(session, actor=actor, day=change.day, is_holiday=None)
    _record(session, actor, now, "holiday:undo", change, moved=len(moved))
    session.delete(change)
    session.flush()
    _move(session, actor, moved, day=change.day, now=now)
    return len(moved)


def _move(
    session: Session, actor: Actor, moved: list[MovedClaim], *, day: date, now: datetime
) -> None:
    for one in moved:
        claim = session.get_one(Claim, one.claim_id)
        case = session.get_one(Case, one.case_id)
        claim.due_on = one.after
        case.due_on = one.after
        session.flush()
        record(
            session,
            actor=actor,
            now=now,
            action="claim:move-due",
            subject="claim",
            subject_id=claim.id,
            case_id=case.id,
            before=one.before.isoformat(),
            after=one.after.isoformat(),
        )
    near = (
        select(Heir.case_id)
        .join(FollowUpVisit, FollowUpVisit.recipient_id == Heir.id)
        .where(
            FollowUpVisit.state == FollowUpState.PLANNED,
            FollowUpVisit.due_on.between(day - NEAR, day + NEAR),
        )
        .distinct()
    )
    for case_id in session.scalars(near).all():
        plan_follow_ups(session, case_id=case_id)


def _record(
    session: Session, actor: Actor, now: datetime, action: str, change: HolidayChange, *, moved: int
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="holiday_change",
        subject_id=change.id,
        day=change.day.isoformat(),
        is_holiday=change.is_holiday,
        moved=moved,
    )
