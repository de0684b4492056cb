"""The family of a case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import PlanOutcome, Relation, SchoolLevel
from savings_app.db import Base, Versioned
from savings_app.identifiers import NIK
from savings_app.money import Rupiah


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
