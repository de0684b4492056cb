"""Where a dispute was taken, and what came of it. The software takes no side."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.heir_search import record_outcome, refer_dispute
from savings_app.cases.kinds import ReferredTo
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.heir_search import get_referral
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import MoneyForm, VersionedForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("referrals", __name__)


class ReferralForm(MoneyForm):
    referred_to = RadioField(
        _("Dirujuk ke mana"),
        [required(_("Pilih tempatnya."))],
        coerce=ReferredTo,
        choices=labelled("referred_to", ReferredTo),
    )
    referred_on = DateField(_("Tanggal dirujuk"), [Filled(_("Tulis tanggalnya."))])


class OutcomeForm(VersionedForm):
    outcome = TextField(
        _("Hasilnya, dengan kata-kata mereka"), [Filled(_("Tulis hasilnya.")), longest(300)]
    )
    outcome_on = DateField(_("Tanggal hasilnya"), [Filled(_("Tulis tanggalnya."))])


@bp.route("/cases/<uuid:case_id>/referrals/add", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add(case_id: UUID) -> ResponseReturnValue:
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    form = ReferralForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                refer_dispute(
                    session,
                    actor=g.actor,
                    case_id=case_id,
                    referred_to=form.referred_to.data,
                    referred_on=form.referred_on.data,
                    request_key=form.key(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Rujukan dicatat."))
            return redirect(url_for("government.heirs.dispute", case_id=case_id), 303)
    return render_template("government/referral_add.html", form=form, case=case)


@bp.route("/referrals/<uuid:referral_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def outcome(referral_id: UUID) -> ResponseReturnValue:
    case, referral = get_referral(get_session(), actor=g.actor, referral_id=referral_id)
    form = OutcomeForm.of_request(obj=referral)
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                record_outcome(
                    session,
                    actor=g.actor,
                    referral_id=referral_id,
                    version=form.seen_version(),
                    outcome=form.outcome.data,
                    outcome_on=form.outcome_on.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
            status = 409 if isinstance(refusal, Conflict) else 200
        else:
            flash(gettext("Hasilnya dicatat."))
            return redirect(url_for("government.heirs.dispute", case_id=case.id), 303)
    page = render_template(
        "government/referral_outcome.html", form=form, case=case, referral=referral
    )
    return page, status
