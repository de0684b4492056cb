"""Refusals of periods of keeping."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "RetentionDaysImpossible": _("Tulis jumlah hari antara 1 dan %(most)s."),
    "RetentionStartsTooSoon": _(
        "Masa yang lebih pendek mulai paling cepat %(first)s, supaya yang akan dihapus dapat "
        "dilihat lebih dahulu."
    ),
    "RetentionLawNeeded": _("Tulis hukum atau keputusan yang menetapkannya."),
    "HoldTwice": _("Urusan ini sudah ditahan."),
    "HoldReleased": _("Penahanan ini sudah dilepas."),
}
