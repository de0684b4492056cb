"""A caseworker's day: what waits, a death that becomes known, its papers, and a colleague."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.hands import (
    Look,
    choose,
    follow,
    headed,
    pick,
    press,
    reads,
    write,
    write_date,
)
from tests.browser.story import TODAY, Person
from tests.scans import photo

DIED_ON = TODAY - timedelta(days=2)


def read_queue(page: Page, see: Look) -> None:
    """Whose turn it is, on the first page and in the queue."""
    headed(page, "Pekerjaan hari ini")
    see("hari-beranda")
    follow(page, "Pekerjaan")
    headed(page, "Pekerjaan: giliran siapa")
    see("hari-pekerjaan")


def record_death(page: Page, person: Person, see: Look) -> None:
    """Written down with the NIK from the desa's book, and found in the registry at once."""
    follow(page, "Peserta")
    follow(page, "Kematian, belum ada urusan")
    follow(page, "Catat kematian")
    press(page, "Simpan")
    expect(page.get_by_role("alert")).to_be_visible()
    see("hari-kematian-kosong")
    choose(page, "Dari mana diketahui?", "Buku desa")
    write(page, "Nama lengkap", person.full_name)
    write_date(page, "Tanggal meninggal", DIED_ON)
    pick(page, "Desa atau kelurahan", "Panggulo, Suwawa Timur")
    write(page, "NIK", person.nik)
    press(page, "Simpan")
    headed(page, person.full_name)
    reads(page, "Pasti: NIK dan namanya sama")
    see("hari-kematian")


def open_case(page: Page, see: Look) -> None:
    """From the notice, which has told the day already."""
    follow(page, "Buka urusan santunan")
    see("hari-buka-urusan")
    write_date(page, "Tanggal meninggal", DIED_ON)
    choose(page, "Meninggal karena apa?", "Jaminan Kematian (JKM)")
    write(page, "Nama pelapor", "Ramla Uji")
    write(page, "Hubungan pelapor dengan almarhum", "tetangga")
    press(page, "Buka urusan santunan")
    reads(page, "Urusan santunan dibuka")


def add_spouse(page: Page, person: Person) -> None:
    follow(page, "Tambah ahli waris")
    write(page, "Nama lengkap sesuai KTP", person.full_name)
    pick(page, "Hubungan dengan almarhum", "Suami atau istri")
    choose(page, "Apakah orang ini menerima santunan?", "Ya, penerima")
    write_date(page, "Tanggal lahir", person.born_on)
    write(page, "NIK", person.nik)
    press(page, "Simpan")
    reads(page, f"{person.full_name} dicatat.")


def upload_paper(page: Page, see: Look) -> None:
    """A photo of the family card; the paper is there from then on."""
    follow(page, "Lanjut ke berkas syarat")
    follow(page, "Ubah Kartu keluarga (KK)")
    choose(page, "Keadaan berkas", "Sudah ada")
    write_date(page, "Tanggal diterima", TODAY)
    page.get_by_label("Foto atau PDF").set_input_files(
        {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    press(page, "Simpan")
    reads(page, "Berkas dicatat.", "Lihat foto 1")
    see("hari-berkas")


def read_claim_sheet(page: Page, person: Person, folder: Path, see: Look) -> None:
    """The lines of Lapak Asik in their order, and everything in one ZIP."""
    to_case(page)
    follow(page, "Lembar klaim")
    reads(page, person.full_name, person.nik, "5. Lampiran", "1 foto atau PDF")
    see("hari-lembar-klaim")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh ZIP").click()
    path = folder / "klaim.zip"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"PK")


def write_note(page: Page, see: Look) -> None:
    to_case(page)
    follow(page, "Catatan petugas")
    press(page, "Simpan catatan")
    expect(page.get_by_role("alert")).to_be_visible()
    write(page, "Catatan", "KK asli dikembalikan; akta menyusul hari Senin.")
    press(page, "Simpan catatan")
    reads(page, "Catatan disimpan.", "akta menyusul hari Senin")
    see("hari-catatan")


def hand_over(page: Page, see: Look) -> str:
    """To the first colleague there is, who is told why. Returns the colleague's name."""
    to_case(page)
    follow(page, "Petugas")
    see("hari-petugas")
    colleague = page.get_by_label("Kepada siapa")
    name = colleague.locator("option").nth(1).inner_text()
    colleague.select_option(index=1)
    write(page, "Mengapa, dan apa yang perlu diketahui", "Saya bertugas di Bone pekan depan.")
    press(page, "Serahkan")
    reads(page, "Petugas urusan ini sudah diganti.", name)
    see("hari-diserahkan")
    return name


def to_case(page: Page) -> None:
    """Back over the page's own link, as long as it leads up."""
    while not page.get_by_role("heading", name="Yang sudah terjadi").is_visible():
        with page.expect_navigation():
            page.locator(".back a, a.back").first.click()
