"""A case by the number people write, for commands: who runs one already reads the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import Case


def find_case_by_number(session: Session, *, number: str) -> Case | None:
    """The case of this number, whoever may see it; a page asks `get_case` with its actor."""
    return session.scalar(
        select(Case).where(Case.number == number.strip().upper(), Case.withdrawn_at.is_(None))
    )
