"""Dated data that grows without a release: categories of participants, codes of regions."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.regions.actions import add_region_change as change_region
from savings_app.regions.queries import list_region_changes
from savings_app.regions.rules import RegionChangeKind
from savings_app.registry.actions import add_category as begin_category
from savings_app.registry.queries import list_category_rows
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, gettext, labelled, longest, required
from savings_app.web.government.coverage_choices import region_choices
from savings_app.web.guards import requires
from savings_app.words import lazy_gettext as _

bp = Blueprint("reference", __name__, url_prefix="/coverage/reference")


class CategoryForm(Form):
    name = TextField(_("Nama kategori"), [Filled(_("Tulis namanya.")), longest(120)])
    starts = DateField(_("Mulai"), [Filled(_("Tulis tanggal mulainya."))])


class RegionChangeForm(Form):
    old_code = TextField(_("Kode lama"), [Filled(_("Tulis kode lamanya.")), longest(13)])
    old_name = TextField(_("Nama lama"), [Filled(_("Tulis nama lamanya.")), longest(80)])
    kind = RadioField(
        _("Perubahan"),
        [required(_("Pilih perubahannya."))],
        coerce=RegionChangeKind,
        choices=labelled("region_change", RegionChangeKind),
    )
    new_code = SelectField(_("Menjadi"), [required(_("Pilih wilayah barunya."))])
    starts = DateField(_("Sejak"), [Filled(_("Tulis tanggal mulainya."))])
    law = TextField(_("Dasar"), [Filled(_("Tulis dasarnya.")), longest(200)])


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    session = get_session()
    return render_template(
        "government/reference.html",
        categories=list_category_rows(session, actor=g.actor),
        changes=list_region_changes(session),
    )


@bp.route("/categories/add", methods=["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
def add_category() -> ResponseReturnValue:
    form = CategoryForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                begin_category(
                    session,
                    actor=g.actor,
                    name=form.name.data,
                    starts=form.starts.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Kategori ditambahkan."))
            return redirect(url_for(".index"), 303)
    return render_template("government/category_form.html", form=form)


@bp.route("/region-changes/add", methods=["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
def add_region_change() -> ResponseReturnValue:
    form = RegionChangeForm.of_request()
    form.new_code.choices = region_choices()
    if form.submitted():
        try:
            with transaction() as session:
                change_region(
                    session,
                    actor=g.actor,
                    old_code=form.old_code.data,
                    old_name=form.old_name.data,
                    new_code=form.new_code.data,
                    kind=form.kind.data,
                    starts=form.starts.data,
                    law=form.law.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perubahan kode dicatat."))
            return redirect(url_for(".index"), 303)
    return render_template("government/region_change_form.html", form=form)
