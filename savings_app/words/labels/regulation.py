"""The versions of the regulation."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "regulation_status": {
        "rancangan": _("rancangan"),
        "uji_publik": _("uji publik"),
        "berlaku": _("berlaku"),
        "dicabut": _("dicabut"),
    },
}
