"""Where a case stands, and whose turn it is."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "stage": {
        "papers": _("Berkas belum lengkap"),
        "ready": _("Siap diklaim"),
        "claimed": _("Di BPJS"),
        "paid": _("Sudah dibayar, menunggu kabar keluarga"),
        "arrived": _("Sudah diterima penuh"),
        "short": _("Belum sesuai hak"),
        "finished": _("Selesai"),
    },
    "turn": {
        "dinas": _("Dinas"),
        "family": _("Keluarga"),
        "bpjs": _("BPJS Ketenagakerjaan"),
        "supervisor": _("Kepala bidang"),
        "nobody": _("Tidak ada, semua selesai"),
    },
    "programme": {
        "jkm": _("Jaminan Kematian (JKM)"),
        "jkk": _("Jaminan Kecelakaan Kerja (JKK)"),
    },
}
