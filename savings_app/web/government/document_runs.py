"""Documents for many families at once: which runs there are, beginning one, and how far it is."""

from __future__ import annotations

import time
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.db import get_session, read_anew, transaction
from savings_app.documents.content import CONTENT
from savings_app.documents.rules import DocumentKind, Period, Sheet, Wanted
from savings_app.documents.run_actions import start_run
from savings_app.documents.run_candidates import count_expected
from savings_app.documents.run_output import list_parts
from savings_app.documents.run_queries import (
    ROWS,
    RUNS,
    RowFilter,
    RowShown,
    RunFilter,
    RunRow,
    count_rows,
    get_run,
    get_run_facts,
    iterate_run_rows,
    iterate_runs,
    list_run_rows,
    list_runs,
)
from savings_app.documents.run_rules import RowState, RunState, RunWanted, is_for_runs
from savings_app.documents.statement_rules import period_of
from savings_app.errors import DomainError, NotFound, NotPermitted
from savings_app.regions.queries import list_places, list_region_names
from savings_app.tasks.document_bundles import title_of
from savings_app.tasks.document_runs import go_on
from savings_app.tasks.documents import jobs_run
from savings_app.web.columns import number_column
from savings_app.web.fields import DateField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import MoneyForm, choices, grouped_choices, labelled, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long, moment_long, month_long
from savings_app.words.labels import label
from savings_app.words.language import LANGUAGES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from savings_app.documents.run_models import DocumentRun

bp = Blueprint("document_runs", __name__, url_prefix="/document-runs")
KINDS = tuple(kind for kind in CONTENT if is_for_runs(kind))
OF_A_PERIOD = frozenset({DocumentKind.SAVINGS})
MONTHS = 18
ALL_DAYS, OWN_DAYS = "all", "own"
# What the second form has by itself.
NOT_SENT_ON = frozenset({"csrf_token", "request_key", "sure", "change"})
A_MOMENT = 0.25  # seconds
MOMENTS = 8


def of_what(run: DocumentRun) -> str:
    """The days a run tells of; empty where it tells of none."""
    first, last = run.period_from, run.period_to
    if first is None or last is None:
        return gettext("semua hari sampai dibuat") if run.kind in OF_A_PERIOD else ""
    if first.day == 1 and last == _last_of(first):
        return month_long(first)
    return gettext("%(first)s sampai %(last)s", first=date_long(first), last=date_long(last))


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


LISTING: Listing[RunRow] = Listing(
    name="cetak-massal",
    endpoint="government.document_runs.index",
    export="government.document_runs.export",
    sorting=RUNS.chosen,
    columns=(
        Column(
            _("Diminta"),
            lambda row: (
                moment_long(row.run.made_at),
                url_for("government.document_runs.show", run_id=row.id),
            ),
            sort="made",
            under=lambda row: row.asked_by,
            under_heading=_("Oleh"),
        ),
        Column(
            _("Jenis"),
            lambda row: label("document", row.run.kind),
            sort="kind",
            under=lambda row: of_what(row.run),
            under_heading=_("Tentang"),
        ),
        Column(_("Wilayah"), lambda row: row.region, sort="region"),
        Column(_("Keadaan"), lambda row: label("run_state", row.run.state), sort="state"),
        number_column(_("Penerima"), lambda row: row.run.rows),
        number_column(_("Sudah dikerjakan"), lambda row: row.settled),
    ),
    private=(),
)
ROW_LISTING: Listing[RowShown] = Listing(
    name="cetak-massal-penerima",
    endpoint="government.document_runs.show",
    export="government.document_runs.rows_export",
    sorting=ROWS.chosen,
    columns=(
        number_column(_("Urutan"), lambda row: row.position, sort="position"),
        Column(_("Penerima"), lambda row: row.name, under=lambda row: row.recipient_number,
               under_heading=_("Nomor penerima")),
        Column(_("Desa, kecamatan"), lambda row: f"{row.village}, {row.district}"),
        Column(
            _("Keadaan"),
            lambda row: label("run_row_state", row.state),
            sort="state",
            under=lambda row: label("run_reason", row.reason) if row.reason else "",
            under_heading=_("Sebab"),
        ),
        Column(
            _("Surat"),
            lambda row: (
                (row.number, url_for("government.documents.show", document_id=row.document_id))
                if row.number
                else ""
            ),
        ),
    ),
    private=(),
)  # fmt: skip


class RunFilterForm(FilterForm[RunFilter]):
    state = KindFilter(_("Keadaan"), RunState, group="run_state")
    kind = KindFilter(_("Jenis"), KINDS, group="document")

    def wanted(self) -> RunFilter:
        return RunFilter(state=self.state.chosen, kind=self.kind.chosen)


class RunForm(MoneyForm):
    """What is to be printed, for whom; `sure` is sent once the counts were seen."""

    sure = HiddenField()
    kind = SelectField(
        _("Surat apa"),
        [required(_("Pilih suratnya."))],
        coerce=DocumentKind,
        choices=labelled("document", KINDS),
    )
    month = SelectField(_("Tentang bulan"), validate_choice=True)
    first = DateField(_("Dari tanggal"))
    last = DateField(_("Sampai tanggal"))
    place = SelectField(_("Untuk penerima di"), validate_choice=True)
    sheet = SelectField(
        _("Kertas"), coerce=Sheet, choices=labelled("sheet", Sheet), default=Sheet.F4
    )
    language = SelectField(
        _("Bahasa"),
        choices=choices([(one.code, one.name) for one in LANGUAGES.values()]),
        default=SOURCE_LANGUAGE,
    )

    def offer(self, *, region: str, today: date) -> RunForm:
        """The months and places there are to choose from."""
        months, first = [], today.replace(day=1)
        for _month in range(MONTHS):
            first = (first - timedelta(days=1)).replace(day=1)
            months.append((first.isoformat(), month_long(first)))
        around = [
            (ALL_DAYS, gettext("Semua hari sampai hari ini")),
            (OWN_DAYS, gettext("Tanggal sendiri, di bawah")),
        ]
        self.month.choices = choices([*months, *around])
        self.place.choices = _places(region)
        return self

    def wanted(self) -> RunWanted:
        """
        Raises:
            PeriodEndsFirst, PeriodNotBegun, PeriodTooLong
            ValueError: of days of one's own, one is missing.
        """
        kind = self.kind.data
        period = self._period() if kind in OF_A_PERIOD else None
        wanted = Wanted(kind, self.language.data, self.sheet.data, period)
        return RunWanted(wanted, self.place.data or g.actor.region)

    def _period(self) -> Period | None:
        if self.month.data == ALL_DAYS:
            return None
        if self.month.data == OWN_DAYS:
            if self.first.data is None or self.last.data is None:
                raise ValueError
            return period_of(self.first.data, self.last.data, today=clock.today())
        first = date.fromisoformat(self.month.data)
        return Period(first, _last_of(first))


def _places(region: str) -> Any:
    """Everywhere, a whole kecamatan, or one desa of it."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in list_places(get_session(), region=region):
        whole = gettext("Seluruh kecamatan %(name)s", name=place.district)
        group = groups.setdefault(place.district, [(place.district_code, whole)])
        group.append((place.code, place.name))
    return grouped_choices(groups, empty=gettext("Seluruh wilayah kerja saya"))


# --- which there are -----------------------------------------------------------------------


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(RunFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show("government/document_runs.html", RunFilterForm(LISTING.sent()), list_runs)


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, RunFilterForm(LISTING.sent()), iterate_runs)


# --- beginning one -------------------------------------------------------------------------


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def new() -> ResponseReturnValue:
    """Asked first, then counted, then begun: nobody prints five hundred by a slip."""
    region = g.actor.region or "-"
    form = RunForm.of_request().offer(region=region, today=clock.today())
    if form.submitted() and not request.form.get("change"):
        try:
            wanted = form.wanted()
        except DomainError as refusal:
            form.show(refusal)
        except ValueError:
            form.last.errors = [gettext("Tulis kedua tanggalnya.")]
        else:
            return _count_or_begin(form, wanted)
    return render_template("government/document_run_new.html", form=form)


def _count_or_begin(form: RunForm, wanted: RunWanted) -> ResponseReturnValue:
    if form.sure.data:
        try:
            return redirect(url_for(".show", run_id=_begin(form, wanted)), 303)
        except (NotFound, NotPermitted):
            raise
        except DomainError as refusal:
            form.show(refusal)
            return render_template("government/document_run_new.html", form=form)
    names = list_region_names(get_session(), codes=[wanted.region_code])
    form.sure.data = "y"
    return render_template(
        "government/document_run_check.html",
        form=form,
        expected=count_expected(get_session(), actor=g.actor, wanted=wanted),
        place=names.get(wanted.region_code, wanted.region_code),
        period=wanted.wanted.period,
        of_a_period=wanted.wanted.kind in OF_A_PERIOD,
        sent=[pair for pair in request.form.items(multi=True) if pair[0] not in NOT_SENT_ON],
    )


def _begin(form: RunForm, wanted: RunWanted) -> UUID:
    with transaction() as session:
        run = start_run(
            session,
            actor=g.actor,
            wanted=wanted,
            request_key=form.key(),
            now=clock.now_utc(),
        )
    go_on(run.id)
    flash(gettext("Cetak massal dimulai."))
    return run.id


# --- how far it is -------------------------------------------------------------------------


@bp.get("/<uuid:run_id>")
@requires(Permission.CASE_READ)
def show(run_id: UUID) -> ResponseReturnValue:
    run = _wait_for(run_id)
    session, wanted = get_session(), _row_filter()
    page = list_run_rows(
        session,
        actor=g.actor,
        run_id=run_id,
        wanted=wanted,
        order=ROW_LISTING.order(),
        place=ROW_LISTING.place(),
    )
    counts = count_rows(session, run_id=run_id)
    facts = get_run_facts(session, run_id=run_id)
    return render_template(
        "government/document_run.html",
        run=run,
        facts=facts,
        title=title_of(facts),
        of_what=of_what(run),
        counts=counts,
        settled=sum(count for state, count in counts.items() if state is not RowState.WAITING),
        all_rows=sum(counts.values()),
        states=[state for state in RowState if counts[state]],
        wanted=wanted,
        asked_by=names_of(session, {run.asked_by}).get(run.asked_by, ""),
        parts=list_parts(session, actor=g.actor, run_id=run_id),
        shown=ROW_LISTING.page(page, run_id=run_id),
    )


def _wait_for(run_id: UUID) -> DocumentRun:
    """The run, given a moment where it is new; the page does not reload itself."""
    for _moment in range(MOMENTS):
        run = get_run(read_anew(), actor=g.actor, run_id=run_id)
        if run.state is not RunState.RUNNING or run.rows > MOMENTS or not jobs_run():
            break
        time.sleep(A_MOMENT)
    return run


def _row_filter() -> RowFilter:
    """The state the address names; an unknown one is no filter."""
    state = request.args.get("state", "")
    return RowFilter(next((one for one in RowState if one.value == state), None))


@bp.get("/<uuid:run_id>/rows.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def rows_export(run_id: UUID, file_type: str) -> ResponseReturnValue:
    get_run(get_session(), actor=g.actor, run_id=run_id)
    take = partial(iterate_run_rows, get_session(), actor=g.actor, run_id=run_id)
    return ROW_LISTING.file(file_type, take(wanted=_row_filter(), order=ROW_LISTING.order()))
