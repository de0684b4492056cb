"""Which rows below the headings are about somebody, and where each stands. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from savings_app.imports.cells import plain, read_text
from savings_app.imports.headings import Headings
from savings_app.imports.readers import Cell, Sheet
from savings_app.imports.titles import Titled

# How a foot or a signature begins. The dot or the end after each keeps "Totalina" a name.
_FOOT = re.compile(
    r"(?:sub\s*-?\s*total|grand\s+total|total|jumlah|rekapitulasi|terbilang|catatan|keterangan\s*:|"
    r"ket\s*[.:])(?:\W|$)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|dibuat|diperiksa|kepala\s+(?:desa|dinas)|sangadi|lurah|"
    r"camat|bendahara|sekretaris\s+desa|operator|petugas|hormat\s+kami|a\.n|nip)(?:\W|$)",
    re.IGNORECASE,
)
_DATED = re.compile(r"[A-Za-z ]{3,40},\s*\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")
_COUNTED = re.compile(r"\(?(\d{1,3}|[a-z])\)?")
# A foot or a signature fills few cells; a person with fewer than these is refused, not left out.
_MOST_IN_A_FOOT = 4
_FEWEST_OF_A_PERSON = 2
# A KPJ, a NIK or a date has more; a total or a running number does not.
FEWEST_DIGITS = 6


@dataclass(slots=True)
class FoundRow:
    """A row about somebody: its number in the file, and its cells by fact (blank ones are None).

    `months` are the cells of columns whose heading is a month, by `2026-03` or `-03`.
    """

    number: int
    values: dict[str, Cell] = field(repr=False)
    months: dict[str, Cell] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows about somebody, and the numbers of those left out: feet, signatures, repeats."""

    rows: tuple[FoundRow, ...]
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """How a place in the file is told: `sheet S, row 7, column NAME`, `line 7, column NAME`."""

    sheet: str | None
    headings: Mapping[str, str]  # fact → heading as written

    def of(self, number: int, fact: str | None = None) -> str:
        where = f"line {number}" if self.sheet is None else f"sheet {self.sheet}, row {number}"
        column = self.headings.get(fact or "")
        return f"{where}, column {column}" if column else where


def places_of(sheet: Sheet, headings: Headings, columns: Mapping[str, int]) -> Places:
    """The places of a sheet read with these columns."""
    texts = headings.texts
    where = {**columns, **{month: n for n, month in headings.months.items()}}
    return Places(
        sheet.name, {fact: texts[n] for fact, n in where.items() if n < len(texts) and texts[n]}
    )


def find_rows(
    sheet: Sheet,
    headings: Headings,
    columns: Mapping[str, int],
    *,
    keys: Sequence[str],
    titled: Sequence[Titled] = (),
    spread: Collection[str] = (),
) -> Found:
    """The rows below the headings, by the chosen `columns` (fact → column from 0).

    `keys` are facts that only a row about somebody fills (a NIK, a birth date): such a row is
    never taken for a foot. `titled` is what lines of the file say of all rows, or of those below.
    Merged cells of a fact in `spread`, a place said once, hold for each of their rows.
    """
    pairs = list(columns.items())
    wide = _spread(sheet, headings, columns, spread)
    months = dict(headings.months)
    rows: list[FoundRow] = []
    left_out: list[int] = []
    is_key = [columns[name] for name in keys if name in columns]
    lines = frozenset(one.row for one in titled)
    ended = False
    first = True
    for place in range(headings.data, len(sheet.rows)):
        raw = sheet.rows[place]
        number = sheet.numbers[place]
        width = len(raw)
        values = {fact: _filled(raw[n]) for fact, n in pairs if n < width}
        if place in wide and any(value is not None for value in values.values()):
            values.update(wide[place])
        if number in lines or (first and _is_counted(raw)):
            # A desa of its own begins anew, also after the signatures of the one before.
            ended = ended and number not in lines
            left_out.append(number)
            continue
        if all(value is None for value in values.values()):
            paid = {m: raw[n] for n, m in months.items() if n < width and _filled(raw[n])}
            if not paid:
                # Blank, or only its running number: nobody stands here.
                ended = ended or _ends(raw)
                if _has_words(raw):
                    left_out.append(number)
                continue
        first = False
        key_cells = [raw[n] for n in is_key if n < width]
        facts = sum(value is not None for value in values.values())
        if _is_no_row(raw, headings, key_cells, facts=facts, ended=ended):
            ended = ended or _ends(raw)
            left_out.append(number)
            continue
        cells = {m: raw[n] for n, m in months.items() if n < width} if months else {}
        rows.append(FoundRow(number, values, cells))
    return Found(tuple(_with_titles(rows, titled) if titled else rows), tuple(left_out))


def _spread(
    sheet: Sheet, headings: Headings, columns: Mapping[str, int], spread: Collection[str]
) -> dict[int, dict[str, Cell]]:
    """By the place of a row: what merged cells that begin above it say."""
    facts = {columns[fact]: fact for fact in spread if fact in columns}
    found: dict[int, dict[str, Cell]] = defaultdict(dict)
    for one in sheet.merged:
        fact = facts.get(one.column)
        if fact is None or one.first < headings.data:
            continue
        raw = sheet.rows[one.first]
        cell = _filled(raw[one.column]) if one.column < len(raw) else None
        for place in range(one.first + 1, one.last + 1):
            found[place][fact] = cell
    return found


def _with_titles(rows: Sequence[FoundRow], titled: Sequence[Titled]) -> Sequence[FoundRow]:
    """Each row with what the lines above it say, the nearest last."""
    said = {one.fact: one.value for one in titled if one.above}
    below = sorted((one for one in titled if not one.above), key=lambda one: one.row)
    next_line = 0
    for row in rows:
        while next_line < len(below) and below[next_line].row < row.number:
            said[below[next_line].fact] = below[next_line].value
            next_line += 1
        row.values.update(said)
    return rows


def _filled(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return cell if cell and not cell.isspace() else None
    return cell


def _words(raw: Sequence[Cell]) -> list[str]:
    return [text for cell in raw if (text := read_text(cell))]


def _has_words(raw: Sequence[Cell]) -> bool:
    return any(not text.isdigit() for text in _words(raw))


def _ends(raw: Sequence[Cell]) -> bool:
    """A signature: what comes below it is no list any more."""
    return any(_SIGNATURE.match(text) or _DATED.fullmatch(text) for text in _words(raw))


def _is_counted(raw: Sequence[Cell]) -> bool:
    """The row `(1) (2) (3)` that numbers the columns."""
    texts = [text.lower() for text in _words(raw)]
    found = [_COUNTED.fullmatch(text) for text in texts]
    if len(texts) < 3 or not all(found):  # noqa: PLR2004
        return False
    return texts == sorted(texts, key=lambda one: (len(one), one)) and len(set(texts)) == len(texts)


def _is_no_row(
    raw: Sequence[Cell],
    headings: Headings,
    keys: Sequence[Cell],
    *,
    facts: int,
    ended: bool,
) -> bool:
    """A foot, a signature or the headings again; `facts` counts the chosen columns it fills.

    Whoever is in doubt is somebody: a row too many is refused by name, one too few is lost.
    """
    if any(_is_key(cell) for cell in keys):
        return False
    words = _words(raw)
    if _repeats(raw, headings) or _says_only_a_foot(words):
        return True
    # A running number and a name, or a name and a place, are a person: also one called Sangadi.
    if facts + words[0].isdigit() >= _FEWEST_OF_A_PERSON:
        return bool(len(words) <= _MOST_IN_A_FOOT and _FOOT.match(words[0]))
    return ended or any(map(_FOOT.match, words)) or _ends(raw)


def _says_only_a_foot(words: Sequence[str]) -> bool:
    """Nothing but numbers and the words of totals and signatures."""
    said = [text for text in words if not text.isdigit()]
    return bool(said) and all(
        _FOOT.match(text) or _SIGNATURE.fullmatch(text) or _DATED.fullmatch(text) for text in said
    )


def _is_key(cell: Cell) -> bool:
    """A number or a day that names somebody; not the NIP or the date of a signature below."""
    if not isinstance(cell, str):
        return isinstance(cell, date) or _is_long(cell)
    if cell.isdecimal() and len(cell) >= FEWEST_DIGITS:
        return True  # the quick way first: most are digits alone
    if sum(c.isdigit() for c in cell) < FEWEST_DIGITS:
        return False
    text = cell.strip()
    return not (_SIGNATURE.match(text) or _DATED.fullmatch(text))


def _is_long(cell: Cell) -> bool:
    return isinstance(cell, int | float) and cell >= 10**FEWEST_DIGITS


def _repeats(raw: Sequence[Cell], headings: Headings) -> bool:
    words = _words(raw)
    if len(words) < 2:  # noqa: PLR2004
        return False
    known = {plain(text) for text in headings.texts}
    return all(plain(word) in known for word in words)
