"""Account, claim, payout and what the family says arrived. Payouts are append-only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.complaint_kinds import CheckAnswer, CheckChannel
from savings_app.cases.kinds import AccountPurpose, NameCheck, PayoutKind
from savings_app.db import Base, Versioned
from savings_app.identifiers import AccountNumber
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah


class Account(Versioned, Base):
    """A bank account in the recipient's own name, at any bank."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("recipient_id", "bank_id", "number"),
        # Whose is a number of a bank's file: without both columns a bank's every account is read.
        Index(None, "number", "bank_id"),
    )

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    number: Mapped[AccountNumber]
    holder_name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[AccountPurpose]
    name_check: Mapped[NameCheck]
    # Kept by `actions.stage`: the holder's name is neither the recipient's nor the guardian's.
    name_differs: Mapped[bool] = mapped_column(default=False, server_default=false())
    name_checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    name_checked_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    ended_on: Mapped[date | None]


class Claim(Versioned, Base):
    """A claim handed in at BPJS. Returned ones stay; a new one follows."""

    __tablename__ = "claim"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    filed_on: Mapped[date]
    receipt_number: Mapped[str | None] = mapped_column(String(60))
    due_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None] = mapped_column(String(300))


class Payout(Base):
    """Money BPJS paid into a recipient's account. A reversal has a negative amount and a reason."""

    __tablename__ = "payout"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("(amount > 0) = (reverses_id IS NULL)", name="negative_when_reversal"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[PayoutKind]
    amount: Mapped[Rupiah]
    paid_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    request_key: Mapped[UUID] = mapped_column(unique=True)
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(300))


class PastPayment(Base):
    """Money that an old spreadsheet says was paid: it names no account, so it is no `Payout`.

    Append-only. It counts while its file is the one the case stands in (`Case.batch_id`).
    """

    __tablename__ = "past_payment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    kind: Mapped[PayoutKind]
    amount: Mapped[Rupiah]
    paid_on: Mapped[date | None]
    batch_id: Mapped[UUID] = mapped_column(ForeignKey(ImportBatch.id), index=True)
    row_number: Mapped[int]


class PayoutCredit(Base):
    """The bank's line that shows a payout in the account. Reversed by a row of its own."""

    __tablename__ = "payout_credit"

    payout_id: Mapped[UUID] = mapped_column(ForeignKey("payout.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), index=True)
    amount: Mapped[Rupiah]
    on: Mapped[date]
    confirmed_at: Mapped[datetime]
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout_credit.id"), unique=True)


class Receipt(Base):
    """The family's own word on what arrived. A later word stands beside the earlier."""

    __tablename__ = "receipt"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    complete: Mapped[bool]
    amount: Mapped[Rupiah | None]  # what the family says arrived, where not complete
    said_at: Mapped[datetime]
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    request_key: Mapped[UUID] = mapped_column(unique=True)


class ReceiptCheck(Base):
    """What the recipient said when somebody who never touched the case asked again."""

    __tablename__ = "receipt_check"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    channel: Mapped[CheckChannel]
    answer: Mapped[CheckAnswer]
    amount: Mapped[Rupiah | None]  # what the recipient says arrived, where not all of it
    note: Mapped[str | None] = mapped_column(String(1000))
    asked_on: Mapped[date]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    asked_at: Mapped[datetime]  # when it was written down
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    request_key: Mapped[UUID] = mapped_column(unique=True)
