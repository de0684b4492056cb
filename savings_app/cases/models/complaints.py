"""What a family reports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.db import Base, Versioned


class Complaint(Versioned, Base):
    """A complaint leaves the village; one about staff is hidden from all who handled the case."""

    __tablename__ = "complaint"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    about: Mapped[ComplaintAbout]
    text: Mapped[str] = mapped_column(String(2000))
    state: Mapped[ComplaintState]
    opened_at: Mapped[datetime]
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str | None] = mapped_column(String(2000))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    request_key: Mapped[UUID] = mapped_column(unique=True)
