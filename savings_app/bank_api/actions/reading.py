"""What a bank's system was told is written down, as it is of a person at a desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record


def record_pledges_read(session: Session, *, actor: Actor, count: int, now: datetime) -> None:
    """One event a call that told something, with how many pledges it told."""
    if count:
        record(
            session, actor=actor, now=now, action="api:read-pledges", subject="pledge", count=count
        )
