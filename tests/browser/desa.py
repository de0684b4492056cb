"""A desa's list goes out and comes back, two people agree; and what has been paid for whom."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from savings_app.imports.readers import read_book
from tests.browser.hands import Look, follow, headed, pick, press, reads, write
from tests.browser.story import TODAY


def make_list(page: Page, village: str, see: Look) -> None:
    follow(page, "Peserta")
    follow(page, "Pemutakhiran data")
    follow(page, "Buat daftar")
    press(page, "Buat daftar")
    expect(page.get_by_role("alert")).to_be_visible()
    see("pemutakhiran-kosong")
    pick(page, "Untuk desa mana?", village)
    page.get_by_label("Masa", exact=True).select_option(index=1)
    press(page, "Buat daftar")
    see("pemutakhiran-dibuat")


def take_list(page: Page, folder: Path) -> list[list[str]]:
    """The XLSX as the desa gets it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Ambil daftar", exact=False).click()
    path = folder / "daftar.xlsx"
    download.value.save_as(path)
    return [[str(cell) for cell in row] for row in read_book(path.read_bytes()).sheets[0].rows]


def key_in(page: Page, moved: str, see: Look) -> None:
    """From paper: one has moved, the others still work."""
    page.reload()
    follow(page, "Isi dari kertas")
    row = page.locator("ol.keys > li").filter(has_text=moved)
    row.get_by_label("Pindah").check()
    row.get_by_label("Keterangan").fill("Pindah ke Limboto")
    page.get_by_label("Yang tidak dipilih di halaman ini masih bekerja").check()
    see("pemutakhiran-isi")
    press(page, "Simpan dan lanjut")
    reads(page, "Ajukan untuk disetujui dua orang")


def submit(page: Page, see: Look) -> str:
    """Returns the address, which a colleague finds in the list too."""
    press(page, "Ajukan")
    reads(page, "Persetujuan dua orang", "Masih perlu")
    see("pemutakhiran-diajukan")
    return page.url


def approve(page: Page) -> None:
    press(page, "Saya menyetujui daftar ini")


def take_bpjs_file(page: Page, folder: Path, see: Look) -> list[list[str]]:
    """Who stops, as BPJS is to read it."""
    see("pemutakhiran-disetujui")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ambil berkas BPJS", exact=False).click()
    path = folder / "bpjs.xlsx"
    download.value.save_as(path)
    return [
        [str(cell) for cell in row]
        for part in read_book(path.read_bytes()).sheets
        for row in part.rows
    ]


def read_coverage(page: Page, folder: Path, see: Look) -> None:
    """Target and actual, sorted by a click, and taken away exactly as shown."""
    follow(page, "Cakupan")
    reads(page, "Target yang dinyatakan", "20.000 orang", "16.000 orang")
    see("cakupan")
    follow(page, "Iuran per desa")
    headed(page, "Iuran per desa")
    follow(page, "Desa, kecamatan", exact=False)
    see("cakupan-bulan")
    shown = [link.inner_text() for link in page.locator("tbody th a").all()]
    assert len(shown) > 1
    assert shown == sorted(shown, key=lambda text: text.split(", ")[::-1])
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").first.click()
    path = folder / "iuran.xlsx"
    download.value.save_as(path)
    taken = [str(row[0]) for row in read_book(path.read_bytes()).sheets[0].rows]
    assert taken[1 : 1 + len(shown)] == shown
    follow(page, "Cakupan")
    follow(page, "Kalau dihentikan")
    see("cakupan-berhenti")


def set_target(page: Page, see: Look) -> None:
    """A number of workers with its source and year makes a share of all workers possible."""
    follow(page, "Cakupan")
    follow(page, "Target dan jumlah pekerja")
    follow(page, "Catat jumlah pekerja")
    press(page, "Simpan")
    expect(page.get_by_role("alert")).to_be_visible()
    see("cakupan-pekerja-kosong")
    pick(page, "Wilayah", "Kabupaten Bone Bolango")
    write(page, "Jumlah pekerja", "90000")
    write(page, "Tahun sumber", str(TODAY.year - 1))
    write(page, "Sumber", "Sakernas, angka contoh")
    press(page, "Simpan")
    reads(page, "90.000", "Sakernas, angka contoh")
    see("cakupan-target")


def read_budget(page: Page, see: Look) -> None:
    follow(page, "Cakupan")
    follow(page, "Anggaran iuran")
    see("cakupan-anggaran")
