"""Handing over in public."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "occasion": {
        "doa_40": _("Doa hari ke-40"),
        "rumah": _("Di rumah keluarga"),
        "kantor": _("Di kantor"),
        "acara_resmi": _("Acara resmi"),
        "lain": _("Acara lain"),
    },
    "told": {
        "hand-over:plan": _("Penyerahan direncanakan"),
        "hand-over:hold": _("Penyerahan terlaksana"),
        "hand-over:cancel": _("Penyerahan dibatalkan"),
    },
}
