"""The parts of the benefit, and how sure we are of the law."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "part": {
        "santunan_sekaligus": _("Santunan sekaligus"),
        "santunan_berkala": _("Santunan berkala (24 bulan, dibayar sekaligus)"),
        "biaya_pemakaman": _("Biaya pemakaman"),
    },
    "payout_kind": {
        "santunan": _("Santunan"),
        "beasiswa": _("Beasiswa"),
        "jht": _("Jaminan Hari Tua (JHT)"),
        "jp": _("Jaminan Pensiun (JP)"),
        "kompensasi": _("Kompensasi keterlambatan"),
    },
    "fact_status": {
        "draf": _("draf, belum diperiksa"),
        "terverifikasi": _("terverifikasi"),
    },
}
