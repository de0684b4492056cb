"""Refusals of assisted visits."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "VisitStillOpen": _("Akhiri pendampingan dahulu, baru halamannya ditandatangani."),
    "SignedBeforeVisit": _("Pendampingan baru dimulai pada %(began_on)s."),
    "SignedInFuture": _("Tanggal tanda tangan belum tiba."),
}
