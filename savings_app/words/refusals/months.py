"""Refusals about closing months."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "MonthNotOver": _("Bulan ini belum selesai. Dapat ditutup mulai %(opens_on)s."),
    "MonthClosedAlready": _("Bulan ini sudah ditutup. Buka kembali dengan alasan bila keliru."),
    "MonthNotClosed": _("Bulan ini belum ditutup."),
}
