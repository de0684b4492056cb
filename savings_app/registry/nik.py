"""What a NIK says about its holder, and where that disagrees with what we were told. Pure.

Six digits of the kecamatan of first registration, the birth date as DDMMYY (a woman's day is 40
higher) and a serial from 0001. The number never changes: who moves, or whose birth date was
corrected, keeps it, and codes of kecamatan that were split or renumbered live on in it. So a NIK
is checked for its shape and otherwise only warned about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from savings_app.errors import RuleWarning
from savings_app.regions.rules import district_codes

DIGITS = 16
WOMAN = 40
LAST_DAY, LAST_MONTH = 31, 12
# The last two digits of a year come back in each of these; nobody alive was born before them.
CENTURIES = (1800, 1900, 2000, 2100)


class Sex(StrEnum):
    MALE = "L"
    FEMALE = "P"


class ShapeFault(StrEnum):
    """Why a text cannot be a NIK."""

    DIGITS = "digits"
    DAY = "day"
    MONTH = "month"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class NikCheck:
    """What the number says; all None where `fault` names why it cannot be a NIK.

    `birth_date` is None for a day that no calendar has (30 February); `region` (`75.03.11`) for a
    kecamatan code not in use today. Warnings: `impossible_date`, `unknown_region`,
    `birth_date_mismatch`, `sex_mismatch`.
    """

    fault: ShapeFault | None
    birth_date: date | None = None
    sex: Sex | None = None
    region: str | None = None
    warnings: tuple[RuleWarning, ...] = ()

    @property
    def shape_ok(self) -> bool:
        return self.fault is None


def check_nik(
    text: str, *, today: date, born_on: date | None = None, sex: Sex | None = None
) -> NikCheck:
    """Read `text` as a NIK (spaces are ignored), beside the birth date and sex stated elsewhere.

    The century is not in the number: it is the latest that does not lie after `today`, or with
    `born_on` the one nearest to it.
    """
    digits = "".join(text.split())
    fault = _fault(digits)
    if fault is not None:
        return NikCheck(fault)
    day = int(digits[6:8])
    found_sex = Sex.FEMALE if day > WOMAN else Sex.MALE
    dates = _possible_dates(day % WOMAN, int(digits[8:10]), int(digits[10:12]), today)
    birth_date = max(dates, default=None)
    if born_on is not None and dates:
        birth_date = min(dates, key=lambda one: abs(one - born_on))
    code = ".".join((digits[:2], digits[2:4], digits[4:6]))
    region = code if code in district_codes() else None
    noticed = {
        "impossible_date": birth_date is None,
        "birth_date_mismatch": None not in {birth_date, born_on} and birth_date != born_on,
        "sex_mismatch": sex is not None and sex is not found_sex,
        "unknown_region": region is None,
    }
    facts = {"birth_date": birth_date, "born_on": born_on, "code": code}
    return NikCheck(
        fault=None,
        birth_date=birth_date,
        sex=found_sex,
        region=region,
        warnings=tuple(RuleWarning(name, facts) for name, holds in noticed.items() if holds),
    )


def _fault(digits: str) -> ShapeFault | None:
    if not (len(digits) == DIGITS and digits.isascii() and digits.isdecimal()):
        return ShapeFault.DIGITS
    day = int(digits[6:8])
    if not (1 <= day <= LAST_DAY or 1 <= day - WOMAN <= LAST_DAY):
        return ShapeFault.DAY
    if not 1 <= int(digits[8:10]) <= LAST_MONTH:
        return ShapeFault.MONTH
    return ShapeFault.SERIAL if digits[12:] == "0000" else None


def _possible_dates(day: int, month: int, year: int, today: date) -> list[date]:
    dates = []
    for century in CENTURIES:
        try:
            birth_date = date(century + year, month, day)
        except ValueError:
            continue
        if birth_date <= today:
            dates.append(birth_date)
    return dates
