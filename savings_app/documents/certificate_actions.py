"""The certificates documents were signed with: each is kept for as long as its documents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.audit.actions import record
from savings_app.db import take_turn
from savings_app.documents.models import SigningCertificate

if TYPE_CHECKING:
    from savings_app.documents.signing import SigningKey

CERTIFICATE_LINE = 7531


def note_certificate(session: Session, *, key: SigningKey, now: datetime) -> UUID:
    """The id of this key's certificate, kept from the first document it signed."""
    known = _find(session, key)
    if known is None:
        take_turn(session, line=CERTIFICATE_LINE)
        known = _find(session, key)
    return known or _keep(session, key, now)


def _find(session: Session, key: SigningKey) -> UUID | None:
    return session.scalar(
        select(SigningCertificate.id).where(SigningCertificate.fingerprint == key.fingerprint)
    )


def _keep(session: Session, key: SigningKey, now: datetime) -> UUID:
    certificate = SigningCertificate(
        fingerprint=key.fingerprint,
        pem=key.certificate_pem,
        subject=key.subject[:300],
        is_sample=key.is_sample,
        first_used_at=now,
        revoked_at=None,
        revoked_reason=None,
    )
    session.add(certificate)
    session.flush()
    record(
        session,
        actor=None,
        now=now,
        action="signing-certificate:begin",
        subject="signing_certificate",
        subject_id=certificate.id,
        fingerprint=key.fingerprint,
    )
    return certificate.id
