"""One complaint: its words, its history, the answer, where it was sent on; and writing one down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.complaint_desk import (
    Heard,
    close_complaint,
    mark_complaint,
    note_reading,
    record_complaint,
    refer_complaint,
)
from savings_app.cases.actions.complaints import answer_complaint, appeal_complaint
from savings_app.cases.complaint_kinds import (
    RECORDED_CHANNELS,
    ComplaintChannel,
    ReferredTo,
    Reporter,
)
from savings_app.cases.complaint_rules import (
    LONGEST_TEXT,
    WAITING,
    answers_with,
    can_appeal,
    is_overdue,
    may_mark,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.queries.complaints import get_complaint, list_history
from savings_app.db import get_session, read_anew, transaction
from savings_app.errors import Conflict, DomainError, NotFound, NotPermitted
from savings_app.regions.queries import list_places
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import (
    MoneyForm,
    VersionedForm,
    grouped_choices,
    labelled,
    longest,
    required,
)
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.refusals import sentence

bp = Blueprint("complaint", __name__, url_prefix="/complaints")

# What is no slip in a form has a page of its own.
_PAGES = (NotFound, NotPermitted, Conflict)


class AnswerForm(VersionedForm):
    answer = TextAreaField(
        _("Jawaban untuk keluarga"),
        [required(_("Tulis jawaban untuk keluarga.")), longest(LONGEST_TEXT)],
    )


class ReferForm(VersionedForm):
    referred_to = SelectField(
        _("Diteruskan ke"),
        [required(_("Pilih ke mana laporan diteruskan."))],
        coerce=ReferredTo,
        choices=labelled("referred_to", ReferredTo),
    )
    outside_number = TextField(_("Nomor laporan di sana"), [Optional(), longest(60)])
    note = TextField(_("Catatan"), [Optional(), longest(500)])


class CloseForm(VersionedForm):
    reason = TextField(
        _("Mengapa laporan ini selesai?"), [required(_("Tulis alasannya.")), longest(300)]
    )


class AppealForm(VersionedForm):
    text = TextAreaField(
        _("Apa yang belum memuaskan?"),
        [required(_("Tulis apa yang belum memuaskan, dengan kata pelapor.")), longest(1500)],
    )


class RecordForm(MoneyForm):
    """What somebody told an officer; the key makes a double click one complaint."""

    channel = RadioField(
        _("Bagaimana laporan ini datang?"),
        [required(_("Pilih bagaimana laporan ini datang."))],
        coerce=ComplaintChannel,
        choices=labelled("complaint_channel", RECORDED_CHANNELS),
    )
    received_on = DateField(_("Tanggal diterima"), [Filled(_("Tulis tanggal laporan diterima."))])
    about = RadioField(
        _("Tentang apa?"),
        [required(_("Pilih laporan ini tentang apa."))],
        coerce=ComplaintAbout,
        choices=labelled("complaint_about", ComplaintAbout),
    )
    text = TextAreaField(
        _("Apa yang terjadi, dengan kata pelapor"),
        [required(_("Tulis apa yang terjadi, dengan kata pelapor.")), longest(LONGEST_TEXT)],
    )
    reporter = RadioField(
        _("Siapa yang melapor?"),
        [required(_("Pilih siapa yang melapor."))],
        coerce=Reporter,
        choices=labelled("reporter", Reporter),
    )
    reporter_name = TextField(_("Nama pelapor"), [Optional(), longest(120)])
    reporter_contact = TextField(_("Cara menghubungi pelapor"), [Optional(), longest(120)])
    case_number = TextField(_("Nomor santunan"), [Optional(), longest(40)])
    place = SelectField(_("Desa atau kelurahan"), validate_choice=False)


@bp.route("/record", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_RECORD)
def record() -> ResponseReturnValue:
    form = RecordForm.of_request()
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in list_places(get_session(), region=g.actor.region or "-"):
        groups.setdefault(place.district, []).append((place.code, place.name))
    form.place.choices = grouped_choices(groups, empty=gettext("Tidak disebut"))
    known = {code for places in groups.values() for code, name in places}
    if form.submitted():
        try:
            complaint_id = _record(form, known)
        except DomainError as refusal:
            form.show(refusal)
        else:
            return _recorded(complaint_id, about_staff=form.about.data is ComplaintAbout.STAFF)
    return render_template("government/complaint_record.html", form=form)


def _record(form: Any, known: set[str]) -> UUID:
    with transaction() as session:
        return record_complaint(
            session,
            actor=g.actor,
            heard=Heard(
                about=form.about.data,
                text=form.text.data,
                channel=form.channel.data,
                reporter=form.reporter.data,
                received_on=form.received_on.data,
                case_number=form.case_number.data,
                place=form.place.data if form.place.data in known else None,
                reporter_name=form.reporter_name.data,
                reporter_contact=form.reporter_contact.data,
            ),
            request_key=form.key(),
            today=clock.today(),
            now=clock.now_utc(),
        ).id


def _recorded(complaint_id: UUID, *, about_staff: bool) -> ResponseReturnValue:
    if about_staff:
        flash(
            gettext(
                "Laporan dikirim ke Inspektorat. Sejak sekarang laporan ini tidak terlihat lagi "
                "oleh Anda maupun petugas lain di Dinas."
            )
        )
        return redirect(url_for("government.complaints.index"), 303)
    flash(gettext("Laporan dicatat."))
    return redirect(url_for(".show", complaint_id=complaint_id), 303)


@bp.route("/<uuid:complaint_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def show(complaint_id: UUID) -> ResponseReturnValue:
    """Its words and history; whose it is to answer writes the answer here."""
    version = get_complaint(
        get_session(), actor=g.actor, complaint_id=complaint_id
    ).complaint.version
    form = AnswerForm.of_request(version=version)
    if form.submitted():
        try:
            with transaction() as session:
                answer_complaint(
                    session,
                    actor=g.actor,
                    complaint_id=complaint_id,
                    answer=form.answer.data,
                    seen_version=form.seen_version(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Jawaban dikirim; keluarga membacanya di halamannya."))
            return redirect(url_for(".show", complaint_id=complaint_id), 303)
    return _page(complaint_id, form=form)


def _page(complaint_id: UUID, *, form: Any, **forms: Any) -> ResponseReturnValue:
    with transaction() as session:
        note_reading(session, actor=g.actor, complaint_id=complaint_id, now=clock.now_utc())
    session = read_anew()
    row = get_complaint(session, actor=g.actor, complaint_id=complaint_id)
    complaint = row.complaint
    version = complaint.version
    is_mine = g.actor.may(answers_with(complaint.instance))
    may_record = g.actor.may(Permission.COMPLAINT_RECORD) and complaint.recipient_id is None
    return render_template(
        "government/complaint.html",
        row=row,
        history=list_history(session, complaint_ids=[complaint_id])[complaint_id],
        form=form,
        refer_form=forms.get("refer") or ReferForm(version=version),
        close_form=forms.get("close") or CloseForm(version=version),
        appeal_form=forms.get("appeal") or AppealForm(version=version),
        about_staff=complaint.about is ComplaintAbout.STAFF,
        overdue=is_overdue(state=complaint.state, due_on=complaint.due_on, today=clock.today()),
        may_answer=is_mine and complaint.state in WAITING,
        may_refer=is_mine,
        may_close=is_mine and complaint.state is ComplaintState.ANSWERED,
        may_appeal=(may_record or (is_mine and complaint.recipient_id is None))
        and can_appeal(state=complaint.state, appealed_at=complaint.appealed_at),
        may_mark=may_mark(g.actor, complaint.instance),
        reporter=_reporter(complaint),
    )


def _reporter(complaint: Any) -> str:
    if complaint.reporter_name:
        return str(complaint.reporter_name)
    return "" if complaint.recipient_id else gettext("tanpa nama")


@bp.post("/<uuid:complaint_id>/refer")
@requires(Permission.CASE_READ)
def refer(complaint_id: UUID) -> ResponseReturnValue:
    """Sent on; who may not answer it gets the 403 of the action."""
    form = ReferForm.of_request()

    def do(session: Any) -> None:
        refer_complaint(
            session,
            actor=g.actor,
            complaint_id=complaint_id,
            to=form.referred_to.data,
            note=form.note.data,
            outside_number=form.outside_number.data,
            seen_version=form.seen_version(),
            now=clock.now_utc(),
        )

    if not _done(complaint_id, form, do):
        return _page(complaint_id, form=AnswerForm(), refer=form)
    if form.referred_to.data is ReferredTo.INSPECTORATE:
        flash(gettext("Laporan diserahkan ke Inspektorat dan tidak terlihat lagi di Dinas."))
        return redirect(url_for("government.complaints.index"), 303)
    flash(gettext("Rujukan dicatat. Laporan tetap dijawab di sini."))
    return redirect(url_for(".show", complaint_id=complaint_id), 303)


@bp.post("/<uuid:complaint_id>/mark")
@requires(Permission.CASE_READ)
def mark(complaint_id: UUID) -> ResponseReturnValue:
    """ "Perlu diperiksa" is taken off, or put on again: the button says which."""
    checked = request.form.get("mark") != "on"
    try:
        with transaction() as session:
            mark_complaint(
                session,
                actor=g.actor,
                complaint_id=complaint_id,
                checked=checked,
                seen_version=VersionedForm(request.form).seen_version(),
                now=clock.now_utc(),
            )
    except _PAGES:
        raise
    except DomainError as refusal:
        flash(sentence(refusal))
    else:
        flash(gettext("Tandanya dilepas.") if checked else gettext("Ditandai lagi."))
    return redirect(url_for(".show", complaint_id=complaint_id), 303)


@bp.post("/<uuid:complaint_id>/close")
@requires(Permission.CASE_READ)
def close(complaint_id: UUID) -> ResponseReturnValue:
    form = CloseForm.of_request()

    def do(session: Any) -> None:
        close_complaint(
            session,
            actor=g.actor,
            complaint_id=complaint_id,
            reason=form.reason.data,
            seen_version=form.seen_version(),
            now=clock.now_utc(),
        )

    if not _done(complaint_id, form, do):
        return _page(complaint_id, form=AnswerForm(), close=form)
    flash(gettext("Laporan ditutup."))
    return redirect(url_for(".show", complaint_id=complaint_id), 303)


@bp.post("/<uuid:complaint_id>/appeal")
@requires(Permission.CASE_READ)
def appeal(complaint_id: UUID) -> ResponseReturnValue:
    """ "Belum puas", told to an officer by somebody who has no page here."""
    form = AppealForm.of_request()
    row = get_complaint(get_session(), actor=g.actor, complaint_id=complaint_id)
    if row.complaint.recipient_id is not None:
        raise NotFound  # the family says so itself, on its own page

    def do(session: Any) -> None:
        appeal_complaint(
            session,
            actor=g.actor,
            complaint_id=complaint_id,
            text=form.text.data,
            seen_version=form.seen_version(),
            now=clock.now_utc(),
        )

    if not _done(complaint_id, form, do):
        return _page(complaint_id, form=AnswerForm(), appeal=form)
    flash(gettext("Keberatan dicatat dan diteruskan ke Inspektorat."))
    return redirect(url_for(".show", complaint_id=complaint_id), 303)


def _done(complaint_id: UUID, form: Any, do: Callable[[Any], None]) -> bool:
    """Whether what the form asks was done. A rule's refusal stands beside its field; one that is a
    page of its own goes on.

    Raises:
        NotFound, and what `_PAGES` names.
    """
    get_complaint(get_session(), actor=g.actor, complaint_id=complaint_id)
    if not form.submitted():
        return False
    try:
        with transaction() as session:
            do(session)
    except _PAGES:
        raise
    except DomainError as refusal:
        form.show(refusal)
        return False
    return True
