"""Refusals of what is sent of a paper, of its receipt, and of the questions about heirs."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ScanHeic": _(
        "%(name)s adalah foto HEIC dari iPhone, yang tidak dapat dibuka di semua komputer. Buka "
        "fotonya, pilih Bagikan, lalu Simpan ke File sebagai JPEG; atau kirim tangkapan layarnya."
    ),
    "ScanUnknown": _("%(name)s bukan foto JPEG, PNG, atau WebP, dan bukan PDF."),
    "ScanDamaged": _("%(name)s rusak atau tidak utuh. Foto atau pindai sekali lagi."),
    "PictureTooLarge": _(
        "%(name)s berukuran lebih dari %(most)s juta titik. Foto sekali lagi dengan ukuran biasa."
    ),
    "PdfLocked": _("%(name)s terkunci dengan kata sandi. Simpan PDF-nya tanpa kunci dahulu."),
    "PdfTooLong": _(
        "%(name)s berisi %(pages)s halaman; paling banyak %(most)s. Kirim halaman yang perlu saja."
    ),
    "TooManyPaperFiles": _("Satu berkas paling banyak %(most)s foto atau PDF."),
    "PaperFilesTooLarge": _(
        "Semua berkas bersama lebih dari %(megabytes)s MB. Ambil satu per satu dari halaman berkas."
    ),
    "PaperFileWithdrawn": _("Foto atau PDF ini sudah ditarik; isinya tidak disimpan lagi."),
    "PaperFileGone": _(
        "Isi berkas ini tidak lagi sama dengan yang disimpan, jadi tidak ditampilkan. Beri tahu "
        "pengelola sistem, dan minta keluarga memotretnya sekali lagi."
    ),
    "NextStepNeeded": _("Pilih apa yang dilakukan selanjutnya."),
    "FollowUpPast": _("Tanggal ini sudah lewat. Tulis hari ini atau sesudahnya."),
    "NothingReceived": _("Belum ada berkas yang diterima, jadi belum ada tanda terimanya."),
    "NothingAsked": _("Tidak ada berkas yang masih ditunggu."),
    "HeirStepNotReached": _("Pertanyaan ini baru ditanyakan bila yang sebelumnya tidak ada."),
    "SaidByNeeded": _("Tulis siapa yang mengatakannya."),
    "SaidOnImpossible": _("Tanggal ini tidak lebih awal dari kematian dan tidak sesudah hari ini."),
    "ReferralDayImpossible": _(
        "Tanggal rujukan tidak lebih awal dari kematian dan tidak sesudah hari ini."
    ),
    "OutcomeDayImpossible": _(
        "Tanggal hasil tidak lebih awal dari rujukannya dan tidak sesudah hari ini."
    ),
}
