"""What a family brings for the claim: each paper, its files, and the receipts for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import BringsIt, PaperFileType, PaperKind, PaperState
from savings_app.db import Base, Versioned


class Paper(Versioned, Base):
    """One paper of one case and who brings it."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[PaperKind]
    brings: Mapped[BringsIt]
    state: Mapped[PaperState]
    reason: Mapped[str | None] = mapped_column(String(200))
    # A code of parameters/next_steps.toml, with "belum bisa didapat" only.
    next_step: Mapped[str | None] = mapped_column(String(60))
    received_on: Mapped[date | None]
    received_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    follow_up_on: Mapped[date | None] = mapped_column(index=True)  # asked for by this day


class PaperFile(Base):
    """A photo or a PDF of a paper, as it was kept: checked, and without what it said of itself.

    One withdrawn stays recorded; its bytes are gone.
    """

    __tablename__ = "paper_file"
    __table_args__ = (UniqueConstraint("paper_id", "position"),)

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), index=True)
    position: Mapped[int]
    type: Mapped[PaperFileType]
    stored_name: Mapped[UUID] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pages: Mapped[int]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(200))


class PaperReceipt(Base):
    """The tanda terima a family takes home, as it was on that day. Never changed.

    `content` holds `received` [{kind, on, by, files}] and `missing` [{kind, brings, state,
    next_step, by}], no name of the family, no number and no amount.
    """

    __tablename__ = "paper_receipt"
    __table_args__ = (UniqueConstraint("year", "serial"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True)  # TT-2026-0001
    content: Mapped[dict[str, Any]]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    issued_at: Mapped[datetime]
    request_key: Mapped[UUID] = mapped_column(unique=True)
