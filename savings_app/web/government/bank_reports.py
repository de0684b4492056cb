"""What banks' systems tell the Dinas: accounts opened for heirs, and what does not fit."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, TextAreaField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.bank_api.actions.reports import (
    answer_mismatch,
    confirm_registration,
    decline_registration,
)
from savings_app.bank_api.queries.reports import (
    MISMATCHES,
    REGISTRATIONS,
    MismatchRow,
    RegistrationRow,
    ReportFilter,
    get_mismatch_row,
    get_registration_row,
    iterate_mismatches,
    iterate_registrations,
    list_mismatches,
    list_registrations,
)
from savings_app.cases.kinds import AccountPurpose
from savings_app.db import get_session, transaction
from savings_app.web.filters import FilterForm
from savings_app.web.forms import DONE, STALE, VersionedForm, choices, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import moment_long, number
from savings_app.words.labels import label

bp = Blueprint("bank_reports", __name__, url_prefix="/from-banks")
LIST = "government/bank_reports.html"

ACCOUNTS: Listing[RegistrationRow] = Listing(
    name="rekening-dari-bank",
    endpoint="government.bank_reports.registrations",
    export="government.bank_reports.export_registrations",
    sorting=REGISTRATIONS.chosen,
    private=(),
    columns=(
        Column(
            _("Penerima"),
            lambda one: (
                one.recipient.full_name,
                url_for("government.bank_reports.registration", registration_id=one.id),
            ),
            sort="name",
            under=lambda one: one.number,
            under_heading=_("Nomor santunan"),
        ),
        Column(_("Bank"), lambda one: one.bank_name),
        Column(_("Keadaan"), lambda one: label("registration_state", one.row.state)),
        Column(_("Diterima"), lambda one: moment_long(one.row.received_at), sort="received"),
    ),
)
REPORTS: Listing[MismatchRow] = Listing(
    name="tidak-cocok-dari-bank",
    endpoint="government.bank_reports.mismatches",
    export="government.bank_reports.export_mismatches",
    sorting=MISMATCHES.chosen,
    private=(),
    columns=(
        Column(
            _("Yang tidak cocok"),
            lambda one: (
                label("mismatch_kind", one.row.kind),
                url_for("government.bank_reports.mismatch", mismatch_id=one.id),
            ),
        ),
        Column(_("Bank"), lambda one: one.bank_name, sort="bank"),
        Column(
            _("Tentang"),
            lambda one: label("mismatch_about", one.row.about),
            under=lambda one: one.number,
            under_heading=_("Nomor santunan"),
        ),
        Column(
            _("Keadaan"),
            lambda one: gettext("dijawab") if one.row.answered_at else gettext("menunggu jawaban"),
        ),
        Column(_("Diterima"), lambda one: moment_long(one.row.received_at), sort="received"),
    ),
)


class WaitingForm(FilterForm[ReportFilter]):
    waiting = BooleanField(_("Hanya yang menunggu"))

    def wanted(self) -> ReportFilter:
        return ReportFilter(waiting=bool(self.waiting.data))


class ConfirmForm(VersionedForm):
    purpose = RadioField(
        _("Untuk apa rekening ini"),
        [required(_("Pilih salah satu."))],
        choices=choices(
            [
                (AccountPurpose.BENEFIT.value, _("Tempat santunan masuk")),
                (AccountPurpose.SAVING.value, _("Tabungan")),
            ]
        ),
    )
    family_confirms = BooleanField(_("Keluarganya sendiri membenarkan bahwa ini rekeningnya."))
    accept_name = BooleanField(
        _("Buku tabungan sudah saya lihat; pemiliknya memang penerima atau walinya.")
    )


class AnswerForm(VersionedForm):
    answer = TextAreaField(
        _("Jawaban kepada bank"), [required(_("Tulis jawabannya.")), longest(500)]
    )


@bp.route("/accounts", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def registrations() -> ResponseReturnValue:
    if request.method == "POST":
        return ACCOUNTS.search(WaitingForm())
    return ACCOUNTS.show(
        LIST,
        WaitingForm(ACCOUNTS.sent()),
        list_registrations,
        title=gettext("Rekening yang didaftarkan bank"),
        lead=gettext(
            "Bank memberi tahu rekening yang dibukanya untuk ahli waris. Keluarganya sendiri yang "
            "membenarkan; sesudah itu, atau sesudah 30 hari, nomornya dihapus dari daftar ini."
        ),
        counted=lambda total: gettext("%(total)s rekening", total=number(total)),
    )


@bp.get("/accounts.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export_registrations(file_type: str) -> ResponseReturnValue:
    return ACCOUNTS.take(file_type, WaitingForm(ACCOUNTS.sent()), iterate_registrations)


@bp.route("/accounts/<uuid:registration_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def registration(registration_id: UUID) -> ResponseReturnValue:
    one = get_registration_row(get_session(), actor=g.actor, registration_id=registration_id)
    form = ConfirmForm.of_request(version=one.row.version)
    status = 200
    if form.submitted():
        status = form.attempt(partial(_confirm, form, registration_id))
        if status == DONE:
            flash(gettext("Rekening dicatat, dan banknya diberi tahu."))
            return redirect(url_for(".registration", registration_id=registration_id), 303)
        one = get_registration_row(get_session(), actor=g.actor, registration_id=registration_id)
        if status == STALE:
            form.version.data = str(one.row.version)
    return render_template("government/bank_registration.html", one=one, form=form), status


def _confirm(form: ConfirmForm, registration_id: UUID) -> None:
    with transaction() as session:
        confirm_registration(
            session,
            actor=g.actor,
            registration_id=registration_id,
            version=form.seen_version(),
            purpose=AccountPurpose(form.purpose.data),
            family_confirms=bool(form.family_confirms.data),
            name_accepted=bool(form.accept_name.data),
            now=clock.now_utc(),
        )


@bp.post("/accounts/<uuid:registration_id>/decline")
@requires(Permission.CASE_EDIT)
def decline(registration_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        decline_registration(
            session,
            actor=g.actor,
            registration_id=registration_id,
            version=VersionedForm.of_request().seen_version(),
            now=clock.now_utc(),
        )
    flash(gettext("Dicatat: bukan rekening keluarga ini. Nomor dan namanya dihapus."))
    return redirect(url_for(".registration", registration_id=registration_id), 303)


@bp.route("/mismatches", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def mismatches() -> ResponseReturnValue:
    if request.method == "POST":
        return REPORTS.search(WaitingForm())
    return REPORTS.show(
        LIST,
        WaitingForm(REPORTS.sent()),
        list_mismatches,
        title=gettext("Yang tidak cocok menurut bank"),
        lead=gettext("Laporan dari sistem bank. Jawabannya dibaca petugas dan sistem bank itu."),
        counted=lambda total: gettext("%(total)s laporan", total=number(total)),
    )


@bp.get("/mismatches.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export_mismatches(file_type: str) -> ResponseReturnValue:
    return REPORTS.take(file_type, WaitingForm(REPORTS.sent()), iterate_mismatches)


@bp.route("/mismatches/<uuid:mismatch_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def mismatch(mismatch_id: UUID) -> ResponseReturnValue:
    one = get_mismatch_row(get_session(), actor=g.actor, mismatch_id=mismatch_id)
    form = AnswerForm.of_request(version=one.row.version)
    status = 200
    if form.submitted():
        status = form.attempt(partial(_answer, form, mismatch_id))
        if status == DONE:
            flash(gettext("Jawaban dicatat; banknya dapat membacanya."))
            return redirect(url_for(".mismatch", mismatch_id=mismatch_id), 303)
        one = get_mismatch_row(get_session(), actor=g.actor, mismatch_id=mismatch_id)
        if status == STALE:
            form.version.data = str(one.row.version)
    return render_template("government/bank_mismatch.html", one=one, form=form), status


def _answer(form: AnswerForm, mismatch_id: UUID) -> None:
    with transaction() as session:
        answer_mismatch(
            session,
            actor=g.actor,
            mismatch_id=mismatch_id,
            version=form.seen_version(),
            answer=form.answer.data or "",
            now=clock.now_utc(),
        )
