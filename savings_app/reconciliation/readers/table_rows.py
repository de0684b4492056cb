"""A row of a table, and the search for the row that names its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from savings_app.errors import Problem
from savings_app.reconciliation.readers.csv_headings import (
    Role,
    columns,
    has_amounts,
    has_dates,
    is_heading_row,
    named_twice,
    row_name,
)
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.types import (
    LINES,
    BankFileRefused,
    HeadingsUnclear,
    Span,
    UnknownFormat,
    at,
    place_in,
)
from savings_app.words import _

HEADINGS_WITHIN = 200  # rows of a bank's own words above its table


class TableRow(NamedTuple):
    """A row with its number.

    `broken`: its cells are not to be trusted. `exact`: the places of cells held as numbers, whose
    decimal mark is a point whatever the column's is.
    """

    line: int
    cells: tuple[str, ...]
    broken: bool = False
    exact: frozenset[int] = frozenset()

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]


@dataclass(slots=True)
class Nearest:
    """The row most like headings so far, for the sentence that says what it lacks."""

    name: str | None
    spans: Sequence[Span] = LINES
    known: int = 0
    line: int = 0
    roles: Mapping[int, Role] = field(default_factory=dict)

    def is_found(self, row: TableRow) -> bool:
        """Whether these are headings.

        Raises:
            HeadingsUnclear: they are, and two of them mean the same.
        """
        roles = columns(row.cells)
        if is_heading_row(roles):
            check_headings(row, roles, self.spans)
            return True
        # A cell beside it must be filled, or any single word would be a heading.
        filled = row.filled
        known = len(roles) + (bool(filled) and row_name(filled[0]) is not None)
        if known > self.known and len(filled) > 1:
            self.known, self.line, self.roles = known, row.line, roles
        return False

    def refusal(self) -> BankFileRefused:
        """Why this file has no table that is known here."""
        if not self.known:
            what = _("Berkas ini bukan MT940, MT942, atau tabel dengan judul kolom yang dikenal.")
            return UnknownFormat(name=self.name or "", problems=(Problem(at(1), what),))
        missing = [
            *([] if has_dates(self.roles) else ["Tanggal"]),
            *([] if has_amounts(self.roles) else ["Debet, Kredit"]),
        ]
        what = _("Judul kolom tidak ada: %(missing)s.", missing="; ".join(missing))
        return HeadingsUnclear(problems=(Problem(place_in(self.spans, self.line), what),))


def not_of_profile(profile: Profile) -> HeadingsUnclear:
    """The refusal of a file that has not the headings of the shape somebody chose."""
    what = _("Judul kolom bentuk %(name)s tidak ada di berkas ini.", name=profile.name)
    return HeadingsUnclear(problems=(Problem(at(1), what),))


def check_headings(row: TableRow, roles: Mapping[int, Role], spans: Sequence[Span]) -> None:
    """Raises: HeadingsUnclear, where two columns claim one role."""
    twice = named_twice(roles)
    if twice is not None:
        place = max(place for place, role in roles.items() if role is twice)
        what = _("Dua kolom memiliki judul yang berarti sama.")
        where = place_in(spans, row.line, row.cells[place])
        raise HeadingsUnclear(problems=(Problem(where, what),))
