"""The year's days off: the calendar, what we ship, and what a supervisor added or struck out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.holidays import (
    MovedClaim,
    preview_holiday,
    set_holiday,
    undo_holiday,
)
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.paging import Order, TableSorting
from savings_app.regions.holidays import (
    HolidayOrigin,
    HolidayRow,
    get_change,
    list_holidays,
    may_change_holidays,
)
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.filters import KindFilter
from savings_app.web.forms import Form, choices, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long
from savings_app.words.labels import label

bp = Blueprint("holidays", __name__, url_prefix="/holidays")
FIRST_YEAR, LAST_YEAR = 2015, 2100
OFF, WORKING = "off", "working"
YEARS_AHEAD = 1
SHOWN = 20


class HolidayForm(Form):
    day = DateField(_("Tanggal"), [Filled(_("Tulis tanggalnya."))])
    kind = RadioField(
        _("Menjadi"),
        [required(_("Pilih salah satu."))],
        choices=choices([(OFF, _("Hari libur")), (WORKING, _("Hari kerja (libur dicoret)"))]),
    )
    name = TextField(_("Nama hari"), [required(_("Tulis nama harinya.")), longest(120)])
    law = TextField(
        _("Dasar hukumnya"), [required(_("Tulis keputusan yang menetapkannya.")), longest(200)]
    )


@dataclass(frozen=True, slots=True)
class Day:
    """A row with the name its page is cut at; `undo` is where an own change is taken back."""

    id: str
    row: HolidayRow
    undo: str | None

    @property
    def origin(self) -> str:
        return label("holiday_origin", self.row.origin)


SORTS: TableSorting[Day] = TableSorting(
    {
        "day": lambda one: (one.row.day,),
        "name": lambda one: (one.row.name,),
        "origin": lambda one: (one.origin,),
    },
    default=Order("day"),
)
LISTING: Listing[Day] = Listing(
    name="hari-libur",
    endpoint="government.holidays.index",
    export="government.holidays.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(
            _("Tanggal"),
            lambda one: date_long(one.row.day),
            taken=lambda one: one.row.day,
            sort="day",
        ),
        Column(_("Hari"), lambda one: one.row.name, sort="name"),
        Column(
            _("Menjadi"),
            lambda one: gettext("libur") if one.row.is_holiday else gettext("hari kerja (dicoret)"),
        ),
        Column(
            _("Sumber"),
            lambda one: (
                (gettext("%(origin)s: batalkan", origin=one.origin), one.undo)
                if one.undo
                else one.origin
            ),
            taken=lambda one: one.origin,
            sort="origin",
        ),
        Column(_("Dasar"), lambda one: one.row.law or ""),
    ),
)


class HolidayFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    year = SelectField(_("Tahun"), validate_choice=False)
    origin = KindFilter(_("Sumber"), HolidayOrigin, group="holiday_origin")


def _year() -> int:
    year = request.args.get("year", clock.today().year, type=int)
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _filter_form() -> HolidayFilterForm:
    form = HolidayFilterForm(LISTING.sent())
    shown = {*range(FIRST_YEAR, clock.today().year + YEARS_AHEAD + 1), _year()}
    form.year.choices = choices([(str(one), str(one)) for one in sorted(shown, reverse=True)])
    form.year.data = str(_year())
    return form


def _days(form: HolidayFilterForm) -> Sequence[Day]:
    may_edit = may_change_holidays(g.actor)
    days = [
        Day(
            row.day.isoformat(),
            row,
            url_for(".undo", change_id=row.change_id) if may_edit and row.change_id else None,
        )
        for row in list_holidays(get_session(), year=_year())
        if form.origin.chosen in {None, row.origin}
    ]
    return SORTS.sorted(days, LISTING.order())


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(HolidayFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    form = _filter_form()
    return render_template(
        "government/holidays.html",
        year=_year(),
        form=form,
        shown=LISTING.page(LISTING.slice(_days(form))),
        may_edit=may_change_holidays(g.actor),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _days(_filter_form()))


@bp.route("/change", methods=["GET", "POST"])
@requires(Permission.HOLIDAY_EDIT)
def change() -> ResponseReturnValue:
    """First what it would move, then, pressed once more, the change itself."""
    form = HolidayForm.of_request()
    moved: list[MovedClaim] | None = None
    if form.submitted():
        asked: dict[str, Any] = {
            "actor": g.actor,
            "day": form.day.data,
            "is_holiday": form.kind.data == OFF,
        }
        try:
            if request.form.get("confirm") == "y":
                with transaction() as session:
                    count = set_holiday(
                        session,
                        **asked,
                        name=form.name.data,
                        law=form.law.data,
                        now=clock.now_utc(),
                    )
                return _done(count, form.day.data.year)
            moved = preview_holiday(get_session(), **asked)
        except DomainError as refusal:
            form.show(refusal)
    return render_template("government/holiday_change.html", form=form, moved=moved, shown=SHOWN)


@bp.route("/<uuid:change_id>/undo", methods=["GET", "POST"])
@requires(Permission.HOLIDAY_EDIT)
def undo(change_id: UUID) -> ResponseReturnValue:
    session = get_session()
    row = get_change(session, actor=g.actor, change_id=change_id)
    if request.method == "POST":
        year = row.day.year
        with transaction() as writing:
            count = undo_holiday(writing, actor=g.actor, change_id=change_id, now=clock.now_utc())
        return _done(count, year)
    moved = preview_holiday(session, actor=g.actor, day=row.day, is_holiday=None)
    return render_template("government/holiday_undo.html", change=row, moved=moved, shown=SHOWN)


def _done(count: int, year: int) -> ResponseReturnValue:
    flash(
        ngettext(
            "Hari libur diubah; batas bayar %(count)s klaim terbuka bergeser.",
            "Hari libur diubah; batas bayar %(count)s klaim terbuka bergeser.",
            count,
        )
        if count
        else gettext("Hari libur diubah; tidak ada klaim terbuka yang bergeser.")
    )
    return redirect(url_for(".index", year=year), 303)
