"""Is this document genuine and current? By its QR, its number, or the file itself.

Nothing is told of a person, and of a number only what stands on the paper beside it. Whoever asks
after more documents than people hold waits until the hour is over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import FileField, HiddenField

from savings_app import clock
from savings_app.access.public_sends import check_guesses, count_guess
from savings_app.access.visitor_rules import (
    PublicForm,
    TooManyChecks,
    TooManyTries,
    check_marks,
)
from savings_app.db import get_session, transaction
from savings_app.documents.certificate_queries import check_signature
from savings_app.documents.rules import Genuineness
from savings_app.documents.verification import (
    Finding,
    check_bytes,
    check_hash,
    check_number,
    check_token,
)
from savings_app.errors import DomainError
from savings_app.storage import FileKind, check_size
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, longest
from savings_app.web.guards import public
from savings_app.web.public.visitors import TOO_MANY_REQUESTS
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

if TYPE_CHECKING:
    from savings_app.documents.signature_check import SignatureVerdict

bp = Blueprint("verify", __name__)
NOTHING_TO_SAY, NOT_THERE = 204, 404
SECONDS = 60
_HASH = re.compile(r"[0-9a-f]{64}")


class VerifyForm(Form):
    number = TextField(_("Nomor surat"), [longest(30)])
    file = FileField(_("Berkas PDF"))
    sha256 = HiddenField()


@bp.get("/d/<token>")
@public
def by_token(token: str) -> ResponseReturnValue:
    try:
        with _few(PublicForm.CHECK_OF_ADDRESS) as wrong:
            finding = check_token(get_session(), token=token[:40])
            wrong.append(finding.status is Genuineness.UNKNOWN)
    except TooManyChecks as refusal:
        return _ask_again(VerifyForm(formdata=None), refusal)
    return _answer(finding)


@bp.route("/verify", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    form = VerifyForm.of_request()
    if form.submitted():
        try:
            answer = _find(form)
        except DomainError as refusal:
            return _ask_again(form, refusal)
        if answer is not None:
            return answer
        form.number.errors = [gettext("Tulis nomor surat atau pilih berkas PDF-nya.")]
    return render_template("public/verify.html", form=form)


@bp.post("/verify/hash")
@public
def known() -> ResponseReturnValue:
    """For the script of the page: whether we issued a file of this hash. The file stays there."""
    try:
        finding = _by_hash(request.form.get("sha256", ""))
    except TooManyChecks:
        return Response(status=TOO_MANY_REQUESTS)
    return Response(status=NOT_THERE if finding.status is Genuineness.UNKNOWN else NOTHING_TO_SAY)


def _ask_again(form: VerifyForm, refusal: DomainError) -> ResponseReturnValue:
    form.show(refusal)
    status = TOO_MANY_REQUESTS if isinstance(refusal, TooManyChecks) else 200
    return render_template("public/verify.html", form=form), status


def _find(form: VerifyForm) -> ResponseReturnValue | None:
    file = request.files.get("file")
    if file is not None and file.filename:
        data = file.read()
        check_size(FileKind.DOCUMENT, len(data))
        return _by_file(data)
    hashed = form.sha256.data or ""
    if _HASH.fullmatch(hashed):
        return _answer(_by_hash(hashed))
    if form.number.data:
        with _few(PublicForm.CHECK_OF_NUMBER) as counted:
            counted.append(True)
            finding = check_number(get_session(), number=form.number.data)
        return _answer(finding, by_number=True)
    return None


def _by_file(data: bytes) -> ResponseReturnValue:
    with _few(PublicForm.CHECK_OF_FILE) as counted:
        counted.append(True)
    finding = check_bytes(get_session(), data)
    if finding.status in {Genuineness.CHANGED, Genuineness.UNKNOWN}:
        return _answer(finding, verdict=check_signature(get_session(), data))
    return _answer(finding)


def _by_hash(sha256: str) -> Finding:
    with _few(PublicForm.CHECK_OF_ADDRESS) as wrong:
        finding = Finding(Genuineness.UNKNOWN)
        if _HASH.fullmatch(sha256):
            finding = check_hash(get_session(), sha256=sha256)
        wrong.append(finding.status is Genuineness.UNKNOWN)
    return finding


def _answer(
    finding: Finding, *, verdict: SignatureVerdict | None = None, by_number: bool = False
) -> str:
    return render_template(
        "public/verified.html", finding=finding, verdict=verdict, by_number=by_number
    )


@contextmanager
def _few(form: PublicForm) -> Iterator[list[bool]]:
    """Refuse before anything is looked at; count afterwards what the block says is to be counted.

    Raises:
        TooManyChecks
    """
    now, secret = clock.now_utc(), str(current_app.config["SECRET_KEY"]).encode()
    marks = check_marks(form, request.remote_addr, secret=secret, now=now)
    try:
        check_guesses(get_session(), marks=marks, now=now)
    except TooManyTries as refusal:
        minutes = math.ceil(float(str(refusal.facts["seconds"])) / SECONDS)
        raise TooManyChecks(minutes=minutes) from refusal
    counted: list[bool] = []
    yield counted
    if any(counted):
        with transaction() as session:
            count_guess(session, marks=marks, now=now)
