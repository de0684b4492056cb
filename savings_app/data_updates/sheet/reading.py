"""The list that came back, row by row: what it answers, or why a row cannot be read.

XLSX or CSV, in any order of rows and columns. The key column says whose row it is; without it the
number in the list does, where the name agrees. The numbers of the person on the list are not read
back at all, so that 7.5E+15 in that column does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.rules import Replacement
from savings_app.data_updates.sheet.fields import (
    FieldRefused,
    read_answer,
    read_card,
    read_category,
    read_day,
    read_nik,
    read_sex,
)
from savings_app.data_updates.sheet.layout import NEEDED, Fact, normalised
from savings_app.errors import DomainError
from savings_app.imports.readers import read_book

MOST_ROWS = 5_000
ROWS_SEARCHED = 40
LONGEST = {Fact.DETAIL: 200, Fact.NOTE: 200, Fact.NEW_NIK_REASON: 200, Fact.NEW_NAME: 120}
_NEW = tuple(fact for fact in Fact if fact.name.startswith("NEW_"))


class ListTooLarge(DomainError):
    """More rows than a list of a desa can have."""

    field = "file"


class ListUnreadable(DomainError):
    """A CSV whose quotes do not close: where its rows end nobody can tell."""

    field = "file"


class ListHeadingsMissing(DomainError):
    """No row of headings with "Jawaban" and a key or a number."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as it stands in the file: every cell a value of the file's own kind."""

    format: str
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]  # of each row in its file, counted from 1


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row of the returned list. With `problems` nothing of it is taken."""

    row: int
    key: UUID | None
    number: int | None
    name: str
    answer: Answer = Answer.NONE
    died_on: date | None = None
    detail: str | None = None
    note: str | None = None
    replacement: Replacement | None = None
    problems: Sequence[tuple[str | None, str]] = field(default=())  # (column, code or text)


def read_table(data: bytes) -> Cells:
    """The sheet that has our headings, else the first: read as every file that is taken in here.

    Raises:
        ListUnreadable: quotes of a CSV do not close; and what `read_book` raises.
    """
    book = read_book(data)
    if book.broken or not book.sheets:
        raise ListUnreadable
    sheets = [sheet for sheet in book.sheets if _find_headings(sheet.rows) is not None]
    sheet = (sheets or book.sheets)[0]
    return Cells(book.format.value, sheet.rows, sheet.numbers)


def read_list(cells: Cells, *, categories: Mapping[str, str]) -> list[FoundRow]:
    """Every row below the headings that holds anything. `categories`: name → code.

    Raises:
        ListHeadingsMissing, ListTooLarge
    """
    headings = _find_headings(cells.rows)
    if headings is None:
        raise ListHeadingsMissing
    start, columns = headings
    found = []
    for number, row in zip(cells.numbers[start:], cells.rows[start:], strict=True):
        values = {fact: _plain(row[at]) if at < len(row) else "" for fact, at in columns.items()}
        if any(value != "" for value in values.values()):
            found.append(_row(number, values, categories))
        if len(found) > MOST_ROWS:
            raise ListTooLarge
    return found


def _find_headings(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[Fact, int]] | None:
    """The index of the first row below the headings, and the column of each fact."""
    known = {normalised(fact.value): fact for fact in Fact}
    for index, row in enumerate(rows[:ROWS_SEARCHED]):
        columns: dict[Fact, int] = {}
        for at, cell in enumerate(row):
            fact = known.get(normalised(str(cell)))
            if fact is not None:
                columns.setdefault(fact, at)
        if columns.keys() >= NEEDED and columns.keys() & {Fact.KEY, Fact.NUMBER}:
            return index + 1, columns
    return None


def _plain(cell: Any) -> Any:
    """Text without stray spaces and NULs; numbers and days as they are."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        # A leading apostrophe is how some programs keep text; it is no letter of it.
        return " ".join(cell.replace("\x00", "").split()).removeprefix("'")
    if isinstance(cell, datetime):
        return cell.date()
    return cell


def _row(number: int, values: Mapping[Fact, Any], categories: Mapping[str, str]) -> FoundRow:
    problems: list[tuple[str | None, str]] = []
    read: dict[Fact, Any] = {}
    for fact, reader in _readers(categories):
        try:
            read[fact] = reader(values.get(fact, ""))
        except FieldRefused as refused:
            problems.append((fact.value, refused.why))
    for fact, most in LONGEST.items():
        text = _text(values.get(fact, ""))
        read[fact] = text or None
        if len(text) > most:
            problems.append((fact.value, "too_long"))
    replacement = None
    if any(_text(values.get(fact, "")) not in {"", "0", "-"} for fact in _NEW):
        replacement = _replacement(read)
        if not replacement.full_name:
            problems.append((Fact.NEW_NAME.value, "name_missing"))
    return FoundRow(
        row=number,
        key=_key(values.get(Fact.KEY, "")),
        number=_whole(values.get(Fact.NUMBER, "")),
        name=_text(values.get(Fact.NAME, "")),
        answer=read.get(Fact.ANSWER, Answer.NONE),
        died_on=read.get(Fact.DIED_ON),
        detail=read.get(Fact.DETAIL),
        note=read.get(Fact.NOTE),
        replacement=replacement,
        problems=tuple(problems),
    )


def _readers(categories: Mapping[str, str]) -> Iterator[tuple[Fact, Any]]:
    yield Fact.ANSWER, read_answer
    yield Fact.DIED_ON, read_day
    yield Fact.NEW_NIK, read_nik
    yield Fact.NEW_KPJ, read_card
    yield Fact.NEW_BORN_ON, read_day
    yield Fact.NEW_SEX, read_sex
    yield Fact.NEW_CATEGORY, lambda cell: read_category(cell, categories)


def _replacement(read: Mapping[Fact, Any]) -> Replacement:
    return Replacement(
        full_name=read.get(Fact.NEW_NAME) or "",
        nik=read.get(Fact.NEW_NIK),
        nik_missing_reason=read.get(Fact.NEW_NIK_REASON),
        kpj=read.get(Fact.NEW_KPJ),
        born_on=read.get(Fact.NEW_BORN_ON),
        sex=read.get(Fact.NEW_SEX),
        category=read.get(Fact.NEW_CATEGORY),
    )


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _whole(cell: Any) -> int | None:
    text = _text(cell)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None  # noqa: PLR2004


def _key(cell: Any) -> UUID | None:
    try:
        return UUID(_text(cell))
    except ValueError:
        return None
