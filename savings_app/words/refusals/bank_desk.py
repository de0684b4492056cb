"""Refusals of what an officer types at the bank's desk."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "AccountSaidClosed": _(
        "Rekening ini sudah dikatakan ditutup. Tarik kembali dulu bila itu keliru."
    ),
    "TooManyPhotos": _("Sudah ada %(limit)s foto. Hapus satu dahulu, lalu simpan yang baru."),
    "PhotoDayAhead": _("Hari ini belum tiba. Tulis hari yang terlihat di halaman buku tabungan."),
    "StatusDayAhead": _("Tanggal ini belum tiba. Pilih hari ini atau hari yang sudah lewat."),
    "TypedAnswerUnclear": _(
        "“%(text)s” bukan nomor baris dengan hurufnya. Tulis misalnya 7s 12t 30?"
    ),
    "TypedRowUnknown": _("Baris %(number)s tidak ada di halaman ini, atau sudah dijawab."),
    "TypedTwice": _("Baris %(number)s punya dua jawaban yang berbeda. Pilih satu."),
    "TypedCountDiffers": _(
        "Anda menulis %(typed)s, padahal yang belum ada jawabannya %(left)s baris. Hitung lagi."
    ),
}
