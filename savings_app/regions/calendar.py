"""Public holidays: those the `holidays` library computes, with our own corrections over them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from savings_app.regions.rules import DATA


@dataclass(frozen=True, slots=True)
class HolidayCorrection:
    """A day off declared late, or one struck out (`is_holiday` false), by the law that did it."""

    day: date
    is_holiday: bool
    name: str
    law: str


@cache
def shipped_corrections() -> tuple[HolidayCorrection, ...]:
    """The rows of `data/public_holidays.toml`."""
    document = tomllib.loads((DATA / "public_holidays.toml").read_text(encoding="utf-8"))
    return tuple(HolidayCorrection(**row) for row in document["change"])


def public_holidays(*years: int, corrections: Iterable[HolidayCorrection] = ()) -> frozenset[date]:
    """The public holidays and joint leave days of these years, weekends included.

    `corrections` are the operator's own and win over the shipped ones. Give every year a count of
    working days may reach: a deadline from 30 December needs the next year too.
    """
    days = set[date]()
    for year in years:
        days |= computed_holidays(year).keys()
    for correction in (*shipped_corrections(), *corrections):
        if correction.is_holiday and correction.day.year in years:
            days.add(correction.day)
        elif not correction.is_holiday:
            days.discard(correction.day)
    return frozenset(days)


@cache
def computed_holidays(year: int) -> dict[date, str]:
    """The library's days of a year with their Indonesian names, weekends included."""
    # Imported late: a fifth of a second that most commands and pages never need.
    from holidays import GOVERNMENT, PUBLIC, country_holidays  # noqa: PLC0415

    # The language is named, or it would be that of the machine.
    return dict(country_holidays("ID", years=year, categories=(PUBLIC, GOVERNMENT), language="id"))
