"""A death and everything after it. What is recorded about money here is append-only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import (
    AccountPurpose,
    BringsIt,
    ComplaintAbout,
    ComplaintState,
    LetterState,
    NameCheck,
    PaperKind,
    PaperState,
    PayoutKind,
    PlanOutcome,
    Programme,
    Relation,
    SchoolLevel,
    Stage,
    Turn,
)
from savings_app.db import Base, Versioned
from savings_app.identifiers import KPJ, NIK, AccountNumber
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus
from savings_app.registry.models import Payer, Segment

__all__ = [
    "AccessLetter",
    "Account",
    "AccountPurpose",
    "AssistedVisit",
    "BenefitApproval",
    "BenefitComputation",
    "BenefitPart",
    "BringsIt",
    "Case",
    "Claim",
    "Complaint",
    "ComplaintAbout",
    "ComplaintState",
    "Heir",
    "LetterState",
    "NameCheck",
    "Paper",
    "PaperKind",
    "PaperState",
    "Payout",
    "PayoutCredit",
    "PayoutKind",
    "PlanOutcome",
    "Programme",
    "Receipt",
    "Relation",
    "SchoolLevel",
    "Stage",
    "Turn",
]


class Case(Versioned, Base):
    """One death. The participant is kept as known when the case was opened."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("year", "serial"),)

    number: Mapped[str] = mapped_column(String(20), unique=True)  # BB-2026-0001
    year: Mapped[int]
    serial: Mapped[int]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    full_name: Mapped[str] = mapped_column(String(120), index=True)
    nik: Mapped[NIK | None]
    kpj: Mapped[KPJ | None]
    category: Mapped[str] = mapped_column(String(40))
    payer: Mapped[Payer]
    # Facts of the benefit in force; an approved correction rewrites them, computations keep both.
    died_on: Mapped[date]
    programme: Mapped[Programme]
    segment: Mapped[Segment]
    months_contributed: Mapped[int | None]
    wage: Mapped[Rupiah | None]  # a month, for JKK
    reporter_name: Mapped[str] = mapped_column(String(120))
    reporter_relation: Mapped[str] = mapped_column(String(60))
    reporter_phone: Mapped[str | None] = mapped_column(String(20))
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    stage: Mapped[Stage]
    turn: Mapped[Turn]
    due_on: Mapped[date | None]  # the day by which BPJS must have paid
    disputed: Mapped[bool]  # sengketa: recorded and referred; the software takes no side


class Heir(Versioned, Base):
    """A member of the family; a *recipient* when paid. `share` is what the heirs themselves stated.

    A minor has a guardian with a proof and the day the guardianship ends.
    """

    __tablename__ = "heir"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    position: Mapped[int]  # 1, 2, 3…: with the case number it names the recipient, BB-2026-0001-1
    full_name: Mapped[str] = mapped_column(String(120))
    nik: Mapped[NIK | None]
    born_on: Mapped[date | None]
    relation: Mapped[Relation]
    phone: Mapped[str | None] = mapped_column(String(20))
    is_recipient: Mapped[bool]
    share: Mapped[Rupiah | None]
    school_level: Mapped[SchoolLevel | None]
    guardian_name: Mapped[str | None] = mapped_column(String(120))
    guardian_nik: Mapped[NIK | None]
    guardian_proof: Mapped[str | None] = mapped_column(String(200))
    guardian_until: Mapped[date | None]
    plan_outcome: Mapped[PlanOutcome | None]  # told by `planning` when a plan is finished


class Paper(Versioned, Base):
    """One paper of one case and who brings it."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[PaperKind]
    brings: Mapped[BringsIt]
    state: Mapped[PaperState]
    reason: Mapped[str | None] = mapped_column(String(200))
    received_on: Mapped[date | None]


class BenefitComputation(Base):
    """The benefit as computed once, with the facts and the law it used. Never changed.

    The first is in force at once; a correction when a second person approved it.
    """

    __tablename__ = "benefit_computation"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[int]
    died_on: Mapped[date]
    programme: Mapped[Programme]
    segment: Mapped[Segment]
    months_contributed: Mapped[int | None]
    wage: Mapped[Rupiah | None]
    children: Mapped[list[Any]]  # school levels, as counted
    total: Mapped[Rupiah]
    scholarship: Mapped[dict[str, Any]]  # eligible, per_year, maximum, law, status, children
    warnings: Mapped[list[Any]]  # [{code, …}]
    reason: Mapped[str | None] = mapped_column(String(300))  # why it was corrected
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]


class BenefitPart(Base):
    """One of the three parts of a computation."""

    __tablename__ = "benefit_part"
    __table_args__ = (UniqueConstraint("computation_id", "position"),)

    computation_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_computation.id"))
    position: Mapped[int]
    part: Mapped[str] = mapped_column(String(40))
    amount: Mapped[Rupiah]
    law: Mapped[str] = mapped_column(String(200))
    status: Mapped[FactStatus]


class BenefitApproval(Base):
    """The second person's word on a correction."""

    __tablename__ = "benefit_approval"

    computation_id: Mapped[UUID] = mapped_column(ForeignKey("benefit_computation.id"), unique=True)
    approved: Mapped[bool]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(300))


class AccessLetter(Versioned, Base):
    """A recipient's way in: a code used once, then the family's own word.

    The code waits encrypted until the letter is rendered once, then only its hash is left.
    """

    __tablename__ = "access_letter"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    state: Mapped[LetterState]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    code_hash: Mapped[str] = mapped_column(String(200))
    code_sealed: Mapped[str | None] = mapped_column(Text)
    handed_over_on: Mapped[date | None]  # in person
    used_at: Mapped[datetime | None]
    word_hash: Mapped[str | None] = mapped_column(String(200))
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]
    session_epoch: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(200))  # why a new letter was needed


class AssistedVisit(Base):
    """Staff at the device: begun, ended, and the page that was signed or thumb-printed."""

    __tablename__ = "assisted_visit"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    signed_recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class Account(Versioned, Base):
    """A bank account in the recipient's own name, at any bank."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("recipient_id", "bank_id", "number"),)

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    number: Mapped[AccountNumber] = mapped_column(index=True)
    holder_name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[AccountPurpose]
    name_check: Mapped[NameCheck]
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


class Complaint(Versioned, Base):
    """A complaint leaves the village; one about staff is hidden from all who handled the case."""

    __tablename__ = "complaint"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), index=True)
    about: Mapped[ComplaintAbout]
    text: Mapped[str] = mapped_column(String(2000))
    state: Mapped[ComplaintState]
    opened_at: Mapped[datetime]
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str | None] = mapped_column(String(2000))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    request_key: Mapped[UUID] = mapped_column(unique=True)
