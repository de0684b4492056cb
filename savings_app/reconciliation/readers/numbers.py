"""Amounts and marks as banks write them. Exact: nothing here passes through a float."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from savings_app.imports.readers.written import is_scientific
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.words import _

# BIGINT holds this many sen with room for a sum of lines; it is also SWIFT's 15d.
LONGEST_WHOLE = 15
_GROUP = 3
_DECIMALS = 2

MARKS: Mapping[str, Direction] = {
    "D": Direction.DEBIT,
    "DB": Direction.DEBIT,
    "DR": Direction.DEBIT,
    "DEBIT": Direction.DEBIT,
    "DEBET": Direction.DEBIT,
    "K": Direction.CREDIT,
    "KR": Direction.CREDIT,
    "C": Direction.CREDIT,
    "CR": Direction.CREDIT,
    "KREDIT": Direction.CREDIT,
    "CREDIT": Direction.CREDIT,
    "M": Direction.CREDIT,
    "MASUK": Direction.CREDIT,
    "KELUAR": Direction.DEBIT,
}
# Where a column says M for money that comes in, its K is money that goes out.
_BELOW_ZERO = "-(\u2212"
_IN_AND_OUT: Mapping[str, Direction] = {**MARKS, "K": Direction.DEBIT}
_SIGNS: Mapping[str, Direction] = {"+": Direction.CREDIT, "-": Direction.DEBIT}
_INTO, _EITHER, _OUT = "M", "K", {"D", "DB", "DR", "DEBIT", "DEBET"}
# Longer cells are no amount; the limit also keeps the pattern's work small on hostile text.
_LONGEST_CELL = 40
_BARE = re.compile(rf"\d(?:[\d.,]{{0,{_LONGEST_CELL - 2}}}\d)?", re.ASCII)
# `Rp`, the number, `,-` for "no sen", and the bank's own debit or credit mark.
_AMOUNT = re.compile(
    r"(?:(?P<before>CR|DB|DR|KR)\.?\s*)?"
    r"(?P<open>\()?\s*(?P<sign>[-+\u2212])?\s*(?:(?:RP|IDR)\.?\s*)?(?P<sign2>[-+\u2212])?\s*"
    r"(?P<number>\d[\d.,]*?|[.,]\d{1,2})(?:[.,]--?)?\s*(?P<close>\))?"
    r"\s*(?P<sign3>[-+\u2212])?\s*(?P<mark>[A-Z]{1,6})?\.?",
    re.ASCII | re.IGNORECASE,
)


class Unreadable(Exception):
    """This cell is no such value; the argument is the sentence for whoever handed it in."""


class Amount(NamedTuple):
    """A cell's amount: `size` at least zero, the sign and the mark as written."""

    size: Rupiah
    negative: bool
    signed: bool
    mark: Direction | None


def _match(text: str) -> re.Match[str] | None:
    return _AMOUNT.fullmatch(text) if len(text) <= _LONGEST_CELL else None


def _is_bare(text: str) -> bool:
    """Digits and marks between digits, as nearly every cell is: the long pattern says the same."""
    return _BARE.fullmatch(text) is not None


def plain_mark(text: str) -> str:
    """A mark as it is compared."""
    return text.strip().upper().rstrip(".").replace("\u2212", "-")


def parse_mark(text: str, marks: Mapping[str, Direction] = MARKS) -> Direction | None:
    """`D`, `DB`, `K`, `CR`, `Masuk` and the like, as its column means them; None for others."""
    return marks.get(plain_mark(text))


def glued_mark(text: str) -> str | None:
    """The letters at an amount, `CR` of `1.000.000,00 CR`; None where there are none."""
    text = text.strip()
    matched = None if _is_bare(text) else _match(text)
    return (matched["mark"] or matched["before"]) if matched else None


def may_be_negative(text: str) -> bool:
    """Whether a cell has what an amount below zero is written with."""
    return any(mark in text for mark in _BELOW_ZERO)


def marks_of(cells: Iterable[str], heading: str | None = None) -> Mapping[str, Direction]:
    """What the marks of one column mean.

    `K` is kredit beside a D and keluar beside an M; a column that has all three does not say, and
    its K is then no mark. A + or - is one where the column is named so or has both.
    """
    found = {plain_mark(cell) for cell in cells}
    name = (heading or "").upper().replace(" ", "")
    marks = MARKS
    if _INTO in found or "MASUK" in found or name in {"M/K", "K/M", "MASUK/KELUAR"}:
        marks = _IN_AND_OUT
        if found & _OUT:
            marks = {mark: way for mark, way in MARKS.items() if mark != _EITHER}
    if set(_SIGNS) <= found or name in {"+/-", "-/+"}:
        marks = {**marks, **_SIGNS}
    return marks


def decimal_mark(cells: Iterable[str]) -> str:
    """The one decimal mark of a column, `,` or `.`.

    A cell that can be read in one way only (`1.234,56`, `50,5`, `1.234.567`) decides, the
    majority where they differ; groups of three alone (`50.000`) are thousands.
    """
    sure: Counter[str] = Counter()
    likely: Counter[str] = Counter()
    for cell in cells:
        number = cell.strip()
        if number and not _is_bare(number):
            matched = _match(number)
            number = matched["number"] if matched else ""
        commas, points = number.count(","), number.count(".")
        if not commas and not points:
            continue
        last, other = (",", ".") if number.rfind(",") > number.rfind(".") else (".", ",")
        whole, _mark, rest = number.rpartition(last)
        if commas and points:
            sure[last] += 1
        elif commas + points > 1:
            sure[other] += 1
        elif len(rest) != _GROUP or len(whole) > _GROUP or whole.startswith("0"):
            sure[last] += 1
        else:
            likely[other] += 1
    # most_common keeps the first met among equals.
    return (sure or likely or Counter(",")).most_common(1)[0][0]


def parse_amount(text: str, decimal: str, marks: Mapping[str, Direction] = MARKS) -> Amount:
    """The amount in a cell of a column whose decimal mark is `decimal`.

    Raises:
        Unreadable: no number, a spreadsheet's short form, another decimal mark than the
            column's, more than two decimals, or more than fifteen digits.
    """
    text = text.strip()
    if _is_bare(text):
        return Amount(parse_number(text, decimal), negative=False, signed=False, mark=None)
    if is_scientific(text):
        raise Unreadable(_("Angka ini dipendekkan oleh lembar kerja; tulis semua angkanya."))
    matched = _match(text)
    written = [matched[name] for name in ("before", "mark") if matched[name]] if matched else []
    mark = parse_mark(written[0], marks) if written else None
    if matched is None or len(written) > 1 or (written and mark is None):
        raise Unreadable(_("Ini bukan jumlah uang."))
    signs = [matched[name] for name in ("sign", "sign2", "sign3") if matched[name]]
    bracketed = bool(matched["open"])
    if bracketed != bool(matched["close"]) or len(signs) + bracketed > 1:
        raise Unreadable(_("Ini bukan jumlah uang."))
    return Amount(
        size=parse_number(matched["number"], decimal),
        negative=bracketed or any(sign != "+" for sign in signs),
        signed=bracketed or bool(signs),
        mark=mark,
    )


def parse_number(number: str, decimal: str) -> Rupiah:
    """Digits with marks, exactly.

    Raises:
        Unreadable: see `parse_amount`.
    """
    group = "." if decimal == "," else ","
    whole, mark, rest = number.partition(decimal)
    # `.50` is how some systems write half a rupiah.
    if decimal in rest or group in rest or not (_is_whole(whole, group) or (mark and not whole)):
        raise Unreadable(
            _("Tanda desimalnya lain dari jumlah lain di kolom ini, atau tidak jelas.")
        )
    if mark and len(rest) > _DECIMALS:
        raise Unreadable(_("Jumlah ini memiliki lebih dari dua angka di belakang tanda desimal."))
    digits = whole.replace(group, "").lstrip("0")
    if len(digits) > LONGEST_WHOLE:
        raise Unreadable(_("Jumlah ini terlalu besar."))
    return Rupiah(int(digits + rest.ljust(_DECIMALS, "0")) if digits + rest else 0)


def _is_whole(whole: str, group: str) -> bool:
    if group not in whole:
        return whole.isdigit()
    first, *groups = whole.split(group)
    if not first.isdigit():
        return False
    return len(first) <= _GROUP and first[0] != "0" and all(len(g) == _GROUP for g in groups)
