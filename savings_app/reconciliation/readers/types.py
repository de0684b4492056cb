"""What a reader gives back: values only, whatever the file's format."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from savings_app.errors import DomainError, Problem
from savings_app.identifiers import AccountNumber, InvalidIdentifier
from savings_app.money import Rupiah, total
from savings_app.reconciliation.kinds import Direction, signed
from savings_app.words import _

if TYPE_CHECKING:
    from savings_app.reconciliation.readers.profile import Profile

# A camt entry takes some 1.5 kB: this is a month of a branch with 6,000 movements in the wordiest
# form, and what one upload may weigh. Whoever opens a file reads one byte more and no further.
LARGEST_FILE = 10 * 1024 * 1024
# The largest file holds half as many of a bank's own rows; shorter ones are no bank's.
MOST_ROWS = 200_000
Days = tuple[date, date]  # the first and the last


class BankFileRefused(DomainError):
    """Not read at all. Fact: `problems`, a tuple of `Problem`."""

    field = "file"


class BankFileEmpty(BankFileRefused):
    """No byte, or nothing but blanks."""


class BankFileTooLarge(BankFileRefused):
    """Over `LARGEST_FILE`. Fact: `limit`, in whole MiB."""


class BankFileNotText(BankFileRefused):
    """NUL bytes, control characters, or no encoding a bank here uses."""


class UnsupportedFormat(BankFileRefused):
    """A known format that is not read here. Fact: `format`, its name."""


class UnknownFormat(BankFileRefused):
    """Neither MT940, MT942 nor a table with known headings."""


class BankFileBroken(BankFileRefused):
    """Begins as XML or as a workbook, and cannot be read as one."""


class BankFileLocked(BankFileRefused):
    """A workbook with a password."""


class BankFileDeclaresEntities(BankFileRefused):
    """XML with a DOCTYPE or an ENTITY: no bank needs one, and they are how a bomb is built."""


class BankFileUnpacksTooLarge(BankFileRefused):
    """More elements, cells or unpacked bytes than any bank's file: a bomb."""


class BankFileHasFormulas(BankFileRefused):
    """A workbook in which a cell is computed: what it shows is not what the bank wrote."""


class HeadingsUnclear(BankFileRefused):
    """A table in which a column is missing or named twice."""


class FileFormat(StrEnum):
    MT940 = "mt940"
    MT942 = "mt942"
    CAMT_052 = "camt.052"
    CAMT_053 = "camt.053"
    CAMT_054 = "camt.054"
    CSV = "csv"
    XLSX = "xlsx"
    SNAP = "snap"  # asked of the bank, account by account; see savings_app.snap
    API = "api"  # sent line by line by the bank's own system


# These tell of movements between two statements: a balance in them need not be proven.
INTERIM = frozenset({FileFormat.MT942, FileFormat.CAMT_052, FileFormat.CAMT_054})


def days_between(began: date | None, ended: date | None, booked: Iterable[date]) -> Days | None:
    """The days a statement tells of, from the days of its two balances and of its lines.

    Most banks give the opening balance the day of the closing one before it: that day was told
    then. Where something was booked on it, it is the first of a month, or there is no other, it is
    the statement's own.
    """
    if began is None or ended is None or began > ended:
        return None
    own = began == ended or began.day == 1 or began in set(booked)
    return (began if own else began + timedelta(days=1)), ended


@dataclass(frozen=True, slots=True)
class Batch:
    """Several transactions booked as one. `bank_reference`: the bank's name for all of them."""

    bank_reference: str | None
    direction: Direction
    amount: Rupiah
    text: str = ""

    @property
    def signed(self) -> Rupiah:
        """What the account gained by all of them."""
        return signed(self.direction, self.amount)


@dataclass(frozen=True, slots=True)
class Line:
    """One movement. `amount` is above zero; `on` is the entry date, else the value date.

    `place` is its number in the file, which `BankFile.at` puts in words; where a movement stands is
    no part of what it is. `bank_reference` is the bank's own name of this very movement, in
    whichever message it tells of it. `batch` is what the bank booked as one and told with its
    transactions, of which this is one. `takes_back`: the bank marks it as a reversal.
    """

    on: date
    direction: Direction
    amount: Rupiah
    text: str
    reference: str | None = None
    balance_after: Rupiah | None = None
    bank_reference: str | None = None
    place: int = field(default=0, compare=False)
    batch: Batch | None = None
    takes_back: bool = False

    @property
    def signed(self) -> Rupiah:
        """What the account gained: a debit is negative."""
        return signed(self.direction, self.amount)


@dataclass(frozen=True, slots=True)
class Section:
    """One account's part of a file. What the file does not state is None.

    `account` stays text where the bank writes more than digits in it; it is hidden in `repr`,
    as an `AccountNumber` hides itself. `stated_days` are the first and the last of its period.
    """

    account: AccountNumber | str | None = field(repr=False)
    currency: str | None
    opening: Rupiah | None
    closing: Rupiah | None
    balanced: bool | None
    lines: tuple[Line, ...]
    stated_days: Days | None = None

    @property
    def days(self) -> Days | None:
        """The first and the last day it tells of: as it states them, else those of its lines."""
        if self.stated_days is not None:
            return self.stated_days
        days = [line.on for line in self.lines]
        return (min(days), max(days)) if days else None

    @property
    def account_text(self) -> str | None:
        """The whole account as the file writes it."""
        return self.account.full if isinstance(self.account, AccountNumber) else self.account

    @property
    def account_number(self) -> AccountNumber | None:
        """The digits to compare with a recipient's account: no bank code before, no currency after.

        `BMRIIDJA/1200007799880` and `1200007799880IDR` are both 1200007799880.
        """
        if self.account is None or isinstance(self.account, AccountNumber):
            return self.account
        own = self.account.rpartition("/")[2].strip()
        if self.currency:
            own = own.removesuffix(self.currency)
        return parse_account(own)


@dataclass(frozen=True, slots=True)
class Span:
    """How the numbers above `after` are told: `line 7`, `sheet Mutasi, row 7`, `Stmt[1].Ntry[7]`.

    `after` is what the counting began from; the next span of a file takes over above its own.
    """

    after: int
    before: str
    behind: str = ""

    def tell(self, number: int) -> str:
        """The place in words."""
        return f"{self.before}{number - self.after}{self.behind}"


LINES = (Span(0, "line "),)


def place_in(spans: Sequence[Span], number: int, column: str | None = None) -> str:
    """Where the row with this number stands, counted from 1 in its sheet or its statement."""
    place = _span_of(spans, number).tell(number)
    return place if column is None else f"{place}, column {column}"


def _span_of(spans: Sequence[Span], number: int) -> Span:
    return spans[max(0, bisect_left(spans, number, key=lambda span: span.after) - 1)]


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file as read. Problems name lines and columns, never a number of a person.

    `unread` are the numbers of rows that should be movements and could not be read, or that the
    bank has not booked; each has its problem. `spans` put numbers in words. `profile` is the
    taught shape it was read with.
    """

    format: FileFormat
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]
    unread: tuple[int, ...] = ()
    spans: tuple[Span, ...] = LINES
    profile: Profile | None = None

    def at(self, number: int) -> str:
        """The place of a row."""
        return place_in(self.spans, number)

    def are_beside(self, first: int, last: int) -> bool:
        """Whether both rows stand in one sheet or one statement."""
        return _span_of(self.spans, first) is _span_of(self.spans, last)

    def between(self, first: int, last: int) -> str:
        """The places of a run of rows: `line 7–90`."""
        if first == last:
            return self.at(first)
        span = _span_of(self.spans, last)
        return f"{self.at(first)}–{last - span.after}"


def parse_account(text: str) -> AccountNumber | None:
    """The account number in `text`, or None where it is not digits of a fitting length."""
    try:
        return AccountNumber.parse(text)
    except InvalidIdentifier:
        return None


class Sections:
    """The sections of a file so far, to tell one that stands in it twice."""

    def __init__(self) -> None:
        # Most files tell of an account once: only others are worth a hash of all their lines.
        self._first: dict[str | None, Section] = {}
        self._others: set[Section] = set()

    def have(self, section: Section) -> bool:
        """Whether it stands in the file already: the same money cannot move twice. Now it does.

        Only where the balances prove it: after the first, the account stood elsewhere.
        """
        if section.opening is None or section.opening == section.closing or not section.lines:
            return False
        first = self._first.setdefault(section.account_text, section)
        if first is section:
            return False
        if section == first or section in self._others:
            return True
        self._others.add(section)
        return False


def repeated() -> str:
    """The sentence for a section that stands twice in a file."""
    return _("Rekening koran ini sama dengan yang sudah ada di berkas ini.")


def not_balanced() -> str:
    """The sentence for a section that does not add up; no amount, it may be anybody's."""
    return _("Saldo awal ditambah semua transaksi tidak sama dengan saldo akhir.")


def at(line: int, column: str | None = None) -> str:
    """`line 7` or `line 7, column NAME`: the place of a problem, counted from 1."""
    return f"line {line}" if column is None else f"line {line}, column {column}"


def gap(opening: Rupiah, movements: Iterable[Rupiah], closing: Rupiah) -> Rupiah:
    """How far opening plus the signed movements is from closing; zero when it balances."""
    return Rupiah(closing.sen - opening.sen - total(movements).sen)
