"""What was asked of partner banks over SNAP: what came, what did not. No account is named."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from savings_app.actors import Permission
from savings_app.db import get_session
from savings_app.snap.queries import (
    PullRow,
    count_failed,
    iterate_pulls,
    list_pulls,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Column
from savings_app.web.pull_list import (
    PullFilterForm,
    pull_listing,
    pull_page,
    retry_every,
    retry_one,
)
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("bank_pulls", __name__, url_prefix="/coverage/bank-pulls")


LISTING = pull_listing(
    "government.bank_pulls", Column(_("Bank"), lambda row: row.bank_name, sort="bank")
)


PAGE = "government/bank_pull.html"


def _whose(row: PullRow) -> tuple[str, str]:
    return gettext("Bank"), row.bank_name


@bp.get("/")
@requires(Permission.REFERENCE_EDIT)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/bank_pulls.html",
        PullFilterForm(LISTING.sent()),
        list_pulls,
        failed=count_failed(get_session(), actor=g.actor),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.REFERENCE_EDIT)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, PullFilterForm(LISTING.sent()), iterate_pulls)


@bp.get("/<uuid:pull_id>")
@requires(Permission.REFERENCE_EDIT)
def show(pull_id: UUID) -> ResponseReturnValue:
    return pull_page(PAGE, pull_id, _whose)


@bp.post("/<uuid:pull_id>/retry")
@requires(Permission.REFERENCE_EDIT)
def retry(pull_id: UUID) -> ResponseReturnValue:
    return retry_one(PAGE, pull_id, _whose)


@bp.post("/retry-failed")
@requires(Permission.REFERENCE_EDIT)
def retry_all() -> ResponseReturnValue:
    return retry_every()
