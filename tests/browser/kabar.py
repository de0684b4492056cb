"""A death anyone may report, and the answer only a caseworker gives to the family."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.hands import (
    Look,
    choose,
    corrected,
    follow,
    headed,
    pick,
    press,
    reads,
    reads_not,
    write,
    write_date,
)
from tests.browser.story import TODAY

DIED_ON = TODAY - timedelta(days=3)
PATIENCE = 40


def report_death(page: Page, url: str, name: str, see: Look) -> str:
    """By a neighbour without an account. Returns the number of the report."""
    page.goto(url)
    follow(page, "Laporkan kematian")
    press(page, "Kirim laporan")
    corrected(page, "Tulis namanya.", "Tulis nama Anda.")
    see("lapor-kematian-kosong")
    write(page, "Nama almarhum atau almarhumah", name)
    pick(page, "Desa atau kelurahan tempat tinggalnya", "Panggulo")
    write_date(page, "Hari meninggal", DIED_ON)
    write(page, "Nama Anda", "Ramla Uji")
    write(page, "Nomor telepon, atau cara lain menghubungi Anda", "rumah kepala dusun")
    write(page, "Hubungan Anda dengan almarhum", "tetangga")
    press(page, "Kirim laporan")
    headed(page, "Laporan diterima")
    see("lapor-kematian-diterima")
    reads_not(page, name, "terlindungi", "peserta")
    return page.locator(".big strong").inner_text()


def read_report(page: Page, name: str, reference: str, see: Look) -> None:
    """In the list of deaths without a case; what the neighbour wrote, and who it may be."""
    follow(page, "Peserta")
    follow(page, "Kematian, belum ada urusan")
    see("kematian-daftar")
    follow(page, name)
    headed(page, name)
    _wait_for_comparison(page)
    reads(page, "Laporan warga", "Ramla Uji (tetangga)", reference, "Tidak ditemukan")
    see("kematian-tidak-ditemukan")


def _wait_for_comparison(page: Page) -> None:
    """The worker compares it with the registry within moments."""
    for _try in range(PATIENCE):
        if not page.get_by_text("Belum dibandingkan").is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()


def make_sure(page: Page, name: str, see: Look) -> None:
    """The neighbour took the desa of this name in the other kecamatan: the officer searches."""
    follow(page, "Cari sendiri di daftar peserta")
    write(page, "Nama, NIK lengkap, atau KPJ lengkap", name)
    press(page, "Cari")
    see("kematian-cari")
    press(page, "Ini orangnya")
    reads(page, "Dipastikan petugas")
    see("kematian-pasti")


def answer_family(page: Page, see: Look) -> None:
    """Coverage is told by a person, and that it was told is written down."""
    follow(page, "Catat jawaban kepada keluarga")
    press(page, "Simpan")
    expect(page.get_by_role("alert")).to_be_visible()
    choose(page, "Apa yang disampaikan?", "Masih ditelusuri, akan dikabari lagi")
    write(page, "Kepada siapa", "istri almarhum")
    write_date(page, "Kapan", TODAY)
    press(page, "Simpan")
    reads(page, "Masih ditelusuri, akan dikabari lagi", "istri almarhum")
    see("kematian-dijawab")
