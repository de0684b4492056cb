"""The audit table: append-only by trigger, each row chained to the one before by hash."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.actors import Role
from savings_app.db import Base


class AuditEvent(Base):
    """Somebody did something, or opened masked data. `facts` holds no personal data."""

    __tablename__ = "audit_event"

    sequence: Mapped[int] = mapped_column(BigInteger, unique=True)
    happened_at: Mapped[datetime]
    role: Mapped[Role | None]  # None: the system itself (a command or a task)
    user_id: Mapped[UUID | None]
    recipient_id: Mapped[UUID | None]
    assisted_by: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def hashed_content(self) -> dict[str, object]:
        """What the hash of this event covers: all of it but the hashes."""
        ids = ("user_id", "recipient_id", "assisted_by", "subject_id", "case_id")
        return {
            "sequence": self.sequence,
            "happened_at": self.happened_at.astimezone(UTC).isoformat(),
            "role": self.role.value if self.role else None,
            **{name: str(value) if (value := getattr(self, name)) else None for name in ids},
            "action": self.action,
            "subject": self.subject,
            "facts": self.facts,
        }
