"""What a reader gives back: sheets of plain cells, whatever the file's format. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from savings_app.errors import DomainError

# What a kabupaten of 36,910 participants sends is a third of this.
LARGEST_FILE = 10 * 1024 * 1024
# Rows times columns of all sheets: the reader holds every one of them, empty or not.
MOST_CELLS = 3_000_000
# What the parts of an XLSX may weigh once unpacked; a bomb weighs gigabytes.
LARGEST_UNPACKED = 150 * 1024 * 1024

Cell = str | int | float | bool | date | datetime | time | timedelta | None


class TableFormat(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


class ImportFileRefused(DomainError):
    """Not read at all, and nothing of it is kept."""

    field = "file"


class ImportFileEmpty(ImportFileRefused):
    """No byte, or nothing but blanks."""


class ImportFileTooLarge(ImportFileRefused):
    """Over `LARGEST_FILE`. Fact: `megabytes`."""


class ImportFileTooWide(ImportFileRefused):
    """More cells, or more bytes once unpacked, than any list of people. Fact: `cells`."""


class ImportFileLocked(ImportFileRefused):
    """Encrypted with a password."""


class ImportFileOldExcel(ImportFileRefused):
    """An .xls of before 2007, or another binary workbook."""


class ImportFileBroken(ImportFileRefused):
    """Looks like a workbook or a table, and cannot be read."""


class ImportFileQuotes(ImportFileRefused):
    """A table in text whose quotes do not close, line after line."""


class ImportFileUnknown(ImportFileRefused):
    """Neither an XLSX nor a table in text."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells of one column merged into one: `first` and `last` are places in `Sheet.rows`."""

    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands: `rows[n]` is row (of a CSV: line) `numbers[n]`, counted from 1.

    `name` is None in a CSV. Cells are what the file holds: text, numbers, days; nothing is read
    into them yet. Empty cells are `""` or None. `merged` are cells that run over several rows.
    """

    name: str | None
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    numbers: Sequence[int] = field(repr=False)
    merged: Sequence[Merged] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A file as read; `broken` are lines of a CSV with a quote that does not close.

    `formula` is the row and column (`7`, `D`) of the first cell of a workbook that is computed.
    """

    format: TableFormat
    sheets: tuple[Sheet, ...]
    broken: tuple[int, ...] = ()
    formula: tuple[int, str] | None = None
