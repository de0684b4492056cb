"""A value that changes on a day. A series has starts and no ends, so it has no gaps either."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from savings_app.errors import DomainError

PARAMETERS = Path(__file__).with_name("parameters")


class FactStatus(StrEnum):
    """How sure we are of a fact of law. `DRAFT` is shown as such wherever it is used."""

    DRAFT = "draf"
    VERIFIED = "terverifikasi"


class NotYetInForce(DomainError):
    """Nothing had started on that day. Facts: `on` asked for, `first` day known."""


@dataclass(frozen=True, slots=True)
class Value:
    """What holds from `starts` until the next value starts.

    `amounts` are whole numbers by name, in the unit their file states. `checked_on` is the day
    somebody last compared them with `source`.
    """

    starts: date
    amounts: Mapping[str, int]
    law: str
    status: FactStatus
    checked_on: date
    source: str

    @property
    def amount(self) -> int:
        """The number of a parameter that has only one."""
        (only,) = self.amounts.values()
        return only


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one parameter, oldest first."""

    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        starts = [value.starts for value in self.values]
        if not starts or starts != sorted(set(starts)):
            raise ValueError("a series needs values in date order, one for each day")

    @property
    def first(self) -> date:
        """The first day that has a value."""
        return self.values[0].starts

    def on(self, day: date) -> Value:
        """The value in force on `day`: the latest start that is not after it.

        Raises:
            NotYetInForce: `day` is before the first start. It is never guessed.
        """
        found = self.find(day)
        if found is None:
            raise NotYetInForce(on=day, first=self.first)
        return found

    def find(self, day: date) -> Value | None:
        """As `on`, but None before the first start: for a rule that once did not exist."""
        started = [value for value in self.values if value.starts <= day]
        return started[-1] if started else None


def weakest(*statuses: FactStatus) -> FactStatus:
    """`DRAFT` where any of the facts is a draft."""
    return FactStatus.DRAFT if FactStatus.DRAFT in statuses else FactStatus.VERIFIED


@cache
def parameter(name: str) -> Series:
    """The series in `parameters/<name>.toml`."""
    document = tomllib.loads((PARAMETERS / f"{name}.toml").read_text(encoding="utf-8"))
    return Series(
        tuple(
            Value(
                starts=row["starts"],
                amounts=row["amounts"],
                law=row["law"],
                status=FactStatus(row["status"]),
                checked_on=row["checked_on"],
                source=row["source"],
            )
            for row in document["values"]
        )
    )
