"""Chromium, the running service, and the look at each page: axe, 360 px, a screenshot.

    def test_a_caseworker_opens_a_case(server, desk, check_page):
        page = desk.new_page()
        page.goto(server.url)
        check_page(page, "front")

`desk` is 1280 x 900, `phone` 360 x 640, `plain` has no JavaScript; `new_context(...)` makes another
visitor. All tests here run in one worker, on one service and one Chromium.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from savings_app.config import ROOT
from tests.browser.server import Server, running

SCREENSHOTS = ROOT / ".screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Six families, and one user of each role."""
    with running(tmp_path_factory.mktemp("service"), cases=6, seed=7) as server:
        yield server


@pytest.fixture(scope="session")
def other_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same six families again, each for a test of its own: a letter's code opens once."""
    with running(tmp_path_factory.mktemp("other"), cases=6, seed=7) as server:
        yield server


def chromium_path() -> str:
    found = subprocess.run(
        [str(ROOT / "scripts" / "chromium.sh")], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, "There is no Chromium here: make test installs one."
    return found.stdout.strip()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = chromium_path()
    home = str(tmp_path_factory.mktemp("home"))
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=flags,
            env={**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home},
        )
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A visitor of their own, with own cookies; takes what playwright's `new_context` takes.

    A script error, a blocked resource or an answer of 500 on any page fails the test.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # An honest 404 or 409 is also reported here, as "Failed to load resource".
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            wrong.append(message.text)

    def make(**options: Any) -> BrowserContext:
        context = chromium.new_context(
            **{"locale": "id-ID", "timezone_id": "Asia/Makassar", **options}
        )
        context.set_default_timeout(10_000)
        context.on("console", hear)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on(
            "response",
            lambda answer: (
                wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
            ),
        )
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)


@pytest.fixture
def plain(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)


@pytest.fixture
def check_page() -> Callable[[Page, str], None]:
    """`check_page(page, "family-plan")`: no WCAG 2.2 AA violation, nothing to scroll sideways.

    The screenshot goes to `.screenshots/<name>.png`, to be looked at.
    """
    return look


def look(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
    wide, seen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen, f"{name}: {wide} px wide in a window of {seen}"
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        return  # axe waits for timers, which do not tick here; the same page is seen with scripts
    found = Axe().run(
        page,
        options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]},
    )
    assert found.violations_count == 0, f"{name}:\n{found.generate_report()}"
