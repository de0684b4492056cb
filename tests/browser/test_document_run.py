"""Letters for all families at once, through the pages alone: counted, begun, made, taken along."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import dinas
from tests.browser.hands import Look, follow, headed, pick, press, reads
from tests.browser.server import Server

LETTER = "Surat hak keluarga"
PATIENCE = 60  # times the page is looked at again; it waits two seconds for the worker each time


@pytest.fixture
def page(desk: BrowserContext) -> Page:
    return desk.new_page()


@pytest.fixture
def see(page: Page, check_page: Callable[[Page, str], None]) -> Look:
    return lambda name: check_page(page, f"massal-{name}")


def test_all_letters_of_a_kind_are_counted_made_and_taken_along(
    page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    dinas.sign_in(page, server.url, server.user("supervisor"))
    follow(page, "Santunan")
    follow(page, "Cetak surat untuk banyak keluarga sekaligus")
    follow(page, "Mulai cetak massal")
    pick(page, "Surat apa", LETTER)
    see("baru")
    press(page, "Lanjut: lihat berapa")
    headed(page, "Periksa sebelum mulai")
    see("periksa")
    press(page, "Mulai cetak massal")
    reads(page, "Cetak massal dimulai.")
    wait_for(page, "Unduh semua (ZIP)", while_there="Jeda")
    see("selesai")

    numbers = take_all(page, tmp_path / "semua.zip")
    press(page, "Susun untuk dicetak")
    wait_for(page, "Bagian 1")
    see("bagian")
    with page.expect_download() as taking:
        page.get_by_role("link", name="Bagian 1", exact=True).click()
    with pikepdf.open(taking.value.path()) as printed:
        assert len(printed.pages) >= len(numbers)


def wait_for(page: Page, link: str, *, while_there: str = "") -> None:
    """Look again until the worker has brought this about."""
    for _look in range(PATIENCE):
        page.reload()
        works_still = while_there and page.get_by_role("button", name=while_there).count()
        if page.get_by_role("link", name=link, exact=True).count() and not works_still:
            return
    expect(page.get_by_role("link", name=link, exact=True)).to_be_visible()


def take_all(page: Page, path: Path) -> list[str]:
    """One PDF a family, in folders by kecamatan and desa, and a list that names nobody."""
    with page.expect_download() as taking:
        page.get_by_role("link", name="Unduh semua (ZIP)").click()
    taking.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
        (listed,) = [name for name in archive.namelist() if name.endswith(".csv")]
        rows = list(csv.reader(io.StringIO(archive.read(listed).decode("utf-8-sig"))))
        assert all(archive.read(name).startswith(b"%PDF-") for name in names)
    assert names
    assert all(name.count("/") == 2 for name in names), names
    assert len(rows) > len(names)
    return names
