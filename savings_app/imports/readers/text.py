"""A table in text: which letters, which delimiter, and its records with their lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from savings_app.imports.readers.csv_rows import DELIMITERS, QuotesUnclosed, Record, records
from savings_app.imports.readers.types import (
    MOST_CELLS,
    Book,
    Cell,
    ImportFileQuotes,
    ImportFileTooWide,
    ImportFileUnknown,
    Sheet,
    TableFormat,
)

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_QUOTED = re.compile(r'"[^"]*"')
# The first line some spreadsheets write to name the delimiter.
_NAMED_DELIMITER = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_PEEK = 60


def read_text(data: bytes) -> Book:
    """The table of a CSV; UTF-8 with or without a mark, UTF-16 with its mark, else Windows-1252.

    Raises:
        ImportFileUnknown: control characters, which no table has.
        ImportFileTooWide, ImportFileQuotes
    """
    lines = _LINE_END.split(_decoded(data))
    named = _NAMED_DELIMITER.fullmatch(lines[0])
    delimiter = named[1] if named else likely_delimiter(lines)
    if named:
        lines[0] = ""
    rows: list[Sequence[Cell]] = []
    numbers, broken, cells = [], [], 0
    for record in _records(lines, delimiter):
        cells += len(record.cells)
        if cells > MOST_CELLS:
            raise ImportFileTooWide(cells=MOST_CELLS)
        rows.append(record.cells)
        numbers.append(record.line)
        if record.broken or any(cell.count('"') % 2 for cell in record.cells):
            broken.append(record.line)
    return Book(TableFormat.CSV, (Sheet(None, rows, numbers),), tuple(broken))


def _records(lines: list[str], delimiter: str) -> Iterator[Record]:
    try:
        yield from records(lines, delimiter)
    except QuotesUnclosed as wrong:
        raise ImportFileQuotes from wrong


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    text = text.removeprefix("\ufeff").rstrip("\x1a")
    if _CONTROL.search(text):
        raise ImportFileUnknown
    return text


def likely_delimiter(lines: Sequence[str]) -> str:
    """The one that cuts most of the first lines into the same number of cells.

    Commas inside quotes and in names (`Suwawa, 5 Maret`) do not repeat so evenly.
    """
    filled = islice((line for line in lines if line.strip()), _PEEK)
    first = [_QUOTED.sub("", line) for line in filled]

    def weight(delimiter: str) -> int:
        counts = Counter(line.count(delimiter) for line in first if delimiter in line)
        return max((cuts * lines for cuts, lines in counts.items()), default=0)

    # `max` keeps the first among equals: the order of `DELIMITERS`.
    return max(DELIMITERS, key=weight)
