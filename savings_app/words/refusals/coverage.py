"""Refusals about contributions, targets, budgets and legal bases."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "PuWageNeeded": _("Iuran penerima upah dihitung dari upahnya. Tulis upah sebulan (--wage)."),
    "WageNotAsked": _(
        "Iuran BPU lapis terendah tetap, tidak dihitung dari upah. Kosongkan upahnya."
    ),
}
