"""Records of a delimited text, each with the line it begins on.

The standard library's reader stops at the first broken quote, or swallows the rest of the file
into one cell; here a broken record costs its own line only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

DELIMITERS = (";", "\t", ",", "|")
# A remark of more lines or letters is a quote that was never closed.
_MOST_LINES = 50
_LONGEST = 10_000
# A file as large as is taken, with a remark of some lines in every row, joins fewer; one that joins
# more is made of quotes, and looking for where each closes would take minutes.
_MOST_JOINED = 200_000
_MOST_LETTERS = 50_000_000
_QUOTED = re.compile(r'\s*"([^"]*(?:""[^"]*)*)"(?!")[ ]*')
_OPENS = re.compile(r' *"')


class QuotesUnclosed(Exception):
    """More quotes run on into later lines than in any list of people."""


@dataclass(slots=True)
class _Joined:
    """What was joined so far to find where quotes close, in lines and in letters looked at."""

    lines: int = 0
    letters: int = 0

    def add(self, letters: int) -> None:
        self.lines += 1
        self.letters += letters
        if self.lines > _MOST_JOINED or self.letters > _MOST_LETTERS:
            raise QuotesUnclosed


class Record(NamedTuple):
    """`line` counts from 1. `broken`: a quote is not closed, or text follows a closed one."""

    line: int
    cells: tuple[str, ...]
    broken: bool = False

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]


def records(rows: list[str], delimiter: str) -> Iterator[Record]:
    """Every record but empty lines, cells stripped; a quoted cell may run over several lines.

    Raises:
        QuotesUnclosed
    """
    start = 0
    joined = _Joined()
    while start < len(rows):
        if not rows[start]:
            start += 1
            continue
        cells, used = _read(rows, start, delimiter, joined)
        if cells is None or (used > 1 and _swallowed(rows[start : start + used], cells, delimiter)):
            used = 1
            literal = tuple(map(str.strip, rows[start].split(delimiter)))
            yield Record(start + 1, literal, broken=True)
        else:
            yield Record(start + 1, tuple(map(str.strip, cells)))
        start += used


def _swallowed(lines: list[str], cells: list[str], delimiter: str) -> bool:
    """A quote opened in one row and closed by a stray one in a later row: whole rows in one cell.

    A remark of two lines leaves the row's cells cut between its first line and its last; here both
    are as long as a row.
    """
    first, last = lines[0].count(delimiter), lines[-1].count(delimiter)
    return 0 < first == last and len(cells) <= first + 1


def _read(
    rows: list[str], start: int, delimiter: str, joined: _Joined
) -> tuple[list[str] | None, int]:
    text = rows[start]
    if '"' not in text:
        return text.split(delimiter), 1
    cells: list[str] = []
    used, position = 1, 0
    while True:
        if _OPENS.match(text, position) is None:
            found = text.find(delimiter, position)
            end = len(text) if found < 0 else found
            cell, mark = text[position:end], text[end : end + 1]
        elif (matched := _QUOTED.match(text, position)) is not None:
            cell, end = matched[1].replace('""', '"'), matched.end()
            mark = text[end : end + 1]
            if mark not in {"", delimiter}:
                return None, 1
        elif used < _MOST_LINES and start + used < len(rows) and len(text) < _LONGEST:
            text = f"{text}\n{rows[start + used]}"
            used += 1
            joined.add(len(text) - position)
            continue
        else:
            return None, 1
        cells.append(cell)
        if not mark:
            return cells, used
        position = end + 1
