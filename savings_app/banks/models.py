"""Banks as data: the RKUD bank and the partners change, code does not."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from savings_app.banks.kinds import Contract, DataPass, ProductKind
from savings_app.db import Base, Versioned
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus
from savings_app.regions.models import Region


class Bank(Base):
    """A bank. Only a partner has officers here; a family may use any bank."""

    __tablename__ = "bank"

    code: Mapped[str] = mapped_column(String(20), unique=True)  # BSG, BRI…
    national_code: Mapped[str | None] = mapped_column(String(3))
    name: Mapped[str] = mapped_column(String(120))
    is_partner: Mapped[bool]
    is_sharia: Mapped[bool]
    account_digits: Mapped[int | None]  # the usual length; another is a warning, never a refusal
    status: Mapped[FactStatus]


class CooperationData(Base):
    """One kind of data an agreement lets pass, with the purpose its code stands for."""

    __tablename__ = "cooperation_data"
    __table_args__ = (UniqueConstraint("agreement_id", "data"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("cooperation_agreement.id"))
    data: Mapped[DataPass]


class CooperationAgreement(Versioned, Base):
    """A PKS between the Dinas, BPJS Ketenagakerjaan and a bank: while it holds, data pass."""

    __tablename__ = "cooperation_agreement"
    __table_args__ = (
        UniqueConstraint("bank_id", "number"),
        CheckConstraint("ends >= starts", name="ends_after_start"),
        CheckConstraint(
            "(ended_on IS NULL) = (ended_reason IS NULL)", name="ended_early_with_reason"
        ),
    )

    bank_id: Mapped[UUID] = mapped_column(ForeignKey(Bank.id), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code))  # whose Dinas
    number: Mapped[str] = mapped_column(String(80))
    parties: Mapped[str] = mapped_column(String(300))
    starts: Mapped[date]
    ends: Mapped[date]  # its last day
    ended_on: Mapped[date | None]  # the first day it no longer holds
    ended_reason: Mapped[str | None] = mapped_column(String(300))
    stored_name: Mapped[UUID | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    file_type: Mapped[str | None] = mapped_column(String(10))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
    data: Mapped[list[CooperationData]] = relationship(
        cascade="all, delete-orphan", order_by=CooperationData.data, lazy="raise"
    )

    @property
    def passes(self) -> list[DataPass]:
        """Which data pass for which purpose, in the order of their codes."""
        return [one.data for one in self.data]


class BankBranch(Versioned, Base):
    """An office of a bank a family can go to; kept by the bank's officer."""

    __tablename__ = "bank_branch"

    bank_id: Mapped[UUID] = mapped_column(ForeignKey(Bank.id), index=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    closed_on: Mapped[date | None]  # the first day it is no longer there


class BankProduct(Versioned, Base):
    """A product of a bank; what it costs and yields are its terms, each from a day on."""

    __tablename__ = "bank_product"
    __table_args__ = (UniqueConstraint("bank_id", "name"),)

    bank_id: Mapped[UUID] = mapped_column(ForeignKey(Bank.id), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ProductKind]
    contract: Mapped[Contract]
    ended_on: Mapped[date | None]  # the first day it is no longer offered
    ended_reason: Mapped[str | None] = mapped_column(String(200))


class BankProductTerm(Base):
    """What a product costs and yields from a day on. Append-only; None is not known.

    Of two of the same day the later written stands. `rate` a year and `nisbah` (the customer's
    part) are hundredths of a percent.
    """

    __tablename__ = "bank_product_term"
    __table_args__ = (
        CheckConstraint("rate BETWEEN 0 AND 10000", name="rate_possible"),
        CheckConstraint("nisbah BETWEEN 0 AND 10000", name="nisbah_possible"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey(BankProduct.id), index=True)
    starts: Mapped[date]
    rate: Mapped[int | None]
    nisbah: Mapped[int | None]
    fee_month: Mapped[Rupiah | None]
    minimum_opening: Mapped[Rupiah | None]
    minimum_balance: Mapped[Rupiah | None]
    note: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(200))
    status: Mapped[FactStatus]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
