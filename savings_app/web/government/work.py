"""Everything that is due, and whose turn it is: the list an officer works through every day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.kinds import Turn
from savings_app.cases.queries.follow_ups import count_memberships
from savings_app.cases.queries.visits import count_unsigned_visits
from savings_app.db import get_session
from savings_app.support.queries import count_open
from savings_app.web.filters import DistrictFilter, FilterForm, HandlerFilter, KindFilter
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short, rupiah
from savings_app.words.labels import label
from savings_app.worklist.kinds import WorkKind
from savings_app.worklist.queries.items import REQUESTED
from savings_app.worklist.queries.warnings import count_open_warnings
from savings_app.worklist.queries.work import (
    WorkFilter,
    WorkRow,
    chosen_order,
    iterate_work,
    list_work,
)

bp = Blueprint("work", __name__, url_prefix="/worklist")


def _what(row: WorkRow) -> str:
    """The work in a few words: how many papers, which visit, what the complaint is about."""
    told: dict[WorkKind, Callable[[], str]] = {
        WorkKind.PAPER: lambda: ngettext(
            "%(count)s berkas belum ada", "%(count)s berkas belum ada", int(row.detail)
        ),
        WorkKind.LETTER: lambda: ngettext(
            "%(count)s surat akses belum diserahkan",
            "%(count)s surat akses belum diserahkan",
            int(row.detail),
        ),
        WorkKind.VISIT: lambda: gettext("Kunjungan %(months)s bulan", months=row.detail),
        WorkKind.COMPLAINT: lambda: gettext(
            "Laporan: %(about)s", about=label("complaint_about", row.detail)
        ),
        WorkKind.WARNING: lambda: label("warning", row.detail),
        WorkKind.SUPPORT: lambda: label("support_kind", row.detail),
    }
    return told[row.kind]() if row.kind in told else label("work", row.kind)


def _href(row: WorkRow) -> str:
    """Where the work is done; an auditor reads the case instead of a form."""
    case_pages = {
        WorkKind.NO_RECIPIENT: "government.heirs.index",
        WorkKind.PAPER: "government.papers.index",
        WorkKind.READY: "government.claim.show",
        WorkKind.BPJS_DUE: "government.claim.show",
        WorkKind.CORRECTION: "government.benefit.show",
        WorkKind.GUARDIAN: "government.heirs.index",
        WorkKind.VISIT: "government.follow_ups.index",
        WorkKind.HANDED_OVER: "government.handler.show",
    }
    if row.kind is WorkKind.CORRECTION and row.detail == REQUESTED:
        return url_for("government.corrections.show", request_id=row.id)
    own_pages = {
        WorkKind.HOLDER_NAME: ("government.accounts.show", "account_id"),
        WorkKind.COMPLAINT: ("government.complaint.show", "complaint_id"),
        WorkKind.WARNING: ("government.warnings.show", "warning_id"),
        WorkKind.SUPPORT: ("government.support.show", "support_id"),
    }
    if row.kind in (WorkKind.QUIET_ACCOUNT, WorkKind.CLOSED_ACCOUNT) and row.heir_id:
        return url_for("government.savings.show", recipient_id=row.heir_id)
    if row.kind in own_pages:
        endpoint, name = own_pages[row.kind]
        return url_for(endpoint, **{name: row.id})  # type: ignore[arg-type]
    if row.kind is WorkKind.VISIT and g.actor.may(Permission.CASE_EDIT):
        return url_for("government.follow_ups.edit", follow_up_id=row.id)
    return url_for(case_pages.get(row.kind, "government.case.show"), case_id=row.case_id)


def _due(row: WorkRow) -> str:
    parts = [date_short(row.due_on)]
    if row.overdue:
        parts.append(
            ngettext("lewat %(count)s hari kerja", "lewat %(count)s hari kerja", row.overdue)
        )
    if row.compensation:
        parts.append(gettext("kompensasi %(amount)s", amount=rupiah(row.compensation)))
    return " · ".join(parts)


LISTING: Listing[WorkRow] = Listing(
    name="pekerjaan",
    endpoint="government.work.index",
    export="government.work.export",
    sorting=chosen_order,
    private=(),
    columns=(
        Column(
            _("Nomor"),
            lambda row: (row.number, url_for("government.case.show", case_id=row.case_id)),
            taken=lambda row: row.number,
            sort="number",
        ),
        Column(_("Pekerjaan"), lambda row: (_what(row), _href(row)), taken=_what, sort="kind"),
        Column(_("Tentang"), lambda row: row.about),
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        Column(_("Batas"), _due, sort="due"),
        Column(_("Giliran"), lambda row: label("turn", row.turn), sort="turn"),
        Column(_("Petugas"), lambda row: row.handler or "", sort="handler"),
    ),
)


class WorkFilterForm(FilterForm[WorkFilter]):
    kind = KindFilter(_("Pekerjaan"), WorkKind, group="work")
    handler = HandlerFilter(_("Petugas"))
    turn = KindFilter(_("Giliran"), Turn, group="turn")
    district = DistrictFilter(_("Kecamatan"))
    overdue = BooleanField(_("Hanya yang lewat batas"))

    def wanted(self) -> WorkFilter:
        return WorkFilter(
            kind=self.kind.chosen,
            turn=self.turn.chosen,
            district=self.district.chosen,
            mine=self.handler.is_me,
            unassigned=self.handler.is_nobody,
            overdue=bool(self.overdue.data),
        )


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(WorkFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/work.html",
        WorkFilterForm(LISTING.sent()),
        partial(list_work, today=clock.today()),
        ways=_ways(),
        memberships=count_memberships(get_session(), actor=g.actor),
    )


def _ways() -> list[tuple[str, str, str]]:
    """The ways on from here: what is looked at beside the list."""
    session = get_session()
    warnings = count_open_warnings(session, actor=g.actor)
    ways = [
        (
            gettext("Peringatan"),
            url_for("government.warnings.index"),
            gettext("%(count)s belum diputuskan. Tidak satu pun menahan santunan.", count=warnings),
        ),
        (
            gettext("Hari libur"),
            url_for("government.holidays.index"),
            gettext("Hari yang tidak dihitung sebagai hari kerja."),
        ),
    ]
    ways.append(
        (
            gettext("Permintaan bantuan keluarga"),
            url_for("government.support.index"),
            gettext(
                "%(count)s menunggu: koperasi, usaha kecil, atau pelatihan.",
                count=count_open(session, actor=g.actor),
            ),
        )
    )
    if g.actor.may(Permission.FAMILY_ASSIST):
        unsigned = count_unsigned_visits(session, actor=g.actor)
        ways.append(
            (
                gettext("Pendampingan"),
                url_for("government.visits.index"),
                gettext("%(count)s halaman menunggu tanda tangan keluarga.", count=unsigned),
            )
        )
    return ways


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list, in the order it is shown."""
    return LISTING.take(
        file_type, WorkFilterForm(LISTING.sent()), partial(iterate_work, today=clock.today())
    )
