"""The family's door: the number on its letter, the code or its kata masuk, and the birth date."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from savings_app import clock
from savings_app.access.passwords import is_secret
from savings_app.audit.actions import record
from savings_app.cases.actions.letters import record_family_sign_in
from savings_app.cases.letter_codes import read_code
from savings_app.cases.letter_rules import FamilySignInRefused, normal_word
from savings_app.cases.queries.letters import Door, list_doors
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web import signin
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, longest, required
from savings_app.web.guards import public
from savings_app.web.public.language import own_path
from savings_app.words import lazy_gettext as _

bp = Blueprint("family_signin", __name__)


class FamilySignInForm(Form):
    number = TextField(
        _("Nomor santunan"), [required(_("Tulis nomor yang ada di surat Anda.")), longest(40)]
    )
    secret = PasswordField(
        _("Kode di surat, atau kata masuk Anda"),
        [required(_("Tulis kode di surat, atau kata masuk Anda.")), longest(200)],
    )
    born_on = DateField(
        _("Tanggal lahir penerima"), [Filled(_("Tulis tanggal lahir penerima santunan."))]
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = FamilySignInForm.of_request()
    if form.submitted():
        try:
            door = _let_in(form.number.data, form.secret.data, form.born_on.data)
        except DomainError as refusal:
            form.show(refusal)
        else:
            signin.begin_family(letter_id=door.letter_id, epoch=door.session_epoch)
            if door.is_code:
                return redirect(url_for("family.word.choose"), 303)
            wanted = own_path(request.args.get("next"))
            return redirect(wanted if wanted != "/" else url_for("family.home.index"), 303)
    return render_template("public/family_signin.html", form=form)


def _let_in(number: str, secret: str, born_on: date) -> Door:
    """The letter this opens, or the same refusal whatever was wrong, after the same time.

    A wrong birth date is a wrong try too: who holds a stolen letter cannot go through all of them.
    """
    doors = list_doors(get_session(), number=number)
    fitting = [door for door in doors if door.born_on == born_on]
    opened = next((door for door in fitting if _fits(secret, door)), None)
    if not fitting:
        is_secret(secret, None)  # a number that is not there takes as long
    tried = [opened] if opened else fitting or doors
    now = clock.now_utc()
    with transaction() as session:
        if not tried:
            record(session, actor=None, now=now, action="session:refuse", subject="access_letter")
        is_in = [
            record_family_sign_in(
                session, letter_id=door.letter_id, secret_ok=opened is not None, now=now
            )
            for door in tried
        ]
    if opened is None or not all(is_in):
        raise FamilySignInRefused
    return opened


def _fits(secret: str, door: Door) -> bool:
    return is_secret(read_code(secret) if door.is_code else normal_word(secret), door.secret_hash)
