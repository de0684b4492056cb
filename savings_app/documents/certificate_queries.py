"""The certificates documents were signed with, and which of them still vouch."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.documents.models import SigningCertificate
from savings_app.documents.rules import CertificateRevoked, CertificateUnknown
from savings_app.documents.signature_check import SignatureVerdict, examine_signature
from savings_app.errors import NotFound

SHORTEST_BEGINNING = 8


def list_certificates(session: Session) -> Sequence[SigningCertificate]:
    """All that were ever used, the newest first; there are few."""
    return session.scalars(
        select(SigningCertificate).order_by(SigningCertificate.first_used_at.desc())
    ).all()


def get_certificate(session: Session, *, fingerprint: str) -> SigningCertificate:
    """
    Raises:
        NotFound
    """
    found = session.scalar(
        select(SigningCertificate).where(SigningCertificate.fingerprint == fingerprint)
    )
    if found is None:
        raise NotFound
    return found


def find_certificate(session: Session, *, beginning: str) -> SigningCertificate:
    """The one whose fingerprint begins so; colons, spaces and capitals do not matter.

    Raises:
        CertificateUnknown: none does, or more than one, or fewer than eight digits were given.
    """
    wanted = "".join(beginning.replace(":", " ").split()).lower()
    found = [one for one in list_certificates(session) if one.fingerprint.startswith(wanted)]
    if len(wanted) < SHORTEST_BEGINNING or len(found) != 1:
        raise CertificateUnknown
    return found[0]


def check_not_revoked(session: Session, *, fingerprint: str) -> None:
    """Before a document is signed.

    Raises:
        CertificateRevoked
    """
    revoked = session.scalar(
        select(SigningCertificate.revoked_at).where(SigningCertificate.fingerprint == fingerprint)
    )
    if revoked is not None:
        raise CertificateRevoked


def check_signature(session: Session, data: bytes) -> SignatureVerdict:
    """What the file's own signature says. It takes a process of its own and up to some seconds."""
    return examine_signature(data, list_certificates(session))
