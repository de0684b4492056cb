"""What an officer of a partner bank does: forty answers by keyboard, and the bank's own file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Look, follow, headed, press, reads, unfold, write_date
from tests.browser.story import TODAY, Story

MOST_STOPS = 400  # of the Tab key on one page
NAMES = "Nama pemilik"
ANSWERS = "Masih ada?"


def question(page: Page, name: str) -> Locator:
    """The row that asks about this person."""
    return page.get_by_role("radiogroup").filter(has_text=name)


def tab_to(page: Page, wanted: Locator) -> None:
    """Go there as somebody without a mouse does."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    raise AssertionError("The Tab key never comes there.")


def save_by_keyboard(page: Page) -> None:
    tab_to(page, page.get_by_role("button", name="Simpan jawaban"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reads(page, "1 jawaban tersimpan.")


def confirm_name(page: Page, story: Story, see: Look) -> None:
    """Is it this person's account? Yes, by keyboard."""
    see("bank-beranda")
    follow(page, NAMES)
    see("bank-nama")
    follow(page, "Tampilkan nomor lengkap (dicatat)")
    reads(page, story.account)
    tab_to(page, question(page, story.spouse.full_name).get_by_label("Ya", exact=True))
    page.keyboard.press("Space")
    save_by_keyboard(page)
    expect(question(page, story.spouse.full_name)).to_have_count(0)
    see("bank-nama-dijawab")


def answer_still_there(page: Page, story: Story, see: Look) -> None:
    """At least so much on that day? Partly; nobody types a balance. Nothing chosen is told."""
    follow(page, ANSWERS)
    see("bank-masih-ada")
    unfold(page, "Pilih tanggal lain")
    write_date(page, "Tanggal yang ditanyakan", TODAY)
    press(page, "Tampilkan")
    row = question(page, story.spouse.full_name)
    expect(row).to_contain_text("Rp6.000.000")
    press(page, "Periksa jawaban")
    reads(page, "Belum ada jawaban yang dipilih.")
    see("bank-masih-ada-kosong")
    tab_to(page, row.get_by_label("Ya", exact=True))
    page.keyboard.press("ArrowDown")
    expect(row.get_by_label("Sebagian", exact=True)).to_be_checked()
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # in the row itself: the whole page is looked over
    reads(page, "Keluarga akan membaca", "Masih ada sedikitnya Rp6.000.000")
    see("bank-masih-ada-periksa")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # the button that sends it is where the keyboard is
    reads(page, "1 jawaban tersimpan.")
    see("bank-masih-ada-dijawab")
    follow(page, "Tarik kembali jawaban halaman tadi")
    reads(page, story.spouse.full_name, "Rp6.000.000")
    see("bank-jawaban")


def bank_file(story: Story, folder: Path) -> Path:
    """What the bank's own system would hand out: the payout, a deposit, and a stranger's line."""
    day = TODAY.strftime("%d/%m/%Y")
    before = (TODAY - timedelta(days=1)).strftime("%d/%m/%Y")
    code = story.recall("pledge")
    lines = [
        f"No. Rekening;{story.account}",
        "Mata Uang;IDR",
        "Saldo Awal;50.000,00",
        "Tanggal;Uraian;Debet;Kredit",
        f"{day};SANTUNAN JKM BPJS TK;;30.000.000,00",
        f"{day};TARIK TUNAI;2.000.000,00;",
        "Saldo Akhir;28.050.000,00",
        f"No. Rekening;{story.saving_account}",
        "Saldo Awal;0,00",
        "Tanggal;Uraian;Debet;Kredit",
        f"{day};SETOR TUNAI {code};;4.000.000,00",
        "Saldo Akhir;4.000.000,00",
        f"No. Rekening;99887766554433{story.deceased.nik[-1]}",
        "Saldo Awal;1.000.000,00",
        "Tanggal;Uraian;Debet;Kredit",
        f"{before};ORANG LAIN;500.000,00;",
        "Saldo Akhir;500.000,00",
    ]
    path = folder / "mutasi.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def hand_in(page: Page, path: Path) -> None:
    follow(page, "Berkas bank")
    follow(page, "Unggah berkas")
    page.get_by_label("Berkas dari sistem bank").set_input_files(path)
    press(page, "Unggah dan periksa")


def upload_wrong(page: Page, folder: Path, see: Look) -> None:
    """No file; a picture; a file that does not balance. Each is told what and where."""
    follow(page, "Berkas bank")
    see("bank-berkas")
    follow(page, "Unggah berkas")
    see("bank-unggah")
    press(page, "Unggah dan periksa")
    expect(page.get_by_role("alert")).to_contain_text("Pilih berkasnya dahulu.")
    picture = folder / "foto.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    page.get_by_label("Berkas dari sistem bank").set_input_files(picture)
    press(page, "Unggah dan periksa")
    expect(page.get_by_role("alert")).to_be_visible()
    see("bank-unggah-bukan-berkas")
    wrong = folder / "tidak-pas.csv"
    wrong.write_text(
        "No. Rekening;998877665544330\nSaldo Awal;0,00\nTanggal;Uraian;Debet;Kredit\n"
        "05/11/2026;SETOR;;1.000,00\nSaldo Akhir;9.000,00\n",
        encoding="utf-8",
    )
    hand_in(page, wrong)
    reads(page, "tidak sama dengan saldo akhir")
    see("bank-berkas-tidak-pas")


def apply_file(page: Page, story: Story, folder: Path, see: Look) -> None:
    """Looked at first, then applied; a second time the same file is refused."""
    path = bank_file(story, folder)
    hand_in(page, path)
    headed(page, "Menunggu diterapkan")
    see("bank-berkas-pratinjau")
    press(page, "Terapkan")
    headed(page, "Diterapkan")
    see("bank-berkas-diterapkan")
    hand_in(page, path)
    expect(page.get_by_role("alert")).to_contain_text("Berkas yang sama sudah diterapkan")
    see("bank-berkas-sama")


def confirm_matches(page: Page, story: Story, see: Look) -> None:
    """Nothing is matched unless a person ticks it."""
    follow(page, "Pencocokan")
    see("bank-pencocokan")
    press(page, "Konfirmasi yang dicentang")
    expect(page.get_by_role("alert")).to_be_visible()
    see("bank-pencocokan-kosong")
    for amount in ("Rp30.000.000", "Rp4.000.000"):
        row = page.get_by_role("row").filter(has_text=amount)
        row.filter(has_text=story.family_name).get_by_role("checkbox").check()
    press(page, "Konfirmasi yang dicentang")
    reads(page, "2 baris dikonfirmasi.")
    see("bank-pencocokan-selesai")
