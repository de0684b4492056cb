"""Refusals of corrections of the benefit."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "CorrectionPending": _("Masih ada perbaikan yang menunggu persetujuan."),
    "CorrectionChangesNothing": _("Isian ini sama dengan yang sekarang berlaku."),
    "CorrectionDecided": _("Perbaikan ini sudah diputuskan."),
    "SamePerson": _("Yang mengajukan tidak dapat menyetujui. Mintalah orang kedua."),
}
