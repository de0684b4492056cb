"""A page is heard: a recording is loaded on the tap and plays, also where scripts are off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Position, expect

from tests.browser import dinas
from tests.browser.hands import follow, press, reads, write, write_date
from tests.browser.server import Server
from tests.sounds import make_opus

Check = Callable[[Page, str], None]
PHONE = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
TAP: Position = {"x": 24, "y": 24}  # where the browser's own player has its button
ONE_VOICE = """
Object.defineProperty(speechSynthesis, "getVoices", {value: () => [{lang: "LANGUAGE"}]});
"""


@pytest.fixture
def recorded(server: Server, desk: BrowserContext, tmp_path: Path, check_page: Check) -> str:
    """A caseworker puts a voice on a lesson, after forgetting its file; where it is heard."""
    page = desk.new_page()
    dinas.sign_in(page, server.url, server.user("caseworker"))
    page.goto(f"{server.url}/government/recordings/lesson-utang/suwawa/upload")
    reads(page, "Tulis setiap utang")  # the words that are to be read stand beside the form
    write(page, "Siapa yang berbicara", "Petugas Uji")
    write_date(page, "Tanggal diucapkan", date(2026, 1, 5))
    page.get_by_label("Sudah saya dengarkan").check()
    press(page, "Simpan rekaman")
    reads(page, "Pilih dulu berkas rekamannya.")
    check_page(page, "voice-file-forgotten")
    sound = tmp_path / "utang.opus"
    sound.write_bytes(make_opus(3))
    page.get_by_label("Rekaman", exact=True).set_input_files(sound)
    page.get_by_label("Sudah saya dengarkan").check()
    press(page, "Simpan rekaman")
    reads(page, "begini keluarga mendengarnya")
    return f"{server.url}/lessons/utang"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_recording_is_loaded_on_the_tap_and_plays(
    recorded: str, new_context: Callable[..., BrowserContext], check_page: Check, *, scripts: bool
) -> None:
    page = new_context(**PHONE, java_script_enabled=scripts).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(recorded)
    reads(page, "Dengarkan (Suwawa)")
    check_page(page, f"voice-lesson-{'script' if scripts else 'plain'}")
    assert not [one for one in asked if ".ogg" in one]
    page.locator("audio").click(position=TAP)
    page.wait_for_timeout(1500)
    heard, wrong = page.locator("audio").evaluate("one => [one.currentTime, one.error]")
    assert wrong is None
    assert heard > 0
    assert [one for one in asked if ".ogg" in one]


@pytest.mark.parametrize(("language", "can"), [("id-ID", True), ("in_ID", True), ("en-GB", False)])
def test_a_lesson_is_read_aloud_where_the_browser_speaks_its_language(
    server: Server, new_context: Callable[..., BrowserContext], language: str, *, can: bool
) -> None:
    page = new_context(**PHONE).new_page()
    page.add_init_script(ONE_VOICE.replace("LANGUAGE", language))
    page.goto(f"{server.url}/lessons/")
    follow(page, "Utang: tahu dulu biayanya")
    button = page.get_by_role("button", name="Dengarkan")
    expect(button).to_be_visible() if can else expect(button).to_have_count(0)
