"""What a person does with a page: read a label, write, choose, press. Only what can be seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Locator, Page, expect

Look = Callable[[str], None]


def box(within: Page | Locator, label: str) -> Locator:
    """The box with that label; a label may also say that it can be left empty."""
    return within.get_by_label(
        re.compile(rf"^\s*{re.escape(label)}\s*(\(boleh dikosongkan\)\s*)?$")
    )


def write(within: Page | Locator, label: str, text: str) -> None:
    """Write into the box of that label, over what stood there."""
    box(within, label).first.fill(text)


def write_date(page: Page, question: str, day: date) -> None:
    """Write a day into its three boxes."""
    boxes = asked(page, question)
    for label, number in (("Tanggal", day.day), ("Bulan", day.month), ("Tahun", day.year)):
        boxes.get_by_label(label, exact=True).fill(str(number))


def choose(page: Page, question: str, answer: str) -> None:
    """Choose one of several answers under a question."""
    asked(page, question).get_by_label(answer, exact=True).check()


def pick(page: Page, label: str, option: str) -> None:
    """Pick one line of a list that folds out."""
    box(page, label).select_option(label=option)


def asked(page: Page, question: str) -> Locator:
    """The group of boxes under a question."""
    return page.get_by_role("group", name=question)


def press(within: Page | Locator, name: str, *, exact: bool = True) -> None:
    """Press a button and wait for the page it brings."""
    page = within if isinstance(within, Page) else within.page
    with page.expect_navigation():
        within.get_by_role("button", name=name, exact=exact).first.click()


def follow(within: Page | Locator, name: str, *, exact: bool = True) -> None:
    """Follow a link and wait for its page."""
    page = within if isinstance(within, Page) else within.page
    with page.expect_navigation():
        within.get_by_role("link", name=name, exact=exact).first.click()


def unfold(page: Page, name: str) -> None:
    """Open what is folded away under these words."""
    page.locator("summary", has_text=name).first.click()


def reads(page: Page, *sentences: str) -> None:
    """Each of these stands on the page."""
    for sentence in sentences:
        expect(page.locator("body")).to_contain_text(sentence)


def reads_not(page: Page, *sentences: str) -> None:
    """None of these stands on the page."""
    for sentence in sentences:
        expect(page.locator("body")).not_to_contain_text(sentence)


def headed(page: Page, title: str) -> None:
    """The page says so on top."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def corrected(page: Page, *sentences: str) -> None:
    """The page came back with these sentences, in the summary and beside their fields."""
    summary = page.get_by_role("alert")
    for sentence in sentences:
        expect(summary).to_contain_text(sentence)
        expect(page.locator(".wrong .error").filter(has_text=sentence)).not_to_have_count(0)
