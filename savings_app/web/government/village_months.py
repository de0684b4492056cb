"""Contributions by desa: which month is paid for how many, and a reminder to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app.actors import Permission
from savings_app.coverage.queries.villages import VillageYear, list_village_years
from savings_app.db import get_session
from savings_app.errors import NotFound
from savings_app.paging import Order, TableSorting
from savings_app.registry.coverage_rules import MONTHS_A_YEAR
from savings_app.web.filters import DistrictFilter
from savings_app.web.forms import Form, choices
from savings_app.web.government.coverage_choices import chosen_year, year_choices
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext, use_language
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import month_short, number

bp = Blueprint("village_months", __name__, url_prefix="/coverage/villages")


class MonthName:
    """The short name of a month, in the language of whoever reads it."""

    def __init__(self, month: int) -> None:
        self.month = month

    def __str__(self) -> str:
        return month_short(date(2000, self.month, 1))


def _cell(month: int) -> Callable[[VillageYear], str]:
    def shown(row: VillageYear) -> str:
        people = row.paid.get(month, 0)
        if people:
            return number(people)
        return "" if month > row.until or row.never_began else gettext("belum")

    return shown


def _told(row: VillageYear) -> str:
    if row.never_began:
        return gettext("belum dianggarkan")
    told = []
    if row.unpaid:
        told.append(gettext("%(count)s bulan belum", count=len(row.unpaid)))
    if row.partial:
        told.append(
            gettext(
                "%(count)s bulan di bawah target %(target)s",
                count=len(row.partial),
                target=number(row.target or 0),
            )
        )
    return ", ".join(told) or gettext("lengkap")


SORTS: TableSorting[VillageYear] = TableSorting(
    {
        "name": lambda row: (row.district, row.name),
        # Which has begun and is behind stands apart from which never began.
        "unpaid": lambda row: (not row.never_began, len(row.unpaid)),
        "people": lambda row: (row.participants,),
    },
    default=Order("unpaid", descending=True),
)
LISTING: Listing[VillageYear] = Listing(
    name="iuran-desa",
    endpoint="government.village_months.index",
    export="government.village_months.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(
            _("Desa, kecamatan"),
            lambda row: (
                f"{row.name}, {row.district}",
                url_for(
                    "government.village_months.reminder", region_code=row.id, year=chosen_year()
                ),
            ),
            sort="name",
        ),
        Column(
            _("Peserta APBDes"),
            lambda row: "" if row.never_began else number(row.participants),
            taken=lambda row: row.participants,
            sort="people",
            number=True,
        ),
        *(
            Column(MonthName(month), _cell(month), number=True)
            for month in range(1, MONTHS_A_YEAR + 1)
        ),
        Column(_("Keterangan"), _told, sort="unpaid"),
    ),
)


class VillageFilterForm(Form):
    year = SelectField(_("Tahun"), validate_choice=False)
    district = DistrictFilter(_("Kecamatan"))
    state = SelectField(_("Keadaan"), validate_choice=False)


STATES: dict[str, Callable[[VillageYear], bool]] = {
    "unpaid": lambda row: bool(row.unpaid) and not row.never_began,
    "never": lambda row: row.never_began,
    "complete": lambda row: not row.unpaid and not row.partial,
}


def _filter_form() -> VillageFilterForm:
    form = VillageFilterForm(LISTING.sent())
    everything = gettext("Semua")
    form.year.choices = year_choices()
    form.year.data = str(chosen_year())
    form.state.choices = choices(
        [
            ("unpaid", gettext("Ada bulan yang belum dibayar")),
            ("never", gettext("Belum pernah dianggarkan")),
            ("complete", gettext("Lengkap")),
        ],
        empty=everything,
    )
    return form


def _rows(form: VillageFilterForm) -> Sequence[VillageYear]:
    district = form.district.chosen
    rows = list_village_years(get_session(), actor=g.actor, year=chosen_year(), district=district)
    passes = STATES.get(form.state.data or "")
    found = [row for row in rows if passes is None or passes(row)]
    return SORTS.sorted(found, LISTING.order())


@bp.post("/")
@requires(Permission.COVERAGE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(VillageFilterForm())


@bp.get("/")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    form = _filter_form()
    rows = _rows(form)
    return render_template(
        "government/village_months.html",
        form=form,
        year=chosen_year(),
        rows=rows,
        never=sum(row.never_began for row in rows),
        unpaid=sum(bool(row.unpaid) and not row.never_began for row in rows),
        shown=LISTING.page(LISTING.slice(rows)),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.COVERAGE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _rows(_filter_form()))


@bp.get("/<region_code>/reminder")
@requires(Permission.COVERAGE_READ)
def reminder(region_code: str) -> ResponseReturnValue:
    """A text for the kades, in Indonesian whatever the reader's language; no name is in it."""
    year = chosen_year()
    rows = list_village_years(get_session(), actor=g.actor, year=year)
    village = next((row for row in rows if row.id == region_code), None)
    if village is None:
        raise NotFound
    with use_language("id"):
        text = _reminder(village, year)
    return render_template(
        "government/village_reminder.html", village=village, year=year, text=text
    )


def _reminder(village: VillageYear, year: int) -> str:
    opening = gettext(
        "Yth. Kepala Desa %(village)s, Kecamatan %(district)s",
        village=village.name,
        district=village.district,
    )
    if village.never_began:
        facts = [
            gettext(
                "Belum ada pekerja rentan yang tercatat ditanggung APBDes desa ini pada tahun "
                "%(year)s.",
                year=year,
            )
        ]
    else:
        facts = _facts(village, year)
    closing = gettext(
        "Bila sudah dibayar, mohon kirimkan bukti bayar dan daftar pesertanya kepada Dinas. Bila "
        "belum, kami siap membantu menghitung dan mendaftarkannya. Tanpa iuran pada suatu bulan, "
        "keluarga pekerja yang meninggal pada bulan itu belum tentu terlindungi."
    )
    return "\n\n".join([opening, *facts, closing, gettext("Terima kasih. Dinas Nakerkum")])


def _facts(village: VillageYear, year: int) -> list[str]:
    facts = []
    if village.unpaid:
        facts.append(
            gettext(
                "Menurut daftar yang kami terima, iuran APBDes tahun %(year)s belum tercatat untuk "
                "bulan: %(months)s.",
                year=year,
                months=_names(village.unpaid),
            )
        )
    if village.partial:
        counted = ", ".join(
            f"{MonthName(month)} ({village.paid[month]})" for month in village.partial
        )
        facts.append(
            gettext(
                "Yang tercatat di bawah %(target)s orang: %(months)s.",
                target=village.target,
                months=counted,
            )
        )
    if not facts:
        facts.append(gettext("Iuran APBDes tahun %(year)s tercatat lengkap.", year=year))
    return facts


def _names(months: Sequence[int]) -> str:
    return ", ".join(str(MonthName(month)) for month in months)
