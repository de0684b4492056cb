"""What a head of section does at a month's end, and when a death becomes known too late."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from savings_app.words.formats import month_long
from tests.browser.hands import (
    Look,
    choose,
    follow,
    headed,
    press,
    reads,
    reads_not,
    write,
    write_date,
)
from tests.browser.impor import search
from tests.browser.story import TODAY

LAST_MONTH = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)


def named(month: date) -> str:
    """As a heading writes it."""
    return month_long(month)


def open_month(page: Page, month: date) -> None:
    follow(page, "Ikhtisar")
    follow(page, "Laporan bulan")
    if month.year != TODAY.year:
        follow(page, str(month.year))
    follow(page, named(month))
    headed(page, f"Laporan {named(month)}")


def died(page: Page) -> int:
    """How many the report says died in its month."""
    figure = page.locator(".big").filter(has_text="Meninggal bulan ini").locator("strong")
    return int(figure.inner_text())


def close_month(page: Page, see: Look) -> int:
    """What is still open first; then the month is closed. Returns its deaths."""
    open_month(page, LAST_MONTH)
    reads(page, "Bulan ini masih terbuka")
    see("bulan-terbuka")
    deaths = died(page)
    follow(page, "Tutup bulan ini")
    reads(page, "Yang masih terbuka sekarang", "Klaim yang lewat batas bayar")
    see("bulan-tutup")
    press(page, "Tutup bulan ini")
    reads(page, f"Bulan {named(LAST_MONTH)} ditutup.", "Sidik angka")
    see("bulan-ditutup")
    return deaths


def record_late_death(page: Page, name: str) -> None:
    """Somebody who died last month becomes known only now."""
    search(page, name)
    follow(page, name)
    follow(page, "Buka urusan santunan")
    write_date(page, "Tanggal meninggal", LAST_MONTH + timedelta(days=3))
    choose(page, "Meninggal karena apa?", "Jaminan Kematian (JKM)")
    write(page, "Nama pelapor", "Ramla Uji")
    write(page, "Hubungan pelapor dengan almarhum", "tetangga")
    press(page, "Buka urusan santunan")
    reads(page, "Urusan santunan dibuka")


def read_month_again(page: Page, deaths: int, see: Look) -> None:
    """The closed month is as it was; the death stands in the month it was recorded."""
    open_month(page, LAST_MONTH)
    assert died(page) == deaths
    reads(page, "Terjadi bulan ini, tetapi tercatat sesudah ditutup")
    see("bulan-ditutup-lalu-terlambat")
    open_month(page, TODAY)
    reads(page, "Tercatat terlambat pada bulan ini", f"terjadi bulan {named(LAST_MONTH)}")
    see("bulan-berjalan")


def take_report(page: Page) -> None:
    """Two files: one to keep, one without small counts for others."""
    open_month(page, LAST_MONTH)
    for link in (re.compile(r"^XLSX$"), re.compile(r"^XLSX untuk luar$")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert download.value.suggested_filename.startswith(f"laporan-bulan-{LAST_MONTH:%Y-%m}")


def reopen_month(page: Page, see: Look) -> None:
    """Only with a reason; what it was stays to be read."""
    open_month(page, LAST_MONTH)
    follow(page, "Buka kembali bulan ini")
    press(page, "Buka kembali bulan ini")
    expect(page.get_by_role("alert")).to_be_visible()
    see("bulan-buka-tanpa-alasan")
    write(page, "Mengapa bulan ini dibuka kembali", "Satu kematian tertinggal")
    press(page, "Buka kembali bulan ini")
    reads(page, "Bulan ini masih terbuka", "Satu kematian tertinggal")
    follow(page, "Ke-1", exact=False)
    reads(page, "sudah dibuka kembali")
    reads_not(page, "Tutup bulan ini")
    see("bulan-penutupan-lama")
