"""What was asked of the officer's bank over SNAP: what came, what did not, and "coba lagi"."""

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

bp = Blueprint("pulls", __name__, url_prefix="/pulls")


def _account(row: PullRow) -> str:
    """Masked, and only while the officer may see the account at all."""
    return str(row.number) if row.number else "–"


LISTING = pull_listing("bank.pulls", Column(_("Rekening"), _account))


PAGE = "bank/pull.html"


def _whose(row: PullRow) -> tuple[str, str]:
    return gettext("Rekening"), _account(row)


@bp.get("/")
@requires(Permission.BANK_FILE_UPLOAD)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "bank/pulls.html",
        PullFilterForm(LISTING.sent()),
        list_pulls,
        failed=count_failed(get_session(), actor=g.actor),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.BANK_FILE_UPLOAD)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, PullFilterForm(LISTING.sent()), iterate_pulls)


@bp.get("/<uuid:pull_id>")
@requires(Permission.BANK_FILE_UPLOAD)
def show(pull_id: UUID) -> ResponseReturnValue:
    return pull_page(PAGE, pull_id, _whose)


@bp.post("/<uuid:pull_id>/retry")
@requires(Permission.BANK_FILE_UPLOAD)
def retry(pull_id: UUID) -> ResponseReturnValue:
    return retry_one(PAGE, pull_id, _whose)


@bp.post("/retry-failed")
@requires(Permission.BANK_FILE_UPLOAD)
def retry_all() -> ResponseReturnValue:
    return retry_every()
