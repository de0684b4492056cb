"""What is said of an account that is quiet: the same to the family, and for the officer to tell."""

from __future__ import annotations

from datetime import date

from savings_app.words.formats import date_long
from savings_app.words.language import gettext


def sleep_words(sleep: str, *, by: date | None, dormant: date | None, on: date | None) -> str:
    """The sentence for the code of a `Sleep`.

    `by` and `dormant` are the last days before the law calls it inactive and dormant; `on` is the
    day the bank named.
    """
    facts = {
        "by": date_long(by) if by else "",
        "dormant": date_long(dormant) if dormant else "",
        "on": date_long(on) if on else "",
    }
    soon = gettext(
        "Periksa saldo, setor atau ambil sedikit paling lambat %(by)s; satu kali saja cukup. "
        "Kalau sudah, tidak ada yang perlu dilakukan.",
        **facts,
    )
    return {
        "dua_bulan": soon,
        "sebulan": soon,
        "lewat": gettext(
            "Bila sesudah itu tidak disentuh, bank mungkin mencatatnya tidak aktif, dan sesudah "
            "%(dormant)s dorman. Uangnya tetap milik Anda: menyetor, mengambil atau memeriksa "
            "saldo di bank menghidupkannya lagi.",
            **facts,
        ),
        "lewat_dorman": gettext(
            "Bila sesudah itu tidak disentuh, bank mungkin mencatatnya dorman. Uangnya tetap "
            "milik Anda: bawa KTP dan buku tabungan ke bank."
        ),
        "tidak_aktif": gettext(
            "Menurut bank, rekening ini tidak aktif sejak %(on)s. Uangnya tetap milik Anda: "
            "menyetor, mengambil atau memeriksa saldo di bank menghidupkannya lagi.",
            **facts,
        ),
        "dorman": gettext(
            "Menurut bank, rekening ini dorman sejak %(on)s. Uangnya tetap milik Anda: bawa KTP "
            "dan buku tabungan ke bank.",
            **facts,
        ),
        "ditutup": gettext(
            "Menurut bank, rekening ini ditutup pada %(on)s. Bila Anda tidak menutupnya, tanyakan "
            "ke bank dengan KTP Anda. Niat di rekening ini tetap tercatat; silakan dilihat lagi.",
            **facts,
        ),
    }[sleep]
