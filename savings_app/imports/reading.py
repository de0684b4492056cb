"""From bytes to rows: which sheet is read, its headings, the columns a person corrects. Pure.

What is found here is stored on the batch (sheet, row of the headings, columns), so that apply
reads the same bytes in the same way as the preview did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from savings_app.errors import DomainError
from savings_app.imports.cells import plain, read_text
from savings_app.imports.headings import Fact, Headings, find_headings, headings_at
from savings_app.imports.readers import Book, Sheet
from savings_app.imports.rows import Found, Places, find_rows, places_of
from savings_app.imports.titles import Titled, find_titles, values_below

SAMPLES = 3
FIRST_ROWS = 12


class SheetUnknown(DomainError):
    """No such sheet in this file, or no headings in that row."""

    field = "sheet"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: `columns` is fact → column from 0, as proposed or as a person chose.

    `headings` is None where no row says what the columns hold. `answered` are facts that a person
    told for the whole file.
    """

    book: Book
    sheet: Sheet
    headings: Headings | None
    columns: Mapping[str, int]
    facts: Sequence[Fact]
    answered: tuple[str, ...] = ()

    @property
    def titled(self) -> tuple[Titled, ...]:
        """What lines of the file say of facts that have no column."""
        if self.headings is None:
            return ()
        wanted = [one for one in self.facts if one.titles and one.name not in self.columns]
        found = find_titles(self.sheet, self.headings, wanted)
        return tuple(values_below(found, answered=self.answered))

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that must have a column, have none, and are told in no other way."""
        monthly = bool(self.headings and self.headings.months)
        told = {*self.columns, *self.answered}
        missing = [
            fact.name
            for fact in self.facts
            if fact.needed and fact.name not in told and not (fact.monthly and monthly)
        ]
        titled = {one.fact for one in self.titled} if missing else set()
        return tuple(name for name in missing if name not in titled)

    @property
    def other_sheets(self) -> tuple[str, ...]:
        return tuple(s.name or "" for s in self.book.sheets if s is not self.sheet)

    @property
    def repeated(self) -> tuple[str, ...]:
        """Headings of persons that stand twice: a table beside this one, which is not read."""
        if self.headings is None:
            return ()
        texts = self.headings.texts
        of_persons = {
            fact.name for fact in self.facts if fact.is_number or (fact.needed and not fact.titles)
        }
        read = [n for fact, n in self.columns.items() if fact in of_persons and n < len(texts)]
        others = {plain(text) for n, text in enumerate(texts) if n not in self.columns.values()}
        return tuple(texts[n] for n in sorted(read) if plain(texts[n]) in others - {""})

    @property
    def header_row(self) -> int | None:
        """The number of the heading row in the file."""
        return self.sheet.numbers[self.headings.row] if self.headings else None

    def places(self) -> Places:
        if self.headings is None:
            return Places(self.sheet.name, {})
        return places_of(self.sheet, self.headings, self.columns)

    def rows(self, keys: Sequence[str]) -> Found:
        """The rows about somebody; none without headings."""
        if self.headings is None:
            return Found((), ())
        return find_rows(
            self.sheet,
            self.headings,
            self.columns,
            keys=keys,
            titled=self.titled,
            spread={fact.name for fact in self.facts if fact.titles},
        )

    def told(self) -> dict[str, str]:
        """The columns by their headings, as they are kept for the next file of this source."""
        texts = self.headings.texts if self.headings else ()
        return {fact: plain(texts[n]) for fact, n in self.columns.items() if n < len(texts)}

    def samples(self, column: int) -> list[str]:
        """The first texts of a column, to recognise it by; whoever shows them masks them."""
        out: list[str] = []
        for row in self.sheet.rows[self.headings.data if self.headings else 0 :]:
            text = read_text(row[column]) if column < len(row) else None
            if text:
                out.append(text)
            if len(out) == SAMPLES:
                break
        return out


def first_rows(sheet: Sheet) -> list[tuple[int, list[str]]]:
    """The first rows that hold anything, by their number in the file: to find the headings by eye.

    Whoever shows them masks them.
    """
    out: list[tuple[int, list[str]]] = []
    for number, row in zip(sheet.numbers, sheet.rows, strict=False):
        texts = [text for cell in row if (text := read_text(cell))]
        if texts:
            out.append((number, texts))
        if len(out) == FIRST_ROWS:
            break
    return out


def propose(
    book: Book,
    facts: Sequence[Fact],
    *,
    told: Mapping[str, str] | None = None,
    answered: Sequence[str] = (),
    sheet: str | None = None,
) -> Reading:
    """The sheet whose headings say most, and the columns they hold.

    `told` are columns a person named before for this source; `answered` are needed facts the
    person gave for the whole file; `sheet` is the one a person chose.

    Raises:
        SheetUnknown
    """
    sheets = [one for one in book.sheets if sheet is None or one.name == sheet]
    if not sheets:
        raise SheetUnknown
    tried = [(one, find_headings(one, facts, told=told)) for one in sheets]
    best, headings = max(
        tried, key=lambda one: (one[1].score if one[1] else 0, len(one[0].rows)), default=tried[0]
    )
    columns = dict(headings.columns) if headings else {}
    return Reading(book, best, headings, columns, facts, tuple(answered))


def read_as(
    book: Book,
    facts: Sequence[Fact],
    *,
    sheet: str | None,
    header_row: int | None,
    depth: int,
    columns: Mapping[str, int],
    answered: Sequence[str] = (),
) -> Reading:
    """The file as it was read before: the same sheet, headings and columns.

    Raises:
        SheetUnknown: the stored reading does not fit this file.
    """
    for one in book.sheets:
        if one.name == sheet and header_row is not None:
            headings = headings_at(one, facts, row=header_row, depth=depth)
            if headings is not None:
                return Reading(book, one, headings, dict(columns), facts, tuple(answered))
    raise SheetUnknown
