"""BPJS's file: who is added and who stops, as docs/bpjs-data-update-file.md lays it out (draf)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.sheet.layout import CHOICES
from savings_app.data_updates.sheet.writing import DAY
from savings_app.registry.rules import Payer

LAYOUT = "draf-1"
ADDITION_HEADS = (
    "No",
    "NIK",
    "Alasan tanpa NIK",
    "KPJ lama",
    "Nama lengkap",
    "Tanggal lahir",
    "Jenis kelamin",
    "Segmen",
    "Kategori",
    "Penanggung iuran",
    "Desa",
    "Kecamatan",
    "Kode wilayah Kemendagri",
    "Mulai bulan",
    "Menggantikan KPJ",
)
STOP_HEADS = (
    "No",
    "KPJ",
    "NIK",
    "Nama lengkap",
    "Tidak dibayar sejak",
    "Alasan",
    "Tanggal meninggal",
    "Desa",
    "Kecamatan",
)
REVERSAL_HEADS = (
    "No",
    "KPJ",
    "NIK",
    "Nama yang tetap dibayar",
    "NIK pengganti yang ditarik",
    "Nama pengganti yang ditarik",
    "Alasan",
)


@dataclass(frozen=True, slots=True)
class Addition:
    """A new participant; numbers are full, empty where there is none."""

    nik: str
    nik_missing_reason: str
    kpj: str
    full_name: str
    born_on: date | None
    sex: str
    segment: str
    category: str
    payer: Payer
    village: str
    district: str
    region_code: str
    replaces_kpj: str
    starts: date | None


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody nobody pays for any more."""

    kpj: str
    nik: str
    full_name: str
    stopped_on: date | None
    reason: Answer
    died_on: date | None
    village: str
    district: str


@dataclass(frozen=True, slots=True)
class Reversal:
    """A stop that was told to BPJS and is taken back."""

    kpj: str
    nik: str
    full_name: str
    withdrawn_nik: str
    withdrawn_name: str
    reason: str


def write_bpjs_file(
    additions: Sequence[Addition], stops: Sequence[Stop], reversals: Sequence[Reversal]
) -> bytes:
    """XLSX, every cell text; reversals have a sheet where there are any."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_numbers": False})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    _sheet(book, "Penambahan", ADDITION_HEADS, (_addition(one) for one in additions), head, text)
    _sheet(book, "Penonaktifan", STOP_HEADS, (_stop(one) for one in stops), head, text)
    if reversals:
        rows = (_reversal(one) for one in reversals)
        _sheet(book, "Pembatalan", REVERSAL_HEADS, rows, head, text)
    book.close()
    return file.getvalue()


def _sheet(
    book: Any,
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    head: Any,
    text: Any,
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(heads) - 1, 20, text)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(heads):
        sheet.write_string(0, column, heading, head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate((str(number), *row)):
            sheet.write_string(number, column, cell, text)


def _day(day: date | None) -> str:
    return day.strftime(DAY) if day else ""


def _addition(one: Addition) -> Sequence[str]:
    return (
        one.nik,
        one.nik_missing_reason,
        one.kpj,
        one.full_name,
        _day(one.born_on),
        one.sex,
        one.segment.upper(),
        one.category,
        one.payer.value.upper(),
        one.village,
        one.district,
        one.region_code,
        one.starts.strftime("%m/%Y") if one.starts else "",
        one.replaces_kpj,
    )


def _stop(one: Stop) -> Sequence[str]:
    return (
        one.kpj,
        one.nik,
        one.full_name,
        _day(one.stopped_on),
        CHOICES[one.reason],
        _day(one.died_on),
        one.village,
        one.district,
    )


def _reversal(one: Reversal) -> Sequence[str]:
    return (
        one.kpj,
        one.nik,
        one.full_name,
        one.withdrawn_nik,
        one.withdrawn_name,
        one.reason,
    )
