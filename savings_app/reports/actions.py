"""Closing a month, and opening it again with a reason."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.db import check_version
from savings_app.errors import NotFound, NotPermitted
from savings_app.regions.queries import find_region
from savings_app.reports.models import ClosedMonth
from savings_app.reports.month_rules import (
    MonthNotClosed,
    check_closable,
    fingerprint,
    month_of,
    stored,
)
from savings_app.reports.queries.months import (
    count_month,
    find_closing_in_force,
    list_closings,
)


def close_month(
    session: Session, *, actor: Actor, month: date, today: date, now: datetime
) -> ClosedMonth:
    """Keep the month of the actor's region as it stands; what comes later changes it no more.

    Raises:
        NotPermitted, NotFound, MonthClosedAlready, MonthNotOver
    """
    _check_may_close(session, actor)
    closings = list_closings(session, actor=actor, month=month)
    is_closed = bool(closings) and closings[0].reopened_at is None
    check_closable(month_of(month), is_closed=is_closed, today=today)
    figures = stored(count_month(session, actor=actor, month=month))
    closed = ClosedMonth(
        region_code=actor.region,
        month=month_of(month),
        number=len(closings) + 1,
        figures=figures,
        sha256=fingerprint(figures),
        closed_by=actor.user_id,
        closed_at=now,
        reopened_by=None,
        reopened_at=None,
        reopen_reason=None,
    )
    session.add(closed)
    session.flush()
    _record(session, actor=actor, now=now, verb="close", closed=closed)
    return closed


def reopen_month(
    session: Session,
    *,
    actor: Actor,
    month: date,
    version: int | None,
    reason: str | None,
    now: datetime,
) -> ClosedMonth:
    """Open a closed month again; what it was stays to be read.

    Raises:
        NotPermitted, NotFound, MonthNotClosed, Conflict, ReasonNeeded
    """
    _check_may_close(session, actor)
    closed = find_closing_in_force(session, actor=actor, month=month)
    if closed is None:
        raise MonthNotClosed
    check_version(closed, version)
    if not reason:
        raise ReasonNeeded
    closed.reopened_by, closed.reopened_at, closed.reopen_reason = actor.user_id, now, reason
    session.flush()
    _record(session, actor=actor, now=now, verb="reopen", closed=closed)
    return closed


def _check_may_close(session: Session, actor: Actor) -> None:
    """The actor closes the months of the own region, which must be one."""
    if not actor.may(Permission.MONTH_CLOSE) or actor.region is None:
        raise NotPermitted
    if find_region(session, code=actor.region) is None:
        raise NotFound


def _record(
    session: Session, *, actor: Actor, now: datetime, verb: str, closed: ClosedMonth
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"month:{verb}",
        subject="closed_month",
        subject_id=closed.id,
        month=f"{closed.month:%Y-%m}",
        number=closed.number,
        sha256=closed.sha256,
    )
