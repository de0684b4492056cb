"""Registered periods, what holds erasure back, and what was erased: counts, never content."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.retention.kinds import HoldOrigin, RetentionBeginning, RetentionKind


class RetentionPeriod(Base):
    """So many days from `starts` on, by a law or a decision. Append-only: a change is a new row."""

    __tablename__ = "retention_period"
    __table_args__ = (CheckConstraint("days > 0", name="days_positive"),)

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)  # a kabupaten
    kind: Mapped[RetentionKind]
    days: Mapped[int]
    begins: Mapped[RetentionBeginning] = mapped_column(
        default=RetentionBeginning.REVOKED, server_default=RetentionBeginning.REVOKED.value
    )
    law: Mapped[str] = mapped_column(String(300))
    starts: Mapped[date]
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    registered_at: Mapped[datetime]


class RetentionHold(Versioned, Base):
    """Nothing of this case is erased meanwhile, and why."""

    __tablename__ = "retention_hold"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    origin: Mapped[HoldOrigin]
    reason: Mapped[str] = mapped_column(String(300))
    held_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    held_at: Mapped[datetime]
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str | None] = mapped_column(String(300))


class RetentionRun(Base):
    """What one run of the job erased in one kabupaten, all accounts together. Append-only."""

    __tablename__ = "retention_run"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    kind: Mapped[RetentionKind]
    period_id: Mapped[UUID] = mapped_column(ForeignKey("retention_period.id"))
    ran_at: Mapped[datetime]
    accounts: Mapped[int]
    lines_deleted: Mapped[int]  # rows that are gone
    lines_emptied: Mapped[int]  # rows that lost text and hash
    balances: Mapped[int]  # sections whose balances are gone


class RetentionErasure(Base):
    """What was erased of one account: what its owner is told. Append-only."""

    __tablename__ = "retention_erasure"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("retention_run.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    erased_at: Mapped[datetime]
    lines: Mapped[int]
    balances: Mapped[int]


class ErasureSeal(Base):
    """A table that can hold no row: what refers to it cannot be committed."""

    __tablename__ = "erasure_seal"
    __table_args__ = (CheckConstraint("id IS NULL", name="always_empty"),)


class ErasureDeclaration(Base):
    """While this row stands, inside one transaction, the triggers of `bank_line` let erasure pass.

    Its foreign key is checked at commit and nothing can satisfy it: a transaction that forgets to
    take the row away again cannot be committed, so the door never stays open.
    """

    __tablename__ = "erasure_declaration"

    seal_id: Mapped[UUID] = mapped_column(
        ForeignKey("erasure_seal.id", deferrable=True, initially="DEFERRED")
    )
