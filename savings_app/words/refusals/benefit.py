"""Refusals of the benefit by law."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "DeathInFuture": _("Tanggal meninggal ini belum terjadi."),
    "NotYetInForce": _(
        "Aturan pertama yang dikenal layanan ini berlaku mulai %(first)s; tanggal ini lebih awal."
    ),
    "MonthsImpossible": _("Bulan iuran antara 0 dan %(most)s."),
    "WageNeeded": _("Untuk JKK, tulis upah sebulan yang dilaporkan ke BPJS."),
    "WageImpossible": _("Upah sebulan paling banyak %(largest)s."),
}
