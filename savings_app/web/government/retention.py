"""Masa simpan: the registered periods, what would be erased, what is held back, what was erased."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound
from savings_app.paging import Order, TableSorting
from savings_app.policy.series import parameter
from savings_app.retention.actions import hold_case, register_period, release_hold
from savings_app.retention.kinds import RetentionBeginning
from savings_app.retention.queries.records import (
    HOLD_SORTING,
    RUN_SORTING,
    HoldRow,
    RunRow,
    get_hold,
    iterate_holds,
    iterate_runs,
    list_holds,
    list_runs,
    may_hold,
)
from savings_app.retention.queries.waiting import PeriodRow, get_preview, list_period_rows
from savings_app.web.columns import day_column, number_column
from savings_app.web.fields import DateField, Filled, TextField, WholeField
from savings_app.web.forms import STALE, Form, VersionedForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita, moment_long
from savings_app.words.labels import label

bp = Blueprint("retention", __name__, url_prefix="/coverage/retention")

SORTS: TableSorting[PeriodRow] = TableSorting(
    {
        "starts": lambda row: (row.period.starts, row.period.registered_at),
        "days": lambda row: (row.period.days,),
    },
    default=Order("starts", descending=True),
)
PERIODS: Listing[PeriodRow] = Listing(
    name="masa-simpan",
    endpoint="government.retention.index",
    export="government.retention.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(_("Yang disimpan"), lambda row: label("retention_kind", row.period.kind)),
        number_column(_("Jumlah hari"), lambda row: row.period.days, sort="days"),
        Column(_("Dihitung sejak"), lambda row: label("retention_beginning", row.period.begins)),
        day_column(_("Sejak"), lambda row: row.period.starts, sort="starts"),
        Column(_("Dasar hukum"), lambda row: row.period.law),
        Column(_("Didaftarkan oleh"), lambda row: row.registered_by),
        Column(_("Keadaan"), lambda row: gettext("berlaku") if row.is_in_force else ""),
    ),
)
HOLDS: Listing[HoldRow] = Listing(
    name="penahanan",
    endpoint="government.retention.holds",
    export="government.retention.export_holds",
    sorting=HOLD_SORTING.chosen,
    private=(),
    columns=(
        Column(
            _("Nomor santunan"),
            lambda row: (row.case_number, url_for("government.retention.release", hold_id=row.id)),
            sort="number",
        ),
        Column(_("Alasan"), lambda row: row.hold.reason),
        Column(
            _("Ditahan"),
            lambda row: moment_long(row.hold.held_at),
            taken=lambda row: in_wita(row.hold.held_at).date(),
            sort="held",
            under=lambda row: row.held_by,
            under_heading=_("Oleh"),
        ),
        Column(
            _("Dilepas"),
            lambda row: moment_long(row.hold.released_at) if row.hold.released_at else "",
            taken=lambda row: (
                in_wita(row.hold.released_at).date() if row.hold.released_at else None
            ),
        ),
    ),
)
RUNS: Listing[RunRow] = Listing(
    name="penghapusan",
    endpoint="government.retention.runs",
    export="government.retention.export_runs",
    sorting=RUN_SORTING.chosen,
    private=(),
    columns=(
        Column(
            _("Dihapus pada"),
            lambda row: moment_long(row.run.ran_at),
            taken=lambda row: in_wita(row.run.ran_at).date(),
            sort="ran",
        ),
        number_column(_("Rekening"), lambda row: row.run.accounts),
        number_column(_("Baris dihapus"), lambda row: row.run.lines_deleted),
        number_column(_("Baris dikosongkan"), lambda row: row.run.lines_emptied),
        number_column(_("Saldo dihapus"), lambda row: row.run.balances),
        Column(
            _("Masa simpan"),
            lambda row: gettext("%(days)s hari", days=row.period.days),
            taken=lambda row: row.period.days,
        ),
    ),
)


class PeriodForm(Form):
    days = WholeField(_("Berapa hari disimpan"), [Filled(_("Tulis jumlah harinya."))])
    begins = RadioField(
        _("Dihitung sejak"),
        [required(_("Pilih sejak kapan dihitung."))],
        coerce=RetentionBeginning,
        choices=labelled("retention_beginning", RetentionBeginning),
    )
    law = TextField(_("Hukum atau keputusan"), [required(_("Tulis dasarnya.")), longest(300)])
    starts = DateField(_("Berlaku sejak"), [Filled(_("Tulis hari mulainya."))])


class HoldForm(Form):
    case_number = TextField(_("Nomor santunan"), [required(_("Tulis nomornya.")), longest(20)])
    reason = TextField(_("Alasan ditahan"), [required(_("Tulis alasannya.")), longest(300)])


class ReleaseForm(VersionedForm):
    reason = TextField(_("Alasan dilepas"), [required(_("Tulis alasannya.")), longest(300)])


def _periods() -> Sequence[PeriodRow]:
    rows = list_period_rows(get_session(), actor=g.actor, today=clock.today())
    return SORTS.sorted(rows, PERIODS.order())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return render_template(
        "government/retention.html",
        shown=PERIODS.page(PERIODS.slice(_periods())),
        preview=get_preview(get_session(), actor=g.actor, today=clock.today()),
        runs=list_runs(get_session(), actor=g.actor).total,
        may_hold=may_hold(g.actor) is not None,
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return PERIODS.file(file_type, _periods())


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
def add() -> ResponseReturnValue:
    form = PeriodForm.of_request()
    if form.submitted():
        try:
            _register(form)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Masa simpan didaftarkan."))
            return redirect(url_for(".index"), 303)
    return render_template(
        "government/retention_form.html",
        form=form,
        proposed=parameter("retention_lines").on(clock.today()),
    )


def _register(form: PeriodForm) -> None:
    assert form.days.data is not None  # noqa: S101  # `Filled` saw both
    assert form.starts.data is not None  # noqa: S101
    with transaction() as session:
        register_period(
            session,
            actor=g.actor,
            days=form.days.data,
            begins=form.begins.data,
            law=form.law.data or "",
            starts=form.starts.data,
            today=clock.today(),
            now=clock.now_utc(),
        )


@bp.get("/runs/")
@requires(Permission.CASE_READ)
def runs() -> ResponseReturnValue:
    page = list_runs(get_session(), actor=g.actor, order=RUNS.order(), place=RUNS.place())
    return render_template("government/retention_runs.html", shown=RUNS.page(page))


@bp.get("/runs/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export_runs(file_type: str) -> ResponseReturnValue:
    return RUNS.file(file_type, iterate_runs(get_session(), actor=g.actor, order=RUNS.order()))


@bp.route("/holds/", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def holds() -> ResponseReturnValue:
    """Those of one's own office, and the form for another."""
    if may_hold(g.actor) is None:
        raise NotFound
    form = HoldForm.of_request()
    if form.submitted():
        try:
            _hold(form)
        except NotFound:
            form.case_number.errors = [gettext("Tidak ada urusan dengan nomor ini.")]
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Penghapusan ditahan."))
            return redirect(url_for(".holds"), 303)
    page = list_holds(get_session(), actor=g.actor, order=HOLDS.order(), place=HOLDS.place())
    return render_template("government/retention_holds.html", shown=HOLDS.page(page), form=form)


def _hold(form: HoldForm) -> None:
    with transaction() as session:
        hold_case(
            session,
            actor=g.actor,
            case_number=form.case_number.data or "",
            reason=form.reason.data or "",
            now=clock.now_utc(),
        )


@bp.get("/holds/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export_holds(file_type: str) -> ResponseReturnValue:
    if may_hold(g.actor) is None:
        raise NotFound
    return HOLDS.file(file_type, iterate_holds(get_session(), actor=g.actor, order=HOLDS.order()))


@bp.route("/holds/<uuid:hold_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def release(hold_id: UUID) -> ResponseReturnValue:
    row = get_hold(get_session(), actor=g.actor, hold_id=hold_id)
    form = ReleaseForm.of_request(version=row.hold.version)
    status = 200
    if form.submitted():
        status = form.attempt(partial(_release, form, hold_id))
        if status not in (200, STALE):
            flash(gettext("Penahanan dilepas."))
            return redirect(url_for(".holds"), 303)
        row = get_hold(get_session(), actor=g.actor, hold_id=hold_id)
        if status == STALE:
            form.version.data = str(row.hold.version)
    return render_template("government/retention_release.html", row=row, form=form), status


def _release(form: ReleaseForm, hold_id: UUID) -> None:
    with transaction() as session:
        release_hold(
            session,
            actor=g.actor,
            hold_id=hold_id,
            version=form.seen_version(),
            reason=form.reason.data or "",
            now=clock.now_utc(),
        )
