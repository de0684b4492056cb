"""A table as a file for a spreadsheet: XLSX, or CSV as spreadsheets of this country open it.

Every cell is text unless it is a whole number or a day: a NIK of 16 digits stays what it is, and
nothing in a cell is ever run as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from tempfile import TemporaryFile
from typing import IO

from flask import Response
from xlsxwriter import Workbook

from savings_app.csv_cells import as_text
from savings_app.money import Rupiah

Cell = str | int | date | Rupiah | None


class FileType(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MIME = {
    FileType.CSV: "text/csv",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def spreadsheet(
    file_type: FileType,
    *,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> Response:
    """The rows as a download called `name` (no name of a person in it) and its ending.

    Amounts become whole rupiah, days ISO dates in CSV and real dates in XLSX.
    """
    write = _write_csv if file_type is FileType.CSV else _write_xlsx
    with TemporaryFile() as file:
        write(file, headings, rows)
        file.seek(0)
        answer = Response(file.read(), mimetype=MIME[file_type])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_type.value}"'
    return answer


def _write_csv(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    # A byte-order mark and semicolons: what a spreadsheet of this country opens rightly.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    writer.writerow([as_text(heading) for heading in headings])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    text.detach()


def _csv_cell(cell: Cell) -> str | int:
    if isinstance(cell, Rupiah):
        return cell.rupiah
    if isinstance(cell, date):
        return cell.isoformat()
    return as_text(cell) if isinstance(cell, str) else "" if cell is None else cell


def _write_xlsx(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    # Row by row to the disk: the memory does not grow with the list.
    book = Workbook(file, {"constant_memory": True, "strings_to_numbers": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    amount = book.add_format({"num_format": "#,##0"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(0, len(headings) - 1), 18)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Rupiah):
                sheet.write_number(number, column, cell.rupiah, amount)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, datetime.combine(cell, time()), day)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell is not None:
                sheet.write_string(number, column, cell)
    book.close()
