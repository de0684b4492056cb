"""An account a bank says it opened: the family itself says whether it is its own, or lets it be."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.bank_api.actions.reports import confirm_registration, decline_registration
from savings_app.bank_api.queries.reports import get_registration_row
from savings_app.cases.kinds import AccountPurpose
from savings_app.db import get_session, transaction
from savings_app.web.forms import DONE, STALE, VersionedForm, choices, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("registered", __name__, url_prefix="/savings/accounts")


class OwnForm(VersionedForm):
    purpose = RadioField(
        _("Untuk apa rekening ini"),
        [required(_("Pilih salah satu."))],
        choices=choices(
            [
                (AccountPurpose.BENEFIT.value, _("Tempat santunan masuk")),
                (AccountPurpose.SAVING.value, _("Tabungan")),
            ]
        ),
    )


@bp.route("/<uuid:registration_id>", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def show(registration_id: UUID) -> ResponseReturnValue:
    one = get_registration_row(get_session(), actor=g.actor, registration_id=registration_id)
    form = OwnForm.of_request(version=one.row.version)
    status = 200
    # "Bukan" asks for nothing else.
    if request.form.get("own") == "no":
        status = form.attempt(partial(_decline, form, registration_id))
    elif form.submitted():
        status = form.attempt(partial(_confirm, form, registration_id))
    if status == DONE:
        flash(gettext("Jawaban Anda tercatat."))
        return redirect(url_for(".show", registration_id=registration_id), 303)
    if request.method == "POST":
        one = get_registration_row(get_session(), actor=g.actor, registration_id=registration_id)
    if status == STALE:
        form.version.data = str(one.row.version)
    return render_template("family/registered.html", one=one, form=form), status


def _confirm(form: OwnForm, registration_id: UUID) -> None:
    with transaction() as session:
        confirm_registration(
            session,
            actor=g.actor,
            registration_id=registration_id,
            version=form.seen_version(),
            purpose=AccountPurpose(form.purpose.data),
            now=clock.now_utc(),
        )


def _decline(form: OwnForm, registration_id: UUID) -> None:
    with transaction() as session:
        decline_registration(
            session,
            actor=g.actor,
            registration_id=registration_id,
            version=form.seen_version(),
            now=clock.now_utc(),
        )
