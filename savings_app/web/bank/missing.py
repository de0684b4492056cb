"""Payouts and due pledges that no line of the bank shows."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from savings_app.actors import Permission
from savings_app.reconciliation.queries.missing import (
    MissingRow,
    chosen_order,
    iterate_missing,
    list_missing,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Listing
from savings_app.web.missing import COLUMNS, MissingFilterForm

bp = Blueprint("missing", __name__, url_prefix="/missing")

LISTING: Listing[MissingRow] = Listing(
    name="belum-terlihat",
    endpoint="bank.missing.index",
    export="bank.missing.export",
    sorting=chosen_order,
    columns=COLUMNS,
    private=(),
)


@bp.post("/")
@requires(Permission.MATCH_CONFIRM)
def search() -> ResponseReturnValue:
    """Keep what was chosen in the address, and show the list it filters."""
    return LISTING.search(MissingFilterForm())


@bp.get("/")
@requires(Permission.MATCH_CONFIRM)
def index() -> ResponseReturnValue:
    """What should have come longest ago first."""
    return LISTING.show("bank/missing.html", MissingFilterForm(LISTING.sent()), list_missing)


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.MATCH_CONFIRM)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list with masked numbers, in the order it is shown."""
    return LISTING.take(file_type, MissingFilterForm(LISTING.sent()), iterate_missing)
