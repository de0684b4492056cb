"""Refusals of the regulation and its versions."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "RegulationRefused": _("Berkas peraturan ini belum benar. Perbaiki yang disebut, lalu ulangi."),
    "NoVersionYet": _("Belum ada versi yang berlaku pada %(on)s; yang pertama mulai %(first)s."),
    "AmountBelowZero": _("Jumlah untuk %(name)s tidak boleh di bawah nol."),
    "VersionInForce": _(
        "Versi yang mulai %(starts)s sudah berlaku dan tidak dapat diganti. Buat versi baru."
    ),
}
