"""What partner banks offer, side by side and ranked by nothing, for anybody."""

from __future__ import annotations

import re
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.banks.kinds import ProductKind
from savings_app.banks.queries.products import ProductRow, list_branches, list_offered
from savings_app.calculators.caution import guaranteed_percent
from savings_app.db import get_session
from savings_app.money import Rupiah
from savings_app.policy.series import FactStatus, parameter
from savings_app.web.guards import public
from savings_app.words import gettext
from savings_app.words.bank_products import amount_words, profit_words
from savings_app.words.formats import date_short, number

_SAYS_INTEREST = re.compile(r"\bbunga", re.IGNORECASE)

bp = Blueprint("bank_products", __name__, url_prefix="/bank-products")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """By kind of product, then by bank and name: the alphabet, never a rate."""
    session, today = get_session(), clock.today()
    rows = list_offered(session, today=today)
    by_kind = [
        (kind, [_cells(row) for row in rows if row.product.kind is kind]) for kind in ProductKind
    ]
    offices = list_branches(session, today=today)
    return render_template(
        "public/bank_products.html",
        kinds=[(kind, cells) for kind, cells in by_kind if cells],
        branches=[
            (bank, [branch for branch, _name in some])
            for bank, some in groupby(offices, key=lambda one: one[1])
        ],
        cap=Rupiah.of(parameter("deposit_guarantee").on(today).amounts["cap_rupiah"]),
        highest=number(guaranteed_percent(on=today)),
    )


def _cells(row: ProductRow) -> list[str]:
    terms = row.terms
    profit = profit_words(
        row.product.contract.value,
        rate=terms.rate if terms else None,
        nisbah=terms.nisbah if terms else None,
    )
    name = f"{row.bank.name}: {row.product.name}"
    if terms is None:
        return [name, profit, amount_words(None), amount_words(None), gettext("belum tercatat")]
    # A rate that hangs on the balance is told in the note.
    told = terms.rate is not None or not _SAYS_INTEREST.search(terms.note or "")
    return [
        name,
        " ".join(part for part in (profit if told else "", terms.note or "") if part),
        amount_words(terms.fee_month),
        _minimum(terms.minimum_opening, terms.minimum_balance),
        gettext("%(day)s, belum dipastikan bank", day=date_short(terms.starts))
        if terms.status is FactStatus.DRAFT
        else date_short(terms.starts),
    ]


def _minimum(opening: Rupiah | None, balance: Rupiah | None) -> str:
    if opening == balance:
        return amount_words(opening)
    if opening is None:
        return gettext("saldo %(balance)s", balance=amount_words(balance))
    if balance is None:
        return gettext("setoran pertama %(opening)s", opening=amount_words(opening))
    return gettext(
        "setoran pertama %(opening)s, saldo %(balance)s",
        opening=amount_words(opening),
        balance=amount_words(balance),
    )
