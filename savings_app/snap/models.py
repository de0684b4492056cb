"""What was asked of a bank over SNAP, and how it went."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.snap.kinds import PullCause, PullState


class SnapPull(Versioned, Base):
    """Some days of one account, asked for until the bank tells them. The row is the work.

    `rows_*` are as of its file: in = new + same + refused; `rows_repeated` stood on two pages and
    are none of these. Neither a number nor a name of a person stands here.
    """

    __tablename__ = "snap_pull"
    __table_args__ = (
        UniqueConstraint("account_id", "first_on", "last_on"),
        CheckConstraint("last_on >= first_on", name="ends_after_start"),
        Index("ix_snap_pull_state_next_try_at", "state", "next_try_at"),
    )

    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    state: Mapped[PullState]
    cause: Mapped[PullCause | None]
    last_code: Mapped[str | None] = mapped_column(String(7))
    tries: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    next_try_at: Mapped[datetime]
    worked_at: Mapped[datetime | None]  # a worker has it since; None: nobody
    ended_at: Mapped[datetime | None]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_file.id"))
    rows_in: Mapped[int]
    rows_new: Mapped[int]
    rows_same: Mapped[int]
    rows_refused: Mapped[int]
    rows_repeated: Mapped[int]
