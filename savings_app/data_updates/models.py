"""A list of participants that goes out to a desa and returns, its lines, and who approved it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.data_updates.kinds import Answer, UpdateState
from savings_app.db import Base, Versioned
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.models import Category, Participant, Payer, Sex


class DataUpdate(Versioned, Base):
    """One list of one desa for one period, with who did each step and when."""

    __tablename__ = "data_update"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    period: Mapped[str] = mapped_column(String(7), index=True)  # 2026-11, or 2026-S2
    category: Mapped[str | None] = mapped_column(ForeignKey(Category.code))  # None: all
    payer: Mapped[Payer | None]  # None: all
    made_on: Mapped[date]  # the day whose active participants are on it
    state: Mapped[UpdateState]
    submission: Mapped[int]  # 0, and one more each time it is submitted
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime | None]
    returned_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    returned_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]  # by whom: the approvals of this submission
    delivered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    delivered_at: Mapped[datetime | None]
    cancelled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(300))  # of sending back or cancelling


class DataUpdateLine(Versioned, Base):
    """One person of a list: what the desa answered, and who is proposed instead."""

    __tablename__ = "data_update_line"
    __table_args__ = (
        UniqueConstraint("data_update_id", "number"),
        CheckConstraint("answer <> 'meninggal' OR died_on IS NOT NULL", name="died_has_day"),
    )

    data_update_id: Mapped[UUID] = mapped_column(ForeignKey(DataUpdate.id))
    number: Mapped[int]  # in the list as it went out, counted from 1
    participant_id: Mapped[UUID] = mapped_column(ForeignKey(Participant.id), index=True)
    full_name: Mapped[str] = mapped_column(String(120))  # as on the list that went out
    answer: Mapped[Answer]
    died_on: Mapped[date | None]
    detail: Mapped[str | None] = mapped_column(String(200))  # who says so, where to, by whom, why
    note: Mapped[str | None] = mapped_column(String(200))
    new_name: Mapped[str | None] = mapped_column(String(120))
    new_nik: Mapped[NIK | None]
    new_nik_missing_reason: Mapped[str | None] = mapped_column(String(200))
    new_kpj: Mapped[KPJ | None]
    new_born_on: Mapped[date | None]
    new_sex: Mapped[Sex | None]
    new_category: Mapped[str | None] = mapped_column(ForeignKey(Category.code))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    stopped_on: Mapped[date | None]  # what its approval wrote into the registry
    added_id: Mapped[UUID | None] = mapped_column(ForeignKey(Participant.id))
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reversed_at: Mapped[datetime | None]
    reverse_reason: Mapped[str | None] = mapped_column(String(300))


class DataUpdateApproval(Base):
    """One person's word on one submission. Append-only; a list sent back begins anew."""

    __tablename__ = "data_update_approval"
    __table_args__ = (UniqueConstraint("data_update_id", "submission", "approved_by"),)

    data_update_id: Mapped[UUID] = mapped_column(ForeignKey(DataUpdate.id))
    submission: Mapped[int]
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    as_supervisor: Mapped[bool]
    approved_at: Mapped[datetime]
