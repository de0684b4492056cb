"""Pemutakhiran data: the lists and how far they are, one list, and who approves it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.data_updates.actions.deciding import approve_update, send_back, submit_update
from savings_app.data_updates.actions.updates import cancel_update, create_updates
from savings_app.data_updates.kinds import Answer, Deed, UpdateState
from savings_app.data_updates.queries.files import list_files
from savings_app.data_updates.queries.listing import (
    SORTING,
    UpdateFilter,
    UpdateRow,
    iterate_updates,
    list_periods,
    list_progress,
    list_updates,
)
from savings_app.data_updates.queries.problems import list_replacement_problems
from savings_app.data_updates.queries.returning import Returning, list_returning
from savings_app.data_updates.queries.updates import (
    count_answers,
    get_head,
    list_approvals,
    list_people_of,
    waits_for_approval_by,
)
from savings_app.data_updates.rules import is_allowed, period_parts, periods_near
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.regions.queries import list_districts, list_places
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Payer
from savings_app.web.columns import day_column, number_column
from savings_app.web.fields import TextField
from savings_app.web.filters import DistrictFilter, FilterForm, KindFilter, RowFilter
from savings_app.web.forms import (
    Form,
    VersionedForm,
    choices,
    grouped_choices,
    labelled,
    longest,
    required,
)
from savings_app.web.government.participant_search import by_district
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import month_long, number
from savings_app.words.labels import label
from savings_app.words.refusals import sentence

bp = Blueprint("data_updates", __name__, url_prefix="/data-updates")


def period_label(period: str) -> str:
    """`November 2026`, or `Semester 2 2026`."""
    year, part, is_half = period_parts(period)
    if is_half:
        return gettext("Semester %(half)s %(year)s", half=part, year=year)
    return month_long(clock.today().replace(year=year, month=part, day=1))


LISTING: Listing[UpdateRow] = Listing(
    name="pemutakhiran",
    endpoint="government.data_updates.index",
    export="government.data_updates.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Desa, kecamatan"),
            lambda row: (row.place, url_for("government.data_updates.show", update_id=row.id)),
            sort="place",
        ),
        Column(_("Masa"), lambda row: period_label(row.period), sort="period"),
        Column(_("Keadaan"), lambda row: label("update_state", row.state), sort="state"),
        day_column(_("Dibuat"), lambda row: row.made_on, sort="made"),
        number_column(_("Orang"), lambda row: row.people),
        number_column(_("Dijawab"), lambda row: row.answered),
        number_column(_("Berhenti"), lambda row: row.stops),
        number_column(_("Pengganti"), lambda row: row.replacements),
    ),
    private=(),
)


class UpdateFilterForm(FilterForm[UpdateFilter]):
    period = RowFilter(_("Masa"))
    state = KindFilter(_("Keadaan"), UpdateState, group="update_state")
    district = DistrictFilter(_("Kecamatan"))

    def wanted(self) -> UpdateFilter:
        return UpdateFilter(
            state=self.state.chosen,
            district=self.district.chosen,
            period=self.period.chosen,
        )


class NewUpdateForm(Form):
    region_code = SelectField(_("Untuk desa mana?"), [required(_("Pilih kecamatan atau desanya."))])
    period = SelectField(_("Masa"), [required(_("Pilih masanya."))])
    category = SelectField(_("Kategori peserta"), [Optional()])
    payer = SelectField(_("Penanggung iuran"), [Optional()])


class SubmitForm(VersionedForm):
    leave_rest = BooleanField(_("Yang belum dijawab tidak diubah"))


class ReasonForm(Form):
    reason = TextField(_("Alasan"), [required(_("Tulis alasannya.")), longest(300)])


def _filter_form() -> UpdateFilterForm:
    session = get_session()
    form = UpdateFilterForm(LISTING.sent())
    periods = list_periods(session, actor=g.actor)
    form.period.offer([(one, period_label(one)) for one in periods])
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Keep what was chosen, and show the list it filters."""
    return LISTING.search(UpdateFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    session = get_session()
    form = _filter_form()
    wanted = form.wanted()
    return LISTING.show(
        "government/data_updates.html",
        form,
        list_updates,
        wanted=wanted,
        progress=list_progress(session, actor=g.actor, period=wanted.period),
        progress_of=period_label(wanted.period) if wanted.period else None,
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, _filter_form(), iterate_updates)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.DATA_UPDATE_EDIT)
def new() -> ResponseReturnValue:
    """One click makes the list of a desa, or of every desa of a kecamatan."""
    form = _new_form()
    if form.submitted():
        try:
            with transaction() as session:
                made = create_updates(
                    session,
                    actor=g.actor,
                    region_code=form.region_code.data,
                    period=form.period.data,
                    category=form.category.data or None,
                    payer=Payer(form.payer.data) if form.payer.data else None,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            lists = len(made.update_ids)
            flash(
                ngettext(
                    "%(count)s daftar dibuat, %(people)s orang.",
                    "%(count)s daftar dibuat, %(people)s orang.",
                    lists,
                    people=number(made.people),
                )
            )
            if lists == 1:
                return redirect(url_for(".show", update_id=made.update_ids[0]), 303)
            return redirect(url_for(".index", period=form.period.data), 303)
    return render_template("government/data_update_new.html", form=form)


def _new_form() -> NewUpdateForm:
    session, region = get_session(), g.actor.region or "-"
    form: NewUpdateForm = NewUpdateForm.of_request()
    groups = {
        gettext("Semua desa di satu kecamatan"): [
            (code, gettext("Semua desa di %(name)s", name=name))
            for code, name in list_districts(session, region=region)
        ],
        **by_district(list_places(session, region=region)),
    }
    form.region_code.choices = grouped_choices(groups, empty=gettext("Pilih kecamatan atau desa"))
    form.period.choices = choices(
        [(one, period_label(one)) for one in periods_near(clock.today())],
        empty=gettext("Pilih masa"),
    )
    everything = gettext("Semua")
    form.category.choices = choices(list_categories(session, day=clock.today()), empty=everything)
    form.payer.choices = [*choices([], empty=everything), *labelled("payer", Payer)]
    return form


@bp.get("/<uuid:update_id>")
@requires(Permission.CASE_READ)
def show(update_id: UUID) -> ResponseReturnValue:
    return _page(update_id)


def _page(
    update_id: UUID, *, form: Form | None = None, of: str = "", status: int = 200
) -> ResponseReturnValue:
    """The list; `form` is the one that was refused, `of` what it was about."""
    session = get_session()
    head = get_head(session, actor=g.actor, update_id=update_id)
    update = head.update
    approvals = list_approvals(session, update=update)
    problems = []
    returning: Sequence[Returning] = ()
    if update.state in {UpdateState.BACK, UpdateState.SUBMITTED}:
        problems = [
            (one.line_id, one.number, sentence(one.refusal))
            for one in list_replacement_problems(
                session, actor=g.actor, update_id=update_id, today=clock.today()
            )
        ]
        returning = list_returning(session, actor=g.actor, update_id=update_id)
    may_edit = g.actor.may(Permission.DATA_UPDATE_EDIT)
    page = render_template(
        "government/data_update.html",
        head=head,
        update=update,
        period=period_label(update.period),
        counts=count_answers(session, update_id=update_id),
        answers=list(Answer),
        approvals=approvals,
        missing=", ".join(label("update_gap", gap) for gap in approvals.gaps),
        problems=problems,
        returning=returning,
        files=list_files(session, update=update),
        names=names_of(session, set(list_people_of(update, approvals))),
        can={deed.value: may_edit and is_allowed(deed, update.state) for deed in Deed},
        my_word=may_edit and waits_for_approval_by(update, approvals, g.actor),
        form=form,
        submit_form=form
        if isinstance(form, SubmitForm)
        else SubmitForm(data={"version": update.version}),
        reason_form=form if of == "send_back" and form else ReasonForm(prefix=""),
        cancel_form=form if of == "cancel" and form else ReasonForm(),
    )
    return page, status


@bp.post("/<uuid:update_id>/submit")
@requires(Permission.DATA_UPDATE_EDIT)
def submit(update_id: UUID) -> ResponseReturnValue:
    form = SubmitForm.of_request()
    try:
        with transaction() as session:
            submit_update(
                session,
                actor=g.actor,
                update_id=update_id,
                version=form.seen_version(),
                leave_rest=bool(form.leave_rest.data),
                today=clock.today(),
                now=clock.now_utc(),
            )
    except DomainError as refusal:
        return _refused(update_id, form, refusal, of="submit")
    flash(gettext("Daftar diajukan. Dua orang menyetujuinya, di halaman ini juga."))
    return redirect(url_for(".show", update_id=update_id), 303)


@bp.post("/<uuid:update_id>/approve")
@requires(Permission.DATA_UPDATE_EDIT)
def approve(update_id: UUID) -> ResponseReturnValue:
    form = VersionedForm.of_request()
    try:
        with transaction() as session:
            approvals = approve_update(
                session,
                actor=g.actor,
                update_id=update_id,
                version=form.seen_version(),
                today=clock.today(),
                now=clock.now_utc(),
            )
    except DomainError as refusal:
        return _refused(update_id, form, refusal, of="approve")
    if approvals.gaps:
        flash(gettext("Persetujuan Anda dicatat. Daftar berlaku setelah yang kedua."))
    else:
        flash(gettext("Daftar berlaku. Berkas untuk BPJS dapat diambil."))
    return redirect(url_for(".show", update_id=update_id), 303)


@bp.post("/<uuid:update_id>/send-back")
@requires(Permission.DATA_UPDATE_EDIT)
def send_back_(update_id: UUID) -> ResponseReturnValue:
    form = ReasonForm.of_request()
    if not form.submitted():
        return _page(update_id, form=form, of="send_back")
    try:
        with transaction() as session:
            send_back(
                session,
                actor=g.actor,
                update_id=update_id,
                reason=form.reason.data,
                now=clock.now_utc(),
            )
    except DomainError as refusal:
        return _refused(update_id, form, refusal, of="send_back")
    flash(gettext("Daftar dikembalikan untuk diperbaiki. Persetujuan yang sudah ada gugur."))
    return redirect(url_for(".show", update_id=update_id), 303)


@bp.post("/<uuid:update_id>/cancel")
@requires(Permission.DATA_UPDATE_EDIT)
def cancel(update_id: UUID) -> ResponseReturnValue:
    form = ReasonForm.of_request()
    if not form.submitted():
        return _page(update_id, form=form, of="cancel")
    try:
        with transaction() as session:
            cancel_update(
                session,
                actor=g.actor,
                update_id=update_id,
                reason=form.reason.data,
                now=clock.now_utc(),
            )
    except DomainError as refusal:
        return _refused(update_id, form, refusal, of="cancel")
    flash(gettext("Daftar dibatalkan. Tidak ada peserta yang berubah."))
    return redirect(url_for(".index", period=request.args.get("period", "")), 303)


def _refused(update_id: UUID, form: Form, refusal: DomainError, *, of: str) -> ResponseReturnValue:
    """The page as it stands now, with why not; someone else's list stays unknown."""
    form.validate()
    form.show(refusal)
    return _page(update_id, form=form, of=of, status=409 if isinstance(refusal, Conflict) else 200)
