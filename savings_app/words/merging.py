"""One table out of the tables of many topics."""

from __future__ import annotations

from collections.abc import Iterable


def merge_texts(tables: Iterable[dict[str, str]]) -> dict[str, str]:
    """All the texts in one table.

    Raises:
        ValueError: two topics have a text for the same name; one would hide the other.
    """
    merged: dict[str, str] = {}
    for table in tables:
        doubled = merged.keys() & table.keys()
        if doubled:
            raise ValueError(f"two texts for {', '.join(sorted(doubled))}")
        merged |= table
    return merged


def merge_groups(tables: Iterable[dict[str, dict[str, str]]]) -> dict[str, dict[str, str]]:
    """All the groups in one table; several topics may add to the same group.

    Raises:
        ValueError: two topics have a text for the same code of a group.
    """
    merged: dict[str, dict[str, str]] = {}
    for table in tables:
        for group, texts in table.items():
            merged[group] = merge_texts((merged.get(group, {}), texts))
    return merged
