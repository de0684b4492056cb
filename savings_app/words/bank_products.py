"""What a product of a bank yields and costs, in words a family can check at the counter.

Interest is said of conventional products only; of sharia ones nothing is promised.
"""

from __future__ import annotations

from decimal import Decimal

from savings_app.money import Rupiah
from savings_app.words.formats import number, rupiah
from savings_app.words.language import gettext

HUNDREDTHS = 100
WADIAH, MUDHARABAH = "wadiah", "mudharabah"


def percent_words(hundredths: int) -> str:
    """`0,25%` of 25 hundredths."""
    share = Decimal(hundredths) / HUNDREDTHS
    return f"{number(share.normalize() if share % 1 else Decimal(int(share)))}%"


def profit_words(contract: str, *, rate: int | None, nisbah: int | None) -> str:
    """What it yields; `rate` a year and the customer's `nisbah` in hundredths of a percent."""
    if contract == WADIAH:
        return gettext(
            "Titipan: uang kembali utuh. Bank boleh memberi bonus, tetapi tidak pernah dijanjikan."
        )
    if contract == MUDHARABAH:
        if nisbah is None:
            return gettext("Bagi hasil: berubah-ubah, tidak dijanjikan. Nisbahnya belum tercatat.")
        return gettext(
            "Bagi hasil: %(share)s dari hasilnya untuk Anda. Besarnya berubah-ubah, tidak "
            "dijanjikan.",
            share=percent_words(nisbah),
        )
    if rate is None:
        return gettext("Bunga: belum tercatat.")
    return gettext("Bunga %(rate)s setahun, sebelum pajak.", rate=percent_words(rate))


def amount_words(amount: Rupiah | None) -> str:
    """An amount of the terms; one nobody told is no zero."""
    if amount is None:
        return gettext("belum tercatat")
    return rupiah(amount) if amount.sen else gettext("tidak ada")
