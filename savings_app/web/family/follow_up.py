"""When somebody of the Dinas would like to come by, and that the family may say no."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.follow_ups import wish_follow_ups
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.cases.queries.follow_ups import find_next_follow_up, has_stopped_follow_ups
from savings_app.db import get_session, transaction
from savings_app.web.guards import requires
from savings_app.words import gettext

bp = Blueprint("follow_up", __name__, url_prefix="/visits")


@bp.get("/")
@requires(Permission.OWN_READ)
def show() -> ResponseReturnValue:
    session = get_session()
    recipient = get_own_recipient(session, actor=g.actor)
    return render_template(
        "family/follow_up.html",
        visit=find_next_follow_up(session, recipient_id=recipient.id, today=clock.today()),
        today=clock.today(),
        stopped=has_stopped_follow_ups(session, recipient_id=recipient.id),
    )


@bp.post("/")
@requires(Permission.OWN_RECEIPT)
def decide() -> ResponseReturnValue:
    """Both answers weigh the same, and either can be changed any day."""
    wanted = request.form.get("answer") == "yes"
    with transaction() as session:
        wish_follow_ups(session, actor=g.actor, wanted=wanted, now=clock.now_utc())
    flash(
        gettext("Terima kasih. Petugas akan datang seperti yang tertulis.")
        if wanted
        else gettext("Baik, petugas tidak akan berkunjung. Anda boleh berubah pikiran di sini.")
    )
    return redirect(url_for(".show"), 303)
