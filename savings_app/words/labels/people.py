"""Who people are: to one another, at school, and in this service."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "role": {
        "family": _("Keluarga"),
        "bank_officer": _("Petugas bank"),
        "caseworker": _("Petugas Dinas"),
        "supervisor": _("Kepala bidang"),
        "auditor": _("Inspektorat"),
        "administrator": _("Pengelola sistem"),
    },
    "relation": {
        "pasangan": _("Suami atau istri"),
        "anak": _("Anak"),
        "orang_tua": _("Orang tua"),
        "cucu": _("Cucu"),
        "kakek_nenek": _("Kakek atau nenek"),
        "saudara": _("Saudara kandung"),
        "mertua": _("Mertua"),
        "penerima_wasiat": _("Penerima wasiat"),
        "lainnya": _("Lainnya"),
    },
    "sex": {
        "L": _("Laki-laki"),
        "P": _("Perempuan"),
    },
    "school_level": {
        "tk": _("TK"),
        "sd": _("SD"),
        "smp": _("SMP"),
        "sma": _("SMA"),
        "pt": _("Kuliah"),
    },
}
