"""Refusals where an amount asks for more than one approval."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "AssentGiven": _("Anda sudah menyetujui. Perlu satu orang lagi."),
}
