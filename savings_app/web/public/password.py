"""A member of staff, or of a bank, changes the own password; other devices are signed out."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from savings_app import clock
from savings_app.access.actions import change_password
from savings_app.access.passwords import is_secret, make_hash
from savings_app.access.queries import get_user
from savings_app.access.rules import (
    PasswordUnchanged,
    WrongPassword,
    check_new_password,
    check_same_twice,
)
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web import signin
from savings_app.web.forms import Form, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("password", __name__)


class PasswordForm(Form):
    password = PasswordField(
        _("Kata sandi sekarang"), [required(_("Tulis kata sandi yang sekarang."))]
    )
    new_password = PasswordField(_("Kata sandi baru"), [required(_("Tulis kata sandi yang baru."))])
    again = PasswordField(
        _("Kata sandi baru, sekali lagi"), [required(_("Tulis kata sandi baru sekali lagi."))]
    )


@bp.route("/staff/password", methods=["GET", "POST"])
@requires(Permission.PASSWORD_CHANGE)
def change() -> ResponseReturnValue:
    form = PasswordForm.of_request()
    if form.submitted():
        try:
            _change(form.password.data, form.new_password.data, form.again.data)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Kata sandi diganti. Perangkat lain yang masih masuk sudah dikeluarkan."))
            return redirect(url_for(".change"), 303)
    return render_template("public/password.html", form=form)


def _change(password: str, new_password: str, again: str) -> None:
    # The slow hashes come before the transaction.
    user = get_user(get_session(), user_id=g.actor.user_id)
    check_new_password(password=new_password, email=user.email)
    check_same_twice(new_password, again)
    if not is_secret(password, user.password_hash):
        raise WrongPassword
    if password == new_password:
        raise PasswordUnchanged
    password_hash = make_hash(new_password)
    with transaction() as session:
        user = change_password(
            session, actor=g.actor, password_hash=password_hash, now=clock.now_utc()
        )
    signin.begin_staff(user_id=user.id, epoch=user.session_epoch)
