"""Closed months, and what is still open before one is closed."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "waiting": {
        "impor": _("Berkas impor yang belum diterapkan"),
        "kematian": _("Kematian yang belum ada urusannya"),
        "klaim_siap": _("Klaim yang siap diserahkan ke BPJS"),
        "lewat_batas": _("Klaim yang lewat batas bayar"),
        "perbaikan": _("Perbaikan data yang menunggu orang kedua"),
        "laporan": _("Laporan keluarga yang belum dijawab"),
        "tanda_tangan": _("Pendampingan yang belum ditandatangani"),
    },
    "audit": {
        "month:close": _("Bulan ditutup"),
        "month:reopen": _("Bulan dibuka kembali"),
    },
}
