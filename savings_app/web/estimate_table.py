"""Estimates of interest as rows of a table, told alike to the officer and to the family."""

from __future__ import annotations

from collections.abc import Sequence

from savings_app.banks.kinds import Contract
from savings_app.money import ZERO, Rupiah
from savings_app.reconciliation.estimate_rules import MonthEstimate, Postings
from savings_app.reconciliation.queries.estimates import AccountEstimates
from savings_app.words import gettext
from savings_app.words.bank_products import profit_words
from savings_app.words.formats import month_long, rupiah
from savings_app.words.labels import label


def headings() -> list[str]:
    return [
        gettext("Bulan"),
        gettext("Perkiraan"),
        gettext("Yang dicatat bank"),
        gettext("Selisih"),
        gettext("Penjelasan"),
    ]


def rows_of(account: AccountEstimates) -> list[Sequence[str]]:
    """A row a month; without a number where a fact is missing."""
    return [_row(one, account) for one in account.months]


def told_rows(account: AccountEstimates) -> list[Sequence[str]]:
    """Only months with something to read: an estimate, or what the bank posted."""
    return [_row(one, account) for one in account.months if one.expected or _is_posted(one.posted)]


def product_words(account: AccountEstimates) -> str:
    """The product with what its contract says of its yield: a sharia one promises nothing."""
    product = account.product
    if product is None:
        return gettext("Produk rekening: belum disebut.")
    named = gettext("Produk rekening: %(name)s.", name=product.name)
    if product.contract is Contract.CONVENTIONAL:
        return named
    return f"{named} {profit_words(product.contract, rate=None, nisbah=product.nisbah)}"


def _is_posted(told: Postings) -> bool:
    return bool(told.interest or told.tax or told.fee)


def _row(one: MonthEstimate, account: AccountEstimates) -> Sequence[str]:
    sharia = account.is_sharia
    difference = one.difference
    return (
        month_long(one.month),
        _told(one.expected, sharia=sharia) if one.expected else "–",
        _told(one.posted, sharia=sharia),
        _signed(difference.net) if difference else "–",
        _why(one),
    )


def _why(one: MonthEstimate) -> str:
    if one.gap is not None:
        return label("estimate_gap", one.gap)
    return " ".join(label("estimate_why", why) for why in one.why)


def _told(told: Postings, *, sharia: bool) -> str:
    """`bunga Rp8.219,18, pajak Rp1.643,84`; never the word interest at a sharia bank."""
    if not _is_posted(told):
        return gettext("tidak ada")
    facts = {"amount": rupiah(told.interest), "tax": rupiah(told.tax)}
    if sharia:
        parts = [gettext("bagi hasil %(amount)s, pajak %(tax)s", **facts)]
    else:
        parts = [gettext("bunga %(amount)s, pajak %(tax)s", **facts)]
    if told.fee:
        parts.append(gettext("biaya %(amount)s", amount=rupiah(told.fee)))
    return ", ".join(parts)


def _signed(amount: Rupiah) -> str:
    return f"+{rupiah(amount)}" if amount > ZERO else rupiah(amount)
