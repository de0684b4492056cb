"""The year's days off: the calendar, what we ship, and what a supervisor added or struck out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

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
from savings_app.regions.holidays import get_change, list_holidays, may_change_holidays
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, choices, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("holidays", __name__, url_prefix="/holidays")
FIRST_YEAR, LAST_YEAR = 2015, 2100
OFF, WORKING = "off", "working"
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


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    year = request.args.get("year", clock.today().year, type=int)
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    return render_template(
        "government/holidays.html",
        year=year,
        rows=list_holidays(get_session(), year=year),
        may_edit=may_change_holidays(g.actor),
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
    )


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
