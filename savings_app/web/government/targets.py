"""Targets and numbers of workers: as they stand, as they once stood, and writing new ones down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, RadioField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.coverage.actions.plans import set_target, set_workers
from savings_app.coverage.queries.bases import basis_numbers
from savings_app.coverage.queries.plans import (
    list_replaced_targets,
    list_targets,
    list_workers,
)
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.paging import Order, TableSorting
from savings_app.policy.series import FactStatus
from savings_app.regions.queries import list_region_names
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Payer
from savings_app.web.columns import day_column, number_column
from savings_app.web.fields import Filled, TextField
from savings_app.web.filters import KindFilter
from savings_app.web.forms import Form, choices, gettext, labelled, longest, required
from savings_app.web.government.coverage_choices import (
    basis_choices,
    chosen_basis,
    region_choices,
    year_choices,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita
from savings_app.words.labels import label

bp = Blueprint("targets", __name__, url_prefix="/coverage/targets")
REPLACED = "replaced"


class Target(Protocol):
    """What a line needs of a target."""

    id: UUID
    region_code: str
    each_village: bool
    category: str | None
    payer: Payer
    year: int
    people: int
    source: str
    status: FactStatus
    basis_id: UUID | None
    recorded_at: datetime


class TargetForm(Form):
    region_code = SelectField(_("Wilayah"), [required(_("Pilih wilayahnya."))])
    each_village = BooleanField(_("Jumlah ini untuk setiap desa di wilayah itu"))
    category = SelectField(_("Kategori"), validate_choice=False)
    payer = RadioField(
        _("Penanggung iuran"),
        [required(_("Pilih penanggung iurannya."))],
        coerce=Payer,
        choices=labelled("payer", Payer),
    )
    year = SelectField(_("Berlaku sejak tahun"), [required(_("Pilih tahunnya."))], coerce=int)
    people = IntegerField(_("Jumlah orang"), [Filled(_("Tulis jumlah orangnya."))])
    source = TextField(_("Sumber"), [Filled(_("Tulis sumbernya.")), longest(200)])
    status = RadioField(
        _("Seberapa pasti"),
        [required(_("Pilih draf atau terverifikasi."))],
        coerce=FactStatus,
        choices=labelled("fact_status", FactStatus),
    )
    basis_id = SelectField(_("Dasar hukum"), validate_choice=False)


class WorkersForm(Form):
    region_code = SelectField(_("Wilayah"), [required(_("Pilih wilayahnya."))])
    year = SelectField(_("Dipakai sejak tahun"), [required(_("Pilih tahunnya."))], coerce=int)
    workers = IntegerField(_("Jumlah pekerja"), [Filled(_("Tulis jumlah pekerjanya."))])
    source = TextField(_("Sumber"), [Filled(_("Tulis sumbernya.")), longest(200)])
    source_year = IntegerField(_("Tahun sumber"), [Filled(_("Tulis tahun sumbernya."))])


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target in words; `basis` is the number of its legal basis."""

    id: UUID
    place: str
    category: str
    payer: str
    year: int
    people: int
    source: str
    status: str
    basis: tuple[str, str] | str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class WorkersLine:
    """A number of workers of a region."""

    id: UUID
    place: str
    year: int
    workers: int
    source: str
    source_year: int


SORTS: TableSorting[TargetLine] = TableSorting(
    {
        "place": lambda row: (row.place,),
        "category": lambda row: (row.category,),
        "payer": lambda row: (row.payer,),
        "year": lambda row: (row.year,),
        "people": lambda row: (row.people,),
        "recorded": lambda row: (row.recorded_at,),
    },
    default=Order("year", descending=True),
)
LISTING: Listing[TargetLine] = Listing(
    name="target",
    endpoint="government.targets.index",
    export="government.targets.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(_("Wilayah"), lambda row: row.place, sort="place"),
        Column(_("Kategori"), lambda row: row.category, sort="category"),
        Column(_("Penanggung"), lambda row: row.payer, sort="payer"),
        Column(
            _("Sejak tahun"), lambda row: str(row.year), taken=lambda row: row.year, sort="year"
        ),
        number_column(_("Orang"), lambda row: row.people, sort="people"),
        Column(
            _("Sumber"),
            lambda row: row.source,
            under=lambda row: row.status,
            under_heading=_("Seberapa pasti"),
        ),
        Column(_("Dasar hukum"), lambda row: row.basis),
        day_column(_("Dicatat"), lambda row: in_wita(row.recorded_at).date(), sort="recorded"),
    ),
)
WORKERS_SORTS: TableSorting[WorkersLine] = TableSorting(
    {
        "place": lambda row: (row.place,),
        "year": lambda row: (row.year,),
        "workers": lambda row: (row.workers,),
    },
    default=Order("year", descending=True),
)
WORKERS: Listing[WorkersLine] = Listing(
    name="jumlah-pekerja",
    endpoint="government.targets.counts",
    export="government.targets.export_counts",
    sorting=WORKERS_SORTS.chosen,
    private=(),
    columns=(
        Column(_("Wilayah"), lambda row: row.place, sort="place"),
        Column(
            _("Dipakai sejak tahun"),
            lambda row: str(row.year),
            taken=lambda row: row.year,
            sort="year",
        ),
        number_column(_("Jumlah pekerja"), lambda row: row.workers, sort="workers"),
        Column(_("Sumber"), lambda row: row.source),
        Column(_("Tahun sumber"), lambda row: str(row.source_year)),
    ),
)


class TargetFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    payer = KindFilter(_("Penanggung iuran"), Payer, group="payer")
    state = SelectField(_("Keadaan"), validate_choice=False)


def _filter_form() -> TargetFilterForm:
    form = TargetFilterForm(LISTING.sent())
    form.state.choices = choices([(REPLACED, gettext("Sudah diganti"))], empty=gettext("Berlaku"))
    return form


def _targets(form: TargetFilterForm) -> Sequence[TargetLine]:
    session = get_session()
    is_old = form.state.data == REPLACED
    found = (list_replaced_targets if is_old else list_targets)(session, actor=g.actor)
    kept = [
        one for one in found if (is_old or one.people) and form.payer.chosen in {None, one.payer}
    ]
    names = list_region_names(session, codes={one.region_code for one in kept})
    bases = basis_numbers(session, ids=[one.basis_id for one in kept])
    categories = dict(list_categories(session, day=date.max))
    lines = [_line(one, names, bases, categories) for one in kept]
    return SORTS.sorted(lines, LISTING.order())


def _line(
    one: Target, names: Mapping[str, str], bases: Mapping[UUID, str], categories: Mapping[str, str]
) -> TargetLine:
    place = names[one.region_code]
    basis = bases.get(one.basis_id) if one.basis_id else None
    return TargetLine(
        id=one.id,
        place=gettext("%(place)s, tiap desa", place=place) if one.each_village else place,
        category=categories[one.category] if one.category else gettext("semua"),
        payer=label("payer", one.payer),
        year=one.year,
        people=one.people,
        source=one.source,
        status=label("fact_status", one.status),
        basis=(basis, url_for("government.legal_bases.show", basis_id=one.basis_id))
        if basis
        else "",
        recorded_at=one.recorded_at,
    )


def _counts() -> Sequence[WorkersLine]:
    session = get_session()
    found = list_workers(session, actor=g.actor)
    names = list_region_names(session, codes={one.region_code for one in found})
    lines = [
        WorkersLine(
            one.id, names[one.region_code], one.year, one.workers, one.source, one.source_year
        )
        for one in found
    ]
    return WORKERS_SORTS.sorted(lines, WORKERS.order())


@bp.post("/")
@requires(Permission.COVERAGE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(TargetFilterForm())


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    form = _filter_form()
    return render_template(
        "government/targets.html",
        form=form,
        is_filtered=bool(form.payer.chosen or form.state.data),
        shown=LISTING.page(LISTING.slice(_targets(form))),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.COVERAGE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _targets(_filter_form()))


@bp.get("/counts")
@requires(Permission.COVERAGE_READ)
def counts() -> ResponseReturnValue:
    """Numbers of workers to compare with."""
    return render_template(
        "government/worker_counts.html",
        shown=WORKERS.page(WORKERS.slice(_counts())),
    )


@bp.get("/counts/export.<any(csv, xlsx):file_type>")
@requires(Permission.COVERAGE_READ)
def export_counts(file_type: str) -> ResponseReturnValue:
    return WORKERS.file(file_type, _counts())


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.COVERAGE_EDIT)
def add() -> ResponseReturnValue:
    form = TargetForm.of_request()
    form.region_code.choices = region_choices()
    categories = list_categories(get_session(), day=date.max)
    form.category.choices = choices(categories, empty=gettext("Semua kategori"))
    form.year.choices = year_choices()
    form.basis_id.choices = basis_choices()
    if form.submitted():
        try:
            with transaction() as session:
                set_target(
                    session,
                    actor=g.actor,
                    region_code=form.region_code.data,
                    each_village=bool(form.each_village.data),
                    category=form.category.data or None,
                    payer=form.payer.data,
                    year=form.year.data,
                    people=form.people.data,
                    source=form.source.data,
                    status=form.status.data,
                    basis_id=chosen_basis(form.basis_id.data),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Target dicatat."))
            return redirect(url_for(".index"), 303)
    _this_year(form)
    return render_template("government/target_form.html", form=form)


@bp.route("/workers", methods=["GET", "POST"])
@requires(Permission.COVERAGE_EDIT)
def workers() -> ResponseReturnValue:
    form = WorkersForm.of_request()
    form.region_code.choices = region_choices()
    form.year.choices = year_choices()
    if form.submitted():
        try:
            with transaction() as session:
                set_workers(
                    session,
                    actor=g.actor,
                    region_code=form.region_code.data,
                    year=form.year.data,
                    workers=form.workers.data,
                    source=form.source.data,
                    source_year=form.source_year.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Jumlah pekerja dicatat."))
            return redirect(url_for(".counts"), 303)
    _this_year(form)
    return render_template("government/workers_form.html", form=form)


def _this_year(form: TargetForm | WorkersForm) -> None:
    if request.method == "GET":
        form.year.data = clock.today().year
