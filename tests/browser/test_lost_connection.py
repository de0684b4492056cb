"""What a family writes into its plan outlives a lost connection and a closed browser."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import keluarga
from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.hands import follow, headed, press, reads, write
from tests.browser.line import Line, line_to
from tests.browser.server import Server

Check = Callable[[Page, str], None]
WORD = "perahu kuning"


@pytest.fixture(scope="module")
def family(other_server: Server, chromium: Browser) -> dict[str, str]:
    """A family with its kata masuk that has begun a plan and answered nothing yet."""
    one = other_server.families[1]
    context = chromium.new_context(locale="id-ID")
    page = context.new_page()
    keluarga.enter_first(page, other_server.url, one, WORD)
    page.goto(f"{other_server.url}/family/plan/")
    press(page, "Mulai")
    context.close()
    return one


@pytest.fixture
def line(other_server: Server) -> Iterator[Line]:
    with line_to(other_server.url) as line:
        yield line


def kept(page: Page) -> list[str]:
    """What the browser still keeps of the family's writing."""
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return names


def knock(page: Page, url: str, family: dict[str, str]) -> None:
    keluarga.enter(page, url, family, WORD)


def answers_recorded(server: Server) -> int:
    """How often the trail says that a question of a plan was answered."""
    database = Path(server.environment["SAVINGS_APP_DATA"]) / "savings.sqlite3"
    with closing(sqlite3.connect(database)) as opened:
        asked = "SELECT count(*) FROM audit_event WHERE action = 'plan:answer'"
        count: int = opened.execute(asked).fetchone()[0]
        return count


@contextmanager
def browser_of_a_phone(chromium: Browser, home: Path) -> Iterator[BrowserContext]:
    """A browser that is closed and opened again, with all it keeps in its own folder."""
    context = chromium.browser_type.launch_persistent_context(
        str(home),
        executable_path=chromium_path(),
        args=[*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS,
        viewport={"width": 360, "height": 640},
        is_mobile=True,
        has_touch=True,
        locale="id-ID",
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


def is_ready_for_no_connection(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def write_household(page: Page, members: str, children: str) -> None:
    write(page, "Jumlah orang", members)
    write(page, "Dari mereka, anak yang masih sekolah", children)


def test_an_answer_outlives_the_connection_and_the_browser_and_is_sent_once(
    other_server: Server,
    family: dict[str, str],
    chromium: Browser,
    tmp_path: Path,
    check_page: Check,
    line: Line,
) -> None:
    before = answers_recorded(other_server)
    with browser_of_a_phone(chromium, tmp_path / "phone") as context:
        page = context.new_page()
        knock(page, line.url, family)
        page.goto(f"{line.url}/family/plan/household")
        is_ready_for_no_connection(page)
        write_household(page, "5", "2")
        line.cut()
        context.set_offline(True)  # for the browser's own word that it has no connection
        expect(page.get_by_text("Tidak ada sambungan.", exact=False)).to_be_visible()
        check_page(page, "phone-tanpa-sinyal-menulis")
        press(page, "Lanjut", exact=False)
        headed(page, "Tidak ada sambungan internet")
        reads(page, "Isian Anda tersimpan di HP ini")
        check_page(page, "phone-tanpa-sinyal")
        assert answers_recorded(other_server) == before
    line.mend()
    with browser_of_a_phone(chromium, tmp_path / "phone") as context:
        page = context.new_page()
        knock(page, line.url, family)
        reads(page, "Ada isian yang belum terkirim")
        check_page(page, "phone-belum-terkirim")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.goto(f"{line.url}/family/plan/")
        headed(page, "Adakah yang harus dibayar lebih dulu?")
        page.goto(f"{line.url}/family/plan/household")
        expect(page.get_by_label("Jumlah orang")).to_have_value("5")
        assert kept(page) == []
    assert answers_recorded(other_server) == before + 1


def test_an_answer_whose_reply_was_lost_is_kept_once(
    other_server: Server,
    family: dict[str, str],
    new_context: Callable[..., BrowserContext],
    line: Line,
) -> None:
    page = new_context().new_page()
    knock(page, line.url, family)
    page.goto(f"{line.url}/family/plan/household")
    is_ready_for_no_connection(page)
    before = answers_recorded(other_server)
    write_household(page, "6", "3")
    line.lose_replies()
    press(page, "Lanjut", exact=False)
    headed(page, "Tidak ada sambungan internet")
    assert answers_recorded(other_server) == before + 1
    line.mend()
    follow(page, "Coba lagi")
    headed(page, "Adakah yang harus dibayar lebih dulu?")
    assert kept(page) == []
    assert answers_recorded(other_server) == before + 1


def test_what_was_typed_and_not_sent_is_there_again_and_goes_at_sign_out(
    other_server: Server, family: dict[str, str], new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    knock(page, other_server.url, family)
    page.goto(f"{other_server.url}/family/plan/household")
    write_household(page, "7", "3")
    page.goto(f"{other_server.url}/family/")
    page.goto(f"{other_server.url}/family/plan/household")
    reads(page, "Yang Anda tulis tadi dan belum terkirim ada di sini lagi.")
    expect(page.get_by_label("Jumlah orang")).to_have_value("7")
    press(page, "Keluar")
    assert kept(page) == []


def test_an_answer_that_was_refused_does_not_call_back_from_another_question(
    other_server: Server, family: dict[str, str], new_context: Callable[..., BrowserContext]
) -> None:
    """Too much is written; the family goes to another question to take something away there."""
    page = new_context().new_page()
    knock(page, other_server.url, family)
    url = f"{other_server.url}/family/plan"
    page.goto(f"{url}/household")
    write_household(page, "4", "2")
    press(page, "Lanjut", exact=False)
    write(page, "Kepada siapa", "warung")
    write(page, "Sisa utang", "990000000")
    press(page, "Lanjut", exact=False)
    expect(page.get_by_role("alert")).to_contain_text("Kurangi salah satu")
    follow(page, "Kembali")
    headed(page, "Siapa saja yang hidup dari uang ini?")
    page.wait_for_timeout(1_000)  # long enough to be sent again, were it taken as unsent
    headed(page, "Siapa saja yang hidup dari uang ini?")
    page.goto(f"{url}/needs")
    reads(page, "Yang Anda tulis tadi dan belum terkirim ada di sini lagi.")
    expect(page.get_by_label("Sisa utang")).to_have_value("990000000")
    press(page, "Keluar")
    assert kept(page) == []


def test_back_to_a_page_with_a_sentence_is_the_question_and_no_lost_connection(
    other_server: Server, family: dict[str, str], new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    knock(page, other_server.url, family)
    page.goto(f"{other_server.url}/family/plan/household")
    is_ready_for_no_connection(page)
    write_household(page, "3", "9")
    press(page, "Lanjut", exact=False)
    reads(page, "Anak yang sekolah paling banyak 3")
    write_household(page, "9", "3")
    press(page, "Lanjut", exact=False)
    headed(page, "Adakah yang harus dibayar lebih dulu?")
    page.go_back()
    headed(page, "Siapa saja yang hidup dari uang ini?")
    expect(page.get_by_label("Jumlah orang")).to_have_value("9")


def test_two_people_who_change_one_answer_are_shown_both(
    other_server: Server,
    family: dict[str, str],
    new_context: Callable[..., BrowserContext],
    check_page: Check,
) -> None:
    sister, brother = new_context().new_page(), new_context().new_page()
    for page in (sister, brother):
        knock(page, other_server.url, family)
        page.goto(f"{other_server.url}/family/plan/household")
    write_household(sister, "4", "1")
    press(sister, "Lanjut", exact=False)
    write_household(brother, "8", "1")
    press(brother, "Lanjut", exact=False)
    reads(brother, "Dua orang mengisi halaman ini")
    expect(brother.get_by_role("row", name="Jumlah orang")).to_contain_text("8")
    expect(brother.get_by_role("row", name="Jumlah orang")).to_contain_text("4")
    check_page(brother, "desk-dua-orang")
    press(brother, "Pakai tulisan saya")
    headed(brother, "Adakah yang harus dibayar lebih dulu?")
    sister.goto(f"{other_server.url}/family/plan/household")
    expect(sister.get_by_label("Jumlah orang")).to_have_value("8")


def test_the_service_can_be_put_on_the_first_screen_of_a_telephone(
    other_server: Server, family: dict[str, str], new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    page = context.new_page()
    knock(page, other_server.url, family)
    is_ready_for_no_connection(page)
    asked = context.new_cdp_session(page)
    hindrances = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A private window installs nothing; that is the one hindrance of a test.
    assert [one["errorId"] for one in hindrances if one["errorId"] != "in-incognito"] == []
    text = page.request.get(f"{other_server.url}/manifest.webmanifest").json()
    assert "santunan" not in json.dumps(text).lower()
