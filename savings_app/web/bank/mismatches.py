"""What this bank's own system reported as not fitting, and what the Dinas answered."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from savings_app.actors import Permission
from savings_app.bank_api.queries.reports import ReportFilter, list_mismatches
from savings_app.db import get_session
from savings_app.web.guards import requires
from savings_app.web.listing import addresses_beside, place_asked

bp = Blueprint("mismatches", __name__, url_prefix="/mismatches")


@bp.get("/")
@requires(Permission.MATCH_CONFIRM)
def index() -> ResponseReturnValue:
    page = list_mismatches(get_session(), actor=g.actor, wanted=ReportFilter(), place=place_asked())
    beside = addresses_beside(page, ".index", [one.id for one in page.rows])
    return render_template("bank/mismatches.html", rows=page.rows, beside=beside)
