"""The first rows of a table nobody has taught yet, for somebody to point at its columns. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from savings_app.identifiers import BULLET
from savings_app.imports.readers.csv_rows import DELIMITERS, QuotesUnclosed
from savings_app.reconciliation.readers.csv_file import refuse_long_rows, table_rows
from savings_app.reconciliation.readers.detect import decode, looks_like_workbook, split_rows
from savings_app.reconciliation.readers.profile import MOST_COLUMNS
from savings_app.reconciliation.readers.table_rows import HEADINGS_WITHIN, TableRow
from savings_app.reconciliation.readers.types import BankFileRefused, FileFormat, parse_account
from savings_app.reconciliation.readers.xlsx_file import workbook_rows

ROWS_SHOWN = 15
_WORDS_ABOVE = 3  # rows of the bank's own words that are shown above the table
_FEWEST_COLUMNS = 3
_LONG_NUMBER = re.compile(r"\d{9,}", re.ASCII)
_AMOUNT = re.compile(r",|\.\d{1,2}$", re.ASCII)
_SHORTEST_ACCOUNT = 10
_SHOWN_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of a file with their numbers, and what divides them; None in a workbook."""

    format: FileFormat
    rows: tuple[TableRow, ...]
    delimiter: str | None

    @property
    def width(self) -> int:
        """How many columns there are."""
        return min(MOST_COLUMNS, max((len(row.cells) for row in self.rows), default=0))

    def cells_at(self, line: int) -> tuple[str, ...]:
        """The row with this number; empty where it is not shown."""
        return next((row.cells for row in self.rows if row.line == line), ())


def sample_table(data: bytes, *, delimiter: str | None = None) -> Sample | None:
    """The rows where the table seems to begin; None where this is no table of a bank.

    `delimiter`: as somebody chose it, else the one that divides most rows alike.
    """
    try:
        if looks_like_workbook(data):
            sample = Sample(FileFormat.XLSX, _around(workbook_rows(data, most=200)), None)
        else:
            text, problems = decode(data)
            rows = split_rows(text)[:HEADINGS_WITHIN]
            refuse_long_rows(rows)
            if problems or text.lstrip().startswith("<"):
                return None
            divided = delimiter if delimiter in DELIMITERS else _dividing(rows)
            sample = Sample(FileFormat.CSV, _around(list(table_rows(rows, divided))), divided)
    except (BankFileRefused, QuotesUnclosed):
        return None
    return sample if any(_has_facts(row) for row in sample.rows) else None


def _dividing(rows: list[str]) -> str:
    def fit(delimiter: str) -> tuple[int, int]:
        widths = Counter(row.count(delimiter) for row in rows if row.strip())
        likely = [(count, width) for width, count in widths.items() if width + 1 >= _FEWEST_COLUMNS]
        return max(likely, default=(0, 0))

    return max(DELIMITERS, key=fit)


def _around(rows: list[TableRow]) -> tuple[TableRow, ...]:
    """The shown rows: where several cells stand beside one another, and a little above."""
    filled = [row for row in rows if row.filled]
    first = next(
        (place for place, row in enumerate(filled) if len(row.filled) >= _FEWEST_COLUMNS), 0
    )
    begin = max(0, first - _WORDS_ABOVE)
    return tuple(islice(filled, begin, begin + ROWS_SHOWN))


def _has_facts(row: TableRow) -> bool:
    """Whether a day and an amount may stand in it."""
    numbers = sum(any(letter.isdigit() for letter in cell) for cell in row.filled)
    return len(row.filled) >= _FEWEST_COLUMNS and numbers > 1


def masked(text: str) -> str:
    """A cell for people who point at its column: of an account number only its ends."""
    account = None if _AMOUNT.search(text) else parse_account(text)
    if account is not None and len(account.full) >= _SHORTEST_ACCOUNT:
        return _hidden(account.full)
    return _LONG_NUMBER.sub(lambda found: _hidden(found[0]), text)


def _hidden(digits: str) -> str:
    first, last = digits[:_SHOWN_DIGITS], digits[-_SHOWN_DIGITS:]
    return first + BULLET * (len(digits) - 2 * _SHOWN_DIGITS) + last
