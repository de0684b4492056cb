"""How codes of the law and of our own tables are called in front of people. One home for all."""

from __future__ import annotations

from savings_app.words.language import gettext


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return message


LABELS: dict[str, dict[str, str]] = {
    "part": {
        "santunan_sekaligus": _("Santunan sekaligus"),
        "santunan_berkala": _("Santunan berkala (24 bulan, dibayar sekaligus)"),
        "biaya_pemakaman": _("Biaya pemakaman"),
    },
    "answer": {
        "ya": _("Masih ada"),
        "sebagian": _("Sebagian"),
        "tidak": _("Dipakai"),
        "tidak_dapat_dijawab": _("Bank tidak dapat menjawab"),
    },
    # The same answer in a bank officer's own words.
    "bank_answer": {
        "ya": _("Ya"),
        "sebagian": _("Sebagian"),
        "tidak": _("Tidak"),
        "tidak_dapat_dijawab": _("Tidak dapat dijawab"),
    },
    "pledge": {
        "disimpan": _("Disimpan"),
        "disetor": _("Disetor"),
    },
    "source": {
        "jawaban_bank": _("jawaban bank"),
        "baris_bank": _("baris berkas bank"),
    },
    "document": {
        "access": _("Surat akses keluarga"),
        "plan": _("Rencana keluarga"),
        "savings": _("Laporan simpanan"),
    },
    "document_state": {
        "pending": _("Sedang dibuat"),
        "ready": _("Siap"),
        "failed": _("Gagal dibuat"),
        "withdrawn": _("Ditarik"),
    },
    "need": {
        "utang": _("Utang"),
        "pengobatan": _("Pengobatan"),
        "mendesak": _("Kebutuhan mendesak"),
        "doa_arwah": _("Doa arwah (mongaruwa)"),
        "sekolah": _("Sekolah"),
        "usaha": _("Usaha"),
        "harian": _("Hidup sehari-hari"),
        "simpanan": _("Disimpan"),
    },
    "plan_state": {
        "draft": _("Belum selesai"),
        "agreed": _("Dipakai sekarang"),
        "not_now": _("Belum sekarang"),
        "replaced": _("Sudah diganti versi baru"),
    },
    "regulation_status": {
        "rancangan": _("rancangan"),
        "uji_publik": _("uji publik"),
        "berlaku": _("berlaku"),
        "dicabut": _("dicabut"),
    },
    "school_level": {
        "tk": _("TK"),
        "sd": _("SD"),
        "smp": _("SMP"),
        "sma": _("SMA"),
        "pt": _("Kuliah"),
    },
    "complaint_about": {
        "jumlah": _("Uang yang masuk kurang"),
        "potongan": _("Ada yang meminta potongan"),
        "petugas": _("Tentang petugas"),
        "lain": _("Hal lain"),
    },
    "paper": {
        "kartu_peserta": _("Kartu peserta BPJS Ketenagakerjaan"),
        "akta_kematian": _("Akta kematian"),
        "surat_ahli_waris": _("Surat keterangan ahli waris"),
        "ktp_ahli_waris": _("KTP ahli waris"),
        "kartu_keluarga": _("Kartu keluarga (KK)"),
        "buku_nikah": _("Buku nikah"),
        "buku_tabungan": _("Buku tabungan"),
        "laporan_kecelakaan": _("Laporan kecelakaan kerja"),
    },
    "stage": {
        "papers": _("Berkas belum lengkap"),
        "ready": _("Siap diklaim"),
        "claimed": _("Di BPJS"),
        "paid": _("Sudah dibayar, menunggu kabar keluarga"),
        "arrived": _("Sudah diterima penuh"),
        "short": _("Belum sesuai hak"),
        "finished": _("Selesai"),
    },
    "turn": {
        "dinas": _("Dinas"),
        "family": _("Keluarga"),
        "bpjs": _("BPJS Ketenagakerjaan"),
        "supervisor": _("Kepala bidang"),
        "nobody": _("Tidak ada, semua selesai"),
    },
    "programme": {
        "jkm": _("Jaminan Kematian (JKM)"),
        "jkk": _("Jaminan Kecelakaan Kerja (JKK)"),
    },
    "payout_kind": {
        "santunan": _("Santunan"),
        "beasiswa": _("Beasiswa"),
        "jht": _("Jaminan Hari Tua (JHT)"),
        "jp": _("Jaminan Pensiun (JP)"),
        "kompensasi": _("Kompensasi keterlambatan"),
    },
    "account_purpose": {
        "santunan": _("Untuk menerima santunan"),
        "simpanan": _("Untuk simpanan"),
    },
    "name_check": {
        "bukti_keluarga": _("Menurut buku tabungan keluarga"),
        "ditanyakan": _("Sedang ditanyakan kepada bank"),
        "ya": _("Nama dibenarkan bank"),
        "tidak": _("Menurut bank, nama berbeda"),
    },
    "shared_account": {
        "wali": _("Rekening wali, untuk penerima yang belum dewasa"),
        "orang_sama": _("Orang yang sama menerima di dua urusan"),
        "bersama": _("Rekening atas nama bersama"),
        "salah_catat": _("Catatan yang lain keliru dan akan diakhiri"),
    },
    "letter_state": {
        "issued": _("Kode masih berlaku"),
        "used": _("Sudah dipakai masuk"),
        "replaced": _("Diganti surat baru"),
    },
    "complaint_state": {
        "terbuka": _("Menunggu jawaban"),
        "dijawab": _("Sudah dijawab"),
    },
    "role": {
        "family": _("Keluarga"),
        "bank_officer": _("Petugas bank"),
        "caseworker": _("Petugas Dinas"),
        "supervisor": _("Kepala bidang"),
        "auditor": _("Inspektorat"),
        "administrator": _("Pengelola sistem"),
    },
    # What a family did with staff beside it, as printed on the page it signs.
    "deed": {
        "complaint:open": _("Membuat laporan"),
        "consent:give": _("Memberi persetujuan"),
        "consent:revoke": _("Mencabut persetujuan"),
        "document:issue": _("Meminta dokumen"),
        "plan:amount": _("Menulis jumlah yang direncanakan"),
        "plan:answer": _("Mengisi satu langkah rencana"),
        "plan:begin": _("Mulai membuat rencana"),
        "plan:finish": _("Menyelesaikan rencana"),
        "plan:not-now": _("Memilih belum sekarang"),
        "plan:revise": _("Membuat versi baru rencana"),
        "pledge:cancel": _("Membatalkan niat menabung"),
        "pledge:change": _("Mengubah niat menabung"),
        "pledge:make": _("Menyatakan niat menabung"),
        "receipt:confirm": _("Menyatakan semua sudah diterima"),
        "receipt:miss": _("Menyatakan belum semua diterima"),
    },
    # What else the trail holds, as an auditor reads it; see also "told".
    "audit": {
        "bank-file:apply": _("Berkas mutasi diterapkan"),
        "match:confirm": _("Baris bank dicocokkan"),
        "match:reverse": _("Pencocokan baris dibatalkan"),
        "participant:add": _("Peserta dicatat"),
        "participant:edit": _("Data peserta diubah"),
        "participant:show-numbers": _("Nomor lengkap peserta dibuka"),
        "heir:show-numbers": _("Nomor lengkap ahli waris dibuka"),
        "account:open-number": _("Nomor rekening lengkap dibuka petugas bank"),
        "regulation:replace": _("Versi peraturan diganti"),
        "account:answer-name": _("Bank menjawab nama pemilik"),
        "account:ask-name": _("Nama pemilik ditanyakan ke bank"),
        "account:open": _("Nomor rekening lengkap dibuka"),
        "bank-answer:correct": _("Jawaban bank diperbaiki"),
        "bank-answer:give": _("Bank menjawab masih ada"),
        "bank-file:discard": _("Berkas mutasi dibatalkan"),
        "bank-file:refuse": _("Berkas mutasi ditolak"),
        "bank-file:stage": _("Berkas mutasi diunggah"),
        "cases:export": _("Daftar santunan diunduh"),
        "complaint:answer": _("Laporan dijawab"),
        "complaint:open": _("Laporan masuk"),
        "complaint:read": _("Laporan dibaca"),
        "credit:confirm": _("Pencairan dicocokkan"),
        "credit:reverse": _("Pencocokan pencairan dibatalkan"),
        "deposit:record": _("Setoran dicatat"),
        "deposit:reverse": _("Setoran dibatalkan"),
        "document:fail": _("Dokumen gagal dibuat"),
        "document:open": _("Dokumen dibuka"),
        "document:render": _("Dokumen selesai dibuat"),
        "document:retry": _("Dokumen dibuat ulang"),
        "document:withdraw": _("Dokumen ditarik"),
        "password:change": _("Kata sandi diganti"),
        "plan:amount": _("Jumlah rencana ditulis"),
        "plan:answer": _("Langkah rencana diisi"),
        "plan:begin": _("Rencana dimulai"),
        "plan:finish": _("Rencana diselesaikan"),
        "plan:not-now": _("Belum sekarang dipilih"),
        "plan:revise": _("Rencana dibuat versi baru"),
        "pledge:cancel": _("Niat menabung dibatalkan"),
        "pledge:change": _("Niat menabung diubah"),
        "pledge:make": _("Niat menabung dinyatakan"),
        "receipt:miss": _("Keluarga menyatakan belum semua diterima"),
        "regulation:load": _("Peraturan dimuat"),
        "session:begin": _("Masuk"),
        "session:end": _("Keluar"),
        "session:refuse": _("Percobaan masuk ditolak"),
        "user:add": _("Pengguna ditambahkan"),
        "visit:end": _("Pendampingan selesai"),
        "visit:sign": _("Halaman pendampingan ditandatangani"),
    },
    "relation": {
        "pasangan": _("Suami atau istri"),
        "anak": _("Anak"),
        "orang_tua": _("Orang tua"),
        "cucu": _("Cucu"),
        "kakek_nenek": _("Kakek atau nenek"),
        "saudara": _("Saudara kandung"),
        "mertua": _("Mertua"),
        "penerima_wasiat": _("Penerima wasiat"),
        "lainnya": _("Lainnya"),
    },
    "paper_state": {
        "belum": _("Belum ada"),
        "ada": _("Sudah ada"),
        "belum_bisa": _("Belum bisa didapat"),
    },
    "brings": {
        "keluarga": _("Keluarga"),
        "desa": _("Kantor desa atau kelurahan"),
        "dukcapil": _("Dukcapil"),
        "dinas": _("Dinas"),
        "bank": _("Bank"),
        "pemberi_kerja": _("Pemberi kerja"),
    },
    "segment": {
        "bpu": _("Bukan penerima upah (BPU)"),
        "pu": _("Penerima upah (PU)"),
    },
    "payer": {
        "apbd": _("APBD kabupaten"),
        "apbdes": _("APBDes"),
        "apbn": _("APBN"),
        "mandiri": _("Membayar sendiri (mandiri)"),
    },
    "sex": {
        "L": _("Laki-laki"),
        "P": _("Perempuan"),
    },
    # What happened in a case, as the Dinas reads it.
    "told": {
        "account:add": _("Rekening dicatat"),
        "account:end": _("Rekening diakhiri"),
        "benefit:approve": _("Perbaikan santunan disetujui"),
        "benefit:compute": _("Santunan dihitung"),
        "benefit:correct": _("Perbaikan santunan diajukan"),
        "benefit:reject": _("Perbaikan santunan ditolak"),
        "case:dispute": _("Sengketa dicatat"),
        "case:end-dispute": _("Sengketa selesai"),
        "case:open": _("Urusan dibuka"),
        "claim:file": _("Klaim diserahkan ke BPJS"),
        "claim:return": _("Klaim dikembalikan BPJS"),
        "consent:give": _("Persetujuan diberikan"),
        "consent:revoke": _("Persetujuan dicabut"),
        "document:issue": _("Dokumen dibuat"),
        "heir:add": _("Ahli waris dicatat"),
        "heir:edit": _("Data ahli waris diubah"),
        "heir:remove": _("Ahli waris dihapus"),
        "heir:state-shares": _("Bagian penerima dinyatakan"),
        "letter:hand-over": _("Surat akses diserahkan"),
        "letter:issue": _("Surat akses dibuat"),
        "paper:set": _("Berkas syarat dicatat"),
        "payout:record": _("Pencairan dicatat"),
        "payout:reverse": _("Pencairan dibatalkan"),
        "plan:outcome": _("Rencana keluarga selesai"),
        "receipt:confirm": _("Keluarga memberi kabar tentang uang yang masuk"),
        "visit:begin": _("Pendampingan dimulai"),
        "word:choose": _("Keluarga memilih kata masuk"),
    },
    "bank_file_state": {
        "staged": _("Menunggu diterapkan"),
        "applied": _("Diterapkan"),
        "refused": _("Ditolak"),
        "discarded": _("Dibatalkan"),
    },
    "match_reason": {
        "same_account": _("rekening sama"),
        "same_amount": _("jumlah sama"),
        "near_amount": _("jumlah hampir sama"),
        "within_dates": _("tanggal sesuai"),
        "late": _("sesudah tanggal niat"),
        "code_in_text": _("kode niat ada di berita"),
    },
    "unmatched_cause": {
        "debit_line": _("Uang keluar; tidak perlu dicocokkan"),
        "no_target_for_account": _("Tidak ada pencairan atau niat menyetor untuk rekening ini"),
        "amount_differs": _("Jumlahnya berbeda dari pencairan dan niat menyetor"),
        "outside_dates": _("Jumlahnya sama, tetapi tanggalnya terlalu jauh"),
        "already_matched": _("Yang sesuai sudah dicocokkan dengan baris lain"),
        "ambiguous": _("Lebih dari satu kemungkinan; perlu dipilih petugas"),
    },
    "fact_status": {
        "draf": _("draf, belum diperiksa"),
        "terverifikasi": _("terverifikasi"),
    },
}


def label(group: str, code: str) -> str:
    """What `code` of `group` is called, in the language in use.

    Raises:
        KeyError: a code without a name; a test walks all of them.
    """
    return gettext(LABELS[group][code])


def find_label(code: str, *groups: str) -> str | None:
    """What `code` is called in the first of these groups that knows it."""
    found = next((LABELS[group][code] for group in groups if code in LABELS[group]), None)
    return None if found is None else gettext(found)
