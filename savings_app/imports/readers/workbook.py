"""The sheets of an XLSX. What it unpacks to is weighed before anything holds it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from savings_app.imports.readers.types import (
    Book,
    ImportFileBroken,
    ImportFileEmpty,
    Merged,
    Sheet,
    TableFormat,
)
from savings_app.imports.readers.weight import weigh

# NotImplementedError: a ZIP that says it is of a version nobody has written yet.
_BROKEN = (
    CalamineError,
    NotImplementedError,
    OSError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def read_workbook(data: bytes) -> Book:
    """Every visible sheet that holds something; hidden ones are not read.

    Raises:
        ImportFileTooWide, ImportFileBroken
        ImportFileEmpty: nothing stands on any visible sheet.
    """
    try:
        formula = weigh(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _sheet(book, meta.name)
            for meta in book.sheets_metadata
            if meta.visible is SheetVisibleEnum.Visible and meta.typ is SheetTypeEnum.WorkSheet
        ]
    except _BROKEN as broken:
        raise ImportFileBroken from broken
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise ImportFileEmpty
    return Book(TableFormat.XLSX, filled, formula=formula)


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    start = sheet.start
    if start is None:
        return Sheet(name, (), ())
    # Rows above and columns before the first filled cell are left out by the reader.
    rows = sheet.to_python(skip_empty_area=True)
    numbers = range(start[0] + 1, start[0] + 1 + len(rows))
    return Sheet(name, rows, numbers, _merged(sheet, start, last=len(rows) - 1))


def _merged(sheet: CalamineSheet, start: tuple[int, int], *, last: int) -> tuple[Merged, ...]:
    """What runs down over several rows; the reader counts from the first cell of the sheet."""
    return tuple(
        Merged(top - start[0], min(bottom - start[0], last), left - start[1])
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if left == right and bottom > top
    )
