"""A bank's table as delimited text: the documented form and the spellings met in Indonesia."""

from __future__ import annotations

from savings_app.errors import Problem
from savings_app.imports.readers.csv_rows import DELIMITERS, QuotesUnclosed, records
from savings_app.reconciliation.readers.table import Table, read_table, sort_row
from savings_app.reconciliation.readers.table_rows import HEADINGS_WITHIN, Nearest, TableRow
from savings_app.reconciliation.readers.types import BankFile, BankFileBroken, FileFormat, at
from savings_app.words import _


def read_csv(rows: list[str], *, name: str | None) -> BankFile:
    """The table's sections, lines and problems.

    Raises:
        UnknownFormat: no heading this reader knows. HeadingsUnclear: some, but not enough.
        BankFileBroken: quotes that do not close, line after line.
    """
    delimiter = _delimiter(rows, name)
    table = Table()
    found = (TableRow(one.line, one.cells, one.broken) for one in records(rows, delimiter))
    try:
        for row in found:
            sort_row(table, row)
    except QuotesUnclosed as wrong:
        what = _("Tanda kutip di berkas ini tidak ditutup, baris demi baris.")
        raise BankFileBroken(problems=(Problem(at(1), what),)) from wrong
    return read_table(table, FileFormat.CSV)


def _delimiter(rows: list[str], name: str | None) -> str:
    """The mark under which a row of headings appears."""
    nearest = Nearest(name)
    for line, row in enumerate(rows[:HEADINGS_WITHIN], start=1):
        for delimiter in DELIMITERS:
            record = next(records([row], delimiter), None)
            if record is not None and nearest.is_found(TableRow(line, record.cells)):
                return delimiter
    raise nearest.refusal()
