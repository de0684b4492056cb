"""One cell of a returned list, read strictly: what is not certain is refused by name. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.sheet.layout import ANSWERS, SEXES, normalised
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.rules import Sex

UNKNOWN = frozenset({"", "0", "-", "tidak ada", "belum ada"})
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_POWER = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
EARLIEST, LATEST = 1900, 2100


class FieldRefused(Exception):
    """Why, as a code of the label group "cell_fault"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_answer(cell: Any) -> Answer:
    answer = ANSWERS.get(normalised(_text(cell)))
    if answer is None:
        raise FieldRefused("answer_unknown")
    return answer


def read_day(cell: Any) -> date | None:
    """A real date of the file, dd/mm/yyyy or ISO; never re-read as mm/dd."""
    if isinstance(cell, date):
        return _within(cell)
    text = _text(cell)
    if text in UNKNOWN:
        return None
    found = _DAY.fullmatch(text)
    parts = found.groups()[::-1] if found else None
    if parts is None:
        iso = _ISO.fullmatch(text)
        parts = iso.groups() if iso else None
    if parts is None:
        raise FieldRefused("day_unreadable")
    try:
        return _within(date(*(int(part) for part in parts)))
    except ValueError as impossible:
        raise FieldRefused("day_impossible") from impossible


def _within(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise FieldRefused("day_impossible")
    return day


def read_nik(cell: Any) -> NIK | None:
    """Sixteen digits as text. A number of a spreadsheet has lost its last digits already."""
    text = _text(cell)
    if normalised(text) in UNKNOWN:
        return None
    if isinstance(cell, int | float) or _POWER.fullmatch(text):
        raise FieldRefused("number_damaged")
    try:
        return NIK.parse(text)
    except DomainError as wrong:
        raise FieldRefused("nik_shape") from wrong


def read_card(cell: Any) -> KPJ | None:
    """Eleven digits; a number cell of eleven digits has lost nothing."""
    text = _text(cell)
    if normalised(text) in UNKNOWN:
        return None
    if _POWER.fullmatch(text):
        raise FieldRefused("number_damaged")
    try:
        return KPJ.parse(text)
    except DomainError as wrong:
        raise FieldRefused("kpj_shape") from wrong


def read_sex(cell: Any) -> Sex | None:
    text = normalised(_text(cell))
    if text in UNKNOWN:
        return None
    if text not in SEXES:
        raise FieldRefused("sex_unknown")
    return SEXES[text]


def read_category(cell: Any, categories: Mapping[str, str]) -> str | None:
    """The code of a category by its name in any case, or by its code."""
    text = normalised(_text(cell))
    if text in UNKNOWN:
        return None
    known = {normalised(name): code for name, code in categories.items()}
    known |= {normalised(code): code for code in categories.values()}
    if text not in known:
        raise FieldRefused("category_unknown")
    return known[text]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
