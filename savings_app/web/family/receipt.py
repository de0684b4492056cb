"""Did all of it arrive? Yes and no weigh the same; no becomes a complaint outside the village."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.receipts import confirm_all_arrived, report_missing
from savings_app.cases.queries.situation import get_situation
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web.fields import RupiahField
from savings_app.web.forms import MoneyForm, longest
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("receipt", __name__, url_prefix="/receipt")

LONGEST_STORY = 1500


class MissingForm(MoneyForm):
    amount = RupiahField(_("Berapa yang sudah masuk?"))
    story = TextAreaField(_("Ceritakan dengan kata Anda"), [Optional(), longest(LONGEST_STORY)])

    def validate(self, extra_validators: Any = None) -> bool:
        """One press too many must not reopen what is finished: something has to be said."""
        fine = super().validate(extra_validators)
        if self.errors or self.amount.data or (self.story.data or "").strip():
            return fine
        self.amount.errors = [
            gettext("Tulis jumlah yang sudah masuk, atau ceritakan apa yang terjadi.")
        ]
        return False


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_RECEIPT)
def confirm() -> ResponseReturnValue:
    """ "Apakah semuanya sudah masuk?" """
    form = MoneyForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                confirm_all_arrived(
                    session, actor=g.actor, request_key=form.key(), now=clock.now_utc()
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Terima kasih. Jawaban Anda sudah dicatat."))
            return redirect(url_for("family.home.index"), 303)
    situation = get_situation(get_session(), actor=g.actor)
    return render_template("family/receipt.html", form=form, situation=situation)


@bp.route("/missing", methods=["GET", "POST"])
@requires(Permission.OWN_RECEIPT)
def missing() -> ResponseReturnValue:
    """ "Tidak, ada yang kurang": how much arrived, and the complaint."""
    form = MissingForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                report_missing(
                    session,
                    actor=g.actor,
                    amount=form.amount.data,
                    text=form.story.data or None,
                    request_key=form.key(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Laporan Anda sudah dikirim. Jawabannya akan ada di halaman ini."))
            return redirect(url_for("family.complaint.index"), 303)
    situation = get_situation(get_session(), actor=g.actor)
    return render_template("family/missing.html", form=form, situation=situation)
