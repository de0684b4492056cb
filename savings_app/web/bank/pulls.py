"""What was asked of the officer's bank over SNAP: what came, what did not, and "coba lagi"."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound, NotPermitted
from savings_app.snap.actions import retry_failed, retry_pull
from savings_app.snap.queries import (
    OUTSTANDING,
    PullRow,
    count_failed,
    get_pull_row,
    iterate_pulls,
    list_pulls,
)
from savings_app.web.forms import VersionedForm
from savings_app.web.guards import requires
from savings_app.web.listing import Column
from savings_app.web.pull_list import PullFilterForm, cause, days, pull_listing, remedy
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("pulls", __name__, url_prefix="/pulls")


def _account(row: PullRow) -> str:
    """Masked, and only while the officer may see the account at all."""
    return str(row.number) if row.number else "–"


LISTING = pull_listing("bank.pulls", Column(_("Rekening"), _account))


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
    return _page(pull_id)


@bp.post("/<uuid:pull_id>/retry")
@requires(Permission.BANK_FILE_UPLOAD)
def retry(pull_id: UUID) -> ResponseReturnValue:
    form = VersionedForm.of_request()
    try:
        with transaction() as session:
            retry_pull(
                session,
                actor=g.actor,
                pull_id=pull_id,
                seen_version=form.seen_version(),
                now=clock.now_utc(),
            )
    except (Conflict, NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        form.show(refusal)
        return _page(pull_id, form)
    flash(gettext("Dicoba lagi dalam beberapa menit."))
    return redirect(url_for(".show", pull_id=pull_id), 303)


@bp.post("/retry-failed")
@requires(Permission.BANK_FILE_UPLOAD)
def retry_all() -> ResponseReturnValue:
    with transaction() as session:
        count = retry_failed(session, actor=g.actor, now=clock.now_utc())
    flash(ngettext("%(count)s permintaan dicoba lagi.", "%(count)s permintaan dicoba lagi.", count))
    return redirect(url_for(".index"), 303)


def _page(pull_id: UUID, form: VersionedForm | None = None) -> str:
    row = get_pull_row(get_session(), actor=g.actor, pull_id=pull_id)
    return render_template(
        "bank/pull.html",
        row=row,
        form=form or VersionedForm(data={"version": row.version}),
        whose=(gettext("Rekening"), _account(row)),
        days=days(row),
        cause=cause(row),
        remedy=remedy(row),
        can_retry=row.state in OUTSTANDING,
    )
