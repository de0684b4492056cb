"""The year's days off as an office reads them: where each comes from, and what was struck out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.errors import DomainError, NotFound
from savings_app.regions.calendar import (
    HolidayCorrection,
    computed_holidays,
    public_holidays,
    shipped_corrections,
)
from savings_app.regions.models import HolidayChange
from savings_app.regions.queries import REGENCY_CODE


class HolidayOrigin(StrEnum):
    LIBRARY = "kalender"
    SHIPPED = "bawaan"
    OWN = "sendiri"


class HolidayUnchanged(DomainError):
    """The day is already off (or already a working day): nothing would change."""

    field = "day"


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day; `is_holiday` false: struck out, a working day. `change_id` is of an own change."""

    day: date
    name: str
    is_holiday: bool
    origin: HolidayOrigin
    law: str | None
    change_id: UUID | None


def list_holidays(session: Session, *, year: int) -> Sequence[HolidayRow]:
    """Every day off of a year, and every day struck out, in order."""
    rows = {
        day: HolidayRow(
            day, name, is_holiday=True, origin=HolidayOrigin.LIBRARY, law=None, change_id=None
        )
        for day, name in computed_holidays(year).items()
    }
    for shipped in shipped_corrections():
        if shipped.day.year == year:
            rows[shipped.day] = HolidayRow(
                shipped.day,
                shipped.name,
                is_holiday=shipped.is_holiday,
                origin=HolidayOrigin.SHIPPED,
                law=shipped.law,
                change_id=None,
            )
    own = select(HolidayChange).where(
        HolidayChange.day.between(date(year, 1, 1), date(year, 12, 31))
    )
    for change in session.scalars(own):
        rows[change.day] = HolidayRow(
            change.day,
            change.name,
            is_holiday=change.is_holiday,
            origin=HolidayOrigin.OWN,
            law=change.law,
            change_id=change.id,
        )
    return [rows[day] for day in sorted(rows)]


def may_change_holidays(actor: Actor) -> bool:
    """A day off holds in the whole kabupaten: who works for one kecamatan does not set it."""
    region = actor.region or ""
    return actor.may(Permission.HOLIDAY_EDIT) and bool(region) and len(region) <= REGENCY_CODE


def get_change(session: Session, *, actor: Actor, change_id: UUID) -> HolidayChange:
    """
    Raises:
        NotFound: no such change, or not this person's to take back.
    """
    change = session.get(HolidayChange, change_id)
    if change is None or not may_change_holidays(actor):
        raise NotFound
    return change


def find_change(session: Session, *, day: date) -> HolidayChange | None:
    return session.scalar(select(HolidayChange).where(HolidayChange.day == day))


def holidays_if(
    session: Session, *, years: Sequence[int], day: date, is_holiday: bool | None
) -> frozenset[date]:
    """The days off of these years if `day` were off, or a working day; None: without own change."""
    corrections = [
        HolidayCorrection(row.day, row.is_holiday, row.name, row.law)
        for row in session.scalars(select(HolidayChange))
        if row.day != day
    ]
    if is_holiday is not None:
        corrections.append(HolidayCorrection(day, is_holiday, "", ""))
    return public_holidays(*years, corrections=corrections)
