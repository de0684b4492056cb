"""What persons decided of lines that no rule could tell, and whose lines those are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.reconciliation.models import (
    BankLine,
    BankSection,
    LineDecision,
    LineOwner,
    LineStanding,
)
from savings_app.reconciliation.queries.lines import stands


def find_standing_decision(session: Session, *, line_id: UUID) -> LineDecision | None:
    """The decision of a line the caller may see, unless it was taken back."""
    return session.scalar(
        select(LineDecision).where(LineDecision.line_id == line_id, stands(LineDecision))
    )


def list_decisions_of_file(session: Session, *, file_id: UUID) -> Sequence[LineDecision]:
    """The standing decisions of lines this file brought, for a caller who may see the file."""
    return session.scalars(
        select(LineDecision)
        .join(BankLine, BankLine.id == LineDecision.line_id)
        .join(BankSection, BankSection.id == BankLine.section_id)
        .where(BankSection.file_id == file_id, stands(LineDecision))
        .order_by(LineDecision.decided_at, LineDecision.id)
    ).all()


def find_owner(session: Session, *, line_id: UUID) -> tuple[LineOwner, str] | None:
    """Whose a line is that the caller may see, with the name."""
    row = session.execute(
        select(LineOwner, User.full_name)
        .join(User, User.id == LineOwner.user_id)
        .where(LineOwner.line_id == line_id)
    ).first()
    return None if row is None else (row[0], row[1])


def find_standing(session: Session, *, line_id: UUID) -> LineStanding | None:
    """What is written down of a line the caller may see; None: it was not sorted yet."""
    return session.scalar(select(LineStanding).where(LineStanding.line_id == line_id))
