"""Issuing documents. The number is given in the transaction that issues; the bytes come later,
from a worker, see `savings_app.tasks.documents`.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import AccessLetter
from savings_app.cases.queries.cases import get_recipient
from savings_app.db import take_turn
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
    document_number,
    encoded,
    make_token,
)
from savings_app.storage import StoredFile

NUMBER_LINE = 7504


def request_document(
    session: Session,
    *,
    actor: Actor,
    kind: DocumentKind,
    recipient_id: UUID,
    language: str,
    today: date,
    now: datetime,
    letter: AccessLetter | None = None,
) -> Document:
    """Issue a document: its content is fixed and its number taken now; a worker makes the PDF.

    A newer one of the same kind replaces the older. `letter` is the access letter of that kind.

    Raises:
        NotFound, NothingToPrint, StatementNeedsConsent
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    content = gather(session, kind=kind, actor=actor, recipient=recipient, today=today)
    serial = _next_serial(session, kind=kind, year=today.year)
    document = Document(
        kind=kind,
        year=today.year,
        serial=serial,
        number=document_number(kind, today.year, serial),
        token=make_token(),
        case_id=recipient.case_id,
        recipient_id=recipient.id,
        letter_id=letter.id if letter else None,
        language=language,
        state=DocumentState.PENDING,
        content=encoded(content),
        issued_at=now,
        issued_by=actor.user_id or actor.assisted_by,
        assisted_by=actor.assisted_by,
        rendered_at=None,
        sha256=None,
        stored_name=None,
        tries=0,
        failure=None,
        replaced_by=None,
        withdrawn_reason=None,
    )
    session.add(document)
    session.flush()
    _replace_earlier(session, document)
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


def _replace_earlier(session: Session, document: Document) -> None:
    earlier = session.scalars(
        select(Document).where(
            Document.recipient_id == document.recipient_id,
            Document.kind == document.kind,
            Document.replaced_by.is_(None),
            Document.id != document.id,
        )
    )
    for older in earlier:
        older.replaced_by = document.id


def keep_rendered(
    session: Session, *, document_id: UUID, sha256: str, stored: StoredFile, now: datetime
) -> bool:
    """The worker made the bytes. Returns False where another worker was first.

    Of an access letter the stored bytes are sealed and handed out once; the code is erased here.
    """
    document = session.get_one(Document, document_id, with_for_update=True)
    if document.state is not DocumentState.PENDING:
        return False
    document.state = DocumentState.READY
    document.sha256, document.stored_name = sha256, stored.name
    document.stored_sha256 = stored.sha256
    document.rendered_at, document.failure = now, None
    if document.letter_id is not None:
        session.get_one(AccessLetter, document.letter_id).code_sealed = None
    _record(session, document, actor=None, now=now, verb="render")
    return True


def note_failure(session: Session, *, document_id: UUID, reason: str, now: datetime) -> None:
    """A try failed; after the last one the document waits for somebody to ask again."""
    document = session.get_one(Document, document_id, with_for_update=True)
    if document.state is not DocumentState.PENDING:
        return
    document.tries += 1
    document.failure = reason[:200]
    if document.tries >= MOST_TRIES:
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
