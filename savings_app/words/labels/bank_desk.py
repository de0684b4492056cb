"""Why a bank is asked about a day, and what its officers did with their answers."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "due_why": {
        "akhir_bulan": _("Akhir bulan"),
        "akhir_niat": _("Hari niatnya sampai"),
    },
    "audit": {
        "bank-answer:take-back": _("Sehalaman jawaban bank ditarik kembali"),
    },
}
