"""Help a family asked for: the list, a case's requests, and what was done about each."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_case, list_heirs
from savings_app.db import get_session, transaction
from savings_app.support.actions import ask_support, record_support_step, withdraw_support
from savings_app.support.kinds import OPEN_STATES, SupportKind, SupportState, SupportStepKind
from savings_app.support.queries import (
    SORTING,
    SupportFilter,
    SupportRow,
    SupportView,
    get_support,
    iterate_support,
    list_of_case,
    list_support,
)
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.filters import DistrictFilter, FilterForm, KindFilter
from savings_app.web.forms import (
    DONE,
    STALE,
    Form,
    VersionedForm,
    choices,
    labelled,
    longest,
    required,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

bp = Blueprint("support", __name__)

LISTING: Listing[SupportRow] = Listing(
    name="permintaan-bantuan",
    endpoint="government.support.index",
    export="government.support.export",
    sorting=SORTING.chosen,
    private=(),
    columns=(
        Column(
            _("Nomor"),
            lambda row: (row.number, url_for("government.case.show", case_id=row.case_id)),
            sort="number",
        ),
        Column(
            _("Yang diminta"),
            lambda row: (
                label("support_kind", row.kind),
                url_for("government.support.show", support_id=row.id),
            ),
            sort="kind",
        ),
        Column(_("Penerima"), lambda row: row.name),
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        day_column(_("Diminta"), lambda row: row.asked_on, sort="asked"),
        day_column(_("Batas"), lambda row: row.due_on, sort="due"),
        Column(_("Keadaan"), lambda row: label("support_state", row.state), sort="state"),
        Column(_("Petugas"), lambda row: row.handler or ""),
    ),
)


class SupportFilterForm(FilterForm[SupportFilter]):
    kind = KindFilter(_("Yang diminta"), SupportKind, group="support_kind")
    state = KindFilter(_("Keadaan"), SupportState, group="support_state")
    district = DistrictFilter(_("Kecamatan"))
    waiting = BooleanField(_("Hanya yang menunggu"))

    def wanted(self) -> SupportFilter:
        return SupportFilter(
            kind=self.kind.chosen,
            state=self.state.chosen,
            district=self.district.chosen,
            open_only=bool(self.waiting.data),
        )


class AskForm(Form):
    recipient = SelectField(_("Penerima"), [required(_("Pilih penerimanya."))])
    kind = RadioField(
        _("Yang diminta"),
        [required(_("Pilih yang diminta."))],
        coerce=SupportKind,
        choices=labelled("support_kind", SupportKind),
    )
    wish = TextField(_("Dengan kata-kata keluarga"), [longest(300)])
    on_its_word = BooleanField(
        _("Keluarga sendiri yang meminta"), [required(_("Hanya atas permintaan keluarga."))]
    )


class StepForm(VersionedForm):
    step = RadioField(
        _("Apa yang terjadi"),
        [required(_("Pilih apa yang terjadi."))],
        coerce=SupportStepKind,
        choices=labelled("support_step", SupportStepKind),
    )
    on = DateField(_("Tanggal"), [Filled(_("Tulis tanggalnya."))])
    note = TextField(_("Keterangan"), [longest(300)])


@bp.post("/support/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(SupportFilterForm())


@bp.get("/support/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/support_list.html", SupportFilterForm(LISTING.sent()), list_support
    )


@bp.get("/support/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, SupportFilterForm(LISTING.sent()), iterate_support)


@bp.get("/cases/<uuid:case_id>/support")
@requires(Permission.CASE_READ)
def of_case(case_id: UUID) -> ResponseReturnValue:
    return render_template(
        "government/support_case.html",
        case=get_case(get_session(), actor=g.actor, case_id=case_id),
        rows=list_of_case(get_session(), actor=g.actor, case_id=case_id),
    )


@bp.route("/cases/<uuid:case_id>/support/add", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add(case_id: UUID) -> ResponseReturnValue:
    """Written down at a visit, on the family's own word."""
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    people = [one for one in list_heirs(get_session(), case_id=case_id) if one.is_recipient]
    form = AskForm.of_request()
    form.recipient.choices = choices([(str(one.id), one.full_name) for one in people])
    if form.submitted():
        with transaction() as session:
            ask_support(
                session,
                actor=g.actor,
                recipient_id=UUID(form.recipient.data),
                kind=form.kind.data,
                wish=form.wish.data,
                today=clock.today(),
                now=clock.now_utc(),
            )
        flash(gettext("Permintaan keluarga dicatat."))
        return redirect(url_for(".of_case", case_id=case_id), 303)
    return render_template("government/support_add.html", form=form, case=case)


@bp.get("/support/<uuid:support_id>")
@requires(Permission.CASE_READ)
def show(support_id: UUID) -> ResponseReturnValue:
    view = get_support(get_session(), actor=g.actor, support_id=support_id)
    return _page(view, StepForm(data={"version": view.request.version}))


@bp.post("/support/<uuid:support_id>/steps")
@requires(Permission.CASE_EDIT)
def record_step(support_id: UUID) -> ResponseReturnValue:
    """A talk with the family, or how it ended."""
    view = get_support(get_session(), actor=g.actor, support_id=support_id)
    form = StepForm.of_request()
    status = 200
    if form.submitted():
        status = form.attempt(lambda: _record(support_id, form))
        if status == DONE:
            flash(gettext("Dicatat."))
            return redirect(url_for(".show", support_id=support_id), status)
        if status == STALE:
            view = get_support(get_session(), actor=g.actor, support_id=support_id)
            form.version.data = str(view.request.version)
    return _page(view, form), status


def _record(support_id: UUID, form: StepForm) -> None:
    assert form.on.data is not None  # noqa: S101  # `Filled` saw it
    with transaction() as session:
        record_support_step(
            session,
            actor=g.actor,
            support_id=support_id,
            version=form.seen_version(),
            kind=form.step.data,
            on=form.on.data,
            note=form.note.data,
            today=clock.today(),
            now=clock.now_utc(),
        )


@bp.post("/support/<uuid:support_id>/withdraw")
@requires(Permission.CASE_EDIT)
def withdraw(support_id: UUID) -> ResponseReturnValue:
    """The family told the officer that it wants this no more."""
    with transaction() as session:
        withdraw_support(
            session,
            actor=g.actor,
            support_id=support_id,
            today=clock.today(),
            now=clock.now_utc(),
        )
    flash(gettext("Dicatat: keluarga menarik permintaannya."))
    return redirect(url_for(".show", support_id=support_id), 303)


def _page(view: SupportView, form: StepForm) -> str:
    return render_template(
        "government/support.html",
        form=form,
        view=view,
        asked=view.request,
        is_open=view.request.state in OPEN_STATES,
    )
