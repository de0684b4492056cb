"""A month: when it may be closed, what is counted in it, and what may leave the house. Pure.

Everything is counted twice: by the day it happened and by the day it was recorded. A death recorded
late does not change the month it happened in once that is closed; it stands in the month it was
recorded, with the month it happened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any

from savings_app.errors import DomainError
from savings_app.money import Rupiah
from savings_app.reports.rules import SMALLEST_SHOWN, Hidden, shown_counts
from savings_app.words.formats import WITA

DECEMBER = 12


class MonthNotOver(DomainError):
    """A month is closed after its last day. Fact: `opens_on`, the first day it can be."""


class MonthClosedAlready(DomainError):
    """It is closed; reopening needs a reason."""


class MonthNotClosed(DomainError):
    """Only a closed month is reopened."""


@dataclass(frozen=True, slots=True)
class Line:
    """One place, category or payer: deaths by the day they happened and by the day recorded."""

    code: str
    name: str
    happened: int
    recorded: int


@dataclass(frozen=True, slots=True)
class Late:
    """Deaths recorded in this month that happened in an earlier one."""

    month: date
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A month's figures.

    `paid` are cases with money of the benefit paid in the month, `paid_recorded` those whose
    payment was written down in it, `paid_amount` what was paid in it. `days_to_pay` is the median
    of days from the claim to the first payment. `overdue` are claims BPJS should have paid by the
    month's end and had not. Complaints about staff are counted nowhere here.
    """

    month: date
    happened: int
    recorded: int
    late: tuple[Late, ...]
    districts: tuple[Line, ...]
    villages: tuple[Line, ...]
    categories: tuple[Line, ...]
    payers: tuple[Line, ...]
    claims_filed: int
    claims_recorded: int
    paid: int
    paid_recorded: int
    paid_amount: Rupiah
    days_to_pay: float | None
    overdue: int
    complaints: int

    @property
    def recorded_late(self) -> int:
        return sum(late.count for late in self.late)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day after the month."""
    return date(month.year + month.month // DECEMBER, month.month % DECEMBER + 1, 1)


def begins_at(day: date) -> datetime:
    """The moment the day begins in Gorontalo."""
    return datetime.combine(day, time(), tzinfo=WITA)


def check_closable(month: date, *, is_closed: bool, today: date) -> None:
    """
    Raises:
        MonthClosedAlready, MonthNotOver
    """
    if is_closed:
        raise MonthClosedAlready
    if today < next_month(month):
        raise MonthNotOver(opens_on=next_month(month))


def median_days(spans: Sequence[tuple[date, date]]) -> float | None:
    """The median of whole days from the first day of each pair to the second."""
    return float(median((paid - filed).days for filed, paid in spans)) if spans else None


def stored(figures: Figures) -> dict[str, Any]:
    """The figures as JSON keeps them: days ISO, the amount in whole sen."""
    facts: dict[str, Any] = json.loads(json.dumps(asdict(figures), default=_plain))
    return facts | {"paid_amount": figures.paid_amount.sen}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def read(kept: Mapping[str, Any]) -> Figures:
    """The figures of a closed month, as they were."""
    lines = {
        name: tuple(Line(**line) for line in kept[name])
        for name in ("districts", "villages", "categories", "payers")
    }
    late = tuple(Late(date.fromisoformat(one["month"]), one["count"]) for one in kept["late"])
    return Figures(
        **{
            **kept,
            **lines,
            "late": late,
            "month": date.fromisoformat(kept["month"]),
            "paid_amount": Rupiah(kept["paid_amount"]),
        }
    )


def fingerprint(kept: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the stored figures as canonical JSON."""
    canonical = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it may be told to others."""

    name: str
    happened: int | Hidden
    recorded: int | Hidden


def for_others(lines: Sequence[Line]) -> list[ShownLine]:
    """The lines of one table for use outside: counts under five hidden, and one beside them."""
    happened = shown_counts([line.happened for line in lines])
    recorded = shown_counts([line.recorded for line in lines])
    return [
        ShownLine(line.name, *counts)
        for line, counts in zip(lines, zip(happened, recorded, strict=True), strict=True)
    ]


def few(count: int) -> int | Hidden:
    """A count that stands alone."""
    return Hidden.FEW if 0 < count < SMALLEST_SHOWN else count
