"""What went wrong, told to somebody outside the village, and the answers."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.complaints import open_complaint
from savings_app.cases.complaint_rules import LONGEST_TEXT
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.queries.complaints import count_complaints, list_complaints
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web.forms import MoneyForm, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

bp = Blueprint("complaint", __name__, url_prefix="/complaints")

ON_A_PAGE = 10


class ComplaintForm(MoneyForm):
    """The key makes a double click one complaint."""

    about = RadioField(
        _("Tentang apa?"),
        [required(_("Pilih laporan ini tentang apa."))],
        choices=[],  # in the words of the language in use: see `index`
    )
    text = TextAreaField(
        _("Apa yang terjadi?"),
        [required(_("Tulis apa yang terjadi, dengan kata Anda sendiri.")), longest(LONGEST_TEXT)],
    )


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_RECEIPT)
def index() -> ResponseReturnValue:
    form = ComplaintForm.of_request()
    form.about.choices = [
        (kind.value, label("complaint_about", kind.value)) for kind in ComplaintAbout
    ]
    if form.submitted():
        try:
            with transaction() as session:
                open_complaint(
                    session,
                    actor=g.actor,
                    recipient_id=g.actor.recipient_id,
                    about=ComplaintAbout(form.about.data),
                    text=form.text.data,
                    request_key=form.key(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Laporan Anda sudah dikirim. Jawabannya akan ada di halaman ini."))
            return redirect(url_for(".index"), 303)
    session = get_session()
    page = min(max(1, request.args.get("page", 1, type=int)), 1000)
    return render_template(
        "family/complaint.html",
        form=form,
        complaints=[
            row.complaint
            for row in list_complaints(
                session, actor=g.actor, offset=(page - 1) * ON_A_PAGE, limit=ON_A_PAGE
            )
        ],
        page=page,
        pages=-(-count_complaints(session, actor=g.actor) // ON_A_PAGE),
    )
