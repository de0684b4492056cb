"""Places to choose from and to show, always a desa with its kecamatan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.regions.calendar import HolidayCorrection, public_holidays
from savings_app.regions.models import HolidayChange, Region, RegionChange
from savings_app.regions.rules import RegionChangeKind, RegionKind

REGENCY_CODE = len("75.03")
_PLACES = (RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE)


@dataclass(frozen=True, slots=True)
class Place:
    """A desa or kelurahan with its kecamatan; `str()` is how it is shown."""

    code: str
    name: str
    district_code: str
    district: str

    def __str__(self) -> str:
        return f"{self.name}, {self.district}"


def lies_within(
    column: SQLColumnExpression[str] | SQLColumnExpression[str | None], region: str
) -> ColumnElement[bool]:
    """A condition: the region code in `column` is `region` or lies in it."""
    return or_(column == region, column.startswith(f"{region}.", autoescape=True))


def list_places(session: Session, *, region: str) -> Sequence[Place]:
    """Every desa and kelurahan in the region, by kecamatan and name, in one query."""
    district = aliased(Region)
    rows = session.execute(
        select(Region.code, Region.name, district.code.label("above"), district.name.label("in_"))
        .join(district, district.code == Region.parent_code)
        .where(Region.kind.in_(_PLACES), lies_within(Region.code, region))
        .order_by(district.name, Region.name)
    )
    return [Place(row.code, row.name, row.above, row.in_) for row in rows]


def find_place(session: Session, *, code: str) -> Place | None:
    """The desa or kelurahan with this Kemendagri code; an old code leads to what it became.

    A desa that was split leads nowhere: which of the new ones is meant, a person has to say.
    """
    found = _find_place(session, code)
    if found is None:
        codes = current_codes(session, code=code)
        found = _find_place(session, codes[0]) if len(codes) == 1 else None
    return found


def current_codes(session: Session, *, code: str) -> Sequence[str]:
    """The codes of today an old code became, through several changes where there were several.

    Empty where nothing is written down of it.
    """
    found: list[str] = []
    waiting, seen = [code], {code}
    while waiting:
        changed = session.scalars(
            select(RegionChange.new_code)
            .where(RegionChange.old_code.in_(waiting))
            .order_by(RegionChange.new_code)
        ).all()
        waiting = [one for one in changed if one not in seen]
        seen.update(waiting)
        found += waiting
    used = select(Region.code).where(Region.code.in_(found)).order_by(Region.code)
    return session.scalars(used).all() if found else []


@dataclass(frozen=True, slots=True)
class RegionChangeRow:
    """What became of an old code; `new_name` as it is called today."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    kind: RegionChangeKind
    starts: date
    law: str


def list_region_changes(session: Session) -> Sequence[RegionChangeRow]:
    """Every change written down, newest first, in one query."""
    rows = session.execute(
        select(RegionChange, Region.name)
        .join(Region, Region.code == RegionChange.new_code)
        .order_by(RegionChange.starts.desc(), RegionChange.old_code, RegionChange.new_code)
    )
    return [
        RegionChangeRow(
            one.old_code, one.old_name, one.new_code, name, one.kind, one.starts, one.law
        )
        for one, name in rows
    ]


def _find_place(session: Session, code: str) -> Place | None:
    district = aliased(Region)
    row = session.execute(
        select(Region.code, Region.name, district.code.label("above"), district.name.label("in_"))
        .join(district, district.code == Region.parent_code)
        .where(Region.kind.in_(_PLACES), Region.code == code)
    ).first()
    return row and Place(row.code, row.name, row.above, row.in_)


def list_districts(session: Session, *, region: str) -> Sequence[tuple[str, str]]:
    """(code, name) of every kecamatan in the region, or the one the region lies in."""
    rows = session.execute(
        select(Region.code, Region.name)
        .where(Region.kind == RegionKind.DISTRICT, lies_within(Region.code, region))
        .order_by(Region.name)
    )
    return [(row.code, row.name) for row in rows]


def get_public_holidays(session: Session, *, years: Sequence[int]) -> frozenset[date]:
    """The days off of these years, with what the operator added or struck out."""
    corrections = [
        HolidayCorrection(row.day, row.is_holiday, row.name, row.law)
        for row in session.scalars(select(HolidayChange))
    ]
    return public_holidays(*years, corrections=corrections)


def find_region(session: Session, *, code: str) -> Region | None:
    """A region of any kind by its Kemendagri code."""
    return session.scalar(select(Region).where(Region.code == code))


def list_region_names(session: Session, *, codes: Collection[str]) -> Mapping[str, str]:
    """What each of these codes is called: a desa with its kecamatan, a kabupaten as one."""
    above = aliased(Region)
    rows = session.execute(
        select(Region.code, Region.name, Region.kind, above.name)
        .outerjoin(above, above.code == Region.parent_code)
        .where(Region.code.in_(codes))
    )
    return {
        code: f"{name}, {around}" if kind in _PLACES else f"{kind.value.capitalize()} {name}"
        for code, name, kind, around in rows
    }


def count_places(session: Session, *, region: str) -> int:
    """How many desa and kelurahan lie in the region."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Region)
            .where(Region.kind.in_(_PLACES), lies_within(Region.code, region))
        )
        or 0
    )


def find_home_regency(session: Session) -> str | None:
    """The code of the one kabupaten or kota whose desa are loaded; None where there are several."""
    codes = session.scalars(
        select(func.substr(Region.code, 1, REGENCY_CODE)).where(Region.kind.in_(_PLACES)).distinct()
    ).all()
    return codes[0] if len(codes) == 1 else None
