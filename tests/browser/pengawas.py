"""What those do who look after the work of others: the second person, and the Inspektorat."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import dinas
from tests.browser.hands import Look, choose, follow, headed, press, reads, reads_not, write
from tests.browser.story import Story


def read_overview(page: Page, see: Look) -> None:
    """Figures that rank nobody."""
    follow(page, "Ikhtisar")
    reads(page, "Urusan menurut tahap", "Sekarang giliran siapa", "Masih disimpan menurut bank")
    see("ikhtisar")


def decide_correction(page: Page, story: Story, see: Look) -> None:
    """The second person agrees; both computations stay to be read."""
    dinas.open_case(page, story)
    follow(page, "Santunan menurut undang-undang")
    see("perbaikan-menunggu")
    press(page, "Simpan keputusan")
    expect(page.get_by_role("alert")).to_be_visible()
    see("perbaikan-tanpa-keputusan")
    choose(page, "Keputusan Anda", "Setuju, angka baru berlaku")
    press(page, "Simpan keputusan")
    reads(page, "Keputusan dicatat.", "Ke-2, berlaku sekarang")
    see("perbaikan-disetujui")


def answer_complaint(page: Page, story: Story, see: Look) -> None:
    """What a family wrote about a cut is answered in words it reads."""
    follow(page, "Laporan keluarga")
    see("laporan-dinas")
    reads_not(page, "Tentang petugas")
    row = page.get_by_role("row").filter(has_text=story.recall("number"))
    follow(row.filter(has_text="potongan"), "", exact=False)
    reads(page, story.complaint)
    press(page, "Kirim jawaban")
    expect(page.get_by_role("alert")).to_be_visible()
    see("laporan-dinas-tanpa-jawaban")
    write(page, "Jawaban untuk keluarga", story.answer)
    press(page, "Kirim jawaban")
    reads(page, "Jawaban dikirim")
    see("laporan-dinas-dijawab")


def read_staff_complaint(page: Page, story: Story, see: Look) -> str:
    """The Inspektorat's own queue; returns the address, which others are to be refused."""
    follow(page, "laporan tentang petugas menunggu jawaban Anda", exact=False)
    see("laporan-petugas")
    row = page.get_by_role("row").filter(has_text=story.recall("number"))
    follow(row, "", exact=False)
    reads(page, story.staff_complaint)
    see("laporan-petugas-isi")
    return page.url


def find_nothing(page: Page, address: str, see: Look) -> None:
    """Somebody else's page is the page that is not there."""
    page.goto(address)
    headed(page, "Halaman tidak ditemukan")
    see("tidak-ada")


def read_trail(page: Page, see: Look) -> None:
    """Everything that was done and seen, with the proof that nobody changed it."""
    follow(page, "Jejak")
    expect(page.get_by_role("table")).to_contain_text("Laporan dibaca")
    see("jejak")
    press(page, "Periksa keutuhan rantai")
    reads(page, "Rantai utuh")
    see("jejak-utuh")
