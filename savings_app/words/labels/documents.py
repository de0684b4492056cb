"""The documents we make, and what became of each."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "document": {
        "access": _("Surat akses keluarga"),
        "plan": _("Rencana keluarga"),
        "savings": _("Laporan simpanan"),
        "handover": _("Berita acara penyerahan"),
        "plan-form": _("Lembar rencana keluarga"),
        "consent": _("Permintaan persetujuan"),
    },
    "document_state": {
        "pending": _("Sedang dibuat"),
        "ready": _("Siap"),
        "failed": _("Gagal dibuat"),
        "withdrawn": _("Ditarik"),
    },
    "letter_state": {
        "issued": _("Kode masih berlaku"),
        "used": _("Sudah dipakai masuk"),
        "replaced": _("Diganti surat baru"),
    },
}
