"""Targets and numbers of workers: as they stand, as they once stood, and writing new ones down."""

from __future__ import annotations

from datetime import date

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
from savings_app.policy.series import FactStatus
from savings_app.regions.queries import list_region_names
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Payer
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import Form, choices, gettext, labelled, longest, required
from savings_app.web.government.coverage_choices import (
    basis_choices,
    chosen_basis,
    region_choices,
    year_choices,
)
from savings_app.web.guards import requires
from savings_app.words import lazy_gettext as _

bp = Blueprint("targets", __name__, url_prefix="/coverage/targets")


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


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    session = get_session()
    targets = list_targets(session, actor=g.actor)
    replaced = list_replaced_targets(session, actor=g.actor)
    workers = list_workers(session, actor=g.actor)
    return render_template(
        "government/targets.html",
        targets=targets,
        replaced=replaced,
        workers=workers,
        names=list_region_names(
            session,
            codes={
                *(one.region_code for one in (*targets, *replaced)),
                *(one.region_code for one in workers),
            },
        ),
        bases=basis_numbers(session, ids=[one.basis_id for one in targets]),
        categories=dict(list_categories(session, day=date.max)),
    )


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
            return redirect(url_for(".index"), 303)
    _this_year(form)
    return render_template("government/workers_form.html", form=form)


def _this_year(form: TargetForm | WorkersForm) -> None:
    if request.method == "GET":
        form.year.data = clock.today().year
