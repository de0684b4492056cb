"""The register of complaints. About staff: a queue of its own, which only the Inspektorat opens."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.complaint_kinds import ComplaintChannel
from savings_app.cases.complaint_rules import WAITING
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.queries.complaint_register import (
    SORTING,
    ComplaintFilter,
    RegisterRow,
    count_overdue,
    get_answer_figures,
    iterate_register,
    list_register,
)
from savings_app.db import get_session
from savings_app.web.columns import day_column
from savings_app.web.filters import DistrictFilter, KindFilter
from savings_app.web.forms import Form, choices, labelled
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short, in_wita
from savings_app.words.labels import label

bp = Blueprint("complaints", __name__, url_prefix="/complaints")

A_YEAR = timedelta(days=365)
EVERY_STATE = "semua"
NOT_ABOUT_STAFF = [kind for kind in ComplaintAbout if kind is not ComplaintAbout.STAFF]


def _due(row: RegisterRow) -> str:
    due = date_short(row.due_on)
    return f"{due} · {gettext('lewat')}" if row.overdue else due


def _answered_on(row: RegisterRow) -> date | None:
    return in_wita(row.answered_at).date() if row.answered_at else None


def _channel(row: RegisterRow) -> str:
    channel = label("complaint_channel", row.channel)
    if row.to_check:
        return gettext("%(channel)s (perlu diperiksa)", channel=channel)
    return channel


COLUMNS: tuple[Column[RegisterRow], ...] = (
    Column(
        _("Laporan"),
        lambda row: (row.number, url_for("government.complaint.show", complaint_id=row.id)),
    ),
    day_column(_("Diterima"), lambda row: row.received_on, sort="received"),
    Column(_("Tentang"), lambda row: label("complaint_about", row.about), sort="about"),
    Column(_("Lewat"), _channel, sort="channel"),
    Column(_("Nomor santunan"), lambda row: row.case_number or "–", sort="case"),
    Column(_("Tempat"), lambda row: row.place, sort="place"),
    Column(_("Keadaan"), lambda row: label("complaint_state", row.state), sort="state"),
    Column(_("Paling lambat"), _due, taken=lambda row: row.due_on, sort="due"),
    Column(
        _("Dijawab"),
        lambda row: date_short(on) if (on := _answered_on(row)) else "",
        taken=_answered_on,
    ),
)
LISTING: Listing[RegisterRow] = Listing(
    name="laporan",
    endpoint="government.complaints.index",
    export="government.complaints.export",
    sorting=SORTING.chosen,
    columns=COLUMNS,
    private=(),
)
ABOUT_STAFF: Listing[RegisterRow] = Listing(
    name="laporan-petugas",
    endpoint="government.complaints.about_staff",
    export="government.complaints.export_about_staff",
    sorting=SORTING.chosen,
    columns=COLUMNS,
    private=(),
)


# What is about staff is never in this register, so it is no choice of it either.
NOT_STAFF = [kind for kind in ComplaintAbout if kind is not ComplaintAbout.STAFF]


class ComplaintFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    state = SelectField(_("Keadaan"), validate_choice=False)
    about = KindFilter(_("Tentang"), NOT_STAFF, group="complaint_about")
    channel = KindFilter(_("Lewat"), ComplaintChannel, group="complaint_channel")
    district = DistrictFilter(_("Kecamatan"))
    overdue = BooleanField(_("Lewat batas jawab"))
    without_to_check = BooleanField(_("Tanpa yang perlu diperiksa"))

    def wanted(self, *, about_staff: bool) -> ComplaintFilter:
        state = self.state.data
        states = WAITING
        if state in set(ComplaintState):
            states = (ComplaintState(state),)
        return ComplaintFilter(
            about_staff=about_staff,
            states=() if state == EVERY_STATE else states,
            about=self.about.chosen,
            channel=self.channel.chosen,
            district=self.district.chosen,
            overdue=bool(self.overdue.data),
            without_to_check=bool(self.without_to_check.data),
        )


def _filter_form(listing: Listing[RegisterRow]) -> ComplaintFilterForm:
    form = ComplaintFilterForm(listing.sent())
    form.state.choices = [
        *choices([], empty=gettext("Belum selesai dijawab")),
        *labelled("complaint_state", ComplaintState),
        *choices([(EVERY_STATE, gettext("Semua"))]),
    ]
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(ComplaintFilterForm())


@bp.post("/staff")
@requires(Permission.STAFF_COMPLAINT_READ)
def search_about_staff() -> ResponseReturnValue:
    return ABOUT_STAFF.search(ComplaintFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return _page(LISTING, about_staff=False)


@bp.get("/staff")
@requires(Permission.STAFF_COMPLAINT_READ)
def about_staff() -> ResponseReturnValue:
    return _page(ABOUT_STAFF, about_staff=True)


def _page(listing: Listing[RegisterRow], *, about_staff: bool) -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    form = _filter_form(listing)
    wanted = form.wanted(about_staff=about_staff)
    page = list_register(
        session,
        actor=g.actor,
        wanted=wanted,
        today=today,
        order=listing.order(),
        place=listing.place(),
    )
    return render_template(
        "government/complaints.html",
        form=form,
        shown=listing.page(page),
        is_filtered=wanted != ComplaintFilter(about_staff=about_staff),
        about_staff=about_staff,
        endpoint=listing.endpoint,
        overdue=count_overdue(session, actor=g.actor, about_staff=about_staff, today=today),
        figures=get_answer_figures(
            session, actor=g.actor, about_staff=about_staff, since=clock.now_utc() - A_YEAR
        ),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered register without the words and without who complained."""
    return _file(LISTING, file_type, about_staff=False)


@bp.get("/staff/export.<any(csv, xlsx):file_type>")
@requires(Permission.STAFF_COMPLAINT_READ)
def export_about_staff(file_type: str) -> ResponseReturnValue:
    return _file(ABOUT_STAFF, file_type, about_staff=True)


def _file(
    listing: Listing[RegisterRow], file_type: str, *, about_staff: bool
) -> ResponseReturnValue:
    rows = iterate_register(
        get_session(),
        actor=g.actor,
        wanted=_filter_form(listing).wanted(about_staff=about_staff),
        today=clock.today(),
        order=listing.order(),
    )
    return listing.file(file_type, rows)
