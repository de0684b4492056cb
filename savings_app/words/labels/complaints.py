"""What a complaint is about, and where it stands."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "complaint_about": {
        "jumlah": _("Uang yang masuk kurang"),
        "potongan": _("Ada yang meminta potongan"),
        "petugas": _("Tentang petugas"),
        "lain": _("Hal lain"),
    },
    "complaint_state": {
        "terbuka": _("Menunggu jawaban"),
        "dijawab": _("Sudah dijawab"),
    },
}
