"""What a family must be able to do: plan quickly, say no everywhere, take a yes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import dinas, keluarga
from tests.browser.dinas import wait_for
from tests.browser.hands import follow, headed, press, reads, write
from tests.browser.server import Server

Check = Callable[[Page, str], None]
PHONE = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
WORD = "perahu kuning"

# A slow telephone line, as the network of a desa on the hills.
BITS_A_SECOND = 400_000
ROUND_TRIP = 300  # ms
# An adult who reads every line of a page the first time it is met, and writes with one thumb.
WORDS_A_MINUTE = 200
KEYS_A_SECOND = 1.5
SECONDS_A_TAP = 2.0
AT_MOST = 300  # seconds
QUESTIONS = ("household", "needs", "commemoration", "school", "business", "living", "saving")
# Words that blame or press (domain.md, section 6).
UNKIND = ("boros", "habis", "sayang sekali", "menyesal", "rugi", "harus menabung", "sebaiknya")


@dataclass
class Line:
    """What the slow line of a phone carried, counted: a clock would measure this machine."""

    trips: int = 0
    size: int = 0  # bytes

    @classmethod
    def of(cls, context: BrowserContext, page: Page) -> Line:
        """Slow from now on; each request that goes out is a trip, and a redirect is one too."""
        line, network = cls(), context.new_cdp_session(page)

        def sent(_event: object) -> None:
            line.trips += 1

        def arrived(event: dict[str, float]) -> None:
            line.size += int(event["encodedDataLength"])

        network.send("Network.enable")
        network.on("Network.requestWillBeSentExtraInfo", sent)
        network.on("Network.loadingFinished", arrived)
        slow = {"offline": False, "latency": ROUND_TRIP}
        rate = {"downloadThroughput": BITS_A_SECOND / 8, "uploadThroughput": BITS_A_SECOND / 8}
        network.send("Network.emulateNetworkConditions", {**slow, **rate})
        return line

    @property
    def seconds(self) -> float:
        """One after another, though a browser asks for several at once."""
        return self.trips * ROUND_TRIP / 1000 + self.size * 8 / BITS_A_SECOND


@dataclass
class Effort:
    """What a walk costs a person, all of it counted."""

    page: Page
    line: Line
    lines: set[str] = field(default_factory=set)
    keys: int = 0
    taps: int = 0

    def open(self, go: Callable[[], object]) -> None:
        """Whatever brings the next page."""
        go()
        self.page.wait_for_load_state()
        self.taps += 1

    def read(self) -> None:
        """Whatever is to be seen; what stood on an earlier page is known.

        A figure that is said in words as well is read the one way or the other.
        """
        main = self.page.locator("main")
        hidden = main.locator(".hide, .said").all_inner_texts()
        self.lines |= set(main.inner_text().splitlines()) - {
            line for text in hidden for line in text.splitlines()
        }

    @property
    def words(self) -> int:
        """Figures and days are glanced at."""
        written = (word for line in self.lines for word in line.split())
        return sum(1 for word in written if not any(letter.isdigit() for letter in word))

    def write(self, label: str, text: str) -> None:
        write(self.page, label, text)
        self.keys += len(text)
        self.taps += 1

    @property
    def seconds(self) -> float:
        reading, writing = self.words / WORDS_A_MINUTE * 60, self.keys / KEYS_A_SECOND
        return self.line.seconds + reading + writing + self.taps * SECONDS_A_TAP


def test_a_family_of_four_makes_its_plan_in_less_than_five_minutes_on_a_slow_line_without_scripts(
    other_server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    keluarga.enter_first(page, other_server.url, other_server.families[3], WORD)
    effort = Effort(page, Line.of(context, page))

    def on(name: str = "Lanjut") -> None:
        effort.read()
        effort.open(lambda: press(page, name, exact=False))

    effort.open(lambda: page.goto(f"{other_server.url}/family/plan/"))
    reads(page, "Rp42.000.000")
    on("Mulai")
    for label, text in (("Jumlah orang", "4"), ("Dari mereka, anak yang masih sekolah", "2")):
        effort.write(label, text)
    on()
    effort.write("Kepada siapa", "warung")
    effort.write("Sisa utang", "1500000")
    on()
    effort.write("Doa arwah (mongaruwa)", "4000000")
    on()
    effort.write("Nama anak, atau untuk apa", "SMP")
    effort.write("Disisihkan dari uang ini", "2500000")
    on()
    effort.write("Untuk apa", "kios")
    effort.write("Jumlah", "5000000")
    on()
    effort.write("Biaya hidup sebulan", "1500000")
    effort.write("Untuk berapa bulan", "12")
    on()
    effort.write("Untuk apa", "sekolah")
    effort.write("Disimpan sekarang", "8000000")
    on("Ya, sebagian disimpan")
    headed(page, "Periksa rencana Anda")
    reads(page, "Rp1.500.000", "Rp4.000.000", "Rp2.500.000", "Rp5.000.000", "Rp18.000.000")
    reads(page, "Rp8.000.000", "Rp3.000.000")  # the last is what is left
    on("Selesai, simpan rencana")
    headed(page, "Rencana Anda")
    line = effort.line
    assert line.trips >= effort.taps > 0 < line.size
    carried = f"{line.trips} trips and {line.size / 1000:.0f} kB: {line.seconds:.0f} s"
    cost = f"{carried}, {effort.words} words, {effort.keys} keys"
    print(f"a plan: {effort.seconds:.0f} s ({cost}, {effort.taps} taps)")
    assert effort.seconds < AT_MOST, cost


def test_an_amount_is_said_in_words_while_it_is_written(
    other_server: Server, new_context: Callable[..., BrowserContext], check_page: Check
) -> None:
    page = new_context(**PHONE).new_page()
    keluarga.enter_first(page, other_server.url, other_server.families[4], WORD)
    page.goto(f"{other_server.url}/family/receipt/missing")
    for typed, words in (
        ("20000000", "dua puluh juta rupiah"),
        ("Rp 1.500.000", "satu juta lima ratus ribu rupiah"),
        ("200000000", "dua ratus juta rupiah"),  # a nought too many is heard
    ):
        page.locator(".money input").fill(typed)
        expect(page.locator("output.said")).to_have_text(words)
    page.locator(".money input").fill("banyak")
    expect(page.locator("output.said")).to_have_text("")
    check_page(page, "phone-jumlah-dengan-kata")


def test_a_family_that_says_not_now_everywhere_ends_with_the_same_dignity(
    other_server: Server, new_context: Callable[..., BrowserContext], check_page: Check
) -> None:
    page = new_context(**PHONE).new_page()
    url = f"{other_server.url}/family"
    keluarga.enter_first(page, other_server.url, other_server.families[2], WORD)
    follow(page, "Jawab")
    press(page, "Ya, semua")
    page.goto(f"{url}/")
    _refuse_what_can_be_refused(page)
    check_page(page, "phone-tidak-di-semua-persetujuan")

    page.goto(f"{url}/plan/")
    press(page, "Belum sekarang", exact=False)
    _ended_well(page)
    for step in QUESTIONS:
        _go_on(page, url, step)
        press(page, "Belum sekarang", exact=False)
        _ended_well(page)
        if step == QUESTIONS[-1]:
            break
        _go_on(page, url, step)
        if step == "household":
            write(page, "Jumlah orang", "4")
            write(page, "Dari mereka, anak yang masih sekolah", "2")
        press(page, "Lanjut", exact=False)
    for path in ("pledges/", "reminders/", "follow-up/"):
        page.goto(f"{url}/{path}")
        text = page.locator("main").inner_text().lower()
        assert not [word for word in UNKIND if word in text], path
        if page.get_by_role("button", name="Belum sekarang", exact=False).count():
            press(page, "Belum sekarang", exact=False)

    page.goto(f"{url}/")
    reads(page, "Tidak ada yang harus dilakukan sekarang", "Rp42.000.000", "tanpa potongan")
    check_page(page, "phone-belum-sekarang-beranda")
    for link in ("Hak Anda, bagian demi bagian", "Laporan Anda dan jawabannya", "Pengingat"):
        expect(page.get_by_role("link", name=link, exact=True)).to_be_visible()


def _refuse_what_can_be_refused(page: Page) -> None:
    follow(page, "Persetujuan Anda")
    for title in page.locator("section.card h2").all_inner_texts():
        card = keluarga.card(page, title)
        if card.get_by_role("button", name="Tidak", exact=True).count():
            press(card, "Tidak")


def _go_on(page: Page, url: str, step: str) -> None:
    """To this question, from the plan as it was left."""
    page.goto(f"{url}/plan/")
    for name in ("Mulai", "Lanjutkan rencana"):
        if page.get_by_role("button", name=name, exact=True).count():
            press(page, name)
    page.goto(f"{url}/plan/{step}")
    assert page.url.endswith(step)


def _ended_well(page: Page) -> None:
    reads(page, "Baik, belum sekarang. Urusan ini selesai. Anda boleh kembali kapan saja.")
    text = page.locator("main").inner_text().lower()
    assert not [word for word in UNKIND if word in text]


def test_a_widow_takes_her_consent_back_and_the_dinas_sees_nothing_at_once(
    other_server: Server, new_context: Callable[..., BrowserContext], check_page: Check
) -> None:
    family = other_server.families[0]
    officer = new_context().new_page()
    dinas.sign_in(officer, other_server.url, other_server.user("caseworker"))
    follow(officer, "Santunan")
    write(officer, "Nama atau nomor", family["case"])
    press(officer, "Saring")
    follow(officer, family["case"])
    follow(officer, "Dokumen", exact=False)
    follow(officer, "Laporan simpanan")
    press(officer, "Keluarkan dan cetak")
    take = officer.get_by_role("link", name="Unduh PDF", exact=False).first
    wait_for(officer, take)
    with officer.expect_download():
        take.click()
    statement = take.get_attribute("href")

    widow = new_context(**PHONE).new_page()
    keluarga.enter_first(widow, other_server.url, family, WORD)
    follow(widow, "Persetujuan Anda")
    press(keluarga.card(widow, "Petugas Dinas boleh melihat"), "Cabut", exact=False)
    reads(widow, "Petugas Dinas boleh melihat jawaban bank: tidak.")
    check_page(widow, "phone-persetujuan-dicabut")

    refused = officer.request.get(f"{other_server.url}{statement}")
    assert refused.status == 400
    assert "PDF" not in refused.headers["content-type"]
    officer.reload()
    check_page(officer, "desk-dokumen-tanpa-persetujuan")
    expect(officer.get_by_role("link", name="Unduh PDF", exact=False)).to_have_count(0)
