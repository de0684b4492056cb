"""Refusals of a taught shape of a bank's table."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ProfileLacksDay": _("Tunjuk kolom yang berisi tanggal."),
    "ProfileLacksAmounts": _("Tunjuk kolom debit dan kredit, atau satu kolom jumlah."),
    "ProfileNamesTwice": _(
        "Dua kolom ditunjuk untuk hal yang sama, atau kolom jumlah berdampingan dengan debit dan "
        "kredit. Pilih satu, yang lain abaikan."
    ),
    "ProfileMarksClash": _("Kata %(word)s ditulis sebagai kredit dan sebagai debit."),
}
