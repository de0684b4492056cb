"""Sign-in of staff and bank officers with e-mail and password; sign-out of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, StringField

from savings_app import clock
from savings_app.access.actions import end_sessions, record_sign_in
from savings_app.access.passwords import is_secret
from savings_app.access.queries import find_user_by_email
from savings_app.access.rules import SignInRefused
from savings_app.actors import Role
from savings_app.audit.actions import record
from savings_app.cases.actions.letters import end_family_sessions
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web import signin
from savings_app.web.forms import Form, longest, required
from savings_app.web.guards import public
from savings_app.web.public.language import own_path
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

if TYPE_CHECKING:
    from savings_app.access.models import User

bp = Blueprint("staff_signin", __name__)


class StaffSignInForm(Form):
    email = StringField(
        _("Alamat e-mail"), [required(_("Tulis alamat e-mail Anda.")), longest(254)]
    )
    password = PasswordField(_("Kata sandi"), [required(_("Tulis kata sandi Anda.")), longest(200)])


@bp.route("/staff/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = StaffSignInForm.of_request()
    if form.submitted():
        try:
            user = _let_in(form.email.data, form.password.data)
        except DomainError as refusal:
            form.show(refusal)
        else:
            signin.begin_staff(user_id=user.id, epoch=user.session_epoch)
            return redirect(_after(user), 303)
    return render_template("public/staff_signin.html", form=form)


def _let_in(email: str, password: str) -> User:
    """The user, or the same refusal whatever was wrong, after the same time."""
    user = find_user_by_email(get_session(), email=email)
    password_ok = is_secret(password, user.password_hash if user else None)
    now = clock.now_utc()
    with transaction() as session:
        if user is None:  # written down too: nobody shall hear from the time it takes
            record(session, actor=None, now=now, action="session:refuse", subject="user")
        elif record_sign_in(session, user_id=user.id, password_ok=password_ok, now=now):
            return user
    raise SignInRefused


def _after(user: User) -> str:
    wanted = own_path(request.args.get("next"))
    if wanted != "/":
        return wanted
    homes = {
        Role.BANK_OFFICER: "bank.home.index",
        Role.ADMINISTRATOR: "government.api_clients.index",  # who keeps users sees no case
    }
    return url_for(homes.get(user.role, "government.home.index"))


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    actor = signin.current_actor(for_family=False)
    if actor is not None:
        end = end_family_sessions if actor.role is Role.FAMILY else end_sessions
        with transaction() as session:
            end(session, actor=actor, now=clock.now_utc())
    signin.end()
    g.actor = None
    flash(gettext("Anda sudah keluar."))
    return redirect(url_for("public.home.index"), 303)
