"""What a family plans its money for."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "need": {
        "utang": _("Utang"),
        "pengobatan": _("Pengobatan"),
        "mendesak": _("Kebutuhan mendesak"),
        "doa_arwah": _("Doa arwah (mongaruwa)"),
        "sekolah": _("Sekolah"),
        "usaha": _("Usaha"),
        "harian": _("Hidup sehari-hari"),
        "simpanan": _("Disimpan"),
    },
    "plan_state": {
        "draft": _("Belum selesai"),
        "agreed": _("Dipakai sekarang"),
        "not_now": _("Belum sekarang"),
        "replaced": _("Sudah diganti versi baru"),
    },
}
