"""Refusals of an amount as it was written."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "AmountMissing": _("Tulis jumlahnya dalam rupiah, misalnya 1.500.000."),
    "AmountNotANumber": _("Jumlah hanya boleh berisi angka dan titik, misalnya 1.500.000."),
    "AmountInWords": _("Tulis jumlah lengkap dengan angka, misalnya 1.500.000."),
    "AmountNotWhole": _("Tulis rupiah bulat tanpa sen, misalnya 1.000.000."),
    "AmountNotPositive": _("Jumlah harus lebih dari nol."),
    "AmountTooLarge": _("Jumlah ini terlalu besar. Paling banyak %(largest)s."),
}
