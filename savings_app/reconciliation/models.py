"""Bank files, their lines, and what each line is. Lines and what persons said: append-only."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base, Versioned
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction, ExceptionCause, LineClass, LineEventKind

__all__ = [
    "AccountProduct",
    "BankFile",
    "BankFileProfile",
    "BankFileState",
    "BankLine",
    "BankSection",
    "Direction",
    "LineDecision",
    "LineEvent",
    "LineOwner",
    "LineStanding",
    "Match",
    "SortedAccount",
]


class BankFileState(StrEnum):
    STAGED = "staged"
    APPLIED = "applied"
    APPLYING = "applying"  # in portions; its lines count for nothing before the last
    REFUSED = "refused"
    DISCARDED = "discarded"
    UNDONE = "undone"  # it was applied; its lines count for nothing any more


class BankFile(Versioned, Base):
    """A file as the bank gave it. `rows_*`: in = new + same + refused (changed never happens)."""

    __tablename__ = "bank_file"

    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    stored_name: Mapped[UUID]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    format: Mapped[str] = mapped_column(String(20))
    state: Mapped[BankFileState]
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    # The days of its rows, of all accounts together: which months the bank has told.
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    rows_in: Mapped[int]
    rows_new: Mapped[int]
    rows_same: Mapped[int]
    rows_refused: Mapped[int]
    # While it is applied in portions: how many are written, and when somebody was last at it.
    portions_done: Mapped[int] = mapped_column(default=0, server_default="0")
    worked_at: Mapped[datetime | None]
    problems: Mapped[list[Any]]  # [{place, what}] without any number of a person
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]
    undo_reason: Mapped[str | None] = mapped_column(String(300))
    # The taught shape it was read with, a version of it; None: its format or headings told.
    profile_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_file_profile.id"), index=True)


class BankFileProfile(Versioned, Base):
    """A taught shape of a bank's tables. A change is a row of the next `revision`; the old one has
    ended. `signature` is the hash of its headings, `shape` the rest of `readers.profile.Profile`.
    """

    __tablename__ = "bank_file_profile"
    __table_args__ = (
        UniqueConstraint("bank_id", "name", "revision"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
    )

    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int]
    signature: Mapped[str] = mapped_column(String(64))
    shape: Mapped[dict[str, Any]]
    taught_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    taught_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(300))


class BankSection(Base):
    """One account's part of a file, for accounts with a live consent to lines only.

    It tells of the days from `first_on` on, up to the day before `next_on`.
    """

    __tablename__ = "bank_section"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("bank_file.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    currency: Mapped[str | None] = mapped_column(String(3))
    opening: Mapped[Rupiah | None]
    closing: Mapped[Rupiah | None]
    first_on: Mapped[date | None]
    # Which months were told is asked of the last year's, however many years there are.
    next_on: Mapped[date | None] = mapped_column(index=True)


class BankLine(Base):
    """One movement. Equal real rows differ by `occurrence`, so overlapping files add only news.

    Those of a file that was undone stay to be read and count for nothing; a row that comes again
    in another file goes on counting after them.
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("account_id", "content_hash", "occurrence"),
        CheckConstraint("amount > 0", name="amount_positive"),
        Index(
            "ix_bank_line_batch",
            "account_id",
            "batch_hash",
            sqlite_where=sql("batch_hash IS NOT NULL"),
            postgresql_where=sql("batch_hash IS NOT NULL"),
        ),
    )

    section_id: Mapped[UUID] = mapped_column(ForeignKey("bank_section.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    on: Mapped[date]
    direction: Mapped[Direction]
    amount: Mapped[Rupiah]
    text: Mapped[str] = mapped_column(String(1000))
    content_hash: Mapped[str] = mapped_column(String(64))
    occurrence: Mapped[int]
    # What the bank booked as one and told with its transactions: the hash it has as one line.
    batch_hash: Mapped[str | None] = mapped_column(String(64))
    # The bank itself marks it as a reversal (MT940 RC/RD, camt RvslInd).
    takes_back: Mapped[bool] = mapped_column(default=False, server_default=false())


class AccountProduct(Base):
    """The officer said which product of the bank an account is of, from a day on. Append-only.

    Of two of the same day the later said stands.
    """

    __tablename__ = "account_product"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("bank_product.id"))
    starts: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]


class Match(Base):
    """A person said what a line is. A row with `reverses_id` takes an earlier one back."""

    __tablename__ = "match"
    __table_args__ = (
        CheckConstraint("(payout_id IS NULL) <> (pledge_id IS NULL)", name="one_target"),
    )

    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), index=True)
    payout_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout.id"), index=True)
    pledge_id: Mapped[UUID | None] = mapped_column(ForeignKey("pledge.id"), index=True)
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime]
    reasons: Mapped[list[Any]]
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("match.id"), unique=True)
    # Of a taking back, and of a match chosen by hand where the day does not fit.
    reason: Mapped[str | None] = mapped_column(String(300))
    # What was confirmed by one click shares this, so that it can be taken back by one.
    batch_id: Mapped[UUID | None] = mapped_column(index=True)


class LineDecision(Base):
    """A person said what class a line is that is no payout and no pledge. Append-only."""

    __tablename__ = "line_decision"

    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), index=True)
    kind: Mapped[LineClass]
    reason: Mapped[str] = mapped_column(String(300))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("line_decision.id"), unique=True)


class LineEvent(Base):
    """Who took a line upon himself, handed it back, or wrote a note about it. Append-only."""

    __tablename__ = "line_event"

    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), index=True)
    kind: Mapped[LineEventKind]
    text: Mapped[str | None] = mapped_column(String(500))
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class LineOwner(Base):
    """Whose a line is now; how it came to that stands in `LineEvent`."""

    __tablename__ = "line_owner"

    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    taken_at: Mapped[datetime]


class LineStanding(Base):
    """What a line is now, as the rules work it out; written anew when anything of it changes.

    Never the source: lists, counts and filters read it, whoever confirms asks the rules again.
    `payout_id` or `pledge_id` is what is proposed. `partner_id` takes it back, or is taken back.
    """

    __tablename__ = "line_standing"

    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[LineClass] = mapped_column(index=True)
    cause: Mapped[ExceptionCause | None]
    sure: Mapped[bool]
    payout_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout.id"))
    pledge_id: Mapped[UUID | None] = mapped_column(ForeignKey("pledge.id"))
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_line.id"))
    since_at: Mapped[datetime]


class SortedAccount(Base):
    """Until when what happened to an account is in the standings of its lines."""

    __tablename__ = "sorted_account"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    until_at: Mapped[datetime]
