"""Refusals that any page may give."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "NotFound": _("Halaman atau data ini tidak ada, atau bukan untuk Anda."),
    "NotPermitted": _("Anda tidak berwenang melakukan ini."),
    "Conflict": _(
        "Data ini baru saja diubah orang lain. Isian terbaru ditampilkan; periksa lalu ulangi."
    ),
    "InvalidIdentifier": _("Nomor harus %(digits)s angka; yang ditulis %(found)s."),
}
