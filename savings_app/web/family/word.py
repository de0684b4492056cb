"""The family chooses its kata masuk: not the PIN of a bank card."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from savings_app import clock
from savings_app.access.passwords import make_hash
from savings_app.actors import Permission
from savings_app.cases.actions.letters import choose_word
from savings_app.cases.letter_rules import check_word, normal_word
from savings_app.cases.queries.cases import get_case, get_own_recipient, recipient_number
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web import signin
from savings_app.web.forms import Form, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("word", __name__, url_prefix="/word")


class WordForm(Form):
    word = PasswordField(_("Kata masuk"), [required(_("Tulis kata masuk pilihan Anda."))])
    again = PasswordField(
        _("Tulis sekali lagi"), [required(_("Tulis kata masuk yang sama sekali lagi."))]
    )


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_READ)
def choose() -> ResponseReturnValue:
    form = WordForm.of_request()
    session = get_session()
    recipient = get_own_recipient(session, actor=g.actor)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    if form.submitted():
        try:
            check_word(
                word=form.word.data,
                again=form.again.data,
                born_on=recipient.born_on,
                number=recipient_number(case, recipient),
            )
            word_hash = make_hash(normal_word(form.word.data))
            with transaction() as writing:
                letter = choose_word(
                    writing, actor=g.actor, word_hash=word_hash, now=clock.now_utc()
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            signin.begin_family(letter_id=letter.id, epoch=letter.session_epoch)
            flash(gettext("Kata masuk Anda sudah disimpan."))
            return redirect(url_for("family.home.index"), 303)
    return render_template("family/word.html", form=form)
