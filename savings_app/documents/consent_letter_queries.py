"""Requests for consent that came back signed: what was keyed, and what each of them began."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.scope import recipients_seen_by
from savings_app.documents.models import (
    ConsentLetter,
    ConsentLetterAnswer,
    ConsentLetterScan,
    Document,
)
from savings_app.errors import NotFound


@dataclass(frozen=True, slots=True)
class OnPaper:
    """The letter on which a consent was given, and the day it was signed."""

    number: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """A letter as it was keyed, by whom, and its photos."""

    letter: ConsentLetter
    recorded_by: str
    answers: Sequence[ConsentLetterAnswer]
    scans: Sequence[ConsentLetterScan]


def list_given_on_paper(
    session: Session, *, actor: Actor, recipient_id: UUID
) -> Mapping[UUID, OnPaper]:
    """By consent, the letter it was given on; of several letters the first.

    Nothing of a recipient this person may not see.
    """
    rows = session.execute(
        select(ConsentLetterAnswer.consent_id, Document.number, ConsentLetter.signed_on)
        .join(ConsentLetter, ConsentLetter.id == ConsentLetterAnswer.letter_id)
        .join(Document, Document.id == ConsentLetter.document_id)
        .join(Heir, Heir.id == ConsentLetter.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            ConsentLetter.recipient_id == recipient_id,
            ConsentLetterAnswer.consent_id.is_not(None),
            recipients_seen_by(actor),
        )
        .order_by(ConsentLetter.recorded_at.desc(), ConsentLetter.id)
    )
    return {
        consent_id: OnPaper(number, signed_on)
        for consent_id, number, signed_on in rows
        if consent_id is not None
    }


def find_signed(session: Session, *, document: Document) -> SignedLetter | None:
    """What was keyed of this document, which the caller may already see."""
    row = session.execute(
        select(ConsentLetter, User.full_name)
        .join(User, User.id == ConsentLetter.recorded_by)
        .where(ConsentLetter.document_id == document.id)
    ).first()
    if row is None:
        return None
    letter, name = row
    answers = session.scalars(
        select(ConsentLetterAnswer).where(ConsentLetterAnswer.letter_id == letter.id)
    ).all()
    scans = session.scalars(
        select(ConsentLetterScan)
        .where(ConsentLetterScan.letter_id == letter.id)
        .order_by(ConsentLetterScan.position)
    ).all()
    return SignedLetter(letter, name, answers, scans)


def get_scan(
    session: Session, *, actor: Actor, scan_id: UUID
) -> tuple[ConsentLetterScan, ConsentLetter, UUID]:
    """A photo of a letter, its letter, and the id of the case.

    Raises:
        NotFound: no such photo, or not this person's to see.
    """
    row = session.execute(
        select(ConsentLetterScan, ConsentLetter, Heir.case_id)
        .join(ConsentLetter, ConsentLetter.id == ConsentLetterScan.letter_id)
        .join(Heir, Heir.id == ConsentLetter.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(ConsentLetterScan.id == scan_id, recipients_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def list_kept_scan_names(session: Session, *, names: Collection[UUID] | None = None) -> set[UUID]:
    """The names of bytes that a row still needs, of these or of all."""
    statement = select(ConsentLetterScan.stored_name)
    if names is not None:
        statement = statement.where(ConsentLetterScan.stored_name.in_(names))
    return set(session.scalars(statement))
