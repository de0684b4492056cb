"""Events in a desa, whatever they are for."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "event_state": {
        "direncanakan": _("Direncanakan"),
        "terlaksana": _("Terlaksana"),
        "dibatalkan": _("Dibatalkan"),
    },
}
