"""Refusals of what a family says arrived."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "NothingPaidYet": _("Belum ada pencairan yang tercatat untuk Anda. Tanyakan kepada Dinas."),
    "NothingIsMissing": _(
        "Jumlah ini tidak kurang dari hak Anda, %(own)s. Bila semuanya sudah masuk, kembali dan "
        'pilih "Ya, semua".'
    ),
}
