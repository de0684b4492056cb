"""How a bank's own table is read where its headings do not say it: a taught shape. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from savings_app.errors import DomainError
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.readers.csv_headings import (
    Role,
    has_amounts,
    has_dates,
    named_twice,
)
from savings_app.reconciliation.readers.days import DateOrder
from savings_app.reconciliation.readers.numbers import MARKS, plain_mark

MOST_COLUMNS = 60
LONGEST_HEADING = 100
# What a column of a taught table may be; the others of `Role` are rows.
TAUGHT_ROLES = (
    Role.DATE,
    Role.VALUE,
    Role.TEXT,
    Role.REFERENCE,
    Role.DEBIT,
    Role.CREDIT,
    Role.AMOUNT,
    Role.MARK,
    Role.BALANCE,
    Role.ACCOUNT,
    Role.CURRENCY,
)


class ProfileLacksDay(DomainError):
    """No column holds a day."""


class ProfileLacksAmounts(DomainError):
    """Neither one column of amounts, nor one of debits and one of credits."""


class ProfileNamesTwice(DomainError):
    """Two columns are the same, or an amount stands beside debit and credit. Fact: `role`."""


class ProfileMarksClash(DomainError):
    """One word is both credit and debit. Fact: `word`."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A taught shape.

    `columns` says what each column is, from the left; None is left out. `headings` are those of
    the table; without any, its first row of movements is `first_row`, from 1, and it is only used
    where somebody chose it. With headings `first_row` counts from the row below them. `decimal`
    None: as everywhere. `credit` and `debit` are the words of the marks, `footers` how the row
    begins that ends the table. `id` is that of the row it is kept in.
    """

    name: str
    columns: tuple[Role | None, ...]
    headings: tuple[str, ...] = ()
    first_row: int = 1
    order: DateOrder = DateOrder.DAY_FIRST
    decimal: str | None = None
    delimiter: str | None = None
    credit: tuple[str, ...] = ()
    debit: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    id: UUID | None = field(default=None, compare=False)

    @property
    def roles(self) -> dict[int, Role]:
        """The columns that are read, by position from 0."""
        return {place: role for place, role in enumerate(self.columns) if role is not None}

    @property
    def signature(self) -> str:
        """Of its headings, 64 hexadecimal digits: what a file is recognised by."""
        return sign_headings(self.headings)

    @property
    def marks(self) -> Mapping[str, Direction] | None:
        """What its marks mean; None where nothing was taught of them."""
        if not self.credit and not self.debit:
            return None
        return {
            **MARKS,
            **{plain_mark(word): Direction.CREDIT for word in self.credit},
            **{plain_mark(word): Direction.DEBIT for word in self.debit},
        }

    def is_headed_by(self, cells: Sequence[str]) -> bool:
        """Whether this row is the one its columns were taught by."""
        # Every row is asked, and nearly all differ in their first cell.
        if not self.headings or not cells or _plain(cells[0]) != self.headings[0]:
            return False
        return plain_headings(cells) == self.headings

    def is_footer(self, cells: Sequence[str]) -> bool:
        """Whether the table ends with this row."""
        first = next((cell for cell in cells if cell), "").casefold()
        return any(first.startswith(word.casefold()) for word in self.footers)


def plain_headings(cells: Sequence[str]) -> tuple[str, ...]:
    """A row of headings, spaces and letter case made equal, without empty cells at its end."""
    plain = [_plain(cell) for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    return tuple(plain)


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().split())[:LONGEST_HEADING]


def sign_headings(headings: Sequence[str]) -> str:
    """The hash of a row of headings; no text can imitate the seam between two."""
    packed = "".join(f"{len(heading)}:{heading}" for heading in headings)
    return hashlib.sha256(packed.encode()).hexdigest()


def check_profile(profile: Profile) -> None:
    """
    Raises:
        ProfileNamesTwice, ProfileLacksDay, ProfileLacksAmounts, ProfileMarksClash
    """
    roles = profile.roles
    found = set(roles.values())
    twice = named_twice(roles)
    if twice is None and Role.AMOUNT in found and found & {Role.DEBIT, Role.CREDIT}:
        twice = Role.AMOUNT
    if twice is not None:
        raise ProfileNamesTwice(role=twice.value)
    if not has_dates(roles):
        raise ProfileLacksDay
    if not has_amounts(roles):
        raise ProfileLacksAmounts
    both = {plain_mark(word) for word in profile.credit} & {
        plain_mark(word) for word in profile.debit
    }
    if both:
        raise ProfileMarksClash(word=sorted(both)[0])
