"""Visits 1, 3, 6 and 12 months after the payout: planned, recorded, and stopped on a wish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.follow_up_rules import (
    VISIT_MONTHS,
    FollowUpAnswers,
    MembershipNotForMinor,
    VisitNotPlanned,
    answers_kept,
    check_membership,
    check_visit_day,
    may_become_member,
    visit_day,
)
from savings_app.cases.models import Case, FollowUpVisit, Heir, OwnMembership
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.cases.queries.follow_ups import (
    find_first_payout_day,
    find_membership,
    get_follow_up,
    list_first_payouts,
)
from savings_app.cases.queries.heirs import get_heir
from savings_app.cases.queries.notes import find_colleague
from savings_app.cases.work_kinds import (
    FollowUpOutcome,
    FollowUpPlace,
    FollowUpState,
    OwnMembershipState,
)
from savings_app.cases.work_rules import ColleagueUnknown
from savings_app.db import check_version
from savings_app.identifiers import KPJ
from savings_app.regions.queries import get_public_holidays


def plan_follow_ups(session: Session, *, case_id: UUID | None = None) -> int:
    """Plan what is missing after the payouts of a case; returns how many are new. None: of all
    cases but those of an old spreadsheet, whose families were visited long ago or never.

    A visit still to come moves with the first payout or a new holiday, and goes where every payout
    was taken back. What was done stays as it is. Safe to repeat.
    """
    paid = {row[0]: row[1:] for row in list_first_payouts(session, case_id=case_id)}
    of_case = Case.batch_id.is_(None) if case_id is None else Case.id == case_id
    planned = (
        select(FollowUpVisit)
        .join(Heir, Heir.id == FollowUpVisit.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(of_case)
    )
    there: dict[UUID, dict[int, FollowUpVisit]] = {}
    for visit in session.scalars(planned):
        there.setdefault(visit.recipient_id, {})[visit.month] = visit
    _forget(session, [one for one in there if one not in paid])
    if not paid:
        return 0
    years = {day.year + more for day, _died_on in paid.values() for more in (0, 1, 2)}
    holidays = get_public_holidays(session, years=sorted(years))
    new = 0
    for recipient_id, (paid_on, died_on) in paid.items():
        visits = there.get(recipient_id, {})
        stopped = any(visit.state is FollowUpState.STOPPED for visit in visits.values())
        for month in VISIT_MONTHS:
            due_on = visit_day(paid_on=paid_on, month=month, died_on=died_on, holidays=holidays)
            known = visits.get(month)
            if known is None:
                session.add(_planned(recipient_id, month, due_on, stopped=stopped))
                new += 1
            elif known.state is not FollowUpState.DONE and known.due_on != due_on:
                known.due_on = due_on
    session.flush()
    return new


def _forget(session: Session, recipient_ids: Iterable[UUID]) -> None:
    """Nobody was paid after all, so there is nothing to visit about."""
    ids = list(recipient_ids)
    if ids:
        session.execute(
            delete(FollowUpVisit).where(
                FollowUpVisit.recipient_id.in_(ids), FollowUpVisit.state != FollowUpState.DONE
            )
        )


def _planned(recipient_id: UUID, month: int, due_on: date, *, stopped: bool) -> FollowUpVisit:
    return FollowUpVisit(
        recipient_id=recipient_id,
        month=month,
        due_on=due_on,
        state=FollowUpState.STOPPED if stopped else FollowUpState.PLANNED,
        from_paper=False,
        stopped_by_family=False,
    )


def record_follow_up(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    version: int | None,
    outcome: FollowUpOutcome,
    done_on: date,
    done_by: UUID,
    place: FollowUpPlace,
    from_paper: bool,
    stop: bool,
    answers: FollowUpAnswers,
    today: date,
    now: datetime,
) -> FollowUpVisit:
    """How the visit went, on the day it happened; all three outcomes are done.

    `from_paper`: keyed in from the printed form. `stop`: the family wishes no more of them. A
    record is written again where it was wrong; the trail keeps that it was.

    Raises:
        NotFound, Conflict, VisitNotPlanned, VisitInFuture, VisitBeforePayout, ColleagueUnknown
    """
    row = get_follow_up(session, actor=actor, visit_id=visit_id)
    visit = row.visit
    check_version(visit, version)
    if visit.state is FollowUpState.STOPPED:
        raise VisitNotPlanned
    paid_on = find_first_payout_day(session, recipient=row.recipient) or row.case.died_on
    check_visit_day(done_on=done_on, paid_on=paid_on, today=today)
    colleague = find_colleague(session, case=row.case, user_id=done_by)
    if colleague is None and done_by not in {actor.user_id, visit.done_by}:
        raise ColleagueUnknown(field="done_by")
    again = visit.state is FollowUpState.DONE
    visit.state, visit.outcome, visit.done_on = FollowUpState.DONE, outcome, done_on
    visit.done_by, visit.place, visit.from_paper = done_by, place, from_paper
    visit.recorded_by, visit.recorded_at = actor.user_id, now
    kept = answers_kept(outcome, answers)
    for one in fields(FollowUpAnswers):
        setattr(visit, one.name, getattr(kept, one.name))
    session.flush()
    _record(session, actor, now, "follow-up:record", visit, row.case.id, again=again)
    if stop:
        _stop(session, actor, recipient=row.recipient, by_family=False, now=now)
    return visit


def stop_follow_ups(session: Session, *, actor: Actor, recipient_id: UUID, now: datetime) -> int:
    """Staff heard the wish: no more visits. Returns how many will not be made.

    Raises:
        NotFound
    """
    _case, recipient = get_heir(session, actor=actor, heir_id=recipient_id)
    return _stop(session, actor, recipient=recipient, by_family=False, now=now)


def wish_follow_ups(session: Session, *, actor: Actor, wanted: bool, now: datetime) -> int:
    """The family itself says whether somebody may come; both can be changed any day.

    Raises:
        NotFound
    """
    recipient = get_own_recipient(session, actor=actor)
    if not wanted:
        return _stop(session, actor, recipient=recipient, by_family=True, now=now)
    return _resume(session, actor, recipient=recipient, now=now)


def resume_follow_ups(session: Session, *, actor: Actor, recipient_id: UUID, now: datetime) -> int:
    """The family told staff that visits are welcome again.

    Raises:
        NotFound
    """
    _case, recipient = get_heir(session, actor=actor, heir_id=recipient_id)
    return _resume(session, actor, recipient=recipient, now=now)


def _resume(session: Session, actor: Actor, *, recipient: Heir, now: datetime) -> int:
    visits = _in_state(session, recipient, FollowUpState.STOPPED)
    for visit in visits:
        visit.state, visit.stopped_at = FollowUpState.PLANNED, None
        visit.stopped_by_family = False
    if visits:
        session.flush()
        _record(session, actor, now, "follow-up:wish", visits[0], recipient.case_id)
    return len(visits)


def _stop(
    session: Session, actor: Actor, *, recipient: Heir, by_family: bool, now: datetime
) -> int:
    visits = _in_state(session, recipient, FollowUpState.PLANNED)
    for visit in visits:
        visit.state, visit.stopped_at = FollowUpState.STOPPED, now
        visit.stopped_by_family = by_family
    if visits:
        session.flush()
        _record(session, actor, now, "follow-up:stop", visits[0], recipient.case_id)
    return len(visits)


def _in_state(session: Session, recipient: Heir, state: FollowUpState) -> list[FollowUpVisit]:
    return list(
        session.scalars(
            select(FollowUpVisit)
            .where(FollowUpVisit.recipient_id == recipient.id, FollowUpVisit.state == state)
            .order_by(FollowUpVisit.month)
        )
    )


def set_membership(
    session: Session,
    *,
    actor: Actor,
    heir_id: UUID,
    version: int | None,
    state: OwnMembershipState,
    kpj: KPJ | None,
    member_since: date | None,
    today: date,
    now: datetime,
) -> OwnMembership:
    """Where an adult heir stands with the step "menjadi peserta mandiri". No is a full answer.

    Raises:
        NotFound, Conflict, MembershipNotForMinor, MembershipDayNeeded, MembershipDayInFuture
    """
    case, heir = get_heir(session, actor=actor, heir_id=heir_id)
    membership = find_membership(session, heir_id=heir_id)
    if membership is not None:
        check_version(membership, version)
    elif not may_become_member(relation=heir.relation, born_on=heir.born_on, today=today):
        raise MembershipNotForMinor
    kept_kpj, since = check_membership(
        state=state, kpj=kpj, member_since=member_since, born_on=heir.born_on, today=today
    )
    if membership is None:
        membership = OwnMembership(heir_id=heir_id)
        session.add(membership)
    membership.state, membership.kpj, membership.member_since = state, kept_kpj, since
    membership.recorded_by, membership.recorded_at = actor.user_id, now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="membership:set",
        subject="own_membership",
        subject_id=membership.id,
        case_id=case.id,
        state=state.value,
    )
    return membership


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    visit: FollowUpVisit,
    case_id: UUID,
    **facts: bool,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="follow_up_visit",
        subject_id=visit.id,
        case_id=case_id,
        month=visit.month,
        **facts,
    )
