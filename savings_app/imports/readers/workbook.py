"""The sheets of an XLSX. What it unpacks to is weighed before anything holds it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from savings_app.imports.readers.types import (
    LARGEST_UNPACKED,
    MOST_CELLS,
    Book,
    ImportFileBroken,
    ImportFileEmpty,
    ImportFileTooWide,
    Merged,
    Sheet,
    TableFormat,
)

_PIECE = 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ROW = re.compile(rb"""<(?:\w+:)?row[^>]*?\sr=["'](\d+)""")
_FAR_COLUMN = re.compile(rb"""\sr=["']([A-Za-z]{2,3})\d""")
_LETTERS = 26
# How much of one piece is looked at again with the next: a reference may be cut in two.
_OVERLAP = 64


def read_workbook(data: bytes) -> Book:
    """Every visible sheet that holds something; hidden ones are not read.

    Raises:
        ImportFileTooWide, ImportFileBroken
        ImportFileEmpty: nothing stands on any visible sheet.
    """
    try:
        _check_weight(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _sheet(book, meta.name)
            for meta in book.sheets_metadata
            if meta.visible is SheetVisibleEnum.Visible and meta.typ is SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, zipfile.BadZipFile, zlib.error, struct.error, OSError) as broken:
        raise ImportFileBroken from broken
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise ImportFileEmpty
    return Book(TableFormat.XLSX, filled)


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


def _check_weight(data: bytes) -> None:
    """Refuse what would not fit: the sizes a ZIP states of itself are not believed."""
    left = LARGEST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            is_sheet = "worksheets/" in part.filename
            rows, columns, tail = 0, _LETTERS, b""
            for piece in _unpacked(data, part):
                left -= len(piece)
                if left < 0:
                    raise ImportFileTooWide(cells=MOST_CELLS)
                if is_sheet:
                    seen = tail + piece
                    rows = max(rows, *map(int, _ROW.findall(seen)), 0)
                    columns = max([columns, *map(_column, set(_FAR_COLUMN.findall(seen)))])
                    tail = seen[-_OVERLAP:]
            if rows * columns > MOST_CELLS:
                raise ImportFileTooWide(cells=MOST_CELLS)


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one part, a piece at a time."""
    header = _LOCAL_HEADER.unpack_from(data, part.header_offset)
    begin = part.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
    packed = memoryview(data)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(part.compress_type)
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    while not reader.eof:
        piece = reader.decompress(rest, _PIECE)
        rest = reader.unconsumed_tail
        if not piece and not rest:
            return
        yield piece


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
