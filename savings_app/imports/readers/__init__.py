"""Reads the tables others send, XLSX or CSV, into plain cells. Pure: bytes in, values out."""

from __future__ import annotations

from savings_app.imports.readers.text import read_text
from savings_app.imports.readers.types import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    MOST_CELLS,
    Book,
    Cell,
    ImportFileBroken,
    ImportFileEmpty,
    ImportFileLocked,
    ImportFileOldExcel,
    ImportFileQuotes,
    ImportFileRefused,
    ImportFileTooLarge,
    ImportFileTooWide,
    ImportFileUnknown,
    Sheet,
    TableFormat,
)
from savings_app.imports.readers.workbook import read_workbook

__all__ = [
    "LARGEST_FILE",
    "LARGEST_UNPACKED",
    "MOST_CELLS",
    "Book",
    "Cell",
    "ImportFileBroken",
    "ImportFileEmpty",
    "ImportFileLocked",
    "ImportFileOldExcel",
    "ImportFileQuotes",
    "ImportFileRefused",
    "ImportFileTooLarge",
    "ImportFileTooWide",
    "ImportFileUnknown",
    "Sheet",
    "TableFormat",
    "read_book",
]

MEGABYTE = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
# How the stream of an encrypted workbook is called inside its container.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_TABLE = (b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"<")


def read_book(data: bytes) -> Book:
    """The file's sheets; its content decides the format, never its name.

    Raises:
        ImportFileEmpty, ImportFileTooLarge, ImportFileTooWide, ImportFileLocked,
        ImportFileOldExcel, ImportFileBroken, ImportFileQuotes, ImportFileUnknown
    """
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise ImportFileEmpty
    if len(data) > LARGEST_FILE:
        raise ImportFileTooLarge(megabytes=LARGEST_FILE // MEGABYTE)
    if data.startswith(_OLE):
        raise ImportFileLocked if _ENCRYPTED in data else ImportFileOldExcel
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_NO_TABLE):
        raise ImportFileUnknown
    return read_text(data)
