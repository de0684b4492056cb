"""Refusals about data updates."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "PeriodUnknown": _("Pilih salah satu masa yang ada."),
    "NobodyToAsk": _(
        "Tidak ada peserta aktif untuk pilihan ini yang belum berada di daftar lain yang masih "
        "terbuka."
    ),
    "UpdateNotInThisState": _(
        "Daftar ini sudah berada di tahap lain. Muat ulang halamannya untuk melihat keadaan "
        "sekarang."
    ),
    "NothingToDeliver": _("Belum ada daftar yang disetujui untuk kecamatan dan masa ini."),
    "UpdateReasonNeeded": _("Tulis alasannya."),
    "AnswerNeedsDay": _("Tulis tanggal meninggalnya."),
    "AnswerDayInFuture": _("Tanggal meninggal belum terjadi."),
    "AnswerDayBeforeBirth": _("Tanggal ini lebih awal dari tanggal lahirnya."),
    "AnswerNeedsDetail": _(
        "Tulis keterangannya: siapa yang memberi tahu, pindah ke mana, dibayar siapa, atau "
        "sebabnya."
    ),
    "AnswerContradicts": _("Tanggal meninggal hanya untuk jawaban meninggal."),
    "ReplacementWithoutStop": _(
        "Ada pengganti untuk orang ini. Hapus dahulu penggantinya, atau pilih mengapa orang ini "
        "berhenti."
    ),
    "ReplacementNeedsName": _("Tulis nama penggantinya."),
    "ReplacementTwice": _("NIK atau KPJ ini diusulkan di dua baris."),
    "LinesUnanswered": _(
        "%(count)s orang belum dijawab. Lengkapi, atau centang bahwa mereka tidak diubah."
    ),
    "NothingAnswered": _("Belum ada satu pun jawaban."),
    "LinesRefused": _(
        "%(count)s pengganti tidak dapat ditambahkan. Perbaiki dahulu baris yang disebut di bawah."
    ),
    "ApprovedAlready": _("Anda sudah menyetujui pengajuan ini. Yang kedua adalah orang lain."),
    "LineNotInForce": _("Baris ini tidak mengubah apa pun, atau sudah ditarik."),
    "ParticipantChangedSince": _(
        "Data peserta ini sudah diubah sesudah daftar berlaku. Buat daftar baru untuk "
        "memperbaikinya."
    ),
    "AnswersRefused": _("Ada baris yang perlu diperbaiki. Belum ada yang disimpan."),
    "ListTooLarge": _("Berkas ini punya lebih banyak baris daripada satu daftar desa."),
    "ListUnreadable": _("Tanda kutip dalam berkas ini tidak ditutup. Simpan lagi sebagai XLSX."),
    "ListHeadingsMissing": _(
        "Baris judul kolom tidak ditemukan. Kolom “Jawaban” dan “No” atau “Kunci” harus ada, "
        "seperti pada daftar yang kami buat."
    ),
    "FileNotWaiting": _("Berkas ini sudah diterapkan, dibuang, atau ditarik."),
    "LineChangedSince": _(
        "Baris nomor %(number)s sudah diubah sejak berkas ini dibaca. Belum ada yang disimpan; "
        "unggah lagi berkasnya."
    ),
}
