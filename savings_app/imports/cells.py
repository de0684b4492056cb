"""One cell into one fact: a text, the digits of a number, a day, a month, an amount. Pure.

Each returns None where the file does not know: blank, `-`, `0`, "belum ada" are never a value and
never a key. What cannot be read raises `Unreadable` with a sentence; nothing is guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from savings_app.imports.readers.types import Cell
from savings_app.imports.readers.written import MONTHS, is_scientific, is_shortened, unwrapped
from savings_app.money import LARGEST_RUPIAH, Rupiah
from savings_app.words import _

EARLIEST_YEAR, LATEST_YEAR = 1900, 2099
CENTURY = 100
_UNKNOWN = frozenset(
    {
        "", "0", "-", "--", "---", "–", "—", ".", "?", "n/a", "na", "#n/a", "nihil", "null",
        "none", "nan", "kosong", "tidak ada", "tdk ada", "belum ada", "blm ada", "belum punya",
        "tidak diketahui", "tidak punya",
    }
)  # fmt: skip
_WHOLE_FLOAT = re.compile(r"(\d+)[.,]0+")
_CLOCK = r"(?:[ T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?)?"
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})\s*[/.\- ]\s*(\d{{1,2}})\s*[/.\- ]\s*(\d{{4}}|\d{{2}}){_CLOCK}"
)
_PLACE_BEFORE = re.compile(r"(?:[^\W\d][^\d]{0,59}?[^\w]+)?([^\W\d]+)[^\w]+(?=\d)")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}}){_CLOCK}")
_NAMED_DAY = re.compile(
    rf"(\d{{1,2}})\s*[ /.\-]?\s*([A-Za-z]{{3,9}})\.?\s*[ /.\-,]?\s*(\d{{4}}|\d{{2}}){_CLOCK}"
)
_NAMED_MONTH = re.compile(r"(?:bulan\s+)?([A-Za-z]{3,9})\.?\s*[ /.\-']?\s*(\d{4}|\d{2})", re.I)
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_MONTH_LAST = re.compile(r"(\d{4})\s*[/.\-]?\s*(\d{2})")
_AMOUNT = re.compile(r"(?:rp|idr)?\.?\s*(\d[\d.,]*?)\s*(?:[.,]-+)?", re.IGNORECASE)
_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # 42 000 000
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_DECIMALS = re.compile(r"(.*)[.,](\d{1,2})")
_LONGEST = 60
# What people and programs put around a number to keep it text.
_AROUND = " '\"`´‘’“”\u0301"
_NO_LETTER = re.compile(r"[\W_]+")


class Unreadable(Exception):
    """This cell is no such value; the argument is the sentence for whoever handed it in."""


def is_unknown(text: str) -> bool:
    """Whether the text only says that something is not known."""
    return text.lower() in _UNKNOWN or not text.strip("0 ")


def read_text(cell: Cell) -> str | None:
    """The words of a cell, spaces put right; a day as dd/mm/yyyy, a whole number without `.0`."""
    if isinstance(cell, str):
        # The quick way first: most cells are clean already.
        text = cell.strip()
        if not text.isascii():
            text = _seen(text)
        if "\n" in text or "  " in text or "\t" in text or "\xa0" in text or "\x00" in text:
            text = " ".join(text.replace("\x00", "").split())
        if text[:1] in {"'", "="}:
            text = unwrapped(text)
        return text or None
    return None if cell is None else _written(cell)


def _seen(text: str) -> str:
    """The letters as they are seen: wide digits as digits, nothing that has no width."""
    plain_letters = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain_letters if unicodedata.category(c) != "Cf").strip()


def _written(cell: bool | float | date | datetime | time | timedelta) -> str:  # noqa: FBT001
    if isinstance(cell, bool):
        return _("ya") if cell else _("tidak")
    if isinstance(cell, float | int):
        return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else str(cell)
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def read_known(cell: Cell) -> str | None:
    """As `read_text`; a text that only says "unknown" is None."""
    text = read_text(cell)
    return None if text is None or is_unknown(text) else text


def read_number(cell: Cell) -> str | None:
    """What should be the digits of a NIK, KPJ or account, as text; their count is not judged here.

    Raises:
        Unreadable: a spreadsheet shortened it, or may have written zeros over its end.
    """
    if isinstance(cell, str):
        text = read_known(cell)
        if text is None:
            return None
        if is_scientific(text):
            raise Unreadable(_shortened())
        whole = _WHOLE_FLOAT.fullmatch(text)
        return whole[1] if whole else text.strip(_AROUND)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return read_known(cell)
    if not math.isfinite(cell) or cell != int(cell) or cell < 0:
        raise Unreadable(_("Ini bukan nomor: tulis semua angkanya sebagai teks."))
    number = int(cell)
    if is_shortened(number):
        raise Unreadable(_shortened())
    return str(number) if number else None


def _shortened() -> str:
    return _(
        "Nomor ini dipendekkan oleh lembar kerja, angka belakangnya hilang. Ubah kolomnya menjadi "
        "teks, lalu tulis lagi semua angkanya."
    )


def read_day(cell: Cell, *, today: date) -> date | None:
    """A day: a date cell, dd/mm/yyyy, 5 Maret 1970, 05-Mar-70, or 1970-03-05; never month first.

    A year of two digits is the latest that does not lie after `today`.

    Raises:
        Unreadable: no date, or a day no calendar has.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _within_years(cell)
    text = read_known(cell)
    if text is None:
        return None
    if not isinstance(cell, str):
        raise Unreadable(
            _("Ini angka, bukan tanggal. Tulis hari/bulan/tahun, misalnya 05/03/1970.")
        )
    text = _without_place(text)[:_LONGEST]
    if found := _DAY_FIRST.fullmatch(text):
        return _day(found[3], int(found[2]), found[1], today)
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], int(found[2]), found[3], today)
    if (found := _NAMED_DAY.fullmatch(text)) and (month := MONTHS.get(found[2].lower())):
        return _day(found[3], month, found[1], today)
    raise Unreadable(_("Ini bukan tanggal. Tulis hari/bulan/tahun, misalnya 05/03/1970."))


def _without_place(text: str) -> str:
    """`Suwawa, 5 Maret 1970`, `Bone/05-03-1970`, `Senin 05-03-1970`: a place or weekday before.

    A month that stands first is none: `March 5, 1970` is not ours to read.
    """
    before = _PLACE_BEFORE.match(text)
    if before is None or before[1].lower() in MONTHS:
        return text.rpartition(",")[2].strip() if text[:1].isalpha() else text
    return text[before.end() :]


def _day(year: str, month: int, day: str, today: date) -> date:
    full = int(year)
    if len(year) < len("1970"):
        full += today.year // CENTURY * CENTURY
        if full > today.year:
            full -= CENTURY
    try:
        return _within_years(date(full, month, int(day)))
    except ValueError:
        raise Unreadable(_("Tanggal ini tidak ada.")) from None


def _within_years(day: date) -> date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Unreadable(_("Tahun tanggal ini tidak mungkin."))
    return day


def read_month(cell: Cell, *, year: int | None = None) -> date | None:
    """A month as its first day: Maret 2026, Mar-26, 03/2026, 2026-03, or any day of it.

    `year` is that of a month named alone.

    Raises:
        Unreadable
    """
    if isinstance(cell, datetime | date):
        return _within_years(date(cell.year, cell.month, 1))
    text = read_known(cell)
    if text is None:
        return None
    text = text[:_LONGEST]
    month, written = _month_in(text)
    if not written and year is not None:
        month, written = MONTHS.get(text.lower(), 0), str(year)
    full = int(written or 0) + (2000 if len(written) == 2 else 0)  # noqa: PLR2004
    if not 1 <= month <= 12 or not EARLIEST_YEAR <= full <= LATEST_YEAR:  # noqa: PLR2004
        raise Unreadable(_("Ini bukan bulan. Tulis misalnya Maret 2026 atau 03/2026."))
    return date(full, month, 1)


def _month_in(text: str) -> tuple[int, str]:
    """The month and the year as written; (0, "") where the text names none."""
    if (found := _NAMED_MONTH.fullmatch(text)) and found[1].lower() in MONTHS:
        return MONTHS[found[1].lower()], found[2]
    if found := _MONTH_FIRST.fullmatch(text):
        return int(found[1]), found[2]
    if found := _MONTH_LAST.fullmatch(text):
        return int(found[2]), found[1]
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[2]), found[3]
    return 0, ""


def read_amount(cell: Cell) -> Rupiah | None:
    """Rupiah: 16800, Rp16.800, 16,800.00. Groups of three are thousands.

    Raises:
        Unreadable
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if not math.isfinite(cell):
            raise Unreadable(_("Ini bukan jumlah uang. Tulis misalnya 16800."))
        return _amount(Decimal(str(cell))) if cell else None
    text = read_known(cell)
    if text is None:
        return None
    found = _AMOUNT.fullmatch(_SPACED.sub(".", text[:_LONGEST]))
    if found is None or is_scientific(text):
        raise Unreadable(_("Ini bukan jumlah uang. Tulis misalnya 16800."))
    number, decimals = found[1], ""
    if not number.isdigit() and not _GROUPED.fullmatch(number):
        cut = _DECIMALS.fullmatch(number)
        # 1.000.00 has one mark for both; it may want to be a million.
        if cut is None or number[len(cut[1])] in cut[1]:
            raise Unreadable(_("Ini bukan jumlah uang. Tulis misalnya 16800."))
        number, decimals = cut[1], cut[2]
    if not number.isdigit() and not _GROUPED.fullmatch(number):
        raise Unreadable(_("Ini bukan jumlah uang. Tulis misalnya 16800."))
    return _amount(Decimal(f"{re.sub('[.,]', '', number)}.{decimals or 0}"))


def _amount(rupiah: Decimal) -> Rupiah | None:
    if not 0 <= rupiah <= LARGEST_RUPIAH:
        raise Unreadable(_("Jumlah ini di bawah nol atau terlalu besar."))
    return Rupiah.from_decimal(rupiah) if rupiah else None


def read_count(cell: Cell, *, most: int) -> int | None:
    """A whole number from 1 to `most`; `0` is unknown.

    Raises:
        Unreadable
    """
    text = read_known(cell)
    if text is None:
        return None
    whole = _WHOLE_FLOAT.fullmatch(text)
    digits = (whole[1] if whole else text).lower().removesuffix("bulan").strip()
    if not (digits.isascii() and digits.isdecimal()) or int(digits[:10]) > most:
        raise Unreadable(_("Ini bukan bilangan dari 1 sampai %(most)s.", most=most))
    return int(digits)


def read_choice(cell: Cell, choices: Mapping[str, str]) -> str | None:
    """The code whose name this is, in any case, spacing and punctuation; see `plain`.

    Raises:
        Unreadable: none of them; the sentence says what stood there.
    """
    text = read_known(cell)
    if text is None:
        return None
    code = choices.get(plain(text))
    if code is None:
        raise Unreadable(_("“%(text)s” tidak dikenal.", text=quoted(text)))
    return code


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The letters and digits alone, lower case: `Bone Pantai` and `bonepantai` are one."""
    return _NO_LETTER.sub("", text.lower())


def quoted(text: str) -> str:
    """A cell as a reason may repeat it: short, and long numbers hidden, since reasons are kept."""
    return re.sub(r"\d(?=\d{3})", "•", text)[:40]
