"""A cell of a row about somebody into a fact, or into why it cannot be one. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, Identifier
from savings_app.imports.cells import Unreadable, read_number
from savings_app.imports.handlers import Trouble
from savings_app.imports.readers import Cell
from savings_app.words import _
from savings_app.words.refusals import sentence

# Zeros a spreadsheet takes from the front of a number it was not told to keep as text.
_ZEROS_LOST = 2


def read_fact(
    fact: str,
    cell: Cell,
    read: Callable[[Cell], Any],
    facts: dict[str, Any],
    trouble: list[Trouble],
) -> None:
    """What `read` makes of the cell into `facts`, or why not into `trouble`."""
    try:
        value = read(cell)
    except Unreadable as wrong:
        trouble.append(Trouble(fact, str(wrong)))
        return
    if value is not None:
        facts[fact] = value


def read_identity(
    kind: type[Identifier],
    fact: str,
    cell: Cell,
    facts: dict[str, Any],
    trouble: list[Trouble],
    notes: list[Trouble] | None = None,
) -> None:
    """The digits of a NIK or KPJ into `facts` as text, or why not into `trouble`.

    A KPJ kept as a number lost the zeros it begins with: they are put back, and `notes` says so. No
    NIK of Indonesia begins with a zero, so one that is too short is refused.
    """
    if cell is None:
        return
    # Most are clean already, so that is looked at first.
    if type(cell) is str and len(cell) == kind.longest and cell.isdecimal() and cell.isascii():
        if cell.strip("0"):
            facts[fact] = cell
        return
    try:
        text = read_number(cell)
        if text is not None and notes is not None and _lost_zeros(kind, cell, text):
            text = text.zfill(kind.longest)
            notes.append(Trouble(fact, _zeros_put_back()))
        if text is not None:
            facts[fact] = kind.parse(text).full
    except Unreadable as wrong:
        trouble.append(Trouble(fact, str(wrong)))
    except DomainError as wrong:
        trouble.append(Trouble(fact, _number_sentence(kind, text or "", wrong)))


def _lost_zeros(kind: type[Identifier], cell: Cell, text: str) -> bool:
    return (
        kind is KPJ
        and not isinstance(cell, str)
        and text.isdecimal()
        and 0 < kind.longest - len(text) <= _ZEROS_LOST
    )


def _zeros_put_back() -> str:
    return _("Nol di depan KPJ ini hilang di lembar kerja dan dikembalikan. Cocokkan nomornya.")


def _number_sentence(kind: type[Identifier], text: str, wrong: DomainError) -> str:
    if any(c.isalpha() for c in text):
        return _("Ada huruf di dalam %(kind)s ini.", kind=kind.__name__)
    return sentence(wrong)
