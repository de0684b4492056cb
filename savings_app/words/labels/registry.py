"""The participants: how they are covered, and who pays for it."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "segment": {
        "bpu": _("Bukan penerima upah (BPU)"),
        "pu": _("Penerima upah (PU)"),
    },
    "payer": {
        "apbd": _("APBD kabupaten"),
        "apbdes": _("APBDes"),
        "apbn": _("APBN"),
        "mandiri": _("Membayar sendiri (mandiri)"),
    },
}
