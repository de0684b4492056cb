"""What is done alike to every event in a desa; what a kind adds stands in its own actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.event_kinds import EventState
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, VillageEvent
from savings_app.cases.queries.cases import get_case


def get_cases(session: Session, *, actor: Actor, case_ids: Sequence[UUID]) -> list[Case]:
    """The families invited, each once.

    Raises:
        NotFound
    """
    return [get_case(session, actor=actor, case_id=one) for one in dict.fromkeys(case_ids)]


def set_held(
    event: VillageEvent, *, actor: Actor, on: date, notes: str | None, now: datetime
) -> None:
    """It took place on this day; `actor` writes it down now."""
    event.state, event.held_on, event.notes = EventState.HELD, on, notes
    event.recorded_by, event.recorded_at = actor.user_id, now


def set_cancelled(event: VillageEvent, *, reason: str) -> None:
    """It will not take place.

    Raises:
        ReasonNeeded
    """
    if not reason.strip():
        raise ReasonNeeded
    event.state, event.cancel_reason = EventState.CANCELLED, reason.strip()


def tell_cases(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action: str,
    event: VillageEvent,
    cases: Sequence[Case],
) -> None:
    """Each family's case tells of it, under the name of the event's table."""
    session.flush()
    for case in cases:
        record(
            session,
            actor=actor,
            now=now,
            action=action,
            subject=event.__tablename__,
            subject_id=event.id,
            case_id=case.id,
        )
