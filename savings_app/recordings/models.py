"""A recording: its bytes lie in the storage, the row says what it is and who answers for it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base
from savings_app.recordings.kinds import RecordingEnd, RecordingLanguage


class Recording(Base):
    """One place in one language. One that ended keeps its row; its bytes are gone."""

    __tablename__ = "recording"
    __table_args__ = (
        CheckConstraint("milliseconds > 0", name="sounds"),
        Index(
            "uq_recording_live",
            "place",
            "language",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    place: Mapped[str] = mapped_column(String(80))
    language: Mapped[RecordingLanguage]
    stored_name: Mapped[UUID] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    milliseconds: Mapped[int]
    spoken_by: Mapped[str] = mapped_column(String(80))
    spoken_on: Mapped[date]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime]
    ended: Mapped[RecordingEnd | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(200))
