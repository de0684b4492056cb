"""Months: their report on page, paper and as a table; closing one, and opening it again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.documents.office_queries import list_office_documents
from savings_app.documents.rules import DocumentKind
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.money import Rupiah
from savings_app.regions.queries import list_region_names
from savings_app.reports.actions import close_month, reopen_month
from savings_app.reports.month_document import month_content, month_period
from savings_app.reports.month_rules import (
    Figures,
    Line,
    ShownLine,
    few,
    fingerprint,
    for_others,
    next_month,
    read,
)
from savings_app.reports.queries.month_end import Waiting, list_open
from savings_app.reports.queries.months import (
    count_month,
    find_closing_in_force,
    first_year,
    get_closing,
    list_closings,
    list_months,
    list_recorded_since,
)
from savings_app.reports.rules import SMALLEST_SHOWN, Hidden, shown_counts
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import VersionedForm, longest
from savings_app.web.government.office_documents import PrintForm, issue
from savings_app.web.guards import requires
from savings_app.web.listing import take_along
from savings_app.web.spreadsheet import Cell
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import month_long
from savings_app.words.labels import label

bp = Blueprint("months", __name__, url_prefix="/months")

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_WHERE: dict[Waiting, tuple[str, dict[str, Any]]] = {
    Waiting.IMPORTS: ("government.imports.index", {"state": "menunggu"}),
    Waiting.DEATHS: ("government.deaths.index", {}),
    Waiting.CLAIMS: ("government.cases.index", {"stage": "ready"}),
    Waiting.OVERDUE: ("government.cases.index", {"late": "y"}),
    Waiting.CORRECTIONS: ("government.corrections.index", {"state": "diajukan"}),
    Waiting.COMPLAINTS: ("government.complaints.index", {"state": "terbuka"}),
    Waiting.SIGNATURES: ("government.visits.index", {}),
}


class ReopenForm(VersionedForm):
    reason = TextField(
        _("Mengapa bulan ini dibuka kembali"), [Filled(_("Tulis alasannya.")), longest(300)]
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A month as the page shows it: which closing, if any, and the figures of it or of now."""

    month: date
    figures: Figures
    closing: Any | None
    closings: Any


def _month(text: str) -> date:
    """The first day of `2026-10`; anything else is a page that is not there."""
    found = _MONTH.fullmatch(text)
    if found is None:
        raise NotFound
    return date(int(found[1]), int(found[2]), 1)


def _shown(text: str) -> Shown:
    """The closing asked for (`?closing=1`), else the one in force, else the month as known now."""
    session, month = get_session(), _month(text)
    if month > clock.today():
        raise NotFound
    number = request.args.get("closing", type=int)
    closings = list_closings(session, actor=g.actor, month=month)
    closing = (
        find_closing_in_force(session, actor=g.actor, month=month)
        if number is None
        else get_closing(session, actor=g.actor, month=month, number=number)
    )
    figures = read(closing.figures) if closing else count_month(session, actor=g.actor, month=month)
    return Shown(month, figures, closing, closings)


@bp.get("/")
@requires(Permission.OVERVIEW_READ)
def index() -> ResponseReturnValue:
    """The months of one year; a year is a page."""
    session, today = get_session(), clock.today()
    year = request.args.get("year", today.year, type=int)
    year = min(max(year, 2000), today.year)
    months = list_months(session, actor=g.actor, year=year, today=today)
    closers = {row.closed.closed_by for row in months if row.closed}
    return render_template(
        "government/months.html",
        months=months,
        year=year,
        earlier=year - 1 if first_year(session, actor=g.actor, today=today) < year else None,
        later=year + 1 if year < today.year else None,
        names=names_of(session, closers),
        today=today,
    )


@bp.get("/<month>")
@requires(Permission.OVERVIEW_READ)
def show(month: str) -> ResponseReturnValue:
    shown, session = _shown(month), get_session()
    closing = shown.closing
    people = {c.closed_by for c in shown.closings} | {c.reopened_by for c in shown.closings}
    return render_template(
        "government/month.html",
        shown=shown,
        figures=shown.figures,
        closing=closing,
        intact=closing is None or fingerprint(closing.figures) == closing.sha256,
        since=list_recorded_since(session, actor=g.actor, closing=closing) if closing else [],
        names=names_of(session, {person for person in people if person is not None}),
        may_close=g.actor.may(Permission.MONTH_CLOSE),
        is_over=clock.today() >= next_month(shown.month),
        key=f"{shown.month:%Y-%m}",
        smallest=SMALLEST_SHOWN,
        payer_name=lambda line: label("payer", line.code),
        printing=PrintForm(),
        documents=list_office_documents(
            session,
            actor=g.actor,
            kind=DocumentKind.MONTHLY_REPORT,
            period=month_period(shown.month),
        ),
    )


@bp.get("/<month>/export.<any(csv, xlsx):file_type>")
@requires(Permission.OVERVIEW_READ)
def export(month: str, file_type: str) -> ResponseReturnValue:
    """The report as a table; `?outside=y` for use outside the Dinas, with few counts hidden."""
    shown = _shown(month)
    outside = bool(request.args.get("outside"))
    name = f"laporan-bulan-{shown.month:%Y-%m}"
    return take_along(
        file_type,
        name=f"{name}-luar" if outside else name,
        headings=[
            gettext("Bagian"),
            gettext("Keterangan"),
            gettext("Menurut hari kejadian"),
            gettext("Menurut hari pencatatan"),
        ],
        rows=_rows_outside(shown.figures) if outside else _rows(shown.figures),
    )


@bp.post("/<month>/document")
@requires(Permission.OVERVIEW_READ)
def document(month: str) -> ResponseReturnValue:
    """The report as a numbered, signed PDF that may be shown to anybody."""
    shown = _shown(month)
    form = PrintForm.of_request()
    if not form.submitted():
        raise NotFound  # only a hand-made request names a language or a sheet there is not
    closing = shown.closing
    region = g.actor.region or "-"
    content = month_content(
        shown.figures,
        region=list_region_names(get_session(), codes=[region]).get(region, region),
        closing=closing.number if closing else None,
        sha256=closing.sha256 if closing else None,
    )
    return issue(
        form.wanted(DocumentKind.MONTHLY_REPORT, month_period(shown.month)), content=content
    )


@bp.route("/<month>/close", methods=["GET", "POST"])
@requires(Permission.MONTH_CLOSE)
def close(month: str) -> ResponseReturnValue:
    """What is still open first; closing does not wait for it."""
    first, session = _month(month), get_session()
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            with transaction() as work:
                close_month(
                    work, actor=g.actor, month=first, today=clock.today(), now=clock.now_utc()
                )
        except (NotFound, Conflict):
            raise
        except DomainError as refusal:
            refused = refusal
        else:
            flash(gettext("Bulan %(month)s ditutup.", month=month_long(first)))
            return redirect(url_for(".show", month=month), 303)
    form = VersionedForm()
    if refused is not None:
        form.show(refused)
    waiting = list_open(get_session(), actor=g.actor, month=first)
    return render_template(
        "government/month_close.html",
        form=form,
        month=first,
        key=month,
        figures=count_month(session, actor=g.actor, month=first),
        waiting=[
            {
                "text": label("waiting", one.kind),
                "href": _address(one.kind) if one.count else None,
                "state": str(one.count) if one.count else gettext("tidak ada"),
                "tone": "now" if one.count else "done",
            }
            for one in waiting
        ],
        is_over=clock.today() >= next_month(first),
        opens_on=next_month(first),
    )


@bp.route("/<month>/reopen", methods=["GET", "POST"])
@requires(Permission.MONTH_CLOSE)
def reopen(month: str) -> ResponseReturnValue:
    first = _month(month)
    closing = find_closing_in_force(get_session(), actor=g.actor, month=first)
    if closing is None:
        raise NotFound
    form = ReopenForm.of_request(version=closing.version)
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                reopen_month(
                    session,
                    actor=g.actor,
                    month=first,
                    version=form.seen_version(),
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
            status = 409 if isinstance(refusal, Conflict) else 200
        else:
            flash(gettext("Bulan dibuka kembali. Penutupan yang lama tetap tersimpan."))
            return redirect(url_for(".show", month=month), 303)
    page = render_template("government/month_reopen.html", form=form, month=first, key=month)
    return page, status


def _address(kind: Waiting) -> str | None:
    place = _WHERE.get(kind)
    return url_for(place[0], **dict(place[1])) if place else None


# --- the report as rows -------------------------------------------------------------------------


Rows = list[list[Cell]]


def _table(name: str, lines: Iterable[Line | ShownLine]) -> Rows:
    return [[name, line.name, line.happened, line.recorded] for line in lines]


def _payers(figures: Figures) -> list[Line]:
    return [Line(p.code, label("payer", p.code), p.happened, p.recorded) for p in figures.payers]


def _rows(figures: Figures) -> Rows:
    """Every figure of the page, for the staff's own use."""
    return [
        [gettext("Kematian"), gettext("Semua"), figures.happened, figures.recorded],
        *_late(figures, [late.count for late in figures.late]),
        *_table(gettext("Kecamatan"), figures.districts),
        *_table(gettext("Desa, kelurahan"), figures.villages),
        *_table(gettext("Kategori"), figures.categories),
        *_table(gettext("Penanggung iuran"), _payers(figures)),
        *_work(figures, figures.paid_amount, figures.days_to_pay, lambda count: count),
    ]


def _rows_outside(figures: Figures) -> Rows:
    """For others: no desa, no count under five, no sum or median of so few."""
    enough = few(figures.paid) is not Hidden.FEW
    return [
        [gettext("Kematian"), gettext("Semua"), few(figures.happened), few(figures.recorded)],
        *_late(figures, shown_counts([late.count for late in figures.late])),
        *_table(gettext("Kecamatan"), for_others(figures.districts)),
        *_table(gettext("Kategori"), for_others(figures.categories)),
        *_table(gettext("Penanggung iuran"), for_others(_payers(figures))),
        *_work(
            figures,
            figures.paid_amount if enough else Hidden.FEW,
            figures.days_to_pay if enough else Hidden.FEW,
            few,
        ),
    ]


def _late(figures: Figures, counts: Any) -> Rows:
    return [
        [
            gettext("Tercatat terlambat"),
            gettext("terjadi %(month)s", month=month_long(late.month)),
            None,
            count,
        ]
        for late, count in zip(figures.late, counts, strict=True)
    ]


def _work(
    figures: Figures, amount: Rupiah | Hidden, days: float | Hidden | None, told: Any
) -> Rows:
    """Claims, payments and complaints; `told` is how a count may be told."""
    median = f"{days:g}".replace(".", ",") if isinstance(days, float) else days
    return [
        [
            gettext("Klaim"),
            gettext("Diserahkan ke BPJS"),
            told(figures.claims_filed),
            told(figures.claims_recorded),
        ],
        [
            gettext("Pencairan"),
            gettext("Urusan yang dibayar"),
            told(figures.paid),
            told(figures.paid_recorded),
        ],
        [gettext("Pencairan"), gettext("Jumlah (rupiah)"), amount, None],
        [gettext("Pencairan"), gettext("Hari dari klaim sampai dibayar (median)"), median, None],
        [gettext("Klaim"), gettext("Lewat batas pada akhir bulan"), told(figures.overdue), None],
        [gettext("Laporan keluarga"), gettext("Masuk"), None, told(figures.complaints)],
    ]
