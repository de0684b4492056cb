"""Refusals of a bank's file that cannot be read."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "BankFileEmpty": _("Berkas ini kosong."),
    "BankFileTooLarge": _("Berkas ini lebih besar dari %(limit)s MiB."),
    "BankFileNotText": _("Berkas ini bukan teks, atau disandikan dengan cara yang tidak dikenal."),
    "UnsupportedFormat": _(
        "Berkas %(format)s tidak dapat dibaca di sini. Pakai MT940, MT942, camt, XLSX, atau CSV."
    ),
    "UnknownFormat": _(
        "Berkas ini bukan MT940, MT942, atau tabel dengan judul kolom yang dikenal."
    ),
    "BankFileBroken": _("Berkas ini rusak atau terpotong."),
    "BankFileLocked": _("Berkas ini berkata sandi. Simpan tanpa kata sandi, lalu unggah lagi."),
    "BankFileDeclaresEntities": _(
        "Berkas XML ini memuat DOCTYPE atau ENTITY; berkas bank tidak memerlukannya."
    ),
    "BankFileUnpacksTooLarge": _("Isi berkas ini jauh lebih banyak dari berkas bank mana pun."),
    "BankFileHasFormulas": _("Ada rumus di berkas ini. Simpan sebagai nilai, lalu unggah lagi."),
    "HeadingsUnclear": _("Judul kolom tabel ini kurang atau ada yang berarti sama."),
    "BankFileRefused": _("Berkas bank ini tidak dapat dibaca."),
}
