"""The main job end to end, done by its people through the pages alone.

A caseworker opens a case after a death, a family makes its plan and its pledges, a bank officer
answers and uploads a file, a supervisor decides, an auditor reads; everything one person knows of
another was told on paper or by mouth (`Story`). It runs in three windows: `desk` (1280 px),
`plain` (no JavaScript) and `phone` (360 x 640). The tests of one window build on each other in the
order written: they are chapters, so a broken chapter breaks the ones after it, by name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import bank, dinas, keluarga, paper, pengawas
from tests.browser.hands import Look, follow, press
from tests.browser.server import Server
from tests.browser.story import Story, family_of

WINDOWS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "plain": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
    "phone": {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True},
}


@pytest.fixture(scope="module", params=list(WINDOWS))
def story(request: pytest.FixtureRequest) -> Story:
    return family_of(request.param)


@pytest.fixture
def page(story: Story, new_context: Callable[..., BrowserContext]) -> Page:
    """A person who sits down at a device of their own."""
    return new_context(**WINDOWS[story.window]).new_page()


@pytest.fixture
def see(story: Story, page: Page, check_page: Callable[[Page, str], None]) -> Look:
    """Without scripts the pages look as they do on the desk: they are not looked at twice."""
    if story.window == "plain":
        return lambda _name: None
    return lambda name: check_page(page, f"{story.window}-{name}")


def test_a_caseworker_opens_a_case_with_heirs_papers_and_benefit(
    story: Story, page: Page, see: Look, server: Server
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    see("dinas-beranda")
    dinas.search_in_vain(page, story, see)
    dinas.add_participant(page, story, see)
    dinas.begin_case(page, story, see)
    dinas.add_heirs(page, story, see)
    dinas.collect_papers(page, see)
    dinas.read_benefit(page, see)
    expect(page.locator("main")).to_contain_text("Rp42.000.000")


def test_the_letter_is_printed_once_and_handed_over(
    story: Story, page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    dinas.open_case(page, story)
    letter = dinas.issue_letter(page, story.spouse, see)
    read = paper.read_letter(dinas.save(letter, tmp_path))
    assert "Rp42.000.000" in read.text
    assert "Rp30.000.000" in read.text
    story.remember(recipient=read.number, code=read.code)
    dinas.hand_over(page, story, story.spouse, see)
    dinas.record_account(page, story, see)
    dinas.record_child_account(page, story)


def test_the_family_comes_in_and_says_what_it_agrees_to(
    story: Story, page: Page, see: Look, server: Server
) -> None:
    keluarga.choose_word(page, server.url, story, see)
    keluarga.read_what_is_ours(page, see)
    keluarga.decide_consents(page, see)
    keluarga.sign_out(page)
    expect(page.get_by_role("status")).to_contain_text("Anda sudah keluar.")


def test_the_claim_is_filed_and_the_money_recorded(
    story: Story, page: Page, see: Look, server: Server
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    dinas.ask_the_bank(page, story, see)
    dinas.file_claim(page, story, see)
    dinas.record_payouts(page, story, see)
    paid = page.get_by_role("table", name="Yang dibayar BPJS")
    expect(paid.get_by_role("row").filter(has_text="Rp30.000.000")).to_have_count(1)


def test_the_family_confirms_plans_and_pledges(
    story: Story, page: Page, see: Look, server: Server
) -> None:
    keluarga.come_in(page, server.url, story)
    keluarga.confirm_receipt(page, see)
    keluarga.make_plan(page, see)
    keluarga.make_pledges(page, story, see)
    expect(page.locator("main")).to_contain_text("Rp6.000.000")
    expect(page.locator("main")).to_contain_text(story.recall("pledge"))


def test_a_bank_officer_answers_by_keyboard_and_uploads_the_banks_file(
    story: Story, page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    dinas.sign_in(page, server.url, server.user("bank_officer"))
    bank.confirm_name(page, story, see)
    bank.answer_still_there(page, story, see)
    bank.upload_wrong(page, tmp_path, see)
    bank.apply_file(page, story, tmp_path, see)
    bank.confirm_matches(page, story, see)
    expect(page.get_by_role("status")).to_contain_text("2 baris dikonfirmasi.")


def test_the_family_sees_what_is_kept_and_has_its_statement_checked(
    story: Story, page: Page, see: Look, server: Server, tmp_path: Path
) -> None:
    keluarga.come_in(page, server.url, story)
    keluarga.read_savings(page, see, "Rp6.000.000", "Rp4.000.000")
    statement = dinas.save(keluarga.take_statement(page, see), tmp_path)
    keluarga.complain(page, "Ada yang meminta potongan", story.complaint, see)
    keluarga.complain(page, "Tentang petugas", story.staff_complaint, see)
    keluarga.sign_out(page)
    address = paper.read_address(statement)
    keluarga.check_paper(page, server.url, str(statement), address, see)
    keluarga.find_code_used(page, server.url, story, see)
    keluarga.come_in(page, server.url, story)


def test_a_second_person_decides_and_the_inspektorat_reads(
    story: Story, page: Page, see: Look, server: Server
) -> None:
    dinas.sign_in(page, server.url, server.user("caseworker"))
    dinas.propose_correction(page, story, see)
    press(page, "Keluar")
    dinas.sign_in(page, server.url, server.user("supervisor"))
    see("kabid-beranda")
    pengawas.decide_correction(page, story, see)
    pengawas.answer_complaint(page, story, see)
    pengawas.read_overview(page, see)
    press(page, "Keluar")
    dinas.sign_in(page, server.url, server.user("auditor"))
    see("inspektorat-beranda")
    hidden = pengawas.read_staff_complaint(page, story, see)
    pengawas.read_trail(page, see)
    press(page, "Keluar")
    dinas.sign_in(page, server.url, server.user("supervisor"))
    pengawas.find_nothing(page, hidden, see)
    expect(page.locator("body")).not_to_contain_text(story.staff_complaint)


def test_the_family_reads_the_answer(story: Story, page: Page, see: Look, server: Server) -> None:
    keluarga.come_in(page, server.url, story)
    follow(page, "Laporan Anda dan jawabannya")
    expect(page.locator("main")).to_contain_text(story.answer)
    see("laporan-dijawab")
