"""The papers handed over before witnesses, and a recipient asked again by somebody else."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import paper
from tests.browser.dinas import save, wait_for
from tests.browser.hands import (
    Look,
    choose,
    corrected,
    follow,
    headed,
    pick,
    press,
    reads,
    write,
    write_date,
)
from tests.browser.story import TODAY

WITNESSES = (("Yusuf Uji", "kepala dusun"), ("Hadijah Uji", "tetangga"))


def open_case(page: Page, number: str) -> None:
    follow(page, "Santunan")
    follow(page, number)


def plan_hand_over(page: Page, see: Look) -> None:
    """On the fortieth day, at home."""
    follow(page, "Penyerahan dan berita acara")
    press(page, "Simpan rencana")
    expect(page.get_by_role("alert")).to_be_visible()
    write_date(page, "Tanggal penyerahan", TODAY)
    pick(page, "Acara", "Di rumah keluarga")
    write(page, "Tempat", "Rumah keluarga, Dusun 2")
    press(page, "Simpan rencana")
    reads(page, "Penyerahan direncanakan.")
    see("penyerahan-direncanakan")


def hold_hand_over(page: Page, see: Look) -> None:
    """Two people saw it; one would not do."""
    follow(page, "Catat terlaksana")
    write_date(page, "Tanggal terlaksana", TODAY)
    write(page, "Nama yang menyerahkan", "Salim Uji")
    for number, (name, role) in enumerate(WITNESSES):
        if number == 1:
            press(page, "Simpan")
            expect(page.get_by_role("alert")).to_be_visible()
            see("penyerahan-satu-saksi")
        page.locator(f"[name='people-{number}-full_name']").fill(name)
        page.locator(f"[name='people-{number}-role']").fill(role)
    for family in page.locator("[name=present]").all():
        family.check()
    press(page, "Simpan")
    reads(page, "Terlaksana", *(name for name, _role in WITNESSES))
    see("penyerahan-terlaksana")


def take_minutes(page: Page, folder: Path, see: Look) -> str:
    """The berita acara of the first recipient. Returns its words."""
    press(page, "Buat berita acara", exact=False)
    take = page.get_by_role("link", name="Unduh PDF")
    wait_for(page, take)
    see("berita-acara")
    with page.expect_download() as download:
        take.click()
    return paper.read(save(download.value, folder))


def ask_again(page: Page, see: Look) -> str:
    """By somebody who never touched the case. Returns the number of the case it was."""
    follow(page, "Laporan keluarga")
    follow(page, "Tanya ulang", exact=False)
    see("tanya-ulang-daftar")
    first = page.get_by_role("row").nth(1).get_by_role("link").first
    number = first.inner_text().rpartition("-")[0]
    follow(page, first.inner_text())
    press(page, "Simpan jawaban")
    corrected(page, "Pilih bagaimana Anda bertanya.", "Pilih jawaban penerima.")
    see("tanya-ulang-kosong")
    choose(page, "Bagaimana Anda bertanya?", "Telepon")
    write_date(page, "Tanggal bertanya", TODAY)
    choose(page, "Jawaban penerima", "Belum semua")
    write(page, "Catatan, dengan kata penerima", "Dua juta diminta di kantor desa, kata penerima.")
    press(page, "Simpan jawaban")
    reads(page, "Jawaban dicatat. Laporan tentang jumlah terbuka dengan sendirinya.")
    return number


def find_complaint(page: Page, number: str, see: Look) -> None:
    """It opened by itself and waits for an answer with a due day."""
    follow(page, "Laporan keluarga")
    row = page.get_by_role("row").filter(has_text=number).first
    follow(row, "", exact=False)
    headed(page, "Uang yang masuk kurang")
    reads(page, "Dijawab paling lambat", "Dua juta diminta di kantor desa", "175", "LAPOR")
    see("laporan-dari-tanya-ulang")
