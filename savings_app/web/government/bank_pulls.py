"""What was asked of partner banks over SNAP: what came, what did not. No account is named."""

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

bp = Blueprint("bank_pulls", __name__, url_prefix="/coverage/bank-pulls")


LISTING = pull_listing(
    "government.bank_pulls", Column(_("Bank"), lambda row: row.bank_name, sort="bank")
)


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
    return _page(pull_id)


@bp.post("/<uuid:pull_id>/retry")
@requires(Permission.REFERENCE_EDIT)
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
@requires(Permission.REFERENCE_EDIT)
def retry_all() -> ResponseReturnValue:
    with transaction() as session:
        count = retry_failed(session, actor=g.actor, now=clock.now_utc())
    flash(ngettext("%(count)s permintaan dicoba lagi.", "%(count)s permintaan dicoba lagi.", count))
    return redirect(url_for(".index"), 303)


def _page(pull_id: UUID, form: VersionedForm | None = None) -> str:
    row = get_pull_row(get_session(), actor=g.actor, pull_id=pull_id)
    return render_template(
        "government/bank_pull.html",
        row=row,
        form=form or VersionedForm(data={"version": row.version}),
        whose=(gettext("Bank"), row.bank_name),
        days=days(row),
        cause=cause(row),
        remedy=remedy(row),
        can_retry=row.state in OUTSTANDING,
    )
