"""What the pages of documents share: asking for one, and handing out its bytes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response, g

from savings_app import clock, storage
from savings_app.cases.letter_codes import unseal_bytes
from savings_app.db import read_anew, transaction
from savings_app.documents.actions import forget_bytes, note_opened, request_document
from savings_app.documents.queries import get_document
from savings_app.documents.rules import DocumentKind, DocumentNotReady, DocumentState, Wanted
from savings_app.storage import FileKind, sealing_key
from savings_app.tasks.documents import enqueue, jobs_run

if TYPE_CHECKING:
    from savings_app.documents.models import Document

A_MOMENT = 0.25  # seconds
MOMENTS = 12


def ask_for(wanted: Wanted, *, recipient_id: UUID) -> UUID:
    """Issue a document and put it in the workers' queue; returns its id."""
    with transaction() as session:
        document = request_document(
            session,
            actor=g.actor,
            wanted=wanted,
            recipient_id=recipient_id,
            today=clock.today(),
            now=clock.now_utc(),
        )
    enqueue(document.id)
    return document.id


def wait_for(document_id: UUID) -> Document:
    """The document, given a moment to be made: most are ready when the page opens.

    The page does not reload itself, which would take a screen reader back to its top.
    """
    for _ in range(MOMENTS):
        document = get_document(read_anew(), actor=g.actor, document_id=document_id)
        if document.state is not DocumentState.PENDING or not jobs_run():
            break
        time.sleep(A_MOMENT)
    return document


def hand_out(document_id: UUID) -> Response:
    """The PDF as a download named by its number, which says nothing of a person.

    An access letter leaves once; then its bytes are gone and only the hash is left.
    """
    with transaction() as session:
        document = note_opened(session, actor=g.actor, document_id=document_id, now=clock.now_utc())
        name, sha256 = document.stored_name, document.stored_sha256
        once = document.kind is DocumentKind.ACCESS
        if once:
            forget_bytes(session, document_id=document_id)
    if name is None or sha256 is None:
        raise DocumentNotReady
    data = storage.read(FileKind.DOCUMENT, name, sha256=sha256)
    if once:
        data = unseal_bytes(data, key=sealing_key())
        storage.discard(FileKind.DOCUMENT, name)
    return Response(
        data,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{document.number}.pdf"'},
    )
