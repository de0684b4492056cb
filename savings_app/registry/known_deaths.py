"""Keeping who is known to have died, as `deaths` tells it: the registry does not know notices."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.orm import Session

from savings_app.identifiers import NIK
from savings_app.registry.models import KnownDeath, Participant
from savings_app.registry.rules import StopReason


def is_known_dead() -> ColumnElement[bool]:
    """A condition on `Participant`: stopped for a death, or named by a death that is known."""
    return or_(
        # Not "=": of somebody who never stopped that would be unknown, and so its opposite.
        Participant.stop_reason.is_not_distinct_from(StopReason.DIED),
        exists().where(KnownDeath.participant_id == Participant.id),
        exists().where(KnownDeath.nik == Participant.nik),
    )


def remember_death(
    session: Session,
    *,
    notice_id: UUID,
    participant_id: UUID | None,
    nik: NIK | None,
    full_name: str,
    region_code: str,
    died_on: date,
    now: datetime,
) -> None:
    """From now on this person signs and receives nothing. The participant's NIK counts too."""
    if nik is None and participant_id is not None:
        nik = session.scalar(select(Participant.nik).where(Participant.id == participant_id))
    row = session.scalar(select(KnownDeath).where(KnownDeath.notice_id == notice_id))
    if row is None:
        row = KnownDeath(notice_id=notice_id, recorded_at=now)
        session.add(row)
    row.participant_id, row.nik, row.died_on = participant_id, nik, died_on
    row.full_name, row.region_code = full_name, region_code
    session.flush()


def forget_death(session: Session, *, notice_id: UUID) -> None:
    """It was not so, or it was somebody else."""
    session.execute(delete(KnownDeath).where(KnownDeath.notice_id == notice_id))
