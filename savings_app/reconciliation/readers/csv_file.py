"""A bank's table as delimited text: the documented form, the spellings met, and taught shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from savings_app.errors import Problem
from savings_app.imports.readers.csv_rows import DELIMITERS, QuotesUnclosed, records
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
    BankFileUnpacksTooLarge,
    FileFormat,
    at,
)
from savings_app.words import _

# No row of a bank is a tenth of this; the work on quotes grows with the length of one.
_LONGEST_ROW = 100_000


def read_csv(
    rows: list[str],
    *,
    name: str | None,
    known: Sequence[Profile] = (),
    chosen: Profile | None = None,
) -> BankFile:
    """The table's sections, lines and problems.

    Of `known` shapes the one whose headings stand in the file is used; `chosen` is used or the
    file refused.

    Raises:
        UnknownFormat: no heading this reader knows. HeadingsUnclear: some, but not enough.
        BankFileBroken: quotes that do not close, line after line.
        BankFileUnpacksTooLarge: a row longer than any bank's.
    """
    refuse_long_rows(rows)
    profile: Profile | None
    if chosen is not None and not chosen.headings:
        profile, delimiter = chosen, chosen.delimiter or DELIMITERS[0]
    else:
        found = _taught(rows, [chosen] if chosen else known)
        if found is None and chosen is not None:
            raise not_of_profile(chosen)
        profile, delimiter = found or (None, _delimiter(rows, name))
    table = Table(profile=profile)
    table.begin_sheet()
    try:
        for row in table_rows(rows, delimiter):
            sort_row(table, row)
    except QuotesUnclosed as wrong:
        what = _("Tanda kutip di berkas ini tidak ditutup, baris demi baris.")
        raise BankFileBroken(problems=(Problem(at(1), what),)) from wrong
    return read_table(table, FileFormat.CSV)


def refuse_long_rows(rows: list[str]) -> None:
    """Raises: BankFileUnpacksTooLarge."""
    if max(map(len, rows), default=0) <= _LONGEST_ROW:
        return
    line = next(line for line, row in enumerate(rows, start=1) if len(row) > _LONGEST_ROW)
    what = _("Baris ini jauh lebih panjang dari baris tabel bank mana pun.")
    raise BankFileUnpacksTooLarge(problems=(Problem(at(line), what),))


def table_rows(rows: list[str], delimiter: str) -> Iterator[TableRow]:
    """The records of the text as rows of a table.

    Raises:
        QuotesUnclosed
    """
    for one in records(rows, delimiter):
        yield TableRow(one.line, one.cells, one.broken)


def _taught(rows: list[str], profiles: Sequence[Profile]) -> tuple[Profile, str] | None:
    """The shape whose headings stand in the file, with the mark they are divided by."""
    for row in rows[:HEADINGS_WITHIN] if profiles else ():
        for delimiter in DELIMITERS:
            record = next(records([row], delimiter), None)
            if record is not None:
                for profile in profiles:
                    if profile.is_headed_by(record.cells):
                        return profile, delimiter
    return None


def _delimiter(rows: list[str], name: str | None) -> str:
    """The mark under which a row of headings appears."""
    nearest = Nearest(name)
    for line, row in enumerate(rows[:HEADINGS_WITHIN], start=1):
        for delimiter in DELIMITERS:
            record = next(records([row], delimiter), None)
            if record is not None and nearest.is_found(TableRow(line, record.cells)):
                return delimiter
    raise nearest.refusal()
