"""Data updates: where a list stands, what is answered, and payments to look at."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "update_state": {
        "dibuat": _("Dibuat, belum keluar"),
        "keluar": _("Di desa"),
        "kembali": _("Kembali, sedang diisi"),
        "diajukan": _("Menunggu persetujuan"),
        "disetujui": _("Disetujui, berkas BPJS belum diambil"),
        "dikirim": _("Berkas BPJS sudah diambil"),
        "dibatalkan": _("Dibatalkan"),
    },
    "update_answer": {
        "belum_dijawab": _("Belum dijawab"),
        "masih_bekerja": _("Masih bekerja"),
        "meninggal": _("Meninggal"),
        "pindah": _("Pindah"),
        "dibayar_ganda": _("Dibayar ganda"),
        "tidak_memenuhi_syarat": _("Tidak memenuhi syarat"),
    },
    "update_gap": {
        "orang_kedua": _("satu orang lagi"),
        "kepala_bidang": _("seorang kepala bidang"),
        "orang_lain": _("seseorang yang tidak mengisi dan tidak mengajukan daftar ini"),
    },
    "stop_reason": {
        "meninggal": _("Meninggal"),
        "pindah": _("Pindah"),
        "dibayar_ganda": _("Dibayar ganda"),
        "tidak_memenuhi_syarat": _("Tidak memenuhi syarat"),
        "menjadi_mandiri": _("Menjadi peserta mandiri"),
        "lain": _("Sebab lain"),
    },
    "payment_reason": {
        "sesudah_meninggal": _("Sesudah bulan meninggal"),
        "dua_kali": _("Bulan yang sama dibayar lagi"),
        "sesudah_berhenti": _("Sesudah kepesertaan dihentikan"),
    },
    "update_file_state": {
        "dibaca": _("Sedang dibaca"),
        "menunggu": _("Menunggu, belum disimpan"),
        "diterapkan_sekarang": _("Sedang disimpan"),
        "diterapkan": _("Disimpan"),
        "ditolak": _("Ditolak"),
        "dibatalkan": _("Dibuang"),
        "ditarik": _("Ditarik kembali"),
    },
    # Why a cell of a returned list cannot be taken.
    "cell_fault": {
        "answer_unknown": _("Jawaban ini tidak dikenal; pilih salah satu dari daftar pilihan."),
        "day_unreadable": _("Bukan tanggal; tulis hari/bulan/tahun, misalnya 5/3/2026."),
        "day_impossible": _("Tanggal ini tidak ada di kalender."),
        "day_needed": _("Meninggal: tanggalnya perlu ditulis."),
        "day_in_future": _("Tanggal meninggal belum terjadi."),
        "day_before_birth": _("Tanggal meninggal lebih awal dari tanggal lahirnya."),
        "day_contradicts": _("Ada tanggal meninggal, tetapi jawabannya bukan meninggal."),
        "detail_needed": _(
            "Keterangan perlu diisi: siapa yang memberi tahu, pindah ke mana, dibayar siapa, "
            "atau sebabnya."
        ),
        "number_damaged": _(
            "Angkanya rusak oleh lembar kerja (seperti 7,5E+15). Tulis lagi sebagai teks."
        ),
        "nik_shape": _("NIK harus 16 angka, tanpa huruf."),
        "kpj_shape": _("KPJ harus 11 angka, tanpa huruf."),
        "nik_or_reason": _("Tulis NIK pengganti, atau alasan belum ada NIK."),
        "nik_and_reason": _("NIK pengganti sudah ada; kosongkan alasannya."),
        "birth_in_future": _("Tanggal lahir pengganti belum terjadi."),
        "sex_unknown": _("Tulis L atau P."),
        "category_unknown": _("Kategori ini tidak ada."),
        "name_missing": _("Ada data pengganti, tetapi namanya kosong."),
        "replacement_without_stop": _("Ada pengganti, tetapi orang ini tidak berhenti."),
        "too_long": _("Isinya terlalu panjang."),
        "line_twice": _("Orang ini sudah ada di baris lain dari berkas yang sama."),
        "other_list": _("Baris ini dari daftar lain."),
        "not_on_list": _(
            "Orang ini tidak ada di daftar. Orang baru ditulis sebagai pengganti, di baris orang "
            "yang digantikan."
        ),
        "other_person": _("Kuncinya hilang, dan nomor ini milik orang dengan nama lain."),
    },
    "audit": {
        "data-update:make": _("Daftar pemutakhiran dibuat"),
        "data-update:send": _("Daftar pemutakhiran diambil untuk desa"),
        "data-update:answer": _("Jawaban pemutakhiran dicatat"),
        "data-update:stage-file": _("Berkas pemutakhiran dari desa dibaca"),
        "data-update:apply-file": _("Berkas pemutakhiran dari desa diterapkan"),
        "data-update:discard-file": _("Berkas pemutakhiran dari desa dibuang"),
        "data-update:undo-file": _("Berkas pemutakhiran dari desa ditarik"),
        "data-update:submit": _("Daftar pemutakhiran diajukan"),
        "data-update:send-back": _("Daftar pemutakhiran dikembalikan"),
        "data-update:approve": _("Daftar pemutakhiran disetujui satu orang"),
        "data-update:put-in-force": _("Daftar pemutakhiran berlaku"),
        "data-update:deliver": _("Berkas BPJS dari pemutakhiran diambil"),
        "data-update:reverse": _("Baris pemutakhiran ditarik kembali"),
        "data-update:cancel": _("Daftar pemutakhiran dibatalkan"),
        "participant:stop": _("Kepesertaan dihentikan"),
        "participant:resume": _("Penghentian kepesertaan ditarik"),
    },
}
