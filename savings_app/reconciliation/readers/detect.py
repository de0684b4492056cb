"""From bytes to text rows: limits, encoding, and which format it is."""

from __future__ import annotations

import re

from savings_app.errors import Problem
from savings_app.reconciliation.readers.types import (
    LARGEST_FILE,
    MOST_ROWS,
    BankFileEmpty,
    BankFileLocked,
    BankFileNotText,
    BankFileTooLarge,
    BankFileUnpacksTooLarge,
    UnsupportedFormat,
    at,
)
from savings_app.words import _

_MIB = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
# How the stream of an encrypted workbook is called inside its container.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# How files begin that are known but are not read here.
_SIGNATURES = (
    (_OLE, "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
)
# What wraps a SWIFT message or ends a DOS file; no other control character is text.
_HARMLESS = "\x01\x03\x1a"
_CONTROL = re.compile(r"[\x00\x02\x04-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def refuse_by_size(data: bytes) -> None:
    """Raises: BankFileEmpty, BankFileTooLarge."""
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE // _MIB
        what = _("Berkas ini lebih besar dari %(limit)s MiB.", limit=limit)
        raise BankFileTooLarge(limit=limit, problems=(Problem(at(1), what),))
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise BankFileEmpty(problems=(Problem(at(1), _("Berkas ini kosong.")),))


def refuse_other_formats(data: bytes) -> None:
    """Raises: UnsupportedFormat, by the name of the format; BankFileLocked."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        what = _("Berkas ini berkata sandi. Simpan tanpa kata sandi, lalu unggah lagi.")
        raise BankFileLocked(problems=(Problem(at(1), what),))
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise unsupported(name)


def looks_like_workbook(data: bytes) -> bool:
    """Whether the file is a ZIP, as an XLSX is."""
    return data.startswith(b"PK\x03\x04")


def looks_like_xml(text: str) -> bool:
    """Whether the text begins with an element or a declaration."""
    return text.lstrip().startswith("<")


def unsupported(name: str) -> UnsupportedFormat:
    """The refusal of a known format that is not read here."""
    what = _(
        "Berkas %(format)s tidak dapat dibaca di sini. Pakai MT940, MT942, camt, XLSX, atau CSV.",
        format=name,
    )
    return UnsupportedFormat(format=name, problems=(Problem(at(1), what),))


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text: UTF-8 with or without a mark, UTF-16 with its mark, else Windows-1252.

    A byte that none of them has becomes a replacement character and a problem with its line, so
    a statement from a mainframe's code page is still read: its tags and amounts are ASCII.

    Raises:
        BankFileNotText: control characters, which no text has.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif data.startswith(b"\xef\xbb\xbf"):
        text = data[3:].decode("utf-8", errors="replace")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    text = text.removeprefix("\ufeff").strip(_HARMLESS)
    if strange := _CONTROL.search(text):
        line = _line_of(text, strange.start())
        what = _("Berkas ini bukan teks: ada karakter kendali di dalamnya.")
        raise BankFileNotText(problems=(Problem(at(line), what),))
    problems = []
    if "\ufffd" in text:
        line = _line_of(text, text.index("\ufffd"))
        what = _("Ada huruf yang tidak terbaca. Simpan berkas sebagai UTF-8.")
        problems.append(Problem(at(line), what))
    return text, problems


def _line_of(text: str, position: int) -> int:
    return len(_LINE_END.findall(text, 0, position)) + 1


def split_rows(text: str) -> list[str]:
    """The file's lines without their ends. Only CR and LF end one, as an editor counts them.

    Raises:
        BankFileUnpacksTooLarge: more than any bank's file has.
    """
    if text.count("\n") + text.count("\r") > 2 * MOST_ROWS:
        refuse_by_rows(MOST_ROWS + 1)
    rows = _LINE_END.split(text)
    refuse_by_rows(len(rows))
    return rows


def refuse_by_rows(count: int) -> None:
    """Raises: BankFileUnpacksTooLarge, above `MOST_ROWS`."""
    if count > MOST_ROWS:
        what = _("Isi berkas ini jauh lebih banyak dari berkas bank mana pun.")
        raise BankFileUnpacksTooLarge(problems=(Problem(at(1), what),))
