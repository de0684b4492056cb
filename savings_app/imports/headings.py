"""Where the headings of a table stand, and which fact each column holds. Pure.

A list of a desa begins with titles, its headings may take two rows, and each office spells them in
its own way. What is recognised is a proposal: a person corrects it once, and it is kept by source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from savings_app.imports.cells import Unreadable, plain, read_month, read_text
from savings_app.imports.readers import Cell, Sheet

# How far down headings are looked for, and how many columns are looked at.
_DEEPEST = 40
_WIDEST = 200
# What a column is surely not, whatever else its heading says: another person's fact.
_OTHERS = re.compile(
    r"ahliwaris|ibukandung|namaibu|ayah|suami|istri|isteri|pasangan|walisah|pelapor|saksi|darurat|"
    r"anak"
)
# And things whose name only begins like one of ours: the family card is no card of BPJS.
_ELSE = re.compile(r"kartukeluarga|nokk|nomorkk|pekerjaan")
# Alone they are a heading; beside other words they say nothing: "Golongan darah", "Tanggal lahir".
_BARE = frozenset({"golongan", "jumlah", "kelompok", "manfaat", "program", "tanggal"})
# How sure a heading is: told by a person, the words themselves, a part of them, one long phrase.
TOLD, EXACT, PART, PHRASE = 100, 10, 6, 3
SHORTEST_PHRASE = 6
LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a kind of file says of each row. `label` is a lazy text.

    `spellings` are usual headings, in any case, spacing and punctuation. `needed` facts must have
    a column, or a line of the file that says them: one that begins with a word of `titles`, in
    lower case. A `monthly` fact is every column whose heading is a month.
    """

    name: str
    label: str
    spellings: tuple[str, ...]
    needed: bool = False
    monthly: bool = False
    titles: tuple[str, ...] = ()
    is_number: bool = False  # of a person: samples of it are shown masked


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a sheet: `texts[column]`, the columns (from 0) by fact, and where data begin.

    `row` is the place in `sheet.rows` of the (first) heading row; `data` that of the first row
    below. `score` grows with what was recognised; 0 is no heading at all.
    """

    row: int
    data: int
    texts: tuple[str, ...]
    columns: Mapping[str, int]
    months: Mapping[int, str] = field(default_factory=dict)  # column → `2026-03`
    score: int = 0

    @property
    def depth(self) -> int:
        """How many rows the headings take."""
        return self.data - self.row


def find_headings(
    sheet: Sheet, facts: Sequence[Fact], *, told: Mapping[str, str] | None = None
) -> Headings | None:
    """The best row, or pair of rows, of headings; None where none says two things we know.

    `told` is fact → heading as `plain` writes it, corrected by a person before; `""` says that no
    column holds the fact.
    """
    candidates = _candidates(sheet, facts, told or {})
    best = max(candidates, key=lambda one: one.score, default=None)
    needed = min(2, len(facts))
    if best is None or len(best.columns) + bool(best.months) < needed:
        return None
    return best


def headings_at(sheet: Sheet, facts: Sequence[Fact], *, row: int, depth: int) -> Headings | None:
    """The headings that stand in that row of the file and take `depth` rows; None if there is none.

    Their columns are a proposal nobody asked for: whoever reads a file again knows its columns.
    """
    if row not in sheet.numbers:
        return None
    n = list(sheet.numbers).index(row)
    texts = _texts(sheet.rows[n])
    below: Sequence[str] = ()
    if depth > 1 and n + 1 < len(sheet.rows):
        below = _texts(sheet.rows[n + 1])
        texts = _joined(texts, below)
    return _Matcher(facts, {}).match(n, n + depth, texts, below)


def _candidates(sheet: Sheet, facts: Sequence[Fact], told: Mapping[str, str]) -> Iterator[Headings]:
    matcher = _Matcher(facts, told)
    for n in range(min(_DEEPEST, len(sheet.rows))):
        texts = _texts(sheet.rows[n])
        if not any(texts) or any(":" in {text[:1], text[-1:]} for text in texts):
            continue  # "Desa", ":", "Pangi" says a value, and is no heading
        one = matcher.match(n, n + 1, texts)
        if n + 1 < len(sheet.rows) and one.score:
            below = _texts(sheet.rows[n + 1])
            both = matcher.match(n, n + 2, _joined(texts, below), below)
            # Two rows are headings only where the second adds to what the first says.
            if _says_more(both, one) and not _looks_like_data(sheet.rows[n + 1]):
                one = both
        yield one


def _says_more(both: Headings, one: Headings) -> bool:
    """Another fact, or the same facts in other columns: the day below "lahir", not the place."""
    return both.score > one.score or (both.score == one.score and both.columns != one.columns)


def _texts(row: Sequence[Cell]) -> list[str]:
    texts = (read_text(cell) or "" for cell in row[:_WIDEST])
    return [text if len(text) <= LONGEST_HEADING else "" for text in texts]


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Two rows of headings as one: a wide heading stands over those below it."""
    out, group = [], ""
    for n in range(max(len(above), len(below))):
        over = above[n] if n < len(above) else ""
        under = below[n] if n < len(below) else ""
        group = over or (group if under else "")
        out.append(f"{group} {under}".strip() if under else over)
    return out


def _looks_like_data(row: Sequence[Cell]) -> bool:
    """Long numbers or amounts stand in data, not in headings; `2026` and `(3)` may."""
    return any(sum(c.isdigit() for c in (read_text(cell) or "")) > 4 for cell in row)  # noqa: PLR2004


class _Matcher:
    def __init__(self, facts: Sequence[Fact], told: Mapping[str, str]) -> None:
        self.facts = facts
        self.told = told
        self.spellings: dict[str, str] = {}
        for fact in facts:
            if told.get(fact.name) != "":
                for spelling in fact.spellings:
                    self.spellings.setdefault(plain(spelling), fact.name)
        self.monthly = any(fact.monthly for fact in facts)

    def match(
        self, row: int, data: int, texts: Sequence[str], below: Sequence[str] = ()
    ) -> Headings:
        """Each fact to its surest column; a column holds one fact.

        `below` is the second of two rows, heard alone where both together say nothing: "Kec"
        under "Alamat".
        """
        sure: list[tuple[int, int, str]] = []
        months: dict[int, str] = {}
        for column, text in enumerate(texts):
            if not text:
                continue
            if self.monthly and (month := _month(text)) is not None:
                months[column] = month
            said = self._facts_of(text)
            if not said and column < len(below) and below[column]:
                # Less sure than a heading of one row: a title may stand above that one.
                said = dict.fromkeys(self._facts_of(below[column]), PART)
            sure.extend((weight, column, fact) for fact, weight in said.items())
        columns: dict[str, int] = {}
        score = 0
        taken: set[int] = set(months)
        for weight, column, fact in sorted(sure, key=lambda one: (-one[0], one[1])):
            if fact not in columns and column not in taken:
                columns[fact] = column
                taken.add(column)
                score += weight
        score += min(len(months), 12) * PART
        return Headings(row, data, tuple(texts), columns, months, score)

    def _facts_of(self, text: str) -> dict[str, int]:
        whole = plain(text)
        told = {fact: TOLD for fact, heading in self.told.items() if heading and heading == whole}
        if told:
            return told
        # Who is paid for a worker is a fact of some kinds, by its own words only.
        if whole in self.spellings:
            # A name goes before a code, which may be that of another office.
            return {self.spellings[whole]: PART if whole.startswith("kode") else EXACT}
        if _OTHERS.search(whole) or _ELSE.search(whole):
            return {}
        for part in re.split(r"[/(\n|:,]|\batau\b", text):
            if (spelled := plain(part)) in self.spellings:
                return {self.spellings[spelled]: PART}
        return {
            fact: PHRASE
            for spelling, fact in self.spellings.items()
            if len(spelling) >= SHORTEST_PHRASE and spelling not in _BARE and spelling in whole
        }


def _month(text: str) -> str | None:
    """`2026-03` for a heading that names a month with its year, `-03` for one without."""
    try:
        month = read_month(text, year=EARLIEST)
    except Unreadable:
        return None
    if month is None:
        return None
    return f"-{month:%m}" if month.year == EARLIEST else f"{month:%Y-%m}"


# Stands for "no year said": no contribution is that old.
EARLIEST = 1900
