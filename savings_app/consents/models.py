"""The consents, per recipient, each given and revoked by itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.db import Base

__all__ = ["AnswerScope", "Consent", "ConsentKind"]


class Consent(Base):
    """Live while `revoked_at` is empty. A new agreement is a new row."""

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "uq_consent_live",
            "recipient_id",
            "kind",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    kind: Mapped[ConsentKind]
    scope: Mapped[AnswerScope | None]  # of BANK_ANSWERS only
    words_version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    given_with: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # didampingi, on paper
    revoked_at: Mapped[datetime | None]
    revoked_with: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
