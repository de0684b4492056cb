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
    "ProfileBroken": _("Bentuk ini tidak lengkap atau tidak terbaca."),
    "ProfileHeadingsTaken": _(
        "Judul kolom ini sudah dipakai bentuk %(name)s. Ubah bentuk itu, atau akhiri dahulu."
    ),
    "ProfileEnded": _("Bentuk ini sudah diakhiri."),
    "ProfileUnknown": _("Bank ini tidak mempunyai bentuk bernama %(name)s."),
    "ProfileMarksClash": _("Kata %(word)s ditulis sebagai kredit dan sebagai debit."),
}
