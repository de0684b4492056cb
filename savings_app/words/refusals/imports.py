"""Refusals of a file of people that was handed in, and of what is done with it."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ImportFileEmpty": _("Berkas ini kosong."),
    "ImportFileTooLarge": _("Berkas ini lebih besar dari %(megabytes)s MB. Bagi menjadi beberapa."),
    "ImportFileTooWide": _(
        "Lembar kerja ini terlalu besar: lebih dari %(cells)s sel. Hapus baris dan kolom kosong di "
        "luar daftar, lalu simpan lagi."
    ),
    "ImportFileLocked": _(
        "Berkas ini terkunci kata sandi. Buka di komputer Anda, hapus kata sandinya, lalu unggah "
        "lagi."
    ),
    "ImportFileOldExcel": _(
        "Ini berkas Excel lama (.xls). Simpan sebagai .xlsx, lalu unggah lagi."
    ),
    "ImportFileBroken": _("Berkas ini rusak dan tidak dapat dibuka. Simpan ulang sebagai .xlsx."),
    "ImportFileQuotes": _(
        "Terlalu banyak tanda kutip di berkas ini tidak ditutup. Buka di lembar kerja, hapus tanda "
        "kutipnya, lalu simpan sebagai .xlsx."
    ),
    "ImportFileUnknown": _("Ini bukan XLSX dan bukan tabel CSV."),
    "ImportFileRefused": _("Berkas ini tidak dapat dibaca."),
    "SheetUnknown": _("Lembar atau baris judul itu tidak ada di berkas ini."),
    "ImportAlreadyApplied": _(
        "Berkas yang sama sudah diterapkan pada %(on)s. Bila memang keliru, tarik dahulu impor itu."
    ),
    "ImportAlreadyWaiting": _(
        "Berkas yang sama sudah diunggah pada %(on)s dan masih menunggu. Terapkan atau "
        "batalkan yang itu."
    ),
    "ImportColumnsMissing": _("Kolom yang diperlukan belum dikenal. Pilih dahulu kolomnya."),
    "ImportHasNoRows": _("Berkas ini hanya berisi judul kolom: tidak ada satu baris pun."),
    "ImportHasNothing": _(
        "Tidak ada baris yang baru atau berubah; tidak ada yang perlu diterapkan."
    ),
    "ImportNotWaiting": _("Impor ini sudah diterapkan, dibatalkan, atau sedang dikerjakan."),
    "ImportNotApplied": _("Hanya impor yang sudah diterapkan yang dapat ditarik."),
    "ImportReasonNeeded": _("Tulis alasannya, paling sedikit lima huruf; alasan ini disimpan."),
    "ImportSourceNeeded": _("Tulis dari siapa daftar ini."),
    "ImportChoiceUnknown": _("%(name)s: tidak ada pilihan %(answer)s."),
    "ImportAnswerNeeded": _("Isi %(name)s dahulu."),
    "ImportRegionNeeded": _("Sebut petugasnya dengan --as: wilayah berkas ini tidak jelas."),
}
