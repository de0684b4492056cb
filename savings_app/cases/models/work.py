"""What staff write beside a case, the visits after the payout, and heirs who pay on their own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.work_kinds import (
    FollowUpOutcome,
    FollowUpPlace,
    FollowUpState,
    KeepsCard,
    OwnMembershipState,
    PlanNow,
    ScholarshipNow,
    StillArrived,
)
from savings_app.db import Base, Versioned
from savings_app.identifiers import KPJ


class CaseNote(Base):
    """What a colleague has to know. Append-only: a correction is a note of its own.

    `handed_to` is set where the case went to a colleague with this note, the reason why.
    """

    __tablename__ = "case_note"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    text: Mapped[str] = mapped_column(String(2000))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_note.id"), unique=True)
    handed_to: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)


class FollowUpVisit(Versioned, Base):
    """A visit 1, 3, 6 or 12 months after the first payout: planned, and how it went.

    `done_on` is the day it happened, `recorded_at` when it was written down. Nothing of the bank
    is asked, so no consent is needed; there is no column for an amount.
    """

    __tablename__ = "follow_up_visit"
    __table_args__ = (
        UniqueConstraint("recipient_id", "month"),
        CheckConstraint("(outcome IS NULL) = (done_on IS NULL)", name="done_with_outcome"),
    )

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"))
    month: Mapped[int]  # 1, 3, 6, 12
    due_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[FollowUpState]
    outcome: Mapped[FollowUpOutcome | None]
    done_on: Mapped[date | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    place: Mapped[FollowUpPlace | None]
    from_paper: Mapped[bool]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime | None]
    well: Mapped[str | None] = mapped_column(String(1000))
    still_arrived: Mapped[StillArrived | None]
    keeps_card: Mapped[KeepsCard | None]
    plan_now: Mapped[PlanNow | None]
    scholarship_now: Mapped[ScholarshipNow | None]
    needs: Mapped[str | None] = mapped_column(String(1000))
    next_step: Mapped[str | None] = mapped_column(String(1000))
    stopped_at: Mapped[datetime | None]
    stopped_by_family: Mapped[bool]


class OwnMembership(Versioned, Base):
    """The step "menjadi peserta mandiri" of one adult heir."""

    __tablename__ = "own_membership"

    heir_id: Mapped[UUID] = mapped_column(ForeignKey("heir.id"), unique=True)
    state: Mapped[OwnMembershipState]
    kpj: Mapped[KPJ | None]
    member_since: Mapped[date | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]
