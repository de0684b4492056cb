"""Making the PDFs. The row says what is to be done; a message only names it.

A message that is lost is sent again by the sweep; one that comes twice finds the work done.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from flask import current_app
from huey.api import crontab

from savings_app import clock, storage
from savings_app.cases.letter_codes import seal_bytes, shown_code, unseal
from savings_app.cases.queries.letters import find_sealed_code
from savings_app.db import get_session, transaction
from savings_app.documents.actions import keep_rendered, note_failure
from savings_app.documents.certificate_actions import note_certificate
from savings_app.documents.certificate_queries import check_not_revoked
from savings_app.documents.pdf import render_pdf
from savings_app.documents.queries import find_pending, list_unfinished
from savings_app.documents.rendering import Render, render_document
from savings_app.documents.rules import DocumentKind
from savings_app.documents.signing import SigningFailed, SigningKeyUnusable
from savings_app.jobs import huey
from savings_app.storage import FileKind, sealing_key
from savings_app.tasks import rendering
from savings_app.tasks.application import worker_application
from savings_app.tasks.signing import forget_signing_key, signing_key

if TYPE_CHECKING:
    from savings_app.documents.models import Document
    from savings_app.documents.signing import SigningKey

log = structlog.get_logger()
LEFT_BEHIND = timedelta(minutes=2)


@huey.task()  # type: ignore[untyped-decorator]
def _make(document_id: str) -> None:
    with worker_application().app_context():
        make_document(UUID(document_id), render=rendering.render)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        for document_id in list_unfinished(get_session(), before=clock.now_utc() - LEFT_BEHIND):
            make_document(document_id, render=rendering.render)


def jobs_run() -> bool:
    """Whether messages go to a worker; a test does the work itself."""
    return bool(current_app.extensions["jobs_enabled"])


def enqueue(document_id: UUID) -> None:
    """Ask a worker for this document; call it after the transaction that issued it."""
    if jobs_run():
        _make(str(document_id))


def make_document(document_id: UUID, *, render: Render = render_pdf) -> None:
    """Render one pending document and keep its bytes; a failure is noted on the row.

    A worker gives the `render` of its own process, see `savings_app.tasks.rendering`.
    """
    document = find_pending(get_session(), document_id=document_id)
    if document is None:
        return
    try:
        key = signing_key()
        check_not_revoked(get_session(), fingerprint=key.facts.fingerprint)
        data = _render(document, key, render)
    except Exception as error:
        log.exception("document failed", document=str(document_id))
        forget_signing_key()
        with transaction() as session:
            note_failure(
                session,
                document_id=document_id,
                reason=_reason(error),
                is_final=isinstance(error, rendering.FINAL),
                now=clock.now_utc(),
            )
        return
    sha256 = hashlib.sha256(data).hexdigest()
    if document.kind is DocumentKind.ACCESS:
        data = seal_bytes(data, key=sealing_key())
    stored = storage.store(FileKind.DOCUMENT, data)
    with transaction() as session:
        kept = keep_rendered(
            session,
            document_id=document_id,
            sha256=sha256,
            stored=stored,
            certificate_id=note_certificate(session, facts=key.facts, now=clock.now_utc()),
            now=clock.now_utc(),
        )
    if not kept:
        storage.discard(FileKind.DOCUMENT, stored.name)


def _reason(error: Exception) -> str:
    """What went wrong, in the words of the key where it was the key: they hold no secret."""
    if isinstance(error, SigningFailed | SigningKeyUnusable):
        return f"{type(error).__name__}: {error}"
    return type(error).__name__


def _render(document: Document, key: SigningKey, render: Render) -> bytes:
    code = None
    if document.letter_id is not None:
        sealed = find_sealed_code(get_session(), letter_id=document.letter_id)
        if sealed is None:
            raise LookupError("the letter was replaced before it was printed")
        code = shown_code(unseal(sealed, key=sealing_key()))
    return render_document(
        document, address=current_app.config["ADDRESS"], code=code, key=key, render=render
    )
