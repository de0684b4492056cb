"""The planned local regulation, version by version, as its file says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base
from savings_app.regulation.rules import RegulationStatus

__all__ = ["RegulationStatus", "RegulationVersion"]


class RegulationVersion(Base):
    """One version. `content` is its table in the file; it is parsed again to compute with it."""

    __tablename__ = "regulation_version"
    __table_args__ = (UniqueConstraint("code", "starts"),)

    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    issuer_region: Mapped[str] = mapped_column(String(13))
    starts: Mapped[date]
    status: Mapped[RegulationStatus]
    content: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[UUID | None]
