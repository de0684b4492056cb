"""The caseworker's desk, through the pages alone: a day, a month's end, a file that is wrong.

Each journey makes its own people, so they can run in any order beside the main job.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import acara, bulan, desa, dinas, hari, impor, kabar
from tests.browser.hands import Look, choose, follow, press, reads, reads_not, write
from tests.browser.server import Server
from tests.browser.story import Person

Check = Callable[[Page, str], None]
GOOD = ("Hasna Uji Panggulo", "7503115203809111", "20000009111", "12/03/1980", "P")
TWIN = ("Rusli Uji Panggulo", "7503110504759222", "20000009222", "05/04/1975", "L")
LATE = ("Salma Uji Terlambat", "7503115506709333", "20000009333", "15/06/1970", "P")


REPORTED = ("Umar Uji Kabar", "7503110203659123", "20000009123", "02/03/1965", "L")
LISTED = (
    ("Aisa Uji Daftar", "7503115107809131", "20000009131", "11/07/1980", "P"),
    ("Bahar Uji Daftar", "7503110908799132", "20000009132", "09/08/1979", "L"),
)
FOUND = Person("Hamsah Uji Harian", "7503111209689777", date(1968, 9, 12))
WIDOW = Person("Marni Uji Harian", "7503115403709888", date(1970, 3, 14))


@pytest.fixture
def page(desk: BrowserContext) -> Page:
    return desk.new_page()


@pytest.fixture
def see(page: Page, check_page: Check) -> Look:
    return lambda name: check_page(page, f"desk-{name}")


def test_a_caseworkers_day_from_what_waits_to_a_colleague(
    page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    known = (FOUND.full_name, FOUND.nik, "20000009777", "12/09/1968", "L")
    impor.hand_in(page, "Daftar peserta", impor.people(known), "Desa Panggulo")
    impor.apply(page, 1)
    follow(page, "Beranda")
    hari.read_queue(page, see)
    hari.record_death(page, FOUND, see)
    hari.open_case(page, see)
    hari.add_spouse(page, WIDOW)
    hari.upload_paper(page, see)
    hari.read_claim_sheet(page, WIDOW, tmp_path, see)
    hari.write_note(page, see)
    colleague = hari.hand_over(page, see)
    expect(page.locator("body")).to_contain_text(colleague)


def test_a_month_is_closed_and_a_death_known_too_late_does_not_change_it(
    page: Page, see: Look, server: Server
) -> None:
    dinas.sign_in(page, server.url, server.user("supervisor"))
    impor.hand_in(page, "Daftar peserta", impor.people(LATE), "Desa Panggulo")
    impor.apply(page, 1)
    paid = impor.payments(bulan.LAST_MONTH, LATE[:3])
    impor.hand_in(page, "Daftar iuran bulanan", paid, "BPJS cabang Gorontalo")
    see("impor-iuran")
    impor.apply(page, 1)
    deaths = bulan.close_month(page, see)
    bulan.record_late_death(page, LATE[0])
    bulan.read_month_again(page, deaths, see)
    bulan.take_report(page)
    bulan.reopen_month(page, see)
    expect(page.locator("body")).to_contain_text("sudah dibuka kembali")


def test_an_import_that_goes_wrong_is_refused_by_name_mended_and_taken_back(
    page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    destroyed = ("Nurdin Uji Panggulo", "7,5E+15", "20000009444", "01/02/1981", "L")
    impossible = ("Yusna Uji Panggulo", "7503114102829555", "20000009555", "30/02/1982", "P")
    doubled = ("Idris Uji Panggulo", "7503110107859666", GOOD[2], "01/07/1985", "L")
    data = impor.people(GOOD, destroyed, impossible, doubled, TWIN)
    impor.hand_in(page, "Daftar peserta", data, "Desa Panggulo")
    reads(
        page,
        "Menunggu Anda",
        "Nomor ini dipendekkan oleh lembar kerja",
        "Tanggal ini tidak ada.",
        "KPJ ini sudah dipakai orang lain di baris",
    )
    reads_not(page, GOOD[1])  # numbers stand masked on the page
    see("impor-salah")
    back = impor.refused_rows(page, tmp_path)
    assert {row[1] for row in back[1:]} >= {destroyed[0], impossible[0], doubled[0]}
    press(page, "Batalkan")
    reads(page, "Impor dibatalkan. Tidak ada yang ditulis darinya.")
    impor.search(page, GOOD[0])
    reads(page, "Tidak ada yang cocok")

    mended = [
        (destroyed[0], "7503110102819444", *destroyed[2:]),
        (*impossible[:3], "01/02/1982", "P"),
        (*doubled[:2], "20000009666", *doubled[3:]),
    ]
    impor.hand_in(page, "Daftar peserta", impor.people(GOOD, *mended, TWIN), "Desa Panggulo")
    reads_not(page, "Nomor ini dipendekkan oleh lembar kerja")
    impor.apply(page, 5)
    see("impor-diterapkan")
    batch = page.url
    impor.search(page, "Uji Panggulo")
    reads(page, "5 orang ditemukan", GOOD[0], TWIN[0])
    see("cari-peserta-hasil")

    page.goto(batch)
    impor.take_back(page, "Daftar desa tahun lalu", see)
    see("impor-ditarik")
    impor.search(page, "Uji Panggulo")
    reads(page, "Tidak ada yang cocok")


def test_a_name_behind_a_case_is_corrected_by_two_people(
    page: Page, see: Look, server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    follow(page, "Santunan")
    row = page.get_by_role("row").nth(1)
    deceased = row.get_by_role("cell").first.inner_text().splitlines()[0].strip()
    impor.search(page, deceased)
    follow(page, deceased)
    follow(page, "Ajukan perbaikan data")
    write(page, "Nama lengkap sesuai KTP", f"{deceased} Perbaikan")
    press(page, "Ajukan perbaikan")
    expect(page.get_by_role("alert")).to_be_visible()
    see("perbaikan-tanpa-bukti")
    write(page, "Di mana data yang benar tertulis", "KTP, dibawa keluarga")
    write(page, "Mengapa keliru", "Nama belakang tertinggal")
    press(page, "Ajukan perbaikan")
    reads(page, "Perbaikan diajukan", "Tarik perbaikan ini", "ikut diperbaiki")
    see("perbaikan-diajukan")

    other = new_context(viewport={"width": 360, "height": 640}).new_page()
    dinas.sign_in(other, server.url, server.user("supervisor"))
    follow(other, "Peserta")
    follow(other, "Perbaikan data")
    follow(other, deceased)
    choose(other, "Keputusan Anda", "Setuju, data baru berlaku")
    press(other, "Simpan keputusan")
    reads(other, "Keputusan dicatat.", "Disetujui")

    follow(page, "Buka urusan santunan")
    reads(page, f"{deceased} Perbaikan", "Perbaikan data disetujui")


def test_a_death_reported_by_anyone_is_found_and_answered_by_a_caseworker(
    page: Page,
    see: Look,
    server: Server,
    new_context: Callable[..., BrowserContext],
    check_page: Check,
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    impor.hand_in(page, "Daftar peserta", impor.people(REPORTED), "Desa Panggulo")
    impor.apply(page, 1)
    visitor = new_context(viewport={"width": 360, "height": 640}).new_page()
    name = REPORTED[0]
    reference = kabar.report_death(
        visitor, server.url, name, lambda shown: check_page(visitor, f"phone-{shown}")
    )
    kabar.read_report(page, name, reference, see)
    kabar.make_sure(page, name, see)
    kabar.answer_family(page, see)


def test_papers_are_handed_over_before_witnesses(
    page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    acara.open_case(page, server.cases[-1])
    acara.plan_hand_over(page, see)
    acara.hold_hand_over(page, see)
    minutes = acara.take_minutes(page, tmp_path, see)
    assert all(witness in minutes for witness, _role in acara.WITNESSES)


def test_somebody_else_asks_again_and_a_no_becomes_a_complaint(
    page: Page, see: Look, server: Server
) -> None:
    dinas.sign_in(page, server.url, server.user("supervisor"))
    number = acara.ask_again(page, see)
    acara.find_complaint(page, number, see)
    expect(page.locator("body")).to_contain_text(number)


def test_a_desas_list_goes_out_comes_back_and_leaves_for_bpjs(
    page: Page,
    see: Look,
    server: Server,
    tmp_path: Path,
    new_context: Callable[..., BrowserContext],
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    impor.hand_in(page, "Daftar peserta", impor.people(*LISTED), "Desa Panggulo")
    impor.apply(page, 2)
    desa.make_list(page, "Panggulo, Suwawa Timur", see)
    taken = desa.take_list(page, tmp_path)
    assert {person[1] for person in LISTED} <= {cell for row in taken for cell in row}
    desa.key_in(page, LISTED[0][0], see)
    address = desa.submit(page, see)
    other = new_context(viewport={"width": 1280, "height": 900}).new_page()
    dinas.sign_in(other, server.url, server.user("supervisor"))
    other.goto(address)
    desa.approve(other)
    page.reload()
    desa.approve(page)
    told = desa.take_bpjs_file(page, tmp_path, see)
    assert LISTED[0][1] in {cell for row in told for cell in row}
    assert LISTED[1][1] not in {cell for row in told for cell in row}


def test_coverage_is_read_by_desa_and_a_number_of_workers_gets_its_source(
    page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    dinas.sign_in(page, server.url, server.user("supervisor"))
    desa.read_coverage(page, tmp_path, see)
    desa.set_target(page, see)
    desa.read_budget(page, see)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anggaran iuran")
