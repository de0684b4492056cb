"""Whether a document in somebody's hand is genuine and current, for anybody who asks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from savings_app.documents.models import Document, SigningCertificate
from savings_app.documents.queries import find_signer
from savings_app.documents.rules import (
    DocumentKind,
    DocumentState,
    Genuineness,
    find_number,
    find_token,
)
from savings_app.pdf_bounds import check_pdf


@dataclass(frozen=True, slots=True)
class Finding:
    """What may be said in public of a document: no person, no amount.

    `replaced_by` is the number of the newer one.
    """

    status: Genuineness
    number: str | None = None
    kind: DocumentKind | None = None
    issued_at: datetime | None = None
    replaced_by: str | None = None
    sha256: str | None = None
    certificate: SigningCertificate | None = None  # whose key signed what we issued


def check_token(session: Session, *, token: str) -> Finding:
    """What the QR's page answers."""
    return _finding(session, session.scalar(select(Document).where(Document.token == token)))


def check_number(session: Session, *, number: str) -> Finding:
    """What typing a number answers: whether we issued it, and whether it is current."""
    wanted = number.strip().upper()
    return _finding(session, session.scalar(select(Document).where(Document.number == wanted)))


def check_hash(session: Session, *, sha256: str) -> Finding:
    """Whether a file of this hash is one we issued: the file itself need not be sent."""
    return _finding(session, session.scalar(select(Document).where(Document.sha256 == sha256)))


def check_bytes(session: Session, data: bytes) -> Finding:
    """Whether this very file is one we issued, or one of ours that was changed."""
    sha256 = hashlib.sha256(data).hexdigest()
    document = session.scalar(select(Document).where(Document.sha256 == sha256))
    if document is not None:
        return _finding(session, document)
    number, token = find_number(_written_inside(data)), find_token(data)
    ours = session.scalar(
        # Damage may hide the title and leave the identifier, or the other way round.
        select(Document)
        .where(or_(Document.number == number, Document.token == token))
        .order_by((Document.number == number).desc())
        .limit(1)
    )
    if ours is None:
        return Finding(Genuineness.UNKNOWN)
    return Finding(Genuineness.CHANGED, ours.number, ours.kind, ours.issued_at, sha256=ours.sha256)


def _written_inside(data: bytes) -> bytes:
    """The title in the file's own data, or the raw bytes where it is no whole PDF any more."""
    try:
        check_pdf(data)
        with pikepdf.open(BytesIO(data)) as pdf:
            return str(pdf.docinfo.get("/Title", "")).encode() + b" " + data
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
        return data


def _finding(session: Session, document: Document | None) -> Finding:
    if document is None or document.rendered_at is None:
        return Finding(Genuineness.UNKNOWN)
    status, newer = Genuineness.GENUINE, None
    if document.state is DocumentState.WITHDRAWN:
        status = Genuineness.WITHDRAWN
    elif document.replaced_by is not None:
        status = Genuineness.REPLACED
        newer = session.scalar(select(Document.number).where(Document.id == document.replaced_by))
    return Finding(
        status,
        document.number,
        document.kind,
        document.issued_at,
        newer,
        document.sha256,
        find_signer(session, document=document),
    )
