"""A run of documents: who is in it was written down when it was asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base
from savings_app.documents.rules import DocumentKind, Sheet
from savings_app.documents.run_rules import RowReason, RowState, RunEnd, RunState


class DocumentRun(Base):
    """One kind of document for every recipient of a place.

    It acts with the rights of `asked_by` as they are while it works.
    """

    __tablename__ = "document_run"

    kind: Mapped[DocumentKind]
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(2))
    sheet: Mapped[Sheet]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    state: Mapped[RunState]
    rows: Mapped[int]  # recipients in it when it was asked for
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_for: Mapped[RunEnd | None]
    request_key: Mapped[UUID] = mapped_column(unique=True)
    # To be printed in one go: when somebody asked for it, and when its parts were made.
    bundle_asked_at: Mapped[datetime | None]
    bundle_asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    bundle_made_at: Mapped[datetime | None]


class DocumentRunRow(Base):
    """A recipient of a run, at its place in reading order.

    Whoever works on it holds it until `lease_until`; the document it got stays its own.
    """

    __tablename__ = "document_run_row"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        UniqueConstraint("run_id", "recipient_id"),
        Index("ix_document_run_row_run_id_state", "run_id", "state", "position"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("document_run.id"))
    position: Mapped[int]
    # An heir written down by mistake can be removed; its row goes with it.
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id", ondelete="CASCADE"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[RowState]
    reason: Mapped[RowReason | None]
    tries: Mapped[int]
    holder: Mapped[UUID | None] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class DocumentRunPart(Base):
    """Documents of a run behind one another, for a printer. A print aid: it can be made again.

    `documents` are their ids: it is handed out only while whoever takes it may see each of them.
    """

    __tablename__ = "document_run_part"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("document_run.id"))
    number: Mapped[int]
    first_position: Mapped[int]
    last_position: Mapped[int]
    documents: Mapped[list[Any]]
    pages: Mapped[int]
    stored_name: Mapped[UUID] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    made_at: Mapped[datetime]
