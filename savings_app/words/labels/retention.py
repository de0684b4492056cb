"""Periods of keeping, what holds erasure back, and what was erased."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "retention_kind": {
        "baris_dicabut": _("Baris dan saldo rekening, sesudah persetujuan dicabut"),
    },
    "retention_beginning": {
        "pencabutan": _("Hari persetujuan dicabut"),
        "akhir_urusan": _("Akhir urusan santunan, bila sesudah pencabutan"),
    },
    "audit": {
        "retention:erase": _("Baris bank dihapus pada akhir masa simpan"),
        "retention:hold": _("Penghapusan baris bank ditahan"),
        "retention:register": _("Masa simpan didaftarkan"),
        "retention:release": _("Penahanan penghapusan dilepas"),
    },
}
