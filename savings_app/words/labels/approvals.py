"""Agreeing where an amount asks for more than one person, in the story of a case."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "told": {
        "benefit:assent": _("Perbaikan santunan disetujui orang pertama"),
        "correction:assent": _("Perbaikan data disetujui orang pertama"),
    },
}
