"""What accounts are for, and what is known about whose they are."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
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
}
