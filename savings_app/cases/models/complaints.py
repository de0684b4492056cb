"""What a family, or anybody, reports, and what was done with it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.complaint_kinds import (
    ComplaintChannel,
    ComplaintDeed,
    ComplaintInstance,
    ReferredTo,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.db import Base, Versioned


class Complaint(Versioned, Base):
    """A complaint leaves the village; one about staff is hidden from all who handled the case.

    `number` is drawn, not counted: a gap in a row of numbers would tell of a hidden one. The case
    may be unknown; `typed_case_number` is then what somebody wrote, right or wrong. A recipient
    stands here only where the recipient itself complains. No name and no contact: anonymous.
    """

    __tablename__ = "complaint"

    number: Mapped[str] = mapped_column(String(20), unique=True)  # LP-7K3M-9Q2X
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("heir.id"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    typed_case_number: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[ComplaintChannel]
    instance: Mapped[ComplaintInstance]
    about: Mapped[ComplaintAbout]
    text: Mapped[str] = mapped_column(String(2000))
    state: Mapped[ComplaintState]
    reporter_name: Mapped[str | None] = mapped_column(String(120))
    reporter_contact: Mapped[str | None] = mapped_column(String(120))
    received_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(index=True)  # when it was written down
    due_on: Mapped[date] = mapped_column(index=True)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    assisted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answer: Mapped[str | None] = mapped_column(String(2000))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    appealed_at: Mapped[datetime | None]
    # Of the public page only: who knows the code reads the answer.
    code_hash: Mapped[str | None] = mapped_column(String(200))
    # Came while all addresses together sent more than people mean: perlu diperiksa.
    to_check: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Until somebody looked at it and found nothing odd.
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime | None]
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]
    request_key: Mapped[UUID] = mapped_column(unique=True)


class ComplaintEvent(Base):
    """A line of the history. `by` is empty for the family, the public page and the system.

    Of an answer, `days` is how many it took since it came in, and whether that was in time.
    """

    __tablename__ = "complaint_event"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), index=True)
    deed: Mapped[ComplaintDeed]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str | None] = mapped_column(String(2000))
    referred_to: Mapped[ReferredTo | None]
    outside_number: Mapped[str | None] = mapped_column(String(60))
    days: Mapped[int | None]
    in_time: Mapped[bool | None]
