"""Is this document genuine and current? By its QR, its number, or the file itself."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import FileField

from savings_app.db import get_session
from savings_app.documents.queries import Finding, check_bytes, check_number, check_token
from savings_app.errors import DomainError
from savings_app.storage import FileKind, check_size
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, longest
from savings_app.web.guards import public
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("verify", __name__)


class VerifyForm(Form):
    number = TextField(_("Nomor surat"), [longest(30)])
    file = FileField(_("Berkas PDF"))


@bp.get("/d/<token>")
@public
def by_token(token: str) -> ResponseReturnValue:
    finding = check_token(get_session(), token=token[:40])
    return render_template("public/verified.html", finding=finding)


@bp.route("/verify", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    form = VerifyForm.of_request()
    if form.submitted():
        try:
            finding = _find(form)
        except DomainError as refusal:
            form.show(refusal)
        else:
            if finding is not None:
                return render_template("public/verified.html", finding=finding)
            form.number.errors = [gettext("Tulis nomor surat atau pilih berkas PDF-nya.")]
    return render_template("public/verify.html", form=form)


def _find(form: VerifyForm) -> Finding | None:
    file = request.files.get("file")
    if file is not None and file.filename:
        data = file.read()
        check_size(FileKind.DOCUMENT, len(data))
        return check_bytes(get_session(), data)
    if form.number.data:
        return check_number(get_session(), number=form.number.data)
    return None
