"""Where people go beside the straight way: together, in two tabs, to a stranger's page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import dinas, keluarga
from tests.browser.hands import follow, headed, press, reads, write, write_date
from tests.browser.server import Server
from tests.browser.story import TODAY

Check = Callable[[Page, str], None]
# What hardly a sentence of Indonesian is without.
INDONESIAN = re.compile(r"\b(?:anda|atau|belum|bila|dan|dari|tidak|untuk|yang)\b", re.IGNORECASE)


def open_first_case(page: Page, server: Server) -> None:
    """The first family of the sample data."""
    dinas.sign_in(page, server.url, server.user("caseworker"))
    follow(page, "Santunan")
    write(page, "Nama atau nomor", server.cases[0])
    press(page, "Saring")
    follow(page, server.cases[0])


@pytest.mark.parametrize("window", ["desk", "phone"])
def test_anybody_reads_the_rights_and_the_way_to_complain(
    window: str, request: pytest.FixtureRequest, server: Server, check_page: Check
) -> None:
    page: Page = request.getfixturevalue(window).new_page()
    for path, name in (
        ("/", "umum-depan"),
        ("/rights", "umum-hak"),
        ("/complaints", "umum-melapor"),
        ("/staff/sign-in", "umum-masuk-petugas"),
        ("/tidak-ada", "umum-tidak-ada"),
    ):
        page.goto(server.url + path)
        check_page(page, f"{window}-{name}")


def test_a_page_says_which_language_it_speaks(phone: BrowserContext, server: Server) -> None:
    page = phone.new_page()
    page.goto(f"{server.url}/rights")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    follow(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/rights")
    follow(page, "Bahasa Indonesia")
    expect(page.locator("html")).to_have_attribute("lang", "id")


def test_a_family_reads_its_pages_in_english(
    phone: BrowserContext, server: Server, check_page: Check
) -> None:
    """Names, places and the law's own words stay; sentences do not."""
    page = phone.new_page()
    come_in(page, server, server.families[1])
    follow(page, "English")
    for path in ("", "benefit/", "papers", "plan/", "consents/", "pledges/", "pledges/new"):
        _read_english(page, f"{server.url}/family/{path}", check_page)
    for path in ("savings/", "documents/", "receipt/", "complaints/", "word/"):
        _read_english(page, f"{server.url}/family/{path}", check_page)
    for path in ("", "rights", "complaints", "verify", "sign-in"):
        _read_english(page, f"{server.url}/{path}", check_page)


def _read_english(page: Page, address: str, check_page: Check) -> None:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    left = INDONESIAN.findall(page.locator("body").inner_text())
    assert left == [], f"{address} in English: {left}"
    path = address.split("/", 3)[3].strip("/").replace("/", "-")
    check_page(page, f"phone-english-{path or 'front'}")


def test_what_is_done_with_staff_is_marked_printed_and_signed(
    desk: BrowserContext, server: Server, check_page: Check
) -> None:
    page = desk.new_page()
    open_first_case(page, server)
    press(page, "Dampingi", exact=False)
    reads(page, "Didampingi oleh", "Semua langkah dicatat sebagai didampingi.")
    check_page(page, "desk-didampingi")
    follow(page, "Persetujuan Anda")
    reads(page, "Pilihan ini tidak ditanyakan selama petugas mendampingi.")
    reminders = keluarga.card(page, "Pesan pengingat")
    press(reminders, "Cabut", exact=False)
    press(reminders, "Ya")
    check_page(page, "desk-didampingi-persetujuan")
    follow(page, "Ke beranda")
    follow(page, "Laporan Anda dan jawabannya")
    page.get_by_label("Tentang petugas", exact=True).check()
    write(page, "Apa yang terjadi?", "Ia duduk di sebelah saya.")
    press(page, "Kirim laporan")
    expect(page.get_by_role("alert")).to_contain_text("tidak dapat dibuat saat petugas mendampingi")
    check_page(page, "desk-didampingi-laporan-petugas")
    press(page, "Akhiri pendampingan")
    headed(page, "Yang dikerjakan bersama petugas")
    reads(page, "Memberi persetujuan: Pesan pengingat", "Tanda tangan atau cap jempol")
    page.emulate_media(media="print")
    check_page(page, "desk-pendampingan-cetak")
    page.emulate_media(media="screen")
    press(page, "Catat tanda tangan")
    expect(page.get_by_role("alert")).to_be_visible()
    check_page(page, "desk-pendampingan")
    write_date(page, "Kapan halaman ini ditandatangani", TODAY)
    press(page, "Catat tanda tangan")
    reads(page, "Tanda tangan dicatat.")
    page.goto(f"{server.url}/family/")
    headed(page, "Halaman ini bukan untuk Anda")
    check_page(page, "desk-keluarga-tanpa-izin")


def test_of_two_tabs_the_second_is_told_what_the_first_did(
    desk: BrowserContext, server: Server, check_page: Check
) -> None:
    first, second = desk.new_page(), desk.new_page()
    open_first_case(first, server)
    follow(first, "Ahli waris dan penerima")
    follow(first, "Ubah", exact=False)
    second.goto(first.url)
    write(first, "Nomor telepon", "0800 000 0002")
    press(first, "Simpan")
    reads(first, "Perubahan disimpan.")
    write(second, "Nomor telepon", "0800 000 0003")
    press(second, "Simpan")
    reads(second, "Data ini baru saja diubah orang lain.")
    check_page(second, "desk-dua-tab")
    follow(first, "Ubah", exact=False)
    check_page(first, "desk-ubah-ahli-waris")


def test_a_strangers_case_is_the_page_that_is_not_there(
    new_context: Callable[..., BrowserContext], server: Server, check_page: Check
) -> None:
    page = new_context().new_page()
    open_first_case(page, server)
    address = page.url
    page.goto(f"{server.url}/government/cases/{uuid4()}")
    headed(page, "Halaman tidak ditemukan")
    nowhere = page.get_by_role("main").inner_text()
    check_page(page, "desk-tidak-ada")
    made = server.command(
        *("user", "add", "jauh@contoh.invalid", "--role", "caseworker"),
        *("--region", "75.03.18", "--json"),
    )
    stranger = new_context().new_page()
    dinas.sign_in(stranger, server.url, json.loads(made))
    stranger.goto(address)
    assert stranger.get_by_role("main").inner_text() == nowhere
    officer = new_context().new_page()
    dinas.sign_in(officer, server.url, server.user("bank_officer"))
    officer.goto(address)
    headed(officer, "bukan untuk Anda")
    check_page(officer, "desk-bukan-untuk-bank")


def test_a_family_changes_its_mind_as_often_as_it_likes(
    phone: BrowserContext, server: Server, check_page: Check
) -> None:
    """The first family of the sample data: its plan is finished and it has a pledge."""
    page = phone.new_page()
    come_in(page, server, server.families[0])
    check_page(page, "phone-semua-selesai")
    follow(page, "Rencana untuk uang ini")
    press(page, "Ubah rencana")
    press(page, "Belum sekarang", exact=False)
    reads(page, "Baik, belum sekarang.")
    check_page(page, "phone-rencana-belum-sekarang")
    page.goto(f"{server.url}/family/pledges/")
    follow(page, "Ubah", exact=False)
    check_page(page, "phone-niat-ubah")
    page.go_back()
    follow(page, "Batalkan", exact=False)
    check_page(page, "phone-niat-batalkan")
    press(page, "Ya, batalkan")
    reads(page, "Niat itu sudah dibatalkan.")
    page.goto(f"{server.url}/family/savings/")
    check_page(page, "phone-simpanan-sesudah-batal")
    page.goto(f"{server.url}/family/receipt/missing")
    press(page, "Kirim laporan")
    check_page(page, "phone-ada-yang-kurang")


def test_the_dinas_pages_beside_the_way(
    phone: BrowserContext, server: Server, check_page: Check
) -> None:
    page = phone.new_page()
    open_first_case(page, server)
    check_page(page, "phone-urusan-selesai")
    case = page.url
    for name, link in (("sengketa", "Catat sengketa"), ("tambah-waris", "Tambah ahli waris")):
        page.goto(f"{case}/heirs/")
        follow(page, link)
        check_page(page, f"phone-{name}")
    for name, link in (("dokumen", "Dokumen"), ("surat-akses-lama", "Surat akses")):
        page.goto(case)
        follow(page, link)
        check_page(page, f"phone-{name}")
    follow(page, "Ganti dengan surat baru")
    check_page(page, "phone-ganti-surat")
    for path, name in (
        ("cases/", "daftar"),
        ("cases/?stage=paid&turn=supervisor", "daftar-kosong"),
        ("visits/", "pendampingan"),
        ("complaints/?state=dijawab", "laporan-dijawab-kosong"),
    ):
        page.goto(f"{server.url}/government/{path}")
        check_page(page, f"phone-{name}")
    page.goto(f"{server.url}/staff/password")
    press(page, "Ganti kata sandi")
    check_page(page, "phone-kata-sandi")


def test_the_bank_pages_beside_the_way(
    phone: BrowserContext, server: Server, check_page: Check
) -> None:
    page = phone.new_page()
    dinas.sign_in(page, server.url, server.user("bank_officer"))
    paths = ("", "names/", "answers/", "answers/given", "answers/days", "files/", "files/shapes")
    lines = ("matches/", "matches/matched", "matches/sure", "exceptions/", "missing/", "quiet/")
    for path in (*paths, *lines, "pulls/", "mismatches/"):
        page.goto(f"{server.url}/bank/{path}")
        check_page(page, f"phone-bank-{path.strip('/').replace('/', '-') or 'awal'}")
    page.goto(f"{server.url}/bank/answers/given")
    follow(page, "Perbaiki", exact=False)
    press(page, "Simpan perbaikan")
    check_page(page, "phone-bank-perbaiki")


def come_in(page: Page, server: Server, family: dict[str, str]) -> None:
    keluarga.enter_first(page, server.url, family, "kebun kelapa")
