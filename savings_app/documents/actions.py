"""Issuing documents. The number is given in the transaction that issues; the bytes come later,
from a worker, see `savings_app.tasks.documents`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import AccessLetter
from savings_app.cases.queries.cases import get_recipient
from savings_app.db import take_turn
from savings_app.documents.asked import Asked
from savings_app.documents.content import gather
from savings_app.documents.models import Document, DocumentCounter
from savings_app.documents.queries import get_document, is_closed_to
from savings_app.documents.rules import (
    MOST_TRIES,
    DocumentKind,
    DocumentNotReady,
    DocumentState,
    LetterPrintedOnce,
    StatementNeedsConsent,
    Wanted,
    document_number,
    encoded,
    make_token,
)
from savings_app.errors import NotFound
from savings_app.regions.queries import find_region
from savings_app.regions.rules import is_within
from savings_app.storage import StoredFile

NUMBER_LINE = 7504


def request_document(
    session: Session,
    *,
    actor: Actor,
    wanted: Wanted,
    recipient_id: UUID,
    today: date,
    now: datetime,
    letter: AccessLetter | None = None,
) -> Document:
    """Issue a document: its content is fixed and its number taken now; a worker makes the PDF.

    `letter` is the access letter of that kind.

    Raises:
        NotFound, NothingToPrint, StatementNeedsConsent
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    content = gather(session, Asked(actor, recipient, wanted, today))
    document = _new(wanted, content, actor=actor, today=today, now=now)
    document.case_id, document.recipient_id = recipient.case_id, recipient.id
    document.letter_id = letter.id if letter else None
    return _issue(session, document, actor=actor, now=now)


def request_office_document(
    session: Session,
    *,
    actor: Actor,
    wanted: Wanted,
    region_code: str,
    content: dict[str, Any],
    subject_id: UUID | None = None,
    today: date,
    now: datetime,
) -> Document:
    """Issue a document of the office about a region, as `request_document` does for a family.

    `content`: what it says, gathered by whoever knows its subject. `subject_id`: what it is about
    where there is more than one of a kind in a region, such as a session.

    Raises:
        NotFound: the region is not this person's, or there is none of that code.
    """
    mine = actor.region is not None and is_within(region_code, actor.region)
    if not mine or find_region(session, code=region_code) is None:
        raise NotFound
    document = _new(wanted, content, actor=actor, today=today, now=now)
    document.region_code, document.subject_id = region_code, subject_id
    return _issue(session, document, actor=actor, now=now)


def _new(
    wanted: Wanted, content: dict[str, Any], *, actor: Actor, today: date, now: datetime
) -> Document:
    """The document without its number and without whom it belongs to."""
    period = wanted.period
    return Document(
        kind=wanted.kind,
        year=today.year,
        token=make_token(),
        period_from=period.first if period else None,
        period_to=period.last if period else None,
        language=wanted.language,
        sheet=wanted.sheet,
        state=DocumentState.PENDING,
        content=encoded(content),
        issued_at=now,
        issued_by=actor.user_id or actor.assisted_by,
        assisted_by=actor.assisted_by,
        tries=0,
    )


def _issue(session: Session, document: Document, *, actor: Actor, now: datetime) -> Document:
    """Number it and say which ones it replaces, on it and on them."""
    document.serial = _next_serial(session, kind=document.kind, year=document.year)
    document.number = document_number(document.kind, document.year, document.serial)
    earlier = _list_earlier(session, document)
    if earlier:
        document.content = {**document.content, "replaces": earlier[0].number}
    session.add(document)
    session.flush()
    for older in earlier:
        older.replaced_by = document.id
    _record(session, document, actor=actor, now=now, verb="issue")
    return document


def _record(
    session: Session, document: Document, *, actor: Actor | None, now: datetime, verb: str
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"document:{verb}",
        subject="document",
        subject_id=document.id,
        case_id=document.case_id,
        kind=document.kind.value,
    )


def _next_serial(session: Session, *, kind: DocumentKind, year: int) -> int:
    """The next number of this kind and year: without gaps, because it is taken in the
    transaction that issues the document.
    """
    take_turn(session, line=NUMBER_LINE)
    counter = session.scalar(
        select(DocumentCounter).where(DocumentCounter.kind == kind, DocumentCounter.year == year)
    )
    if counter is None:
        counter = DocumentCounter(kind=kind, year=year, last=0)
        session.add(counter)
    counter.last += 1
    return counter.last


def _list_earlier(session: Session, document: Document) -> Sequence[Document]:
    """What a newer one takes the place of, the newest first."""
    same = (
        Document.kind == document.kind,
        Document.recipient_id.is_not_distinct_from(document.recipient_id),
        Document.region_code.is_not_distinct_from(document.region_code),
        Document.subject_id.is_not_distinct_from(document.subject_id),
        Document.period_from.is_not_distinct_from(document.period_from),
        Document.period_to.is_not_distinct_from(document.period_to),
    )
    return session.scalars(
        select(Document)
        .where(*same, Document.replaced_by.is_(None))
        .order_by(Document.issued_at.desc(), Document.serial.desc())
    ).all()


def keep_rendered(
    session: Session,
    *,
    document_id: UUID,
    sha256: str,
    stored: StoredFile,
    certificate_id: UUID | None,
    now: datetime,
) -> bool:
    """The worker made the bytes. Returns False where another worker was first.

    `certificate_id`: whose key signed them, see `note_certificate`. Of an access letter the stored
    bytes are sealed and handed out once; the code is erased here.
    """
    document = session.get_one(Document, document_id, with_for_update=True)
    if document.state is not DocumentState.PENDING:
        return False
    document.state = DocumentState.READY
    document.sha256, document.stored_name = sha256, stored.name
    document.certificate_id = certificate_id
    document.stored_sha256 = stored.sha256
    document.rendered_at, document.failure = now, None
    if document.letter_id is not None:
        session.get_one(AccessLetter, document.letter_id).code_sealed = None
    _record(session, document, actor=None, now=now, verb="render")
    return True


def note_failure(
    session: Session, *, document_id: UUID, reason: str, now: datetime, is_final: bool = False
) -> None:
    """A try failed; after the last one, or a final one, it waits for somebody to ask again."""
    document = session.get_one(Document, document_id, with_for_update=True)
    if document.state is not DocumentState.PENDING:
        return
    document.tries += 1
    document.failure = reason[:200]
    if is_final or document.tries >= MOST_TRIES:
        document.state = DocumentState.FAILED
        _record(session, document, actor=None, now=now, verb="fail")


def try_again(session: Session, *, actor: Actor, document_id: UUID, now: datetime) -> Document:
    """Put a failed document back in the queue.

    Raises:
        NotFound, DocumentNotReady: it did not fail.
    """
    document = get_document(session, actor=actor, document_id=document_id)
    if document.state is not DocumentState.FAILED:
        raise DocumentNotReady
    document.state, document.tries = DocumentState.PENDING, 0
    _record(session, document, actor=actor, now=now, verb="retry")
    return document


def note_opened(session: Session, *, actor: Actor, document_id: UUID, now: datetime) -> Document:
    """Somebody takes the PDF. An access letter can be taken once: its bytes are forgotten.

    Raises:
        NotFound, DocumentNotReady, LetterPrintedOnce
        StatementNeedsConsent: `is_closed_to` this person.
    """
    document = get_document(session, actor=actor, document_id=document_id)
    if is_closed_to(session, actor=actor, document=document):
        raise StatementNeedsConsent
    if document.rendered_at is None:
        raise DocumentNotReady
    if document.stored_name is None:
        raise LetterPrintedOnce
    _record(session, document, actor=actor, now=now, verb="open")
    return document


def forget_bytes(session: Session, *, document_id: UUID) -> None:
    """Of an access letter, once taken: only the hash is left."""
    document = session.get_one(Document, document_id)
    document.stored_name = document.stored_sha256 = None


def withdraw_document(
    session: Session, *, actor: Actor, document_id: UUID, reason: str, now: datetime
) -> None:
    """Say in public that this document no longer holds.

    Raises:
        NotFound
    """
    document = get_document(session, actor=actor, document_id=document_id)
    document.state, document.withdrawn_reason = DocumentState.WITHDRAWN, reason
    _record(session, document, actor=actor, now=now, verb="withdraw")
