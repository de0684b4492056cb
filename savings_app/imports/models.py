"""A file that was taken in, its rows while they wait, and how its source names its columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.imports.kinds import BatchState, ImportKind, Outcome
from savings_app.regions.models import Region


class ImportBatch(Versioned, Base):
    """One file of one source. rows_in = rows_new + rows_changed + rows_same + rows_refused.

    `column_map` is how the file is read: `columns` (fact → column from 0), `depth` of the headings
    in rows, rows `left_out`, lines that say a fact of all rows (`titled`) and `other_sheets`;
    `problems` are places with reasons, which hold no name or number of a person. `worked_at` is
    when a worker last said that it is at it.
    """

    __tablename__ = "import_batch"

    kind: Mapped[ImportKind]
    source: Mapped[str] = mapped_column(String(80))  # "BPJS cabang Gorontalo": whose shape it has
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code))  # of who handed it in
    state: Mapped[BatchState]
    stored_name: Mapped[UUID | None]  # None once the bytes are gone
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    format: Mapped[str] = mapped_column(String(10))
    sheet: Mapped[str | None] = mapped_column(String(80))
    header_row: Mapped[int | None]  # counted from 1
    column_map: Mapped[dict[str, Any]]
    facts: Mapped[dict[str, Any]]  # what the kind needs beside: month, payer, category, period
    rows_in: Mapped[int]
    rows_new: Mapped[int]
    rows_changed: Mapped[int]
    rows_same: Mapped[int]
    rows_refused: Mapped[int]
    rows_done: Mapped[int]  # how far the worker is, for the progress that is shown
    problems: Mapped[list[Any]]
    worked_at: Mapped[datetime | None]
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime]
    applied_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    applied_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]
    undo_reason: Mapped[str | None] = mapped_column(String(300))


class ImportRow(Base):
    """A row of a batch: what was found, and what it will change or changed.

    `found` (`values` and `changes`, numbers masked) waits until the batch is applied or discarded;
    `before` is what a changed row was, so that the batch can be undone. Of a batch that is done,
    the changed rows, the refused ones and those with `problems` are left.
    """

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"), index=True)
    number: Mapped[int]  # of the row in its sheet, counted from 1
    outcome: Mapped[Outcome]
    found: Mapped[dict[str, Any] | None]
    before: Mapped[dict[str, Any] | None]
    subject_id: Mapped[UUID | None]  # the row of ours it changes or made
    problems: Mapped[list[Any]]


class ColumnMap(Versioned, Base):
    """How a source names its columns, corrected once by a person and used from then on."""

    __tablename__ = "column_map"
    __table_args__ = (UniqueConstraint("kind", "source", "region_code"),)

    kind: Mapped[ImportKind]
    source: Mapped[str] = mapped_column(String(80))
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code))
    headings: Mapped[dict[str, Any]]  # fact → heading as normalised
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]
