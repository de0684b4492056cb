"""Learning together."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {"learning-session:count-answers": _("Jawaban belajar bersama dihitung")},
    "told": {
        "learning-session:plan": _("Diundang belajar bersama"),
        "learning-session:hold": _("Belajar bersama terlaksana"),
        "learning-session:cancel": _("Belajar bersama dibatalkan"),
    },
}
