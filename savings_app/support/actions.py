"""Asking for help, taking it back, and writing down what came of it.

Nothing here touches a claim, a plan or a saving, and none of them reads it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.actions import record
from savings_app.cases.queries.cases import get_recipient
from savings_app.db import check_version, take_turn
from savings_app.errors import NotPermitted
from savings_app.support.kinds import SupportKind, SupportState, SupportStepKind
from savings_app.support.models import SupportRequest, SupportStep
from savings_app.support.queries import find_open, get_support
from savings_app.support.rules import check_open, check_step, due_after, first_due, state_after

# Any constant: it names the lock under which the same button pressed twice is one request.
SUPPORT_LINE = 7517


def ask_support(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    kind: SupportKind,
    wish: str | None,
    today: date,
    now: datetime,
) -> SupportRequest:
    """The family asks, or a caseworker writes down that it did. What is open is asked once.

    Raises:
        NotFound: the recipient is not this person's to see.
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    take_turn(session, line=SUPPORT_LINE)
    waiting = find_open(session, recipient_id=recipient.id, kind=kind)
    if waiting is not None:
        return waiting
    request = SupportRequest(
        recipient_id=recipient.id,
        kind=kind,
        state=SupportState.ASKED,
        wish=(wish or "").strip() or None,
        by_family=actor.role is Role.FAMILY,
        asked_on=today,
        asked_at=now,
        recorded_by=actor.user_id or actor.assisted_by,
        due_on=first_due(today),
        ended_on=None,
    )
    session.add(request)
    session.flush()
    _record(session, actor, now, "support:ask", request, recipient.case_id)
    return request


def withdraw_support(
    session: Session, *, actor: Actor, support_id: UUID, today: date, now: datetime
) -> SupportRequest:
    """The family wants it no more, on any day and for no reason. A repeat changes nothing.

    Raises:
        NotFound, SupportNotOpen: it came to its end already.
    """
    view = get_support(session, actor=actor, support_id=support_id)
    request = view.request
    if request.state is SupportState.WITHDRAWN:
        return request
    check_open(request.state)
    request.state, request.ended_on = SupportState.WITHDRAWN, today
    session.flush()
    _record(session, actor, now, "support:withdraw", request, view.case.id)
    return request


def record_support_step(
    session: Session,
    *,
    actor: Actor,
    support_id: UUID,
    version: int | None,
    kind: SupportStepKind,
    on: date,
    note: str | None,
    today: date,
    now: datetime,
) -> SupportStep:
    """Somebody spoke with the family, or it is known how it ended.

    Raises:
        NotFound, Conflict, SupportNotOpen, SupportStepInFuture, SupportStepBeforeAsked
    """
    if actor.user_id is None:
        raise NotPermitted
    view = get_support(session, actor=actor, support_id=support_id)
    request = view.request
    check_version(request, version)
    check_open(request.state)
    check_step(on, asked_on=request.asked_on, today=today)
    request.state, request.due_on = state_after(kind), due_after(on)
    request.ended_on = on if request.state is SupportState.ENDED else None
    step = SupportStep(
        request_id=request.id,
        kind=kind,
        on=on,
        note=(note or "").strip() or None,
        recorded_by=actor.user_id,
        recorded_at=now,
    )
    session.add(step)
    session.flush()
    _record(session, actor, now, "support:record", request, view.case.id, on=on.isoformat())
    return step


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    request: SupportRequest,
    case_id: UUID,
    **facts: str,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="support_request",
        subject_id=request.id,
        case_id=case_id,
        support=request.kind.value,
        **facts,
    )
