"""What the lines above a table say of all its rows: `Desa: Pangi`, `Kecamatan: Suwawa Timur`. Pure.

A list of one desa has no column for it; a list of several may put the desa on a line of its own
above its people. Only a label with a colon, or one that begins the line, says it: in "Daftar
pekerja rentan desa tahun 2026" no desa is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from savings_app.imports.cells import read_text
from savings_app.imports.headings import Fact, Headings
from savings_app.imports.readers import Cell, Sheet

# A line that only names a place fills few cells, none of them with a number of a person.
_MOST_CELLS = 6
_MOST_DIGITS = 5
_LONGEST = 60
_ENDS = re.compile(
    r"\s+(?:kabupaten|kab|provinsi|prov|tahun|thn|bulan|bln|periode|tanggal|tgl|nomor|no|rt|rw|"
    r"jumlah|kode)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A fact said by a line of the file. `row` is its number; `above`: over the headings.

    One above holds for all rows, one below for those under it.
    """

    fact: str
    value: str
    row: int
    above: bool


def find_titles(sheet: Sheet, headings: Headings, facts: Sequence[Fact]) -> tuple[Titled, ...]:
    """What lines say of these facts, which have no column; of two above the first counts."""
    labels = {word: fact.name for fact in facts for word in fact.titles}
    if not labels:
        return ()
    words = "|".join(re.escape(word) for word in sorted(labels, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w/])({words})\b\.?\s*([:=]?)\s*", re.IGNORECASE)
    begins = tuple({word[:2] for word in labels})
    found: list[Titled] = []
    for n, raw in enumerate(sheet.rows):
        if headings.row <= n < headings.data:
            continue
        text = _line(raw, begins, whole=n > headings.row)
        if text is None:
            continue
        above = n < headings.row
        said = _said(text, pattern, labels, at_start=not above)
        number = sheet.numbers[n]
        found.extend(Titled(fact, value, number, above) for fact, value in said.items())
    firsts: dict[str, Titled] = {}
    for one in found:
        if one.above:
            firsts.setdefault(one.fact, one)
    return (*firsts.values(), *(one for one in found if not one.above))


def values_below(titles: Sequence[Titled], *, answered: Sequence[str]) -> Iterator[Titled]:
    """The titles that count: an answer of a person goes before a line above the headings."""
    return (one for one in titles if not one.above or one.fact not in answered)


def _line(raw: Sequence[Cell], begins: tuple[str, ...], *, whole: bool) -> str | None:
    """The words of a line that may name a place; `whole`: it must begin with the label."""
    first = next((cell for cell in raw if cell not in {None, ""}), None)
    if not isinstance(first, str) or (whole and not first.strip().lower().startswith(begins)):
        return None
    words = [text for cell in raw if (text := read_text(cell))]
    if len(words) > _MOST_CELLS or any(_digits(text) > _MOST_DIGITS for text in words if whole):
        return None
    return " ".join(words)


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _said(
    text: str, pattern: re.Pattern[str], labels: Mapping[str, str], *, at_start: bool
) -> dict[str, str]:
    marks = list(pattern.finditer(text))
    if not marks or (at_start and marks[0].start() > 0):
        return {}
    begun = marks[0].start() == 0
    said: dict[str, str] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if not mark[2] and not begun:
            continue
        value = text[mark.end() : after.start() if after else len(text)]
        value = _ENDS.sub("", f" {value}").strip(" .,:;=-/()")
        if value and len(value) <= _LONGEST:
            said.setdefault(labels[mark[1].lower()], value)
    return said
