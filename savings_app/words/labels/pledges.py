"""Money that is to stay, and whether the bank says that it did."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "pledge": {
        "disimpan": _("Disimpan"),
        "disetor": _("Disetor"),
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
    # Everywhere the same word: see `deposits.kinds.Evidence`.
    "evidence": {
        "baris_bank": _("baris bank"),
        "jawaban_bank": _("jawaban bank"),
        "kata_keluarga": _("kata keluarga"),
        "foto_buku_tabungan": _("foto buku tabungan"),
    },
}
