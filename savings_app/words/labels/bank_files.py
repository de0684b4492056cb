"""The bank's files."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "bank_file_state": {
        "staged": _("Menunggu diterapkan"),
        "applying": _("Sedang diterapkan"),
        "applied": _("Diterapkan"),
        "refused": _("Ditolak"),
        "discarded": _("Dibatalkan"),
        "undone": _("Ditarik kembali"),
    },
}
