"""A file is checked where it lies: the browser sends its hash, and the file only when told to."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser.hands import headed, press
from tests.browser.server import Server

FILE = b"%PDF-1.7 " + b"bukan surat kami " * 4000
DROP = """(bytes) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], "surat.pdf", { type: "application/pdf" }));
  const what = { dataTransfer: held, bubbles: true, cancelable: true };
  document.querySelector("main").dispatchEvent(new DragEvent("drop", what));
}"""
Check = Callable[[Page, str], None]


def test_only_the_hash_of_a_file_leaves_until_the_button_that_says_so(
    server: Server, phone: BrowserContext, check_page: Check
) -> None:
    page = phone.new_page()
    sent: list[tuple[str, int]] = []

    def hear(request: Request) -> None:
        if request.method == "POST":
            sent.append((request.url.removeprefix(server.url), len(request.post_data or "")))

    page.on("request", hear)
    page.goto(f"{server.url}/verify")
    expect(page.get_by_text("hanya sidiknya yang dikirim", exact=False)).to_be_visible()
    page.get_by_label("Berkas PDF").set_input_files(
        {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": FILE}
    )
    page.get_by_role("button", name="Periksa", exact=True).click()
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("tidak sama dengan surat mana pun")
    check_page(page, "phone-periksa-sidik-tidak-dikenal")
    assert [path for path, _size in sent] == ["/verify/hash"]
    assert sent[0][1] < 300
    press(page, "Kirim berkas untuk diperiksa")
    headed(page, "Kami tidak mengenal surat ini")
    assert [path for path, _size in sent] == ["/verify/hash", "/verify"]
    check_page(page, "phone-periksa-berkas-dikirim")


def test_a_file_may_be_dragged_onto_the_page(server: Server, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(f"{server.url}/verify")
    page.evaluate(DROP, list(FILE[:100]))
    expect(page.get_by_role("alert")).to_contain_text("tidak sama dengan surat mana pun")


def test_without_script_the_file_is_sent_and_nothing_else_is_promised(
    server: Server, plain: BrowserContext
) -> None:
    page = plain.new_page()
    page.goto(f"{server.url}/verify")
    expect(page.get_by_text("hanya sidiknya yang dikirim", exact=False)).to_be_hidden()
    page.get_by_label("Berkas PDF").set_input_files(
        {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": FILE}
    )
    press(page, "Periksa")
    headed(page, "Kami tidak mengenal surat ini")


def test_who_signs_is_shown(server: Server, desk: BrowserContext, check_page: Check) -> None:
    page = desk.new_page()
    page.goto(f"{server.url}/verify/certificates/")
    headed(page, "Siapa yang menandatangani surat kami")
    check_page(page, "desk-sertifikat")
