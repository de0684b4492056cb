"""The letter or the assisted visit behind a family's session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.cases.kinds import LetterState
from savings_app.cases.models import AccessLetter, AssistedVisit, Case, Heir
from savings_app.cases.queries.scope import cases_seen_by

RECIPIENT_NUMBER_PARTS = 4  # BB-2026-0001-1


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
    """The open visit a cookie names, if it is this user's own, who may still assist there."""
    if not actor.may(Permission.FAMILY_ASSIST):
        return None
    row = session.execute(
        select(AssistedVisit.recipient_id, Heir.case_id)
        .join(Heir, Heir.id == AssistedVisit.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            AssistedVisit.id == visit_id,
            AssistedVisit.user_id == actor.user_id,
            AssistedVisit.ended_at.is_(None),
            cases_seen_by(actor),
        )
    ).first()
    return row and VisitSession(visit_id, row.case_id, row.recipient_id)


@dataclass(frozen=True, slots=True)
class Door:
    """A letter somebody may be signing in with; `secret_hash` is of the code or of the word."""

    letter_id: UUID
    born_on: date | None
    secret_hash: str
    is_code: bool
    locked_until: datetime | None
    session_epoch: int


def list_doors(session: Session, *, number: str) -> list[Door]:
    """The live letters of a recipient's number (`BB-2026-0001-1`), or of a case's: one for each of
    its recipients. Whether the birth date fits is for the caller to see, so that a wrong one counts
    as a wrong try.
    """
    case_number, position = split_recipient_number(number)
    statement = (
        select(AccessLetter, Heir.born_on)
        .join(Heir, Heir.id == AccessLetter.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            Case.number == case_number,
            Heir.is_recipient,
            AccessLetter.state != LetterState.REPLACED,
        )
        .order_by(Heir.position)
    )
    if position is not None:
        statement = statement.where(Heir.position == position)
    return [
        Door(
            letter_id=letter.id,
            born_on=born_on,
            secret_hash=letter.word_hash or letter.code_hash,
            is_code=letter.state is LetterState.ISSUED,
            locked_until=letter.locked_until,
            session_epoch=letter.session_epoch,
        )
        for letter, born_on in session.execute(statement)
        # A used letter without a word: the family left before choosing one; the code has ended.
        if letter.state is LetterState.ISSUED or letter.word_hash
    ]


def split_recipient_number(text: str) -> tuple[str, int | None]:
    """`bb 2026 0001 1` → (`BB-2026-0001`, 1); without the last part → (…, None)."""
    parts = [part for part in re.split(r"[\s\-–/.]+", text.strip().upper()) if part]
    if len(parts) == RECIPIENT_NUMBER_PARTS and parts[-1].isdecimal() and len(parts[-1]) <= 3:  # noqa: PLR2004
        return "-".join(parts[:-1]), int(parts[-1])
    return "-".join(parts), None


def find_sealed_code(session: Session, *, letter_id: UUID) -> str | None:
    """The code of a letter that has not been printed yet, encrypted."""
    return session.scalar(
        select(AccessLetter.code_sealed).where(
            AccessLetter.id == letter_id, AccessLetter.state == LetterState.ISSUED
        )
    )


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter and the name of who issued it."""

    letter: AccessLetter
    issued_by: str


def list_letters(session: Session, *, recipient_id: UUID) -> list[LetterRow]:
    """Every letter of a recipient the caller may see, the latest first."""
    rows = session.execute(
        select(AccessLetter, User.full_name)
        .join(User, User.id == AccessLetter.issued_by)
        .where(AccessLetter.recipient_id == recipient_id)
        .order_by(AccessLetter.issued_at.desc())
    )
    return [LetterRow(*row) for row in rows]
