"""What a family does on its own pages: on one shared phone, from a letter."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.dinas import wait_for
from tests.browser.hands import (
    Look,
    corrected,
    follow,
    headed,
    press,
    reads,
    reads_not,
    unfold,
    write,
    write_date,
)
from tests.browser.story import TODAY, Story

SCHOOL_DAY = TODAY + timedelta(days=600)


def knock(page: Page, url: str, story: Story, secret: str) -> None:
    """Number, code or kata masuk, birth date: all three have to be right."""
    page.goto(f"{url}/sign-in")
    write(page, "Nomor santunan", story.recall("recipient"))
    write(page, "Kode di surat, atau kata masuk Anda", secret)
    write_date(page, "Tanggal lahir penerima", story.spouse.born_on)
    press(page, "Masuk")


def enter(page: Page, url: str, family: dict[str, str], secret: str) -> None:
    """A family of the sample data, with its code or its kata masuk."""
    page.goto(f"{url}/sign-in")
    write(page, "Nomor santunan", family["recipient"])
    write(page, "Kode di surat, atau kata masuk Anda", secret)
    write_date(page, "Tanggal lahir penerima", date.fromisoformat(family["birth_date"]))
    press(page, "Masuk")


def enter_first(page: Page, url: str, family: dict[str, str], word: str) -> None:
    """A family of the sample data with the code of its letter; it chooses its kata masuk."""
    enter(page, url, family, family["code"])
    write(page, "Kata masuk", word)
    write(page, "Tulis sekali lagi", word)
    press(page, "Simpan kata masuk")


def come_in(page: Page, url: str, story: Story) -> None:
    """With the kata masuk chosen before."""
    knock(page, url, story, story.word)
    headed(page, "Urusan santunan")


def sign_out(page: Page) -> None:
    press(page, "Keluar")
    reads(page, "Anda sudah keluar.")


def choose_word(page: Page, url: str, story: Story, see: Look) -> None:
    """A wrong code first; then the letter's, which leads nowhere but to the kata masuk."""
    page.goto(url)
    see("depan")
    page.goto(f"{url}/sign-in")
    see("masuk-keluarga")
    press(page, "Masuk")
    corrected(page, "Tulis nomor yang ada di surat Anda.")
    see("masuk-keluarga-kosong")
    knock(page, url, story, "2222-2222")
    expect(page.get_by_role("alert")).to_be_visible()
    see("masuk-keluarga-kode-salah")
    knock(page, url, story, story.recall("code"))
    headed(page, "Pilih kata masuk Anda")
    see("kata-masuk")
    page.goto(f"{url}/family/")
    headed(page, "Pilih kata masuk Anda")
    write(page, "Kata masuk", story.word)
    write(page, "Tulis sekali lagi", "perahu hijau")
    press(page, "Simpan kata masuk")
    expect(page.get_by_role("alert")).to_be_visible()
    see("kata-masuk-berbeda")
    write(page, "Kata masuk", story.word)
    write(page, "Tulis sekali lagi", story.word)
    press(page, "Simpan kata masuk")
    reads(page, "Kata masuk Anda sudah disimpan.")


def read_what_is_ours(page: Page, see: Look) -> None:
    """The law, the amount, whose turn it is; nobody speaks of saving yet."""
    headed(page, "Urusan santunan")
    assert page.title() == "Beranda – Layanan Keluarga"
    see("keluarga-beranda")
    follow(page, "Hak Anda, bagian demi bagian")
    reads(page, "Rp30.000.000", "Rp42.000.000", "Tidak ada potongan", "Beasiswa anak")
    see("keluarga-hak")
    follow(page, "Ke beranda")
    follow(page, "Berkas")
    reads(page, "Belum bisa didapat")
    see("keluarga-berkas")
    follow(page, "Ke beranda")


def card(page: Page, title: str) -> Locator:
    """One consent of the six."""
    return page.locator("section.card").filter(has=page.get_by_role("heading", level=2, name=title))


def decide_consents(page: Page, see: Look) -> None:
    """One by one; one is taken back and given again."""
    follow(page, "Persetujuan Anda")
    reads(page, "Sekarang: 1 ya, 5 tidak.")
    see("persetujuan")
    press(card(page, "Dinas memberi tahu bank saya"), "Ya")
    reads(page, "Sekarang: 2 ya, 4 tidak.")
    lines = "Ya Juga isi rekening: saldo, uang masuk dan keluar"
    press(card(page, "Bank saya menjawab layanan ini"), lines)
    press(card(page, "Petugas Dinas boleh melihat"), "Ya")
    press(card(page, "Petugas Dinas boleh melihat"), "Cabut", exact=False)
    reads(page, "Petugas Dinas boleh melihat jawaban bank: tidak.", "Sekarang: 3 ya, 3 tidak.")
    press(card(page, "Petugas Dinas boleh melihat"), "Ya")
    unfold(page, "Riwayat jawaban Anda")
    see("persetujuan-dijawab")


def confirm_receipt(page: Page, see: Look) -> None:
    follow(page, "Jawab")
    reads(page, "Rp30.000.000")
    see("terima")
    press(page, "Ya, semua")
    reads(page, "Terima kasih. Jawaban Anda sudah dicatat.")


def make_plan(page: Page, see: Look) -> None:
    """One question a page, to the review and the end."""
    follow(page, "Buat rencana")
    reads(page, "Rp30.000.000")
    see("rencana-mulai")
    press(page, "Mulai")
    _household(page, see)
    _needs(page, see)
    _money_question(page, see, "doa-arwah", "Doa arwah (mongaruwa)", "3.000.000")
    see("rencana-sekolah")
    write(page, "Nama anak, atau untuk apa", "seragam SMP")
    write(page, "Disisihkan dari uang ini", "2.500.000")
    press(page, "Lanjut", exact=False)
    see("rencana-usaha")
    press(page, "Lanjut", exact=False)
    see("rencana-harian")
    write(page, "Biaya hidup sebulan", "1.500.000")
    write(page, "Untuk berapa bulan", "6")
    press(page, "Lanjut", exact=False)
    _saving(page, see)
    _review(page, see)


def _household(page: Page, see: Look) -> None:
    press(page, "Lanjut", exact=False)
    corrected(page, "Tulis jumlah orang")
    see("rencana-rumah-kosong")
    write(page, "Jumlah orang", "3")
    write(page, "Dari mereka, anak yang masih sekolah", "1")
    press(page, "Lanjut", exact=False)


def _needs(page: Page, see: Look) -> None:
    """A debt without an amount; one line more, and one less."""
    debt = page.get_by_role("group", name="Utang")
    write(debt, "Kepada siapa", "warung")
    press(page, "Lanjut", exact=False)
    corrected(page, "Tulis jumlahnya dalam rupiah")
    see("rencana-utang-tanpa-jumlah")
    write(debt, "Sisa utang", "1.250.000")
    press(page, "Tambah utang lain")
    see("rencana-utang-dua-baris")
    press(page, "Hapus baris ini Utang 2")
    press(page, "Lanjut", exact=False)


def _money_question(page: Page, see: Look, name: str, label: str, amount: str) -> None:
    see(f"rencana-{name}")
    write(page, label, amount)
    press(page, "Lanjut", exact=False)


def _saving(page: Page, see: Look) -> None:
    """The suggestion stands beside an empty box; more than there is, is told."""
    expect(page.get_by_label("Disimpan sekarang", exact=True)).to_have_value("")
    reads(page, "Saran, boleh tidak diikuti:", "Contoh dari rancangan")
    unfold(page, "Dari mana saran ini?")
    see("rencana-simpanan")
    write(page, "Untuk apa", "sekolah Fikri")
    write(page, "Disimpan sekarang", "90.000.000")
    press(page, "Ya, sebagian disimpan", exact=False)
    expect(page.get_by_role("alert")).to_be_visible()
    see("rencana-simpanan-terlalu-besar")
    write(page, "Disimpan sekarang", "10.000.000")
    press(page, "Ya, sebagian disimpan", exact=False)


def _review(page: Page, see: Look) -> None:
    headed(page, "Periksa rencana Anda")
    reads(page, "Rp1.250.000", "Rp3.000.000", "Rp2.500.000", "Rp9.000.000", "Rp10.000.000")
    reads(page, "Rp4.250.000")
    see("rencana-periksa")
    press(page, "Selesai, simpan rencana", exact=False)
    headed(page, "Rencana Anda")
    see("rencana")
    follow(page, "Halaman untuk dicetak")
    see("rencana-cetak")
    page.go_back()
    follow(page, "Semua versi rencana")
    see("rencana-versi")
    page.goto(page.url.split("/family/")[0] + "/family/")


def make_pledges(page: Page, story: Story, see: Look) -> None:
    """One that stays where it is; one that goes to the child's account."""
    follow(page, "Simpanan")
    see("niat-kosong")
    follow(page, "Ya, buat niat")
    see("niat-pilih")
    follow(page, "Tetap di rekening santunan", exact=False)
    _write_pledge(page, "99.000.000", "sekolah Fikri")
    expect(page.get_by_role("alert")).to_be_visible()
    see("niat-terlalu-besar")
    _write_pledge(page, "6.000.000", "sekolah Fikri")
    reads(page, "Niat Anda tersimpan.", "Rp6.000.000")
    follow(page, "Ya, buat niat")
    follow(page, "Disetor ke rekening lain", exact=False)
    see("niat-belum-ada-rekening")
    follow(page, "Tambah rekening")
    see("niat-rekening")
    page.get_by_label("Bank", exact=True).select_option(label="Bank Rakyat Indonesia")
    write(page, "Nomor rekening", story.saving_account)
    write(page, "Nama di buku tabungan", story.child.full_name)
    page.get_by_label("Ini rekening anak saya", exact=False).check()
    press(page, "Tambah rekening ini")
    _write_pledge(page, "4.000.000", "tabungan Fikri")
    story.remember(pledge=page.locator("strong.code").first.inner_text().strip())
    see("niat")


def _write_pledge(page: Page, amount: str, goal: str) -> None:
    write(page, "Berapa yang ingin Anda simpan?", amount)
    write_date(page, "Sampai kapan?", SCHOOL_DAY)
    write(page, "Untuk apa?", goal)
    press(page, "Simpan niat ini", exact=False)


def read_savings(page: Page, see: Look, *sentences: str) -> None:
    page.goto(page.url.split("/family/")[0] + "/family/")
    follow(page, "Simpanan")
    if page.get_by_role("link", name="Lihat kabar dari bank").count():
        follow(page, "Lihat kabar dari bank")
    reads(page, *sentences)
    see("simpanan")


def take_statement(page: Page, see: Look) -> Download:
    """Asked for, made by a worker, taken as a PDF."""
    page.goto(page.url.split("/family/")[0] + "/family/")
    follow(page, "Surat dan laporan")
    see("surat-keluarga")
    follow(page, "Laporan simpanan")
    see("surat-keluarga-pratinjau")
    press(page, "Keluarkan dan cetak")
    take = page.get_by_role("link", name="Unduh PDF")
    see("surat-keluarga-dibuat")
    wait_for(page, take)
    see("surat-keluarga-siap")
    with page.expect_download() as download:
        take.click()
    return download.value


def complain(page: Page, about: str, text: str, see: Look) -> None:
    """Outside the village; the family sees what it wrote, and the answer."""
    page.goto(page.url.split("/family/")[0] + "/family/")
    follow(page, "Laporan Anda dan jawabannya")
    page.get_by_label(about, exact=True).check()
    write(page, "Apa yang terjadi?", text)
    press(page, "Kirim laporan")
    reads(page, "Laporan Anda sudah dikirim.", text, "Belum dijawab")
    see("laporan")


def find_code_used(page: Page, url: str, story: Story, see: Look) -> None:
    """The code on the letter opened once; now it opens nothing."""
    knock(page, url, story, story.recall("code"))
    expect(page.get_by_role("alert")).to_be_visible()
    reads_not(page, "Urusan santunan almarhum")
    see("kode-sudah-dipakai")


def check_paper(page: Page, url: str, file: str, address: str, see: Look) -> None:
    """Anybody: by the file, and by the address printed on it."""
    page.goto(f"{url}/verify")
    see("periksa")
    press(page, "Periksa")
    expect(page.get_by_role("alert")).to_be_visible()
    see("periksa-kosong")
    page.get_by_label("Berkas PDF").set_input_files(file)
    press(page, "Periksa")
    headed(page, "Surat ini asli dan berlaku")
    see("periksa-asli")
    page.goto(f"http://{address}")
    headed(page, "Surat ini asli dan berlaku")
    page.goto(f"{url}/d/tidakadatidakadatidakada")
    headed(page, "Kami tidak mengenal surat ini")
    see("periksa-tidak-dikenal")
