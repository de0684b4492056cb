"""The list of cases, filtered and sorted, and the same as a file for a spreadsheet."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SearchField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.kinds import Stage, Turn
from savings_app.cases.queries.listing import (
    SORTING,
    CaseFilter,
    CaseRow,
    iterate_cases,
    list_cases,
)
from savings_app.web.columns import day_column
from savings_app.web.filters import DistrictFilter, FilterForm, HandlerFilter, KindFilter
from savings_app.web.forms import longest
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label

bp = Blueprint("cases", __name__, url_prefix="/cases")


def _stage(row: CaseRow) -> str:
    stage = label("stage", row.stage)
    return f"{stage} · {gettext('sengketa')}" if row.disputed else stage


def _due(row: CaseRow) -> str:
    if row.due_on is None:
        return ""
    due = date_short(row.due_on)
    return f"{due} · {gettext('lewat')}" if row.late else due


LISTING: Listing[CaseRow] = Listing(
    name="santunan",
    endpoint="government.cases.index",
    export="government.cases.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Nomor"),
            lambda row: (row.number, url_for("government.case.show", case_id=row.id)),
            sort="number",
            under=lambda row: row.programme.upper(),
            under_heading=_("Program"),
        ),
        Column(
            _("Almarhum"),
            lambda row: row.full_name,
            sort="name",
            under=lambda row: str(row.nik or ""),
            under_heading=_("NIK"),
        ),
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        day_column(_("Meninggal"), lambda row: row.died_on, sort="died"),
        day_column(_("Dicatat"), lambda row: row.opened_on, sort="recorded"),
        Column(_("Tahap"), _stage, sort="stage"),
        Column(_("Giliran"), lambda row: label("turn", row.turn), sort="turn"),
        Column(_("Petugas"), lambda row: row.handler or "", sort="handler"),
        Column(_("Batas bayar"), _due, taken=lambda row: row.due_on, sort="due"),
    ),
)


class CaseFilterForm(FilterForm[CaseFilter]):
    q = SearchField(_("Nama atau nomor"), [longest(120)])
    stage = KindFilter(_("Tahap"), Stage, group="stage")
    turn = KindFilter(_("Giliran"), Turn, group="turn")
    district = DistrictFilter(_("Kecamatan"))
    handler = HandlerFilter(_("Petugas"))
    late = BooleanField(_("Lewat batas hari kerja"))
    to_approve = BooleanField(_("Menunggu persetujuan"))

    def wanted(self) -> CaseFilter:
        return CaseFilter(
            text=(self.q.data or "").strip()[:120] or None,
            stage=self.stage.chosen,
            turn=self.turn.chosen,
            district=self.district.chosen,
            mine=self.handler.is_me,
            unassigned=self.handler.is_nobody,
            late=bool(self.late.data),
            to_approve=bool(self.to_approve.data),
        )


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Keep what was typed, and show the list it filters."""
    return LISTING.search(CaseFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/cases.html",
        CaseFilterForm(LISTING.sent()),
        partial(list_cases, today=clock.today()),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list with masked numbers, in the order it is shown."""
    return LISTING.take(
        file_type, CaseFilterForm(LISTING.sent()), partial(iterate_cases, today=clock.today())
    )
