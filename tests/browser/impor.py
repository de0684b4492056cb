"""What is done with other people's files: handed in as they are, looked at, mended, taken back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from xlsxwriter import Workbook

from savings_app.imports.readers import read_book
from tests.browser.hands import Look, follow, headed, pick, press, reads, write

PATIENCE = 40
TITLES: tuple[list[str], ...] = (
    ["PEMERINTAH KABUPATEN BONE BOLANGO"],
    ["DAFTAR PEKERJA RENTAN DESA PANGGULO"],
    [],
)
HEADINGS = [
    *("No", "Nama Lengkap", "NIK", "No. KPJ", "Tgl Lahir", "JK"),
    *("Desa", "Kecamatan", "Kategori", "Penanggung", "Segmen"),
]


def sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook as an office sends it: titles, headings, and everything typed as text."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Daftar")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write_string(number, column, str(cell))
    book.close()
    return out.getvalue()


def people(*rows: Sequence[str]) -> bytes:
    """A list of people of Panggulo: (name, NIK, KPJ, birth date, L or P) each."""
    place = ["Panggulo", "Suwawa Timur", "Pekerja rentan", "APBD", "BPU"]
    lines = [[str(n), *row, *place] for n, row in enumerate(rows, 1)]
    return sheet([*TITLES, HEADINGS, *lines])


def payments(month: date, *rows: Sequence[str]) -> bytes:
    """A month's payment list of BPJS: (name, NIK, KPJ) each, with the lowest band."""
    lines = [[*row, f"{month:%m/%Y}", "16.800"] for row in rows]
    return sheet([["Daftar iuran"], ["Nama", "NIK", "No. KPJ", "Bulan iuran", "Jumlah"], *lines])


def hand_in(page: Page, kind: str, data: bytes, source: str, **asked: str) -> None:
    """Upload a file of one kind and wait until it has been read."""
    follow(page, "Peserta")
    follow(page, "Impor")
    follow(page, kind)
    page.get_by_label("Berkas XLSX atau CSV").set_input_files(
        {"name": "daftar.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    )
    write(page, "Dari siapa daftar ini", source)
    for label, answer in asked.items():
        pick(page, label.replace("_", " "), answer)
    press(page, "Unggah dan periksa")
    wait(page)


def wait(page: Page) -> None:
    """Look again until a worker is done, as the page says."""
    for _try in range(PATIENCE):
        again = page.get_by_role("link", name="Lihat lagi")
        if not again.is_visible():
            return
        page.wait_for_timeout(500)
        again.click()
        page.wait_for_load_state()


def apply(page: Page, rows: int) -> None:
    """Write what was looked at, in one go."""
    press(page, f"Terapkan {rows} baris")
    wait(page)
    headed(page, "Diterapkan")


def refused_rows(page: Page, folder: Path) -> list[list[str]]:
    """The file of refused rows, each with its place and reason, as it comes back."""
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").first.click()
    path = folder / "ditolak.xlsx"
    download.value.save_as(path)
    return [[str(cell) for cell in row] for row in read_book(path.read_bytes()).sheets[0].rows]


def take_back(page: Page, reason: str, see: Look) -> None:
    """The whole batch, with a reason."""
    follow(page, "Tarik kembali impor ini")
    press(page, "Tarik kembali")
    expect(page.get_by_role("alert")).to_be_visible()
    see("impor-tarik-tanpa-alasan")
    write(page, "Mengapa impor ini ditarik kembali", reason)
    press(page, "Tarik kembali")
    reads(page, "Impor ditarik kembali.", reason)


def search(page: Page, name: str) -> None:
    """Look for somebody among the participants."""
    follow(page, "Peserta")
    write(page, "Nama, NIK lengkap, atau KPJ lengkap", name)
    press(page, "Cari")
