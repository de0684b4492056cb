"""Regions by their Kemendagri code, and days on which offices and banks work. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from savings_app.errors import DomainError

DATA = Path(__file__).with_name("data")
BONE_BOLANGO = "75.03"
SATURDAY = 5


class RegionKind(StrEnum):
    PROVINCE = "provinsi"
    REGENCY = "kabupaten"
    CITY = "kota"
    DISTRICT = "kecamatan"
    VILLAGE = "desa"
    URBAN_VILLAGE = "kelurahan"


class RegionChangeKind(StrEnum):
    """What became of a code."""

    RENAME = "ganti_nama"
    SPLIT = "pemekaran"
    MERGE = "penggabungan"


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region with its codes in three systems; None where a system has none we know.

    `code` is Kemendagri's (`75.03.11.2003`). BPS numbers the same places otherwise: its 7504 is
    Kemendagri's 75.03. `bi_code` is Bank Indonesia's number of the kabupaten.
    """

    code: str
    name: str
    kind: RegionKind
    parent_code: str | None
    bps_code: str | None
    bi_code: str | None
    postcode: str | None


@cache
def load_region_rows() -> tuple[RegionRow, ...]:
    """Gorontalo, its six kabupaten and kota, and every place of Bone Bolango; parents first."""
    with (DATA / "gorontalo.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            RegionRow(
                code=row["code"],
                name=row["name"],
                kind=RegionKind(row["kind"]),
                parent_code=parent_code(row["code"]),
                bps_code=row["bps_code"] or None,
                bi_code=row["bi_code"] or None,
                postcode=row["postcode"] or None,
            )
            for row in csv.DictReader(file)
        )


class RegionCodeShape(DomainError):
    """The text is no Kemendagri code of a kecamatan or desa."""

    field = "old_code"


class RegionCodeStillUsed(DomainError):
    """The old code is one of today."""

    field = "old_code"


class RegionCodeUnknown(DomainError):
    """The new code is none of today."""

    field = "new_code"


class RegionChangeTwice(DomainError):
    """This change is written down already."""

    field = "old_code"


_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}(\.\d{4})?", re.ASCII)


def check_code(code: str) -> None:
    """
    Raises:
        RegionCodeShape
    """
    if not _CODE.fullmatch(code):
        raise RegionCodeShape


def parent_code(code: str) -> str | None:
    """The code one level up; None for a province."""
    return code.rpartition(".")[0] or None


def is_within(code: str, prefix: str) -> bool:
    """Whether the region lies in the region `prefix`, or is that region itself."""
    return code == prefix or code.startswith(f"{prefix}.")


def region_label(row: RegionRow, parents: Mapping[str, RegionRow]) -> str:
    """How a place is shown: `Tamboo, Bonepantai`, `Kabupaten Bone Bolango`, `Suwawa`.

    Three desa names occur twice, so a desa never stands without its kecamatan. `parents` holds
    the rows by code.
    """
    parent = parents.get(row.parent_code or "")
    if parent is not None and row.kind in {RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE}:
        return f"{row.name}, {parent.name}"
    if row.kind in {RegionKind.REGENCY, RegionKind.CITY}:
        return f"{row.kind.capitalize()} {row.name}"
    return row.name


@cache
def district_codes() -> frozenset[str]:
    """The code of every kecamatan of the country, such as `31.71.01`."""
    codes: set[str] = set()
    for line in (DATA / "districts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        regency, *ranges = line.split()
        for part in ranges:
            first, _, last = part.partition("-")
            codes.update(f"{regency}.{n:02}" for n in range(int(first), int(last or first) + 1))
    return frozenset(codes)


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Monday to Friday, and not one of the `holidays`."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(start: date, days: int, holidays: AbstractSet[date]) -> date:
    """The last of `days` working days after `start`; the day of `start` itself is not counted.

    A claim handed in on Friday and paid within 3 working days is due on Wednesday. None is
    `start` itself. `holidays` must reach as far as the answer: see `public_holidays`.
    """
    if days < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def working_days_between(first: date, last: date, holidays: AbstractSet[date]) -> int:
    """Working days after `first`, up to and including `last`; 0 where `last` is not later."""
    span = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays) for day in span)
