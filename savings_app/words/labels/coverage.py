"""Coverage: the answer for a day, what months rest on, and what the Dinas does about it."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "covered": {
        "ya": _("Ya"),
        "belum_pasti": _("Belum pasti"),
        "tidak": _("Tidak, menurut daftar yang ada"),
        "belum_diketahui": _("Belum diketahui"),
    },
    "months_from": {
        "daftar_iuran": _("menurut daftar iuran"),
        "data_peserta": _("menurut data peserta"),
        "belum_diketahui": _("belum diketahui"),
    },
}
