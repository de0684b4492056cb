"""A whole paper form is keyed in with the keyboard alone, and each press is counted.

Somebody who types three keys a second has two minutes for 360 presses; the form of a full family
is to take fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
from playwright.sync_api import BrowserContext, Page, expect

from savings_app import clock
from tests.browser.hands import follow, press, reads
from tests.browser.server import Server
from tests.browser.test_wrong_turns import open_first_case

Check = Callable[[Page, str], None]
PRESSES_A_SECOND = 3
SECONDS = 120
NEXT = "Tab"
EMPTY = ""
# The paper of a family of four, box by box in its order; a line that is empty there is passed.
DEBTS = ("warung", "1500000", "150000", "koperasi", "2000000", "40000", EMPTY, EMPTY, EMPTY)
CARE = ("rumah sakit", "1000000", EMPTY, EMPTY)
URGENT = ("atap rumah", "2000000", EMPTY, EMPTY)
# The level is chosen by its first letters, as in any list that folds out.
CHILDREN = ("Rahma", "SMP", "3500000", "1500000", "Adam", "SD", "2000000", "500000", *[EMPTY] * 4)
BUSINESS = ("jualan kue", "5000000", EMPTY, EMPTY)
POTS = ("sekolah", "8000000", "15000000", EMPTY, "7", "2035", "anak pertama")
POTS_MORE = ("rumah", "2000000", EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, *[EMPTY] * 7)
BOXES = (
    *("4", "2"),
    *DEBTS,
    *CARE,
    *URGENT,
    "4000000",
    *CHILDREN,
    *BUSINESS,
    *("1000000", "6"),
    *POTS,
    *POTS_MORE,
)


class Keys:
    """One keyboard, and how often a key of it was pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.count += 1

    def write(self, text: str) -> None:
        for letter in text:
            self.press(letter)


def test_a_full_familys_form_is_keyed_in_under_two_minutes_by_keyboard_alone(
    server: Server, desk: BrowserContext, check_page: Check
) -> None:
    page = desk.new_page()
    open_first_case(page, server)
    follow(page, "Surat akses", exact=False)
    press(page, "Ketik lembar rencana")
    check_page(page, "key-paper")
    keys = Keys(page)
    page.locator("#household-members").focus()  # where the first line of the paper is
    for text in BOXES:
        keys.write(text)
        keys.press(NEXT)
    keys.press("Space")  # Ya, sebagian disimpan
    keys.press(NEXT)
    signed_on = clock.today() - timedelta(days=1)
    for number in (signed_on.day, signed_on.month, signed_on.year):
        keys.write(str(number))
        keys.press(NEXT)
    keys.press("Space")  # the signature was seen
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rencana Anda")
    reads(page, "Disalin petugas dari lembar kertas bertanda tangan")
    reads(page, "warung Rp1.500.000, biaya Rp150.000 sebulan", "SMP, butuh Rp3.500.000 setahun")
    reads(page, "dipakai mulai 1 Juli 2035", "atas nama anak pertama", "4 orang, 2 anak")
    seconds = keys.count / PRESSES_A_SECOND
    print(f"{keys.count} key presses, {seconds:.0f} seconds at {PRESSES_A_SECOND} a second")
    assert seconds < SECONDS, keys.count
    check_page(page, "key-paper-kept")
    # What was agreed is one sheet of A4 from the browser too, with a place for a thumb print.
    follow(page, "Halaman untuk dicetak")
    reads(page, "Tanda tangan atau cap jempol")
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as sheets:
        assert len(sheets.pages) == 1
