"""The six consents, per recipient, each given and revoked by itself."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base


class ConsentKind(StrEnum):
    """In the order of the promises; see `savings_app.consents.rules` for the words."""

    CLAIM_HELP = "claim_help"  # 1 help with the claim
    TELL_BANK = "tell_bank"  # 2 the Dinas tells my bank of my account and pledge
    BANK_ANSWERS = "bank_answers"  # 3 my bank answers this service
    STAFF_SEES = "staff_sees"  # 4 staff of the Dinas may look at what the bank answered
    MESSAGES = "messages"  # 5
    PHOTO = "photo"  # 6 photo and news, never asked at the hand-over


class AnswerScope(StrEnum):
    """How much of consent 3: a yes or no, or balance and lines too."""

    KEPT_ONLY = "kept_only"
    LINES = "lines"


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
