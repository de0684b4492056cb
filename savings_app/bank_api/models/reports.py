"""What a bank's system tells: an account it opened for an heir, something that does not fit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.bank_api.kinds import DecidedBy, MismatchAbout, MismatchKind, RegistrationState
from savings_app.bank_api.models.clients import ApiClient
from savings_app.db import Base, Versioned
from savings_app.identifiers import AccountNumber


class AccountRegistration(Versioned, Base):
    """An account a bank says it opened for an heir, until a person says whose it is.

    `recipient_id` is whom the reference names here, if anybody; the bank is not told. Number and
    name are erased once it is decided or too old. `decided_by` is a person of the staff: who
    decided, or who held the device with the family.
    """

    __tablename__ = "account_registration"

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id))
    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("heir.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40))
    number: Mapped[AccountNumber | None]
    holder_name: Mapped[str | None] = mapped_column(String(120))
    branch: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[RegistrationState]
    received_at: Mapped[datetime]
    decided_as: Mapped[DecidedBy | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))


class Mismatch(Versioned, Base):
    """What a bank's system says does not fit, and what somebody of the Dinas answered."""

    __tablename__ = "bank_mismatch"

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id))
    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    about: Mapped[MismatchAbout]
    subject_id: Mapped[UUID]
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("heir.id"), index=True)
    kind: Mapped[MismatchKind]
    note: Mapped[str | None] = mapped_column(String(500))
    received_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(500))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
