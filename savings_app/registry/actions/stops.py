"""A participant nobody pays for any more, and a stop taken back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.registry.models import Participant
from savings_app.registry.queries import get_participant
from savings_app.registry.rules import StopReason


def stop_participant(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    stopped_on: date,
    reason: StopReason,
    now: datetime,
) -> bool:
    """Nobody pays for this person from `stopped_on` on; False where that was so already.

    Raises:
        NotFound
    """
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    if participant.stopped_on is not None and participant.stopped_on <= stopped_on:
        return False
    participant.stopped_on, participant.stop_reason = stopped_on, reason
    _record(session, actor=actor, now=now, verb="stop", participant_id=participant_id)
    return True


def resume_participant(
    session: Session, *, actor: Actor, participant_id: UUID, now: datetime
) -> Participant:
    """Take a stop back: it was written down by mistake. The trail keeps both.

    Raises:
        NotFound
    """
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    participant.stopped_on = participant.stop_reason = None
    _record(session, actor=actor, now=now, verb="resume", participant_id=participant_id)
    return participant


def _record(
    session: Session, *, actor: Actor, now: datetime, verb: str, participant_id: UUID
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"participant:{verb}",
        subject="participant",
        subject_id=participant_id,
    )
