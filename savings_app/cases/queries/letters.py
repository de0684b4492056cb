"""The letter or the assisted visit behind a family's session."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import AccessLetter, AssistedVisit, Heir, LetterState


@dataclass(frozen=True, slots=True)
class LetterSession:
    """What the cookie of a family stands for."""

    letter_id: UUID
    case_id: UUID
    recipient_id: UUID
    session_epoch: int
    has_word: bool


@dataclass(frozen=True, slots=True)
class VisitSession:
    """What an assisted visit opens."""

    visit_id: UUID
    case_id: UUID
    recipient_id: UUID


def find_letter_for_session(session: Session, *, letter_id: UUID) -> LetterSession | None:
    """The used letter a cookie names; a replaced one opens nothing."""
    row = session.execute(
        select(AccessLetter, Heir.case_id)
        .join(Heir, Heir.id == AccessLetter.recipient_id)
        .where(AccessLetter.id == letter_id, AccessLetter.state == LetterState.USED)
    ).first()
    if row is None:
        return None
    letter, case_id = row
    return LetterSession(
        letter_id=letter.id,
        case_id=case_id,
        recipient_id=letter.recipient_id,
        session_epoch=letter.session_epoch,
        has_word=letter.word_hash is not None,
    )


def find_visit_for_session(
    session: Session, *, actor: Actor, visit_id: UUID
) -> VisitSession | None:
    """The open visit a cookie names, if it is this user's own."""
    row = session.execute(
        select(AssistedVisit.recipient_id, Heir.case_id)
        .join(Heir, Heir.id == AssistedVisit.recipient_id)
        .where(
            AssistedVisit.id == visit_id,
            AssistedVisit.user_id == actor.user_id,
            AssistedVisit.ended_at.is_(None),
        )
    ).first()
    return row and VisitSession(visit_id, row.case_id, row.recipient_id)
