"""The overview of a supervisor, on a page that prints and as a table to take along."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session
from savings_app.money import Rupiah
from savings_app.reports.queries.overview import Overview, get_overview, list_years
from savings_app.reports.rules import SMALLEST_SHOWN, Hidden
from savings_app.support.kinds import SupportStepKind
from savings_app.web.guards import requires
from savings_app.web.listing import take_along
from savings_app.web.spreadsheet import Cell
from savings_app.words import gettext
from savings_app.words.labels import label

bp = Blueprint("overview", __name__, url_prefix="/overview")


@bp.get("/")
@requires(Permission.OVERVIEW_READ)
def show() -> ResponseReturnValue:
    year = request.args.get("year", type=int)
    overview = _overview(year)
    return render_template(
        "government/overview.html",
        overview=overview,
        support=_support(overview),
        year=year,
        years=list_years(get_session(), actor=g.actor),
        today=clock.today(),
        smallest=SMALLEST_SHOWN,
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.OVERVIEW_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The figures of the page, the same numbers hidden."""
    year = request.args.get("year", type=int)
    return take_along(
        file_type,
        name=f"ikhtisar-{year or 'semua'}",
        headings=[gettext("Bagian"), gettext("Keterangan"), gettext("Angka")],
        rows=_rows(_overview(year)),
    )


def _overview(year: int | None) -> Overview:
    return get_overview(get_session(), actor=g.actor, today=clock.today(), year=year)


def _rows(overview: Overview) -> list[list[Cell]]:
    """One figure a line; amounts as whole rupiah without marks; under five stays "< 5"."""
    pledges, plans = overview.pledges, overview.plans
    rows: list[list[Cell]] = [
        [gettext("Urusan"), gettext("Semua"), overview.cases],
        [gettext("Urusan"), gettext("Terlambat dibayar BPJS"), overview.late],
        [gettext("Urusan"), gettext("Diterima penuh menurut keluarga"), overview.arrived],
    ]
    rows += [[gettext("Tahap"), label("stage", stage), n] for stage, n in overview.stages]
    rows += [[gettext("Giliran"), label("turn", turn), n] for turn, n in overview.turns]
    rows += [
        [gettext("Rencana"), gettext("Selesai"), plans.finished],
        [gettext("Rencana"), gettext("Selesai dengan rencana"), plans.agreed],
        [gettext("Rencana"), gettext("Selesai dengan belum sekarang"), plans.not_now],
        [gettext("Rencana"), gettext("Selesai, didampingi petugas"), plans.assisted],
        [gettext("Niat menabung"), gettext("Banyaknya"), pledges.count],
        [gettext("Niat menabung"), gettext("Jumlah (rupiah)"), pledges.amount.rupiah],
        [gettext("Niat menabung"), gettext("Didampingi petugas"), pledges.assisted],
        [gettext("Niat menabung"), gettext("Tidak dihitung, tanpa persetujuan"), pledges.left_out],
        [
            gettext("Niat menabung"),
            gettext("Masih disimpan menurut bank (rupiah)"),
            _whole(pledges.still_there_shown),
        ],
        [
            gettext("Niat menabung"),
            gettext("Sudah disetor menurut bank (rupiah)"),
            _whole(pledges.paid_in_shown),
        ],
    ]
    rows += [[gettext("Bantuan untuk memulai lagi"), said, n] for said, n in _support(overview)]
    rows += [[f"{row.code} {row.name}", gettext("Urusan"), row.cases] for row in overview.districts]
    return rows


def _support(overview: Overview) -> list[tuple[str, int]]:
    """Where requests for help stand, and what came of those that ended."""
    return [
        (label("support_step" if isinstance(line, SupportStepKind) else "support_state", line), n)
        for line, n in overview.support
    ]


def _whole(amount: Rupiah | Hidden | None) -> Cell:
    return amount.rupiah if isinstance(amount, Rupiah) else amount
