"""Documents we issue: a number without gaps, the exact bytes, and what replaced what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import PaperFileType
from savings_app.consents.kinds import ConsentKind
from savings_app.db import Base, Versioned
from savings_app.documents.consent_letter_rules import PaperAnswer
from savings_app.documents.rules import DocumentKind, DocumentState, Sheet
from savings_app.documents.run_models import (  # noqa: F401  whoever loads our tables loads these
    DocumentRun,
    DocumentRunPart,
    DocumentRunRow,
)


class DocumentCounter(Base):
    """The last number given, per kind and year; the row is locked while a number is taken."""

    __tablename__ = "document_counter"
    __table_args__ = (UniqueConstraint("kind", "year"),)

    kind: Mapped[DocumentKind]
    year: Mapped[int]
    last: Mapped[int]


class SigningCertificate(Base):
    """A certificate documents were signed with. It stays when the next key takes its place, so
    that what it signed is still known as ours.

    `fingerprint`: SHA-256 of the certificate's DER bytes, hex. A revoked one vouches for nothing
    signed from `revoked_at` on.
    """

    __tablename__ = "signing_certificate"

    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    pem: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(300))
    is_sample: Mapped[bool]  # made by this service for itself; no authority stands behind it
    first_used_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None] = mapped_column(String(300))


class Document(Versioned, Base):
    """One issued document. `content` is what the page is made from; an access letter keeps only
    the hash of its bytes, and its content holds no code.

    It belongs to one recipient, or, as a report of the office does, to a region. A newer one of
    the same kind, owner, subject and period (both days counted) replaces it.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("kind", "year", "serial"),
        CheckConstraint("recipient_id IS NOT NULL OR region_code IS NOT NULL", name="has_owner"),
    )

    kind: Mapped[DocumentKind]
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(30), unique=True)
    token: Mapped[str] = mapped_column(String(16), unique=True)  # in the QR: /d/<token>
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("heir.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    subject_id: Mapped[UUID | None]  # what an office's document is about: a session, for one
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_letter.id"))
    language: Mapped[str] = mapped_column(String(2))
    sheet: Mapped[Sheet]
    state: Mapped[DocumentState]
    content: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    rendered_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("signing_certificate.id"))
    stored_name: Mapped[UUID | None]
    stored_sha256: Mapped[str | None] = mapped_column(String(64))  # differs where stored sealed
    tries: Mapped[int]
    failure: Mapped[str | None] = mapped_column(String(200))
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(300))


class ConsentLetter(Base):
    """A request for consent that came back signed, as it was keyed. Append-only."""

    __tablename__ = "consent_letter"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    signed_on: Mapped[date]
    by_thumb: Mapped[bool]
    first_witness: Mapped[str | None] = mapped_column(String(120))
    second_witness: Mapped[str | None] = mapped_column(String(120))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]


class ConsentLetterAnswer(Base):
    """What was ticked beside one number. Append-only.

    `consent_id`: the consent that was live by it; None where the answer was no, or where the
    recipient had said something else on a later day.
    """

    __tablename__ = "consent_letter_answer"
    __table_args__ = (UniqueConstraint("letter_id", "kind"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("consent_letter.id"))
    kind: Mapped[ConsentKind]
    answer: Mapped[PaperAnswer]
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id"), index=True)


class ConsentLetterScan(Base):
    """A photo or a PDF of the signed letter, kept as the papers of a case are. Append-only."""

    __tablename__ = "consent_letter_scan"
    __table_args__ = (UniqueConstraint("letter_id", "position"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("consent_letter.id"))
    position: Mapped[int]
    type: Mapped[PaperFileType]
    stored_name: Mapped[UUID] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pages: Mapped[int]
