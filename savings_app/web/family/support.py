"""Help to begin again, for a family that asks: one of three kinds, taken back on any day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.db import get_session, transaction
from savings_app.errors import NotFound
from savings_app.support.actions import ask_support, withdraw_support
from savings_app.support.kinds import OPEN_STATES, SupportKind
from savings_app.support.queries import list_of_recipient
from savings_app.support.rules import SupportNotOpen
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("support", __name__, url_prefix="/support")


class AskForm(Form):
    kind = RadioField(
        _("Yang Anda inginkan"),
        [required(_("Pilih satu, atau kembali saja: tidak meminta juga baik."))],
        coerce=SupportKind,
        choices=labelled("support_kind", SupportKind),
    )
    wish = TextField(_("Ceritakan sedikit, bila mau"), [longest(300)])


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_RECEIPT)
def index() -> ResponseReturnValue:
    """What was asked for, and the question."""
    recipient = get_own_recipient(get_session(), actor=g.actor)
    form = AskForm.of_request()
    if form.submitted():
        with transaction() as session:
            ask_support(
                session,
                actor=g.actor,
                recipient_id=recipient.id,
                kind=form.kind.data,
                wish=form.wish.data,
                today=clock.today(),
                now=clock.now_utc(),
            )
        flash(gettext("Dicatat. Petugas Dinas akan menghubungi Anda dalam seminggu."))
        return redirect(url_for(".index"), 303)
    asked = list_of_recipient(get_session(), recipient_id=recipient.id)
    return render_template(
        "family/support.html",
        form=form,
        waiting=[one for one in asked if one.state in OPEN_STATES],
        past=[one for one in asked if one.state not in OPEN_STATES],
    )


@bp.post("/<uuid:support_id>/withdraw")
@requires(Permission.OWN_RECEIPT)
def withdraw(support_id: UUID) -> ResponseReturnValue:
    """Said in one press; nobody asks why."""
    try:
        with transaction() as session:
            withdraw_support(
                session,
                actor=g.actor,
                support_id=support_id,
                today=clock.today(),
                now=clock.now_utc(),
            )
    except NotFound:
        raise
    except SupportNotOpen:
        flash(gettext("Permintaan ini sudah selesai; tidak ada yang perlu ditarik."))
    else:
        flash(gettext("Permintaan ditarik. Anda boleh meminta lagi kapan saja."))
    return redirect(url_for(".index"), 303)
