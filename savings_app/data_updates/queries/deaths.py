"""What the list of deaths heard from a data update."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.deaths.models import DeathNotice, DeathReport


def find_told_by(session: Session, *, request_key: UUID) -> DeathNotice | None:
    """The death this line of a list told of, where no other source tells of it."""
    told = (
        select(DeathReport.notice_id).where(DeathReport.request_key == request_key)
    ).scalar_subquery()
    sources = session.scalar(
        select(func.count()).select_from(DeathReport).where(DeathReport.notice_id == told)
    )
    if sources != 1:
        return None
    return session.scalar(select(DeathNotice).where(DeathNotice.id == told))
