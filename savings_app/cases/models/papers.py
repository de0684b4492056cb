"""What a family brings for the claim."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.kinds import BringsIt, PaperKind, PaperState
from savings_app.db import Base, Versioned


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
