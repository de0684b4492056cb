"""A bank's table in a workbook: every visible sheet with headings that are known, as in CSV.

What a cell holds is taken as it is held: a day is a day and a number is exact. The bounds against
a workbook that unpacks without end are those of the lists of people (`imports.readers.workbook`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from itertools import islice

from savings_app.errors import Problem
from savings_app.imports.readers.types import (
    Book,
    Cell,
    ImportFileEmpty,
    ImportFileRefused,
    ImportFileTooWide,
    Sheet,
)
from savings_app.imports.readers.workbook import read_workbook
from savings_app.imports.readers.written import is_shortened
from savings_app.reconciliation.readers.detect import refuse_by_rows
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.table import Table, read_table, sort_row
from savings_app.reconciliation.readers.table_rows import (
    HEADINGS_WITHIN,
    Nearest,
    TableRow,
    not_of_profile,
)
from savings_app.reconciliation.readers.types import (
    BankFile,
    BankFileBroken,
    BankFileEmpty,
    BankFileHasFormulas,
    BankFileRefused,
    BankFileUnpacksTooLarge,
    FileFormat,
    Span,
    at,
)
from savings_app.words import _

# No text of a bank holds one, and no database keeps a NUL.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Below this a number with two decimals comes back from a spreadsheet as it was written.
_EXACT_SEN = 10**13
_DECIMALS = 2
_NUMBERS = (int, float)


def read_xlsx(
    data: bytes,
    *,
    name: str | None,
    known: Sequence[Profile] = (),
    chosen: Profile | None = None,
) -> BankFile:
    """The tables of the workbook's sheets as sections, lines and problems.

    Of `known` shapes the one whose headings stand on a sheet is used, on all sheets; `chosen` is
    used or the file refused.

    Raises:
        BankFileBroken, BankFileEmpty, BankFileUnpacksTooLarge, BankFileHasFormulas
        UnknownFormat: no sheet has a heading this reader knows. HeadingsUnclear: not enough.
    """
    book = _book(data)
    refuse_by_rows(sum(len(sheet.rows) for sheet in book.sheets))
    spans = _spans(book)
    profile = chosen or _taught(book, spans, known)
    table = Table(spans=spans, grid=True, profile=profile)
    nearest = Nearest(name, spans)
    unheaded: list[Span] = []
    for sheet, span in zip(book.sheets, spans, strict=True):
        first_rows = islice(_rows(sheet, span), HEADINGS_WITHIN)
        if any(_is_headed(row, profile, nearest) for row in first_rows):
            table.begin_sheet(span.after)
            for row in _rows(sheet, span):
                sort_row(table, row)
        else:
            unheaded.append(span)
    if len(unheaded) == len(spans):
        raise nearest.refusal() if chosen is None else not_of_profile(chosen)
    for span in unheaded:
        what = _("Lembar ini tidak dibaca: judul kolomnya tidak dikenal.")
        table.complain(span.after + 1, what)
    return read_table(table, FileFormat.XLSX)


def _taught(book: Book, spans: Sequence[Span], known: Sequence[Profile]) -> Profile | None:
    """The shape whose headings stand on some sheet."""
    for sheet, span in zip(book.sheets, spans, strict=True) if known else ():
        for row in islice(_rows(sheet, span), HEADINGS_WITHIN):
            for profile in known:
                if profile.is_headed_by(row.cells):
                    return profile
    return None


def _is_headed(row: TableRow, profile: Profile | None, nearest: Nearest) -> bool:
    if profile is None:
        return nearest.is_found(row)
    return not profile.headings or profile.is_headed_by(row.cells)


def workbook_rows(data: bytes, *, most: int) -> list[TableRow]:
    """The first rows of the first visible sheet that has any, for somebody to point at.

    Raises:
        BankFileBroken, BankFileEmpty, BankFileUnpacksTooLarge, BankFileHasFormulas
    """
    book = _book(data)
    refuse_by_rows(sum(len(sheet.rows) for sheet in book.sheets))
    for sheet in book.sheets:
        rows = list(islice(_rows(sheet, Span(0, "")), most))
        if any(row.filled for row in rows):
            return rows
    return []


def _book(data: bytes) -> Book:
    try:
        book = read_workbook(data)
    except ImportFileRefused as refused:
        raise _refusal(refused) from refused
    if book.formula is not None:
        row, column = book.formula
        what = _("Ada sel berisi rumus. Simpan sebagai nilai, lalu unggah lagi.")
        raise BankFileHasFormulas(problems=(Problem(f"row {row}, column {column}", what),))
    return book


def _refusal(refused: ImportFileRefused) -> BankFileRefused:
    if isinstance(refused, ImportFileTooWide):
        what = _("Isi berkas ini jauh lebih banyak dari berkas bank mana pun.")
        return BankFileUnpacksTooLarge(problems=(Problem(at(1), what),))
    if isinstance(refused, ImportFileEmpty):
        return BankFileEmpty(problems=(Problem(at(1), _("Berkas ini kosong.")),))
    what = _("Buku kerja ini rusak atau terpotong.")
    return BankFileBroken(problems=(Problem(at(1), what),))


def _spans(book: Book) -> tuple[Span, ...]:
    """Rows are numbered through the whole file, and told by their own sheet."""
    spans, after = [], 0
    for sheet in book.sheets:
        spans.append(Span(after, f"sheet {sheet.name}, row "))
        after += sheet.numbers[-1]
    return tuple(spans)


def _rows(sheet: Sheet, span: Span) -> Iterator[TableRow]:
    for cells, number in zip(sheet.rows, sheet.numbers, strict=True):
        yield TableRow(
            line=span.after + number,
            cells=tuple(map(_text, cells)),
            # Neither a bool nor anything else that only is a kind of number.
            exact=frozenset([place for place, cell in enumerate(cells) if type(cell) in _NUMBERS]),
        )


def _text(cell: Cell) -> str:
    """What the cell holds, as a bank would write it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return (cell if cell.isprintable() else _CONTROL.sub(" ", cell)).strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, _NUMBERS):
        return _number(cell)
    # A day is `2026-03-05`, a moment `2026-03-05 14:05:59`.
    return str(cell.date() if isinstance(cell, datetime) and cell.time() == time() else cell)


def _number(cell: float) -> str:
    """The digits as they were written; in the short form where a spreadsheet lost some of them."""
    if not math.isfinite(cell):
        return str(cell)
    if cell == int(cell):
        return f"{cell:.2E}" if is_shortened(int(cell)) else str(int(cell))
    text = _plain(repr(cell))
    if len(text.partition(".")[2]) > _DECIMALS and abs(cell) < _EXACT_SEN:
        # 0.1 + 0.2 is held as 0.30000000000000004: a spreadsheet shows fifteen digits of it.
        text = _plain(f"{cell:.15g}")
    return text


def _plain(number: str) -> str:
    return format(Decimal(number), "f") if "e" in number else number
