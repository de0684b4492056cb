"""The list of cases, filtered and sorted, and the same as a file for a spreadsheet."""

from __future__ import annotations

from flask import Blueprint, g, render_template, url_for
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
from savings_app.db import get_session
from savings_app.regions.queries import list_districts
from savings_app.web.filters import HandlerFilter, KindFilter, RowFilter
from savings_app.web.forms import Form, longest
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
        Column(
            _("Meninggal"),
            lambda row: date_short(row.died_on),
            taken=lambda row: row.died_on,
            sort="died",
        ),
        Column(
            _("Dicatat"),
            lambda row: date_short(row.opened_on),
            taken=lambda row: row.opened_on,
            sort="recorded",
        ),
        Column(_("Tahap"), _stage, sort="stage"),
        Column(_("Giliran"), lambda row: label("turn", row.turn), sort="turn"),
        Column(_("Petugas"), lambda row: row.handler or "", sort="handler"),
        Column(_("Batas bayar"), _due, taken=lambda row: row.due_on, sort="due"),
    ),
)


class CaseFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    q = SearchField(_("Nama atau nomor"), [longest(120)])
    stage = KindFilter(_("Tahap"), Stage, group="stage")
    turn = KindFilter(_("Giliran"), Turn, group="turn")
    district = RowFilter(_("Kecamatan"))
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


def _filter_form() -> CaseFilterForm:
    form = CaseFilterForm(LISTING.sent())
    form.district.offer(list_districts(get_session(), region=g.actor.region or "-"))
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Keep what was typed, and show the list it filters."""
    return LISTING.search(CaseFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    form = _filter_form()
    wanted = form.wanted()
    page = list_cases(
        get_session(),
        actor=g.actor,
        wanted=wanted,
        today=clock.today(),
        order=LISTING.order(),
        place=LISTING.place(),
    )
    return render_template(
        "government/cases.html",
        form=form,
        shown=LISTING.page(page, order=SORTING.chosen(LISTING.order())),
        is_filtered=wanted != CaseFilter(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list with masked numbers, in the order it is shown."""
    rows = iterate_cases(
        get_session(),
        actor=g.actor,
        wanted=_filter_form().wanted(),
        today=clock.today(),
        order=LISTING.order(),
    )
    return LISTING.file(file_type, rows)
