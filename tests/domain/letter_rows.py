"""A request for consent that came back signed, as its rows; the bytes of its photo are nowhere."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.cases.kinds import PaperFileType
from savings_app.cases.models import Heir
from savings_app.documents.models import ConsentLetter, ConsentLetterScan, Document
from savings_app.documents.rules import DocumentKind, DocumentState, Sheet, make_token
from tests.builders import NOW, TODAY


def make_signed_letter(session: Session, recipient: Heir, recorded_by: User) -> UUID:
    """Returns the id of its photo."""
    document = Document(
        kind=DocumentKind.CONSENT, year=2026, serial=777, number="PP-2026-0777",
        token=make_token(), case_id=recipient.case_id, recipient_id=recipient.id, letter_id=None,
        language="id", sheet=Sheet.A4, state=DocumentState.READY, content={"words_version": "3"},
        issued_at=NOW, issued_by=recorded_by.id, assisted_by=None, rendered_at=NOW, sha256="0" * 64,
        stored_name=None, tries=0, failure=None, replaced_by=None, withdrawn_reason=None,
    )  # fmt: skip
    session.add(document)
    session.flush()
    letter = ConsentLetter(
        document_id=document.id, recipient_id=recipient.id, signed_on=TODAY, by_thumb=True,
        first_witness="Saksi Tersembunyi", second_witness="Saksi Lain", recorded_by=recorded_by.id,
        recorded_at=NOW,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    scan = ConsentLetterScan(
        letter_id=letter.id, position=1, type=PaperFileType.JPEG, stored_name=uuid4(),
        sha256="0" * 64, size=1, pages=1,
    )  # fmt: skip
    session.add(scan)
    session.flush()
    return scan.id
