"""Writing down that a list of cases left the service as a file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record


def record_export(session: Session, *, actor: Actor, rows: int, now: datetime) -> None:
    """Somebody takes `rows` lines of the case list with them."""
    record(session, actor=actor, now=now, action="cases:export", subject="case", rows=rows)
