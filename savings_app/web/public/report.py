"""Anybody may report: no signing in, no name, no word on whether a case exists.

The answer of a POST is the page itself, not a redirect: the code stands on it once, and must
neither stand in an address nor wait in a cookie. Sent again, the same form shows the same receipt.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.access.passwords import is_secret, make_hash
from savings_app.cases.actions.public_reports import (
    Report,
    appeal_report,
    record_look,
    send_report,
)
from savings_app.cases.complaint_codes import report_code
from savings_app.cases.complaint_rules import (
    LONGEST_TEXT,
    WAITING,
    ReportNotFound,
    can_appeal,
    read_number,
)
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.letter_codes import read_code, shown_code
from savings_app.cases.queries.complaints import find_report_door, get_report
from savings_app.db import get_session, read_anew, transaction
from savings_app.errors import DomainError
from savings_app.regions.queries import find_home_regency, list_places
from savings_app.storage import sealing_key
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, grouped_choices, labelled, longest, required
from savings_app.web.guards import public
from savings_app.web.public.visitors import PublicForm, sender
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("report", __name__, url_prefix="/complaints")


class ReportForm(PublicForm):
    about = RadioField(
        _("Tentang apa?"),
        [required(_("Pilih laporan ini tentang apa."))],
        coerce=ComplaintAbout,
        choices=labelled("complaint_about", ComplaintAbout),
    )
    text = TextAreaField(
        _("Apa yang terjadi?"),
        [required(_("Tulis apa yang terjadi, dengan kata Anda sendiri.")), longest(LONGEST_TEXT)],
    )
    place = SelectField(_("Desa atau kelurahan"), validate_choice=False)
    case_number = TextField(_("Nomor santunan"), [Optional(), longest(40)])
    contact = TextField(_("Telepon atau alamat Anda"), [Optional(), longest(120)])


class LookForm(Form):
    number = TextField(_("Nomor laporan"), [required(_("Tulis nomor laporan.")), longest(40)])
    code = TextField(_("Kode"), [required(_("Tulis kode dari tanda terima.")), longest(40)])


class AppealForm(LookForm):
    text = TextAreaField(
        _("Apa yang belum cukup?"),
        [required(_("Tulis apa yang belum cukup, dengan kata Anda sendiri.")), longest(1500)],
    )


@bp.route("/report", methods=["GET", "POST"])
@public
def send() -> ResponseReturnValue:
    status = 200
    form = ReportForm.of_request()
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in list_places(get_session(), region=find_home_regency(get_session()) or "75"):
        groups.setdefault(place.district, []).append((place.code, place.name))
    form.place.choices = grouped_choices(groups, empty=gettext("Tidak disebut"))
    if form.submitted():
        code = report_code(form.key(), key=sealing_key())
        hashed = make_hash(code)  # slow, so before the transaction
        try:
            complaint = _send(form, hashed)
        except DomainError as refusal:
            status = form.refuse(refusal)
        else:
            return render_template(
                "public/report_sent.html", complaint=complaint, code=shown_code(code)
            )
    return render_template("public/report.html", form=form), status


def _send(form: Any, code_hash: str) -> Any:
    form.check_person()
    with transaction() as session:
        return send_report(
            session,
            report=Report(
                about=form.about.data,
                text=form.text.data,
                place=form.place.data or None,
                case_number=form.case_number.data,
                contact=form.contact.data,
            ),
            code_hash=code_hash,
            sender=sender(),
            request_key=form.key(),
            now=clock.now_utc(),
        )


@bp.route("/answer", methods=["GET", "POST"])
@public
def look() -> ResponseReturnValue:
    """The answer, for whoever holds number and code."""
    form = LookForm.of_request()
    if form.submitted():
        try:
            complaint = _open(form)
        except DomainError as refusal:
            form.show(refusal)
        else:
            return _answer(complaint, AppealForm(number=complaint.number))
    return render_template("public/report_look.html", form=form)


@bp.post("/answer/appeal")
@public
def appeal() -> ResponseReturnValue:
    """ "Belum puas", once; the code is asked again, since this page keeps none."""
    form = AppealForm.of_request()
    if not form.submitted():
        return render_template("public/report_appeal.html", form=form)
    try:
        complaint = _open(form)
        with transaction() as session:
            complaint = appeal_report(
                session, complaint_id=complaint.id, text=form.text.data, now=clock.now_utc()
            )
    except DomainError as refusal:
        form.show(refusal)
        return render_template("public/report_appeal.html", form=form)
    return _answer(complaint, None)


def _answer(complaint: Any, form: Any) -> str:
    appealable = can_appeal(state=complaint.state, appealed_at=complaint.appealed_at)
    return render_template(
        "public/report_answer.html",
        complaint=complaint,
        waits=complaint.state in WAITING,
        form=form if appealable else None,
    )


def _open(form: Any) -> Any:
    """The report this number and code open, or the same refusal whatever was wrong.

    A number that is not there takes as long as a wrong code.
    """
    door = find_report_door(get_session(), number=read_number(form.number.data))
    fits = is_secret(read_code(form.code.data), door.code_hash if door else None)
    with transaction() as session:
        opened = record_look(
            session,
            complaint_id=door.id if door else None,
            code_ok=fits,
            now=clock.now_utc(),
        )
    if not opened or door is None:
        raise ReportNotFound
    return get_report(read_anew(), complaint_id=door.id)
