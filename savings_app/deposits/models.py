"""Pledges, the banks' answers, and deposits a bank confirmed. Answers and deposits: append-only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base
from savings_app.deposits.kinds import AccountStatus, Answer, PledgeKind
from savings_app.money import Rupiah

__all__ = [
    "AccountWord",
    "Answer",
    "AnswerRequest",
    "BalanceWord",
    "BankAnswer",
    "Deposit",
    "PassbookPhoto",
    "Pledge",
    "PledgeKind",
]


class Pledge(Base):
    """A wish of one recipient for one account. Cancelled or changed any day, without blame."""

    __tablename__ = "pledge"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"))
    kind: Mapped[PledgeKind]
    amount: Mapped[Rupiah]
    until_on: Mapped[date]
    goal: Mapped[str | None] = mapped_column(String(80))
    # The family's own word for a child or member; None: the recipient.
    in_name_of: Mapped[str | None] = mapped_column(String(40))
    # The pot it is made from; None: from none, or from the time when only its words told.
    pot_id: Mapped[UUID | None] = mapped_column(ForeignKey("pot.id"), index=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)  # for the transfer's remark: SB-7K2M
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    request_key: Mapped[UUID] = mapped_column(unique=True)
    cancelled_at: Mapped[datetime | None]
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("pledge.id"))


class BankAnswer(Base):
    """What the bank said of one *disimpan* pledge for one day. No balance. Class "jawaban bank"."""

    __tablename__ = "bank_answer"
    __table_args__ = (UniqueConstraint("request_key", "pledge_id"),)

    pledge_id: Mapped[UUID] = mapped_column(ForeignKey("pledge.id"), index=True)
    on: Mapped[date]
    # Of all pledges on the account together: the bank is asked once for each account.
    asked_amount: Mapped[Rupiah]
    answer: Mapped[Answer | None]  # None in a row that only takes an earlier answer back
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime]
    request_key: Mapped[UUID]  # of the page of forty
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_answer.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(300))


class AccountWord(Base):
    """What the bank said of an account itself, from a day on. No balance; class "jawaban bank"."""

    __tablename__ = "account_word"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    on: Mapped[date]  # of "aktif": its last movement
    status: Mapped[AccountStatus | None]  # None in a row that only takes an earlier one back
    said_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    said_at: Mapped[datetime]
    request_key: Mapped[UUID] = mapped_column(unique=True)
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("account_word.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(300))


class AnswerRequest(Base):
    """A caseworker asks the bank about one account for one day. Append-only."""

    __tablename__ = "answer_request"
    __table_args__ = (UniqueConstraint("account_id", "on"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    on: Mapped[date]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]


class BalanceWord(Base):
    """ "Saya sudah memeriksa saldo saya": the family's own word, once a month; no amount, no proof.

    It never stands for an answer of a bank.
    """

    __tablename__ = "balance_word"
    __table_args__ = (UniqueConstraint("recipient_id", "month"),)

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    month: Mapped[date]  # by its first day
    said_on: Mapped[date]
    said_at: Mapped[datetime]
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class PassbookPhoto(Base):
    """A photo a family handed in of its own passbook. It is in no figure and proves nothing.

    One taken away stays recorded; its bytes are gone.
    """

    __tablename__ = "passbook_photo"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    shows_on: Mapped[date]  # by the family's word
    stored_name: Mapped[UUID] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    handed_in_at: Mapped[datetime]
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    request_key: Mapped[UUID] = mapped_column(unique=True)
    removed_at: Mapped[datetime | None]


class Deposit(Base):
    """Money a bank's line showed for a *disetor* pledge. A reversal has a negative amount."""

    __tablename__ = "deposit"

    pledge_id: Mapped[UUID] = mapped_column(ForeignKey("pledge.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), index=True)
    amount: Mapped[Rupiah]
    on: Mapped[date]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime]
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("deposit.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(300))
