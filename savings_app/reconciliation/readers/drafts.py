"""What the first pass over a table leaves for the second: sections whose cells are not read yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.readers.csv_headings import Role
from savings_app.reconciliation.readers.days import Period
from savings_app.reconciliation.readers.types import Days

# Of several days in a row the first of these that is filled is its own.
_DAYS = (Role.POSTED, Role.DATE, Role.VALUE)
_MONEY = (Role.DEBIT, Role.CREDIT, Role.AMOUNT)


class Cell(NamedTuple):
    """A text with its place: the line from 1, the heading of its column if it has one.

    `exact`: a number that a workbook holds as one, in which a point is the decimal mark.
    """

    line: int
    column: str | None
    text: str
    exact: bool = False


@dataclass(frozen=True)
class Columns:
    """What the columns of a table are, the same for all rows below its headings.

    `names` are the headings as they stand, `roles` the columns that are read, by place from 0.
    """

    names: tuple[str, ...] = ()
    roles: Mapping[int, Role] = field(default_factory=dict)

    @cached_property
    def headings(self) -> Mapping[Role, str | None]:
        """The name a column is told by."""
        return {role: self.names[place] or None for place, role in self.roles.items()}

    @cached_property
    def day_places(self) -> tuple[int, ...]:
        return tuple(place for place, role in self.roles.items() if role in _DAYS)

    @cached_property
    def days(self) -> tuple[Role, ...]:
        """Those that hold days, the one that counts first."""
        return tuple(role for role in _DAYS if role in self.headings)

    @cached_property
    def money(self) -> tuple[Role, ...]:
        """Those that hold what a row moves."""
        return tuple(role for role in _MONEY if role in self.headings)

    def exact(self, places: Collection[int]) -> frozenset[Role]:
        """Which of them are held as numbers, by their places."""
        return frozenset({role for place, role in self.roles.items() if place in places})


class RawRow(NamedTuple):
    """A row of the table by what its cells are; one of `columns` has a text, be it empty.

    A broken one is told already and moves an unknown amount.
    """

    line: int
    texts: Mapping[Role, str]
    columns: Columns
    exact: Collection[Role] = ()
    broken: bool = False
    period: Period | None = None

    def cell(self, role: Role) -> Cell:
        """The cell with its place, to tell of it."""
        return Cell(self.line, self.columns.headings[role], self.texts[role], role in self.exact)

    def day(self) -> tuple[Role, str]:
        """The day it counts from, as written."""
        for role in self.columns.days:
            if self.texts[role]:
                return role, self.texts[role]
        return self.columns.days[0], ""


@dataclass(slots=True)
class Draft:
    """A section before its numbers are read."""

    account: AccountNumber | str | None = None
    currency: str | None = None
    opening: Cell | None = None
    closing: Cell | None = None
    periods: list[Period] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)
    unknown: bool = False

    @property
    def stated_days(self) -> Days | None:
        """The first and the last day of its periods."""
        if not self.periods:
            return None
        return min(one.first for one in self.periods), max(one.last for one in self.periods)

    @property
    def ended(self) -> bool:
        """Its rows are over: a closing balance came after them."""
        return bool(self.rows) and self.closing is not None

    @property
    def has_content(self) -> bool:
        """Rows or a closing balance: another account's name begins another section."""
        return bool(self.rows) or self.closing is not None

    @property
    def is_blank(self) -> bool:
        """Nothing was said of it."""
        return not (
            self.rows or self.account or self.currency or self.opening or self.closing
        ) and (not self.unknown)
