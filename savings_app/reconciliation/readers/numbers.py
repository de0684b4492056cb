"""Amounts and dates as banks write them. Exact: nothing here passes through a float."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from savings_app.imports.readers.written import MONTHS, is_scientific
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.readers.types import LONGEST_WHOLE
from savings_app.words import _

EARLIEST_YEAR, LATEST_YEAR = 1900, 2099
_CENTURY = 2000
_GROUP = 3
_DECIMALS = 2

_MARKS = {
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
}
# `Rp`, the number, `,-` for "no sen", and the bank's own debit or credit mark.
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+\u2212])?\s*(?:(?:RP|IDR)\.?\s*)?(?P<sign2>[-+\u2212])?\s*"
    r"(?P<number>\d[\d.,]*?)(?:[.,]--?)?\s*(?P<close>\))?\s*(?P<sign3>[-+\u2212])?\s*"
    r"(?P<mark>[A-Z]{1,6})?",
    re.ASCII | re.IGNORECASE,
)
# Longer cells are no amount; the limit also keeps the pattern's work small on hostile text.
_LONGEST_CELL = 40


class Unreadable(Exception):
    """This cell is no such value; the argument is the sentence for whoever handed it in."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell's amount: `size` at least zero, the sign and the mark as written."""

    size: Rupiah
    negative: bool
    signed: bool
    mark: Direction | None


def _match(text: str) -> re.Match[str] | None:
    return _AMOUNT.fullmatch(text) if len(text) <= _LONGEST_CELL else None


def parse_mark(text: str) -> Direction | None:
    """`D`, `DB`, `K`, `CR` and the like; None for anything else."""
    return _MARKS.get(text.strip().upper().rstrip("."))


def decimal_mark(cells: Iterable[str]) -> str:
    """The one decimal mark of a column, `,` or `.`.

    A cell that can be read in one way only (`1.234,56`, `50,5`, `1.234.567`) decides, the
    majority where they differ; groups of three alone (`50.000`) are thousands.
    """
    sure: Counter[str] = Counter()
    likely: Counter[str] = Counter()
    for cell in cells:
        matched = _match(cell.strip())
        if matched is None:
            continue
        number = matched["number"]
        marks = [c for c in number if c in ".,"]
        if not marks:
            continue
        whole, _mark, rest = number.rpartition(marks[-1])
        other = "," if marks[-1] == "." else "."
        if len(set(marks)) > 1:
            sure[marks[-1]] += 1
        elif len(marks) > 1:
            sure[other] += 1
        elif len(rest) != _GROUP or len(whole) > _GROUP or whole.startswith("0"):
            sure[marks[-1]] += 1
        else:
            likely[other] += 1
    # most_common keeps the first met among equals.
    return (sure or likely or Counter(",")).most_common(1)[0][0]


def parse_amount(text: str, decimal: str) -> Amount:
    """The amount in a cell of a column whose decimal mark is `decimal`.

    Raises:
        Unreadable: no number, a spreadsheet's short form, another decimal mark than the
            column's, more than two decimals, or more than fifteen digits.
    """
    text = text.strip()
    if is_scientific(text):
        raise Unreadable(_("Angka ini dipendekkan oleh lembar kerja; tulis semua angkanya."))
    matched = _match(text)
    mark = parse_mark(matched["mark"]) if matched and matched["mark"] else None
    if matched is None or (matched["mark"] and mark is None):
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
    if decimal in rest or group in rest or not _is_whole(whole, group):
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
    first, *groups = whole.split(group)
    if not first.isdigit():
        return False
    if not groups:
        return True
    return len(first) <= _GROUP and first[0] != "0" and all(len(g) == _GROUP for g in groups)


_TIME = r"(?:[ T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?(?:WIB|WITA|WIT|Z))?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_NAMED = re.compile(
    rf"(\d{{1,2}})[ /.-]([A-Za-z]{{3,9}})\.?[ /.-](\d{{4}}|\d{{2}}){_TIME}", re.ASCII
)


def parse_day(text: str) -> date:
    """The day in a cell: day first, or year first; a month by number or name; a time is dropped.

    Raises:
        Unreadable: no date, or a day that does not exist. Never re-read as month first.
    """
    text = text.strip()[: _LONGEST_CELL + 1]
    if matched := _DAY_FIRST.fullmatch(text):
        return make_day(matched[4], int(matched[3]), matched[1])
    if matched := _YEAR_FIRST.fullmatch(text):
        return make_day(matched[1], int(matched[3]), matched[4])
    if (matched := _NAMED.fullmatch(text)) and (month := MONTHS.get(matched[2].lower())):
        return make_day(matched[3], month, matched[1])
    raise Unreadable(_("Ini bukan tanggal. Tulis hari/bulan/tahun, misalnya 05/03/2026."))


def make_day(year: str, month: int, day: str) -> date:
    """A day from its parts; a year of two digits is of this century.

    Raises:
        Unreadable: no such day, or a year before 1900 or after 2099.
    """
    full_year = int(year) if len(year) > 2 else _CENTURY + int(year)  # noqa: PLR2004
    if EARLIEST_YEAR <= full_year <= LATEST_YEAR:
        try:
            return date(full_year, month, int(day))
        except ValueError:
            pass
    raise Unreadable(_("Tanggal ini tidak ada."))
