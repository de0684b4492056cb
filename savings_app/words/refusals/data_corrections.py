"""Refusals of corrections by request."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "SecondPersonNeeded": _(
        "Klaim, santunan, atau rekening sudah dibuat dengan data ini: %(fields)s. Ajukan perbaikan"
        " data, supaya orang kedua memeriksanya."
    ),
    "CorrectionNotNeeded": _(
        "Belum ada yang bergantung pada data ini. Ubah langsung; tidak perlu orang kedua."
    ),
    "EvidenceNeeded": _("Tulis di mana data yang benar tertulis, misalnya KTP atau KK."),
    "CorrectionOutdated": _(
        "Data ini sudah berubah sejak perbaikan diajukan. Lihat nilainya di bawah; tolak yang ini,"
        " dan ajukan yang baru bila masih perlu."
    ),
}
