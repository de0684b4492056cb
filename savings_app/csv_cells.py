"""What may stand in a cell of a CSV that somebody opens in a spreadsheet."""

from __future__ import annotations

# What a spreadsheet would run as a formula when a cell of a CSV begins with it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(cell: str) -> str:
    """The cell of a CSV, so that a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
