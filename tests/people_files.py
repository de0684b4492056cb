"""Lists of invented people as files, XLSX or CSV, in the shapes offices send them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

HEADINGS = (
    "Nama Lengkap", "NIK", "No. KPJ", "Tgl Lahir", "JK", "Desa", "Kecamatan", "Kategori",
    "Penanggung", "Segmen",
)  # fmt: skip
VILLAGE, DISTRICT = "Dumbaya Bulan", "Suwawa Timur"


def person(
    name: str = "Rukia Uji",
    nik: Any = "7503115708709001",
    kpj: Any = "20123456789",
    born: Any = "17/08/1970",
    sex: Any = "P",
    village: Any = VILLAGE,
    district: Any = DISTRICT,
    category: Any = "Pekerja rentan",
    payer: Any = "APBD",
    segment: Any = "BPU",
) -> list[Any]:
    """A row under `HEADINGS`."""
    return [name, nik, kpj, born, sex, village, district, category, payer, segment]


def csv_file(
    rows: Sequence[Sequence[Any]], *, headings: Sequence[str] | None = HEADINGS, mark: str = ";"
) -> bytes:
    lines = [list(headings)] if headings else []
    return "\n".join(
        mark.join("" if cell is None else str(cell) for cell in row) for row in [*lines, *rows]
    ).encode()


def xlsx_file(
    rows: Sequence[Sequence[Any]],
    *,
    headings: Sequence[Any] | None = HEADINGS,
    titles: Sequence[Sequence[Any]] = (),
    sheet: str = "Peserta",
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """A workbook; texts stay texts, numbers numbers, days days."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    head = [list(headings)] if headings else []
    for name, table in {sheet: [*titles, *head, *rows], **(more or {})}.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, datetime.combine(cell, time()), day)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell)
                elif cell is not None:
                    page.write(number, column, cell)
    book.close()
    return out.getvalue()
