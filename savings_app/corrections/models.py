"""A request to correct facts that others already rely on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.models import Case, Heir
from savings_app.corrections.kinds import CorrectionState, CorrectionSubject
from savings_app.db import Base, Versioned
from savings_app.regions.models import Region
from savings_app.registry.models import Participant


class CorrectionAssent(Base):
    """A person's yes where the money paid asks for more than one, and this was not the last."""

    __tablename__ = "correction_assent"
    __table_args__ = (UniqueConstraint("request_id", "decided_by"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("correction_request.id"))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]


class CorrectionRequest(Versioned, Base):
    """What was wrong, what it should be, from which proof; and the second person's word.

    `changes` are `rules.Change`s. `region_code` is where the person lived when it was asked, and
    says whose request it is to see.
    """

    __tablename__ = "correction_request"
    __table_args__ = (
        CheckConstraint("participant_id IS NOT NULL OR heir_id IS NOT NULL", name="about_somebody"),
    )

    subject: Mapped[CorrectionSubject]
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey(Participant.id), index=True)
    # Of a merge or a separation: the record beside the one that stands, which is `participant_id`.
    other_participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(Participant.id), index=True
    )
    heir_id: Mapped[UUID | None] = mapped_column(ForeignKey(Heir.id), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey(Case.id), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), index=True)
    full_name: Mapped[str] = mapped_column(String(120))  # whose facts, as written down then
    changes: Mapped[list[Any]]
    moved: Mapped[dict[str, Any] | None]  # of a merge: what was led to the record that stands
    reason: Mapped[str] = mapped_column(String(300))
    evidence: Mapped[str] = mapped_column(String(300))
    state: Mapped[CorrectionState]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(String(300))
