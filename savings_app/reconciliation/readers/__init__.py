"""Reads what a bank sends, whatever its form, into one kind of value. Pure: bytes in, values out.

Nothing is guessed: what cannot be read is a problem with its place, and the rest is still read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from savings_app.reconciliation.readers.camt import read_camt
from savings_app.reconciliation.readers.csv_file import read_csv
from savings_app.reconciliation.readers.detect import (
    decode,
    looks_like_workbook,
    looks_like_xml,
    refuse_by_size,
    refuse_other_formats,
    split_rows,
)
from savings_app.reconciliation.readers.mt940 import looks_like_mt, read_mt
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.types import (
    LARGEST_FILE,
    BankFile,
    BankFileBroken,
    BankFileDeclaresEntities,
    BankFileEmpty,
    BankFileHasFormulas,
    BankFileLocked,
    BankFileNotText,
    BankFileRefused,
    BankFileTooLarge,
    BankFileUnpacksTooLarge,
    FileFormat,
    HeadingsUnclear,
    Line,
    Section,
    UnknownFormat,
    UnsupportedFormat,
)
from savings_app.reconciliation.readers.xlsx_file import read_xlsx

__all__ = [
    "LARGEST_FILE",
    "PROFILES",
    "BankFile",
    "BankFileBroken",
    "BankFileDeclaresEntities",
    "BankFileEmpty",
    "BankFileHasFormulas",
    "BankFileLocked",
    "BankFileNotText",
    "BankFileRefused",
    "BankFileTooLarge",
    "BankFileUnpacksTooLarge",
    "FileFormat",
    "HeadingsUnclear",
    "Line",
    "Section",
    "UnknownFormat",
    "UnsupportedFormat",
    "read_bank_file",
]

# How a bank's own table is read; the standard one is described in docs/bank-file-csv.md.
PROFILES = ("standar",)


def read_bank_file(
    data: bytes,
    *,
    name: str | None = None,
    known: Sequence[Profile] = (),
    chosen: Profile | None = None,
) -> BankFile:
    """The file's sections, lines and problems.

    The content decides the format; `name`, the file's own, only names it in `UnknownFormat`. Of
    `known` shapes of tables the one whose headings stand in the file goes before what the reader
    knows by itself; `chosen` is used whatever it knows, or the table refused.

    Raises:
        BankFileRefused: one of its kinds; the file as a whole is refused, and the fact `problems`
            says why and where.
    """
    refuse_by_size(data)
    refuse_other_formats(data)
    if looks_like_workbook(data):
        return read_xlsx(data, name=name, known=known, chosen=chosen)
    text, problems = decode(data)
    if looks_like_xml(text):
        found = read_camt(text)
    elif looks_like_mt(rows := split_rows(text)):
        found = read_mt(rows)
    else:
        if problems:
            # In a table the letters matter: they are the headings and the names of months.
            raise BankFileNotText(problems=tuple(problems))
        found = read_csv(rows, name=name, known=known, chosen=chosen)
    return replace(found, problems=(*problems, *found.problems))
