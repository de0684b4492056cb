"""Coverage by place: target and actual in one month, and the ways on to everything about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.coverage.kinds import Grouping
from savings_app.coverage.queries.covered import find_months
from savings_app.coverage.queries.places import (
    SORTS,
    CoverageFilter,
    CoverageRow,
    CoverageTable,
    get_coverage_table,
)
from savings_app.db import get_session
from savings_app.paging import Order, known_order
from savings_app.registry.coverage_rules import add_months, month_of, months_between
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Payer
from savings_app.web.columns import number_column
from savings_app.web.filters import DistrictFilter, KindFilter, RowFilter
from savings_app.web.forms import Form, choices, labelled
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import month_long, number
from savings_app.words.labels import label

bp = Blueprint("coverage", __name__, url_prefix="/coverage")
MOST_MONTHS_SHOWN = 36

WAYS: tuple[tuple[str, str, str, Permission], ...] = (
    (
        _("Iuran per desa"),
        "government.village_months.index",
        _("Desa mana belum membayar bulan mana, dan teks pengingat untuk kepala desa."),
        Permission.COVERAGE_READ,
    ),
    (
        _("Kalau dihentikan"),
        "government.stop_cost.index",
        _("Apa artinya bagi keluarga bila iuran berhenti pada suatu tanggal."),
        Permission.COVERAGE_READ,
    ),
    (
        _("Anggaran iuran"),
        "government.budget.index",
        _("Kebutuhan setahun per penanggung, yang dianggarkan, dan kekurangannya."),
        Permission.COVERAGE_READ,
    ),
    (
        _("Dasar hukum"),
        "government.legal_bases.index",
        _("Instruksi, APBDes, dan perjanjian, dengan berkas dan masa berlakunya."),
        Permission.COVERAGE_READ,
    ),
    (
        _("Perjanjian dengan bank"),
        "government.agreements.index",
        _("Dengan bank mana, data apa yang lewat untuk apa, dan sampai kapan."),
        Permission.CASE_READ,
    ),
    (
        _("Masa simpan"),
        "government.retention.index",
        _("Kapan baris rekening dihapus sesudah persetujuan dicabut, dan apa yang sudah dihapus."),
        Permission.CASE_READ,
    ),
    (
        _("Mutasi lewat SNAP"),
        "government.bank_pulls.index",
        _("Yang ditanyakan langsung kepada bank: yang datang, yang gagal, dan sebabnya."),
        Permission.REFERENCE_EDIT,
    ),
    (
        _("Rekening yang didaftarkan bank"),
        "government.bank_reports.registrations",
        _("Rekening yang dibuka bank untuk ahli waris, menunggu keluarganya membenarkan."),
        Permission.CASE_READ,
    ),
    (
        _("Yang tidak cocok menurut bank"),
        "government.bank_reports.mismatches",
        _("Laporan sistem bank, dan jawaban Dinas."),
        Permission.CASE_READ,
    ),
    (
        _("Target dan jumlah pekerja"),
        "government.targets.index",
        _("Berapa orang hendak dilindungi, menurut sumber mana."),
        Permission.COVERAGE_READ,
    ),
    (
        _("Kategori dan kode wilayah"),
        "government.reference.index",
        _("Kategori peserta dengan hari mulainya, dan kode wilayah yang berubah."),
        Permission.COVERAGE_READ,
    ),
)


def _part(row: CoverageRow) -> object:
    if row.target is None:
        return ""
    text = gettext(
        "%(people)s dari %(target)s", people=number(row.people), target=number(row.target)
    )
    return {"value": row.people, "whole": row.target, "text": text}


def _name(row: CoverageRow) -> object:
    if row.id in set(Payer):
        return label("payer", row.id)
    if row.within is not None:
        return f"{row.name}, {row.within}"
    if row.id[:1].isdigit():
        kept = {name: request.args.get(name) for name in ("month", "payer", "category")}
        query = {name: sent for name, sent in kept.items() if sent}
        query |= {"group": Grouping.VILLAGE.value, "district": row.id}
        return row.name, f"{url_for('government.coverage.index')}?{urlencode(query)}"
    return row.name


LISTING: Listing[CoverageRow] = Listing(
    name="cakupan",
    endpoint="government.coverage.index",
    export="government.coverage.export",
    sorting=partial(known_order, names=SORTS, default=Order("name")),
    private=(),
    columns=(
        Column(_("Menurut"), _name, sort="name"),
        number_column(_("Terbayar"), lambda row: row.people, sort="people"),
        Column(
            _("Target"),
            lambda row: "" if row.target is None else number(row.target),
            taken=lambda row: row.target,
            sort="target",
            number=True,
        ),
        Column(
            _("Terbayar dari target"),
            _part,
            taken=lambda row: f"{row.people}/{row.target}" if row.target else "",
            sort="part",
        ),
    ),
)


class CoverageFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    month = SelectField(_("Bulan"), validate_choice=False)
    group = SelectField(_("Menurut"), validate_choice=False)
    district = DistrictFilter(_("Kecamatan"))
    category = RowFilter(_("Kategori"))
    payer = KindFilter(_("Penanggung iuran"), Payer, group="payer")

    def wanted(self) -> CoverageFilter:
        return CoverageFilter(
            district=self.district.chosen,
            category=self.category.chosen,
            payer=self.payer.chosen,
        )

    def grouping(self) -> Grouping:
        known = self.group.data in set(Grouping)
        return Grouping(self.group.data) if known else Grouping.DISTRICT


def month_choices(months: tuple[date, date] | None) -> Sequence[date]:
    """The months lists were taken in for, newest first; this month where there are none."""
    if months is None:
        return [month_of(clock.today())]
    first, last = months
    count = min(months_between(first, last) + 1, MOST_MONTHS_SHOWN)
    return [add_months(last, -step) for step in range(count)]


def chosen_month(sent: str | None, months: Sequence[date]) -> date:
    """The month of the address, where it is one of these, else the newest."""
    return next((one for one in months if f"{one:%Y-%m}" == sent), months[0])


def _filter_form(months: Sequence[date]) -> CoverageFilterForm:
    session = get_session()
    form = CoverageFilterForm(LISTING.sent())
    form.month.choices = choices([(f"{one:%Y-%m}", month_long(one)) for one in months])
    form.month.data = f"{chosen_month(form.month.data, months):%Y-%m}"
    form.group.choices = labelled("grouping", Grouping)
    form.group.data = form.grouping().value
    form.category.offer(list_categories(session, day=clock.today()))
    return form


def _table() -> tuple[CoverageFilterForm, date, CoverageTable]:
    months = month_choices(find_months(get_session()))
    form = _filter_form(months)
    month = chosen_month(form.month.data, months)
    table = get_coverage_table(
        get_session(),
        actor=g.actor,
        month=month,
        grouping=form.grouping(),
        wanted=form.wanted(),
        order=LISTING.order(),
    )
    return form, month, table


@bp.post("/")
@requires(Permission.COVERAGE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(CoverageFilterForm())


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    form, month, table = _table()
    return render_template(
        "government/coverage.html",
        form=form,
        month=month,
        table=table,
        shown=LISTING.page(LISTING.slice(table.rows)),
        is_filtered=form.wanted() != CoverageFilter(),
        categories=dict(list_categories(get_session(), day=date.max)),
        ways=[
            (text, url_for(endpoint), about)
            for text, endpoint, about, permission in WAYS
            if g.actor.may(permission)
        ],
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.COVERAGE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _table()[2].rows)
