"""The list of cases, filtered, and the same as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from urllib.parse import urlencode

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SearchField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.exports import record_export
from savings_app.cases.kinds import Stage, Turn
from savings_app.cases.queries.listing import CaseFilter, CaseRow, iterate_cases, list_cases
from savings_app.db import get_session, transaction
from savings_app.regions.queries import list_districts
from savings_app.web.forms import Form, choices, labelled, longest
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

bp = Blueprint("cases", __name__, url_prefix="/cases")

SEARCH = "search"
IN_ADDRESS = ("stage", "turn", "district", "late", "to_approve")
# What a spreadsheet would run as a formula when a cell begins with it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class CaseFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    q = SearchField(_("Nama atau nomor"), [longest(120)])
    stage = SelectField(_("Tahap"), validate_choice=False)
    turn = SelectField(_("Giliran"), validate_choice=False)
    district = SelectField(_("Kecamatan"), validate_choice=False)
    late = BooleanField(_("Lewat batas hari kerja"))
    to_approve = BooleanField(_("Menunggu persetujuan"))
    districts: Collection[str] = ()

    def wanted(self) -> CaseFilter:
        return CaseFilter(
            text=(self.q.data or "").strip()[:120] or None,
            stage=Stage(self.stage.data) if self.stage.data in set(Stage) else None,
            turn=Turn(self.turn.data) if self.turn.data in set(Turn) else None,
            district=self.district.data if self.district.data in self.districts else None,
            late=bool(self.late.data),
            to_approve=bool(self.to_approve.data),
        )


def _filter_form(sent: MultiDict[str, str]) -> CaseFilterForm:
    form = CaseFilterForm(sent)
    everything = gettext("Semua")
    form.stage.choices = [*choices([], empty=everything), *labelled("stage", Stage)]
    form.turn.choices = [*choices([], empty=everything), *labelled("turn", Turn)]
    districts = list_districts(get_session(), region=g.actor.region or "-")
    form.districts = {code for code, name in districts}
    form.district.choices = choices(districts, empty=everything)
    return form


def _sent_filter() -> MultiDict[str, str]:
    """The filter in the address, and the name looked for, which no address shows.

    The name waits in the signed cookie and counts only in an address that says so.
    """
    sent = MultiDict(request.args.items())
    sent["q"] = session.get(SEARCH, "") if SEARCH in sent else ""
    return sent


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Keep what was typed, and show the list it filters."""
    filters = {name: request.form.get(name, "")[:40] for name in IN_ADDRESS}
    session[SEARCH] = request.form.get("q", "").strip()[:120]
    kept = {name: value for name, value in filters.items() if value}
    if session[SEARCH]:
        kept[SEARCH] = "y"
    return redirect(f"{url_for('.index')}?{urlencode(kept)}", 303)


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    form = _filter_form(_sent_filter())
    wanted = form.wanted()
    cases = list_cases(
        get_session(),
        actor=g.actor,
        wanted=wanted,
        today=clock.today(),
        page=request.args.get("page", 1, type=int),
    )
    kept = urlencode({k: v for k, v in request.args.items() if v and k != "page"})
    return render_template(
        "government/cases.html",
        form=form,
        cases=cases,
        is_filtered=wanted != CaseFilter(),
        export=f"{url_for('.export')}?{kept}",
        address=f"{url_for('.index')}?{kept}&page=",
    )


@bp.route("/export.csv")
@requires(Permission.CASE_READ)
def export() -> ResponseReturnValue:
    """The filtered list with masked numbers; who took it, and how many lines, is recorded."""
    wanted = _filter_form(_sent_filter()).wanted()
    today = clock.today()
    with transaction() as work:
        rows = list(iterate_cases(work, actor=g.actor, wanted=wanted, today=today))
        record_export(work, actor=g.actor, rows=len(rows), now=clock.now_utc())
    answer = Response(_as_csv(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="santunan-{today}.csv"'
    return answer


def _as_csv(rows: Iterable[CaseRow]) -> str:
    """Semicolons and a byte-order mark: how spreadsheets in Indonesian open a file by itself."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(
        [
            gettext("Nomor"),
            gettext("Nama"),
            gettext("NIK"),
            gettext("Desa, kecamatan"),
            gettext("Program"),
            gettext("Meninggal"),
            gettext("Tahap"),
            gettext("Giliran"),
            gettext("Batas bayar"),
        ]
    )
    for row in rows:
        cells = (
            row.number,
            row.full_name,
            str(row.nik or ""),
            row.place,
            row.programme.upper(),
            row.died_on.isoformat(),
            label("stage", row.stage),
            label("turn", row.turn),
            row.due_on.isoformat() if row.due_on else "",
        )
        writer.writerow([as_text(cell) for cell in cells])
    return "\ufeff" + text.getvalue()


def as_text(cell: str) -> str:
    """The cell, so that a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
