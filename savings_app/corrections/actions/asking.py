"""Writing a request down, and each deed on it in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.corrections.kinds import CorrectionState
from savings_app.corrections.models import CorrectionRequest


def ask(session: Session, *, actor: Actor, now: datetime, **columns: Any) -> CorrectionRequest:
    """A new request, which waits for another person.

    The same words about the same facts by the same person, sent again while they wait (a second
    press, the browser's back, another tab), are the one request there is already.
    """
    waiting = _find_waiting(session, actor=actor, columns=columns)
    if waiting is not None:
        return waiting
    request = CorrectionRequest(
        **columns,
        state=CorrectionState.REQUESTED,
        requested_by=actor.user_id,
        requested_at=now,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
    )
    session.add(request)
    session.flush()
    record_request(session, actor=actor, now=now, verb="request", request=request)
    return request


def _find_waiting(
    session: Session, *, actor: Actor, columns: Mapping[str, Any]
) -> CorrectionRequest | None:
    whose = ("subject", "participant_id", "other_participant_id", "heir_id", "reason", "evidence")
    candidates = session.scalars(
        select(CorrectionRequest).where(
            CorrectionRequest.state == CorrectionState.REQUESTED,
            CorrectionRequest.requested_by == actor.user_id,
            *(getattr(CorrectionRequest, name) == columns[name] for name in whose),
        )
    )
    return next((one for one in candidates if one.changes == columns["changes"]), None)


def record_request(
    session: Session, *, actor: Actor, now: datetime, verb: str, request: CorrectionRequest
) -> None:
    """One deed on a request: the names of the facts, never what they say."""
    record(
        session,
        actor=actor,
        now=now,
        action=f"correction:{verb}",
        subject="correction_request",
        subject_id=request.id,
        case_id=request.case_id,
        about=request.subject.value,
        fields=",".join(
            change["field"] for change in request.changes if change["before"] != change["after"]
        ),
    )
