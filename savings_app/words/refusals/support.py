"""Refusals of a request for help."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "SupportNotOpen": _("Permintaan ini sudah selesai atau ditarik."),
    "SupportStepInFuture": _("Hari itu belum tiba."),
    "SupportStepBeforeAsked": _("Permintaannya baru dibuat pada %(asked_on)s."),
}
