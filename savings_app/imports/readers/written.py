"""What people and spreadsheets write in place of plain numbers and months."""

from __future__ import annotations

import re

# Longer cells are no number; the limit also keeps the pattern's work small on hostile text.
_LONGEST = 40
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s*E\s*[-+]?\d+", re.ASCII | re.IGNORECASE)

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
    return len(text) <= _LONGEST and _SCIENTIFIC.fullmatch(text.strip()) is not None
