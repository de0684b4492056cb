"""What people and spreadsheets write in place of plain numbers and months."""

from __future__ import annotations

import re

# Longer cells are no number; the limit also keeps the pattern's work small on hostile text.
_LONGEST = 40
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s*E\s*[-+]?\d+", re.ASCII | re.IGNORECASE)

# From here on a spreadsheet keeps fifteen digits and writes zeros for the rest.
_FIRST_LONG = 10**15
_EXACT = 2**53
_TEXT_FORMULA = re.compile(r'=\s*"(.*)"', re.DOTALL)

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan januari january",
            "feb peb februari pebruari february",
            "mar mrt maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agus agust agustus aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov nop november nopember",
            "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}


def is_scientific(text: str) -> bool:
    """`1,23E+14`: how a spreadsheet ruins a long number; its digits are lost."""
    if len(text) > _LONGEST or text.isdecimal():
        return False
    return _SCIENTIFIC.fullmatch(text.strip()) is not None


def is_shortened(number: int) -> bool:
    """Whether a spreadsheet may have written zeros over the end of a number it held."""
    return abs(number) >= _FIRST_LONG and (abs(number) > _EXACT or not number % 10)


def unwrapped(text: str) -> str:
    """`'7503…` and `="7503…"` are how people keep a spreadsheet from spoiling a number."""
    if (formula := _TEXT_FORMULA.fullmatch(text)) is not None:
        return formula[1].strip()
    return text.lstrip("'").strip()
