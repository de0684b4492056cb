"""The budget sheet of contributions by payer and year, and writing down what was set aside."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.coverage.actions.plans import set_budget
from savings_app.coverage.queries.bases import basis_numbers
from savings_app.coverage.queries.sheets import Sheet, SheetRow, get_sheet
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.paging import Order, TableSorting
from savings_app.registry.rules import Payer
from savings_app.web.fields import Filled, RupiahField, TextField
from savings_app.web.filters import DistrictFilter
from savings_app.web.forms import (
    Form,
    MoneyForm,
    gettext,
    labelled,
    longest,
    required,
)
from savings_app.web.government.coverage_choices import (
    basis_choices,
    chosen_basis,
    chosen_year,
    region_choices,
    year_choices,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import number, rupiah
from savings_app.words.warnings import warning_sentence

bp = Blueprint("budget", __name__, url_prefix="/coverage/budget")


def _difference(row: SheetRow) -> str:
    if row.difference is None:
        return ""
    if row.difference.sen < 0:
        return gettext("kurang %(amount)s", amount=rupiah(-row.difference))
    if row.difference:
        return gettext("lebih %(amount)s", amount=rupiah(row.difference))
    return gettext("pas")


def _months(row: SheetRow) -> int | None:
    return row.need.months if row.need else None


SORTS: TableSorting[SheetRow] = TableSorting(
    {
        "name": lambda row: row.name,
        "people": lambda row: row.need.people if row.need else -1,
        "needed": lambda row: row.need.needed.sen if row.need else -1,
        "budgeted": lambda row: row.budget.amount.sen if row.budget else -1,
        "difference": lambda row: row.difference.sen if row.difference is not None else 0,
    },
    default=Order("name"),
)
LISTING: Listing[SheetRow] = Listing(
    name="anggaran-iuran",
    endpoint="government.budget.index",
    export="government.budget.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(_("Wilayah"), lambda row: row.name, sort="name"),
        Column(
            _("Orang"),
            lambda row: number(row.need.people) if row.need else "",
            taken=lambda row: row.need.people if row.need else None,
            sort="people",
            number=True,
        ),
        Column(_("Bulan"), lambda row: str(_months(row) or ""), taken=_months, number=True),
        Column(
            _("Kebutuhan"),
            lambda row: rupiah(row.need.needed) if row.need else gettext("belum ada target"),
            taken=lambda row: row.need.needed if row.need else None,
            sort="needed",
            number=True,
        ),
        Column(
            _("Dianggarkan"),
            lambda row: rupiah(row.budget.amount) if row.budget else gettext("belum dicatat"),
            taken=lambda row: row.budget.amount if row.budget else None,
            sort="budgeted",
            number=True,
        ),
        Column(
            _("Selisih"),
            _difference,
            taken=lambda row: row.difference,
            sort="difference",
            number=True,
        ),
        Column(_("Sumber"), lambda row: row.budget.source if row.budget else ""),
    ),
)


class SheetFilterForm(Form):
    year = SelectField(_("Tahun"), validate_choice=False)
    payer = SelectField(_("Penanggung iuran"), validate_choice=False)
    district = DistrictFilter(_("Kecamatan"))

    def chosen_payer(self) -> Payer:
        return Payer(self.payer.data) if self.payer.data in set(Payer) else Payer.APBDES


class BudgetForm(MoneyForm):
    region_code = SelectField(_("Wilayah"), [required(_("Pilih wilayahnya."))])
    payer = RadioField(
        _("Penanggung iuran"),
        [required(_("Pilih penanggung iurannya."))],
        coerce=Payer,
        choices=labelled("payer", Payer),
    )
    year = SelectField(_("Tahun"), [required(_("Pilih tahunnya."))], coerce=int)
    people = IntegerField(_("Jumlah orang"), [Filled(_("Tulis jumlah orangnya."))])
    first_month = IntegerField(
        _("Mulai bulan ke-"), [Filled(_("Tulis bulannya, 1 sampai 12."))], default=1
    )
    last_month = IntegerField(
        _("Sampai bulan ke-"), [Filled(_("Tulis bulannya, 1 sampai 12."))], default=12
    )
    amount = RupiahField(_("Jumlah yang dianggarkan"), [Filled(_("Tulis jumlahnya."))])
    source = TextField(
        _("Sumber"), [Filled(_("Tulis sumbernya, misalnya APBDes 2026.")), longest(200)]
    )
    basis_id = SelectField(_("Dasar hukum"), validate_choice=False)


def _filter_form() -> SheetFilterForm:
    form = SheetFilterForm(LISTING.sent())
    form.year.choices = year_choices()
    form.year.data = str(chosen_year())
    form.payer.choices = labelled("payer", [Payer.APBDES, Payer.APBD, Payer.APBN, Payer.SELF])
    form.payer.data = form.chosen_payer().value
    return form


def _sheet(form: SheetFilterForm) -> Sheet:
    sheet = get_sheet(
        get_session(),
        actor=g.actor,
        payer=form.chosen_payer(),
        year=chosen_year(),
        district=form.district.chosen,
    )
    rows = SORTS.sorted(sheet.rows, LISTING.order())
    return Sheet(sheet.payer, sheet.year, rows)


@bp.post("/")
@requires(Permission.COVERAGE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(SheetFilterForm())


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    form = _filter_form()
    sheet = _sheet(form)
    warnings = {one.code: one for need in sheet.needs for one in need.warnings}
    numbers = basis_numbers(
        get_session(), ids=[row.budget.basis_id for row in sheet.rows if row.budget]
    )
    return render_template(
        "government/budget.html",
        form=form,
        sheet=sheet,
        relief=sorted({month for need in sheet.needs for month in need.relief_months}),
        a_month=sheet.needs[0].a_month if sheet.needs else None,
        warnings=[warning_sentence(one) for one in warnings.values()],
        bases=sorted(numbers.items(), key=lambda one: one[1]),
        shown=LISTING.page(LISTING.slice(sheet.rows)),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.COVERAGE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _sheet(_filter_form()).rows)


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.COVERAGE_EDIT)
def add() -> ResponseReturnValue:
    """The same payer, region and year again replaces what stands; the old stays readable."""
    form = BudgetForm.of_request(year=chosen_year())
    form.region_code.choices = region_choices()
    form.year.choices = year_choices()
    form.basis_id.choices = basis_choices()
    if form.submitted():
        try:
            with transaction() as session:
                set_budget(
                    session,
                    actor=g.actor,
                    region_code=form.region_code.data,
                    payer=form.payer.data,
                    year=form.year.data,
                    people=form.people.data,
                    first_month=form.first_month.data,
                    last_month=form.last_month.data,
                    amount=form.amount.data,
                    source=form.source.data,
                    basis_id=chosen_basis(form.basis_id.data),
                    request_key=form.key(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Anggaran dicatat."))
            query = {"year": form.year.data, "payer": form.payer.data.value}
            return redirect(url_for(".index", **query), 303)
    if request.method == "GET":
        form.year.data = chosen_year()
    return render_template("government/budget_form.html", form=form)
