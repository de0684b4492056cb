"""Regions, and public holidays an operator added or struck out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base
from savings_app.regions.rules import RegionChangeKind, RegionKind


class Region(Base):
    """A region by its Kemendagri code (`75.03.11.2003`), with the codes of BPS and BI beside it.

    Three desa names occur twice in Bone Bolango, so a region is keyed by code and shown with its
    kecamatan.
    """

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(13), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[RegionKind]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    bps_code: Mapped[str | None] = mapped_column(String(10))
    bi_code: Mapped[str | None] = mapped_column(String(4))
    postcode: Mapped[str | None] = mapped_column(String(5))


class RegionChange(Base):
    """An old code and what came after it, from a day on. A split is a row for each new code."""

    __tablename__ = "region_change"
    __table_args__ = (UniqueConstraint("old_code", "new_code"),)

    old_code: Mapped[str] = mapped_column(String(13), index=True)
    old_name: Mapped[str] = mapped_column(String(80))
    new_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    kind: Mapped[RegionChangeKind]
    starts: Mapped[date]
    law: Mapped[str] = mapped_column(String(200))


class HolidayChange(Base):
    """A public holiday declared late (`is_holiday`) or moved away (not `is_holiday`)."""

    __tablename__ = "holiday_change"

    day: Mapped[date] = mapped_column(unique=True)
    is_holiday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(120))
    law: Mapped[str] = mapped_column(String(200))
