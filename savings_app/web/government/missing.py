"""Payouts and due pledges that no line of a bank shows, of people who let the Dinas see it."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from savings_app.actors import Permission
from savings_app.reconciliation.queries.missing import (
    MissingRow,
    chosen_order,
    iterate_missing,
    list_missing,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.web.missing import COLUMNS, MissingFilterForm
from savings_app.words import lazy_gettext as _

bp = Blueprint("missing", __name__, url_prefix="/missing")

LISTING: Listing[MissingRow] = Listing(
    name="belum-terlihat-di-bank",
    endpoint="government.missing.index",
    export="government.missing.export",
    sorting=chosen_order,
    columns=(
        Column(
            _("Nomor"),
            lambda row: (row.case_number, url_for("government.case.show", case_id=row.case_id)),
        ),
        Column(_("Bank"), lambda row: row.bank_name, sort="bank"),
        *COLUMNS,
    ),
    private=(),
)


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Keep what was chosen in the address, and show the list it filters."""
    return LISTING.search(MissingFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    """What should have come longest ago first."""
    return LISTING.show("government/missing.html", MissingFilterForm(LISTING.sent()), list_missing)


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list with masked numbers, in the order it is shown."""
    return LISTING.take(file_type, MissingFilterForm(LISTING.sent()), iterate_missing)
