"""The mark for a text that is kept in a table and translated only when it is shown."""

from __future__ import annotations


def _(message: str) -> str:
    """Mark a text for the catalogue."""
    return message
