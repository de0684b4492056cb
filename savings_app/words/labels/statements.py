"""What stands in a savings statement: lines of an account in a family's words, and their way."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "statement_line": {
        "pencairan": _("Santunan dari BPJS"),
        "setoran": _("Setoran niat"),
        "setoran_sebagian": _("Sebagian dari setoran niat"),
        "imbal_hasil": _("Bunga, bagi hasil, atau bonus"),
        "pajak": _("Pajak atas bunga atau bagi hasil"),
        "biaya": _("Biaya bank"),
        "dikembalikan": _("Dibukukan lalu ditarik kembali"),
        "uang_keluar": _("Uang keluar"),
        "uang_masuk_lain": _("Uang masuk"),
    },
    "told_by": {
        "berkas_mutasi": _("baris berkas bank"),
        "sambungan_bank": _("sambungan bank (API)"),
    },
}
