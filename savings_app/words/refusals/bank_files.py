"""Refusals of a bank's file that cannot be read."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "BankFileEmpty": _("Berkas ini kosong."),
    "BankFileTooLarge": _("Berkas ini lebih besar dari %(limit)s MiB."),
    "BankFileNotText": _("Berkas ini bukan teks, atau disandikan dengan cara yang tidak dikenal."),
    "UnsupportedFormat": _("Berkas %(format)s tidak dapat dibaca di sini. Pakai MT940 atau CSV."),
    "UnknownFormat": _(
        "Berkas ini bukan MT940, MT942, atau tabel CSV dengan judul kolom yang dikenal."
    ),
    "HeadingsUnclear": _("Judul kolom tabel ini kurang atau ada yang berarti sama."),
    "BankFileRefused": _("Berkas bank ini tidak dapat dibaca."),
}
