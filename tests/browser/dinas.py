"""What a caseworker does, page by page: from the first visit to the money."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.hands import (
    Look,
    asked,
    box,
    choose,
    corrected,
    follow,
    headed,
    pick,
    press,
    reads,
    unfold,
    write,
    write_date,
)
from tests.browser.story import DIED_ON, TODAY, Person, Story

LETTER_PATIENCE = 30_000  # milliseconds until a worker has made a PDF


def sign_in(page: Page, url: str, user: dict[str, str]) -> None:
    """Staff, and officers of a bank: one door."""
    page.goto(f"{url}/staff/sign-in")
    write(page, "Alamat e-mail", user["email"])
    write(page, "Kata sandi", user["password"])
    press(page, "Masuk")
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()


def open_case(page: Page, story: Story) -> None:
    """Look the case up by its number, as written on the family's letter."""
    follow(page, "Santunan")
    write(page, "Nama atau nomor", story.recall("number"))
    press(page, "Saring")
    follow(page, story.recall("number"))


def search_in_vain(page: Page, story: Story, see: Look) -> None:
    """Nobody is listed before a search; a search that is too short is told so."""
    follow(page, "Peserta")
    see("cari-peserta")
    write(page, "Nama, NIK lengkap, atau KPJ lengkap", "a")
    press(page, "Cari")
    corrected(page, "Tulis paling sedikit")
    see("cari-peserta-terlalu-pendek")
    write(page, "Nama, NIK lengkap, atau KPJ lengkap", story.deceased.full_name)
    press(page, "Cari")
    reads(page, "Tidak ada yang cocok")
    see("cari-peserta-kosong")


def add_participant(page: Page, story: Story, see: Look) -> None:
    """With a NIK of fifteen digits first; what was typed is still there."""
    follow(page, "Tambah peserta")
    see("tambah-peserta")
    write(page, "Nama lengkap sesuai KTP", story.deceased.full_name)
    write(page, "NIK", story.deceased.nik[:15])
    write_date(page, "Tanggal lahir", story.deceased.born_on)
    choose(page, "Jenis kelamin", "Laki-laki")
    pick(page, "Desa atau kelurahan", "Panggulo, Suwawa Timur")
    pick(page, "Kategori", "Pekerja rentan (kabupaten)")
    choose(page, "Segmen kepesertaan", "Bukan penerima upah (BPU)")
    choose(page, "Penanggung iuran", "APBD kabupaten")
    write(page, "Bulan iuran yang sudah dibayar", "40")
    press(page, "Simpan")
    corrected(page, "Nomor harus 16 angka; yang ditulis 15.")
    expect(box(page, "NIK")).to_have_value(story.deceased.nik[:15])
    expect(box(page, "Nama lengkap sesuai KTP")).to_have_value(story.deceased.full_name)
    see("tambah-peserta-nik-15-angka")
    write(page, "NIK", story.deceased.nik)
    press(page, "Simpan")
    headed(page, story.deceased.full_name)
    see("peserta")


def begin_case(page: Page, story: Story, see: Look) -> None:
    """A death in the future and amounts of every wrong form; then the case."""
    follow(page, "Buka urusan santunan")
    see("buka-urusan")
    press(page, "Buka urusan santunan")
    corrected(page, "Tulis tanggal meninggalnya.", "Pilih JKM atau JKK.")
    see("buka-urusan-kosong")
    write_date(page, "Tanggal meninggal", TODAY + timedelta(days=1))
    choose(page, "Meninggal karena apa?", "Jaminan Kecelakaan Kerja (JKK)")
    for typed, sentence in (
        ("Rp 1,5 juta", "Tulis jumlah lengkap dengan angka"),
        ("1e99", "Jumlah hanya boleh berisi angka dan titik"),
        ("-1", "Jumlah harus lebih dari nol"),
        ("0", "Jumlah harus lebih dari nol"),
        ("1.000.000,50", "Tulis rupiah bulat tanpa sen"),
    ):
        write(page, "Upah sebulan yang dilaporkan ke BPJS", typed)
        press(page, "Buka urusan santunan")
        corrected(page, sentence)
        expect(box(page, "Upah sebulan yang dilaporkan ke BPJS")).to_have_value(typed)
    see("buka-urusan-jumlah-salah")
    write(page, "Upah sebulan yang dilaporkan ke BPJS", "")
    choose(page, "Meninggal karena apa?", "Jaminan Kematian (JKM)")
    asked(page, "Anak almarhum yang masih sekolah").get_by_label("SD").fill("1")
    write(page, "Nama pelapor", story.spouse.full_name)
    write(page, "Hubungan pelapor dengan almarhum", "istri")
    press(page, "Buka urusan santunan")
    corrected(page, "belum terjadi")
    see("buka-urusan-masa-depan")
    write_date(page, "Tanggal meninggal", DIED_ON)
    press(page, "Buka urusan santunan")
    reads(page, "Urusan santunan dibuka", "Belum ada ahli waris")
    story.remember(number=page.locator(".caption").first.inner_text().strip())
    see("ahli-waris-kosong")


def _write_heir(page: Page, person: Person, relation: str) -> None:
    write(page, "Nama lengkap sesuai KTP", person.full_name)
    pick(page, "Hubungan dengan almarhum", relation)
    choose(page, "Apakah orang ini menerima santunan?", "Ya, penerima")
    write_date(page, "Tanggal lahir", person.born_on)
    write(page, "NIK", person.nik)


def add_heirs(page: Page, story: Story, see: Look) -> None:
    """The spouse; the child, who needs a guardian; and the shares they state themselves."""
    follow(page, "Tambah ahli waris")
    see("tambah-ahli-waris")
    _write_heir(page, story.spouse, "Suami atau istri")
    write(page, "Nomor telepon", "0800 000 0001")
    press(page, "Simpan")
    reads(page, f"{story.spouse.full_name} dicatat.")
    follow(page, "Tambah ahli waris")
    _write_heir(page, story.child, "Anak")
    pick(page, "Jenjang sekolah sekarang", "SD")
    press(page, "Simpan")
    corrected(page, "memerlukan wali")
    see("ahli-waris-tanpa-wali")
    write(page, "Nama wali", story.spouse.full_name)
    write(page, "NIK wali", story.spouse.nik)
    write(page, "Bukti perwalian", "Akta kelahiran dan KK")
    write_date(page, "Perwalian sampai", story.child.born_on.replace(year=2033))
    press(page, "Simpan")
    reads(page, f"{story.child.full_name} dicatat.")
    see("ahli-waris")
    agree_to_help(page)
    state_shares(page, story, see)


def agree_to_help(page: Page) -> None:
    """The paper that says the Dinas may help with the claim: signed by the spouse."""
    unfold(page, "Catat persetujuan bantuan klaim")
    page.locator("details[open]").get_by_role("checkbox").first.check()
    press(page.locator("details[open]"), "Catat persetujuan")
    reads(page, "Persetujuan bantuan klaim dicatat.")


def state_shares(page: Page, story: Story, see: Look) -> None:
    """Shares that do not add up are refused; then those that do."""
    follow(page, "Bagian masing-masing")
    write(page, story.spouse.full_name, "30.000.000")
    write(page, story.child.full_name, "11.000.000")
    press(page, "Simpan")
    expect(page.get_by_role("alert")).to_be_visible()
    see("bagian-tidak-pas")
    write(page, story.child.full_name, "12.000.000")
    press(page, "Simpan")
    reads(page, "Bagian penerima disimpan.")


def collect_papers(page: Page, see: Look) -> None:
    """Two came today; one cannot be had yet, and why."""
    follow(page, "Lanjut ke berkas syarat")
    page.get_by_label("Kartu peserta BPJS Ketenagakerjaan").check()
    page.get_by_label("Kartu keluarga (KK)").check()
    press(page, "Yang dicentang diterima hari ini")
    reads(page, "2 berkas dicatat diterima hari ini.")
    follow(page, "Ubah Akta kematian")
    choose(page, "Keadaan berkas", "Belum bisa didapat")
    press(page, "Simpan")
    expect(page.get_by_role("alert")).to_be_visible()
    see("berkas-tanpa-alasan")
    write(page, "Mengapa belum bisa didapat", "Dukcapil menunggu surat dari desa")
    choose(
        page,
        "Apa yang dilakukan selanjutnya",
        "Minta surat kematian di kantor desa lebih dahulu. Gratis.",
    )
    pick(page, "Siapa yang membawa", "Kantor desa atau kelurahan")
    press(page, "Simpan")
    reads(page, "Belum bisa didapat", "Dukcapil menunggu surat dari desa")
    see("berkas-syarat")


def read_benefit(page: Page, see: Look) -> None:
    """Line by line, with the law, to the rupiah."""
    follow(page, "Lanjut ke santunan")
    reads(page, "Rp20.000.000", "Rp12.000.000", "Rp10.000.000", "Rp42.000.000")
    see("santunan")
    follow(page, "Kembali ke urusan")
    headed(page, "Umar")
    see("urusan")


def of_recipient(page: Page, name: str) -> Locator:
    """The tasks of one recipient on the page of a case."""
    heading = page.get_by_role("heading", level=2).filter(has_text=name)
    return heading.locator("xpath=following-sibling::ul[1]")


def issue_letter(page: Page, person: Person, see: Look) -> Download:
    """The letter, made by a worker and taken once."""
    follow(of_recipient(page, person.full_name), "Surat akses")
    see("surat-akses-kosong")
    follow(page, "Terbitkan surat")
    see("terbitkan-surat")
    press(page, "Terbitkan surat")
    take = page.get_by_role("button", name="Unduh dan cetak surat")
    see("surat-sedang-dibuat")
    wait_for(page, take)
    see("surat-siap")
    with page.expect_download() as download:
        take.click()
    page.reload()
    reads(page, "Surat sudah diambil")
    see("surat-sudah-diambil")
    return download.value


def wait_for(page: Page, wanted: Locator) -> None:
    """Press "Muat ulang" until the worker is done, as the page says."""
    for _try in range(LETTER_PATIENCE // 500):
        if wanted.is_visible():
            return
        page.wait_for_timeout(500)
        again = page.get_by_role("link", name="Muat ulang")
        if again.is_visible():
            again.click()
            page.wait_for_load_state()
    expect(wanted).to_be_visible()


def hand_over(page: Page, story: Story, person: Person, see: Look) -> None:
    """Into the recipient's own hand; not tomorrow."""
    open_case(page, story)
    follow(of_recipient(page, person.full_name), "Surat akses")
    follow(page, "Catat penyerahan")
    write_date(page, "Kapan surat diserahkan", TODAY + timedelta(days=1))
    press(page, "Simpan penyerahan")
    expect(page.get_by_role("alert")).to_be_visible()
    see("penyerahan-besok")
    write_date(page, "Kapan surat diserahkan", TODAY)
    press(page, "Simpan penyerahan")
    reads(page, "Penyerahan surat dicatat.")
    see("surat-akses")


def record_account(page: Page, story: Story, see: Look) -> None:
    """From the passbook; another name is asked about, an unusual length is told."""
    open_case(page, story)
    follow(of_recipient(page, story.spouse.full_name), "Rekening penerima")
    pick(page, "Bank", "Bank Rakyat Indonesia")
    write(page, "Nomor rekening", "12ab")
    write(page, "Nama pemilik seperti di buku tabungan", "Siti Orang Lain")
    press(page, "Simpan rekening")
    expect(page.get_by_role("alert")).to_be_visible()
    see("rekening-salah")
    write(page, "Nomor rekening", story.account)
    press(page, "Simpan rekening")
    corrected(page, "nama")
    see("rekening-nama-lain")
    write(page, "Nama pemilik seperti di buku tabungan", story.spouse.full_name)
    press(page, "Simpan rekening")
    reads(page, "Rekening dicatat.", story.account, "belum menyetujui Dinas")
    see("rekening")


def record_child_account(page: Page, story: Story) -> None:
    open_case(page, story)
    follow(of_recipient(page, story.child.full_name), "Rekening penerima")
    pick(page, "Bank", "Bank Syariah Indonesia")
    write(page, "Nomor rekening", story.child_account)
    write(page, "Nama pemilik seperti di buku tabungan", story.child.full_name)
    press(page, "Simpan rekening")
    reads(page, "Rekening dicatat.")


def ask_the_bank(page: Page, story: Story, see: Look) -> None:
    """Only after the family agreed that the bank may be told."""
    open_case(page, story)
    follow(of_recipient(page, story.spouse.full_name), "Rekening penerima")
    press(page, "Tanyakan kepada bank")
    reads(page, "Pertanyaan tentang nama pemilik diteruskan ke bank.")
    see("rekening-ditanyakan")


def file_claim(page: Page, story: Story, see: Look) -> None:
    """What is missing is told, and bars nothing; the last day to pay is counted."""
    open_case(page, story)
    follow(page, "Klaim di BPJS")
    see("klaim-kosong")
    follow(page, "Catat klaim")
    press(page, "Simpan klaim")
    corrected(page, "Tulis tanggal berkas diserahkan.")
    see("klaim-tanpa-tanggal")
    write_date(page, "Tanggal berkas diserahkan ke BPJS", TODAY)
    write(page, "Nomor tanda terima BPJS", "TT-2026-88")
    press(page, "Simpan klaim")
    reads(page, "Klaim dicatat.", "Harus dibayar paling lambat")
    see("klaim")


def record_payouts(page: Page, story: Story, see: Look) -> None:
    """Before the death: refused. A slip of a zero is recorded, flagged and reversed."""
    open_case(page, story)
    follow(page, "Pencairan")
    see("pencairan-kosong")
    follow(page, story.spouse.full_name)
    _write_payout(page, "30.000.000", DIED_ON - timedelta(days=1))
    expect(page.get_by_role("alert")).to_be_visible()
    see("pencairan-sebelum-meninggal")
    _write_payout(page, "3.000.000", TODAY)
    reads(page, "Pencairan dicatat.", "kurang Rp39.000.000")
    see("pencairan-kurang")
    follow(page, "Batalkan")
    write(page, "Mengapa baris ini dibatalkan?", "Kurang satu nol saat menulis")
    press(page, "Batalkan baris ini")
    reads(page, "Pencairan dibatalkan.", "Kurang satu nol saat menulis")
    follow(page, story.spouse.full_name)
    _write_payout(page, "30.000.000", TODAY)
    follow(page, story.child.full_name)
    _fill_payout(page, "12.000.000", TODAY)
    page.get_by_role("button", name="Simpan pencairan").dblclick()  # by habit
    reads(page, "Pencairan dicatat.", "Rp42.000.000")
    paid = page.get_by_role("table", name="Yang dibayar BPJS")
    expect(paid.get_by_role("row").filter(has_text="Rp12.000.000")).to_have_count(1)
    expect(page.get_by_text("Belum sesuai hak")).to_have_count(0)
    see("pencairan")


def _write_payout(page: Page, amount: str, day: date) -> None:
    _fill_payout(page, amount, day)
    press(page, "Simpan pencairan")


def _fill_payout(page: Page, amount: str, day: date) -> None:
    asked(page, "Masuk ke rekening").get_by_role("radio").first.check()
    write(page, "Jumlah yang dibayar", amount)
    write_date(page, "Tanggal dibayar", day)


def propose_correction(page: Page, story: Story, see: Look) -> None:
    """A wrong fact: the new computation stands beside the old until a second person agrees."""
    open_case(page, story)
    follow(page, "Santunan menurut undang-undang")
    follow(page, "Ajukan perbaikan")
    write(page, "Bulan iuran yang sudah dibayar", "41")
    press(page, "Ajukan perbaikan")
    corrected(page, "Tulis alasannya.")
    see("perbaikan-tanpa-alasan")
    write(page, "Apa yang keliru, dan dari mana diketahui", "Kartu iuran menunjukkan 41 bulan")
    press(page, "Ajukan perbaikan")
    reads(page, "Perbaikan diajukan. Orang kedua yang memutuskan.", "Kepala bidang yang memutuskan")
    see("perbaikan-diajukan")


def save(download: Download, folder: Path) -> Path:
    """Keep what was downloaded, under the name it came with."""
    path = folder / download.suggested_filename
    download.save_as(path)
    return path
