"""The certificates documents were signed with: each is kept for as long as its documents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.db import take_turn
from savings_app.documents.certificate_queries import find_certificate
from savings_app.documents.models import SigningCertificate
from savings_app.documents.rules import CertificateRevoked

if TYPE_CHECKING:
    from savings_app.documents.certificate_facts import CertificateFacts

CERTIFICATE_LINE = 7531


def note_certificate(session: Session, *, facts: CertificateFacts, now: datetime) -> UUID:
    """The id of this certificate, kept from the first document it signed."""
    known = _find(session, facts)
    if known is None:
        take_turn(session, line=CERTIFICATE_LINE)
        known = _find(session, facts)
    return known or _keep(session, facts, now)


def revoke_certificate(
    session: Session, *, actor: Actor | None, beginning: str, reason: str, now: datetime
) -> SigningCertificate:
    """From now on this certificate vouches for nothing that is signed; what it signed before stays
    as it is. `actor`: None for the operator of the machine.

    Raises:
        CertificateUnknown
        CertificateRevoked: it is already.
    """
    certificate = find_certificate(session, beginning=beginning)
    if certificate.revoked_at is not None:
        raise CertificateRevoked
    certificate.revoked_at, certificate.revoked_reason = now, reason
    record(
        session,
        actor=actor,
        now=now,
        action="signing-certificate:revoke",
        subject="signing_certificate",
        subject_id=certificate.id,
        fingerprint=certificate.fingerprint,
    )
    return certificate


def _find(session: Session, facts: CertificateFacts) -> UUID | None:
    return session.scalar(
        select(SigningCertificate.id).where(SigningCertificate.fingerprint == facts.fingerprint)
    )


def _keep(session: Session, facts: CertificateFacts, now: datetime) -> UUID:
    certificate = SigningCertificate(
        fingerprint=facts.fingerprint,
        pem=facts.pem,
        subject=facts.subject[:300],
        is_sample=facts.is_sample,
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
        fingerprint=facts.fingerprint,
    )
    return certificate.id
