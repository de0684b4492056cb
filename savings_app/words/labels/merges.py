"""Two records of one person: what was done in the trail."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "participant:merge": _("Dua data peserta digabung"),
        "participant:separate": _("Data peserta yang digabung dipisahkan lagi"),
    },
}
