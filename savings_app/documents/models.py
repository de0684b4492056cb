"""Documents we issue: a number without gaps, the exact bytes, and what replaced what."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.documents.rules import DocumentKind, DocumentState


class DocumentCounter(Base):
    """The last number given, per kind and year; the row is locked while a number is taken."""

    __tablename__ = "document_counter"
    __table_args__ = (UniqueConstraint("kind", "year"),)

    kind: Mapped[DocumentKind]
    year: Mapped[int]
    last: Mapped[int]


class Document(Versioned, Base):
    """One issued document. `content` is what the page is made from; an access letter keeps only
    the hash of its bytes, and its content holds no code.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("kind", "year", "serial"),)

    kind: Mapped[DocumentKind]
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(30), unique=True)
    token: Mapped[str] = mapped_column(String(16), unique=True)  # in the QR: /d/<token>
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_letter.id"))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[DocumentState]
    content: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    rendered_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    stored_name: Mapped[UUID | None]
    stored_sha256: Mapped[str | None] = mapped_column(String(64))  # differs where stored sealed
    tries: Mapped[int]
    failure: Mapped[str | None] = mapped_column(String(200))
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(300))
