"""Contributions after a death, twice, or after a stop: listed for a person to decide."""

from __future__ import annotations

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.data_updates.queries.payments import (
    SORTING,
    PaymentFilter,
    PaymentRow,
    PaymentTotal,
    Reason,
    count_payments,
    iterate_payments,
    iterate_villages,
    list_payments,
    list_villages,
    village_order,
)
from savings_app.db import get_session
from savings_app.regions.queries import list_districts
from savings_app.registry.rules import Payer
from savings_app.web.filters import KindFilter, RowFilter
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short, month_long, number, rupiah
from savings_app.words.labels import label

bp = Blueprint("payments_to_check", __name__, url_prefix="/contributions-to-check")


def _reasons(row: PaymentRow) -> str:
    """Why the month stands here, each with the day or the payer it rests on."""
    said = []
    for reason in row.reasons:
        words = label("payment_reason", reason)
        if reason is Reason.AFTER_DEATH and row.died_on:
            words = f"{words} ({date_short(row.died_on)})"
        elif reason is Reason.AFTER_STOP and row.stopped_on:
            words = f"{words} ({date_short(row.stopped_on)})"
        elif reason is Reason.TWICE and row.also_paid_by:
            words = f"{words} ({label('payer', row.also_paid_by)})"
        said.append(words)
    return "; ".join(said)


LISTING: Listing[PaymentRow] = Listing(
    name="iuran-perlu-diperiksa",
    endpoint="government.payments_to_check.index",
    export="government.payments_to_check.export",
    columns=(
        Column(
            _("Nama"),
            lambda row: (
                row.full_name,
                url_for("government.participants.show", participant_id=row.participant_id),
            ),
            sort="name",
        ),
        Column(_("NIK"), lambda row: str(row.nik or "")),
        Column(_("Desa, kecamatan"), lambda row: row.place, sort="place"),
        Column(
            _("Bulan"),
            lambda row: month_long(row.month),
            taken=lambda row: row.month,
            sort="month",
        ),
        Column(_("Penanggung"), lambda row: label("payer", row.payer), sort="payer"),
        Column(
            _("Iuran"),
            lambda row: rupiah(row.amount) if row.amount is not None else gettext("tidak ditulis"),
            taken=lambda row: row.amount,
            sort="amount",
            number=True,
        ),
        Column(_("Mengapa di sini"), _reasons),
        Column(_("Dari daftar"), lambda row: row.source),
    ),
    private=(),
)

VILLAGES: Listing[PaymentTotal] = Listing(
    name="iuran-perlu-diperiksa-desa",
    endpoint="government.payments_to_check.villages",
    export="government.payments_to_check.export_villages",
    columns=(
        Column(_("Desa, kecamatan"), lambda row: row.name, sort="name"),
        Column(
            _("Bulan dibayar"),
            lambda row: number(row.months),
            taken=lambda row: row.months,
            sort="months",
            number=True,
        ),
        Column(
            _("Orang"),
            lambda row: number(row.people),
            taken=lambda row: row.people,
            sort="people",
            number=True,
        ),
        Column(
            _("Jumlah"),
            lambda row: rupiah(row.amount),
            taken=lambda row: row.amount,
            sort="amount",
            number=True,
        ),
        Column(
            _("Tanpa jumlah"),
            lambda row: number(row.without_amount),
            taken=lambda row: row.without_amount,
            number=True,
        ),
    ),
    private=(),
)


class PaymentFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    reason = KindFilter(_("Mengapa"), Reason, group="payment_reason")
    payer = KindFilter(_("Penanggung iuran"), Payer, group="payer")
    district = RowFilter(_("Kecamatan"))

    def wanted(self) -> PaymentFilter:
        return PaymentFilter(
            reason=self.reason.chosen,
            payer=self.payer.chosen,
            district=self.district.chosen,
        )


def _filter_form(listing: Listing[PaymentRow] | Listing[PaymentTotal]) -> PaymentFilterForm:
    form = PaymentFilterForm(listing.sent())
    form.district.offer(list_districts(get_session(), region=g.actor.region or "-"))
    return form


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(PaymentFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    session = get_session()
    form = _filter_form(LISTING)
    wanted = form.wanted()
    page = list_payments(
        session, actor=g.actor, wanted=wanted, order=LISTING.order(), place=LISTING.place()
    )
    return render_template(
        "government/payments_to_check.html",
        form=form,
        shown=LISTING.page(page, order=SORTING.chosen(LISTING.order())),
        is_filtered=wanted != PaymentFilter(),
        totals=count_payments(session, actor=g.actor, wanted=wanted),
        today=clock.today(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """With masked numbers."""
    wanted = _filter_form(LISTING).wanted()
    rows = iterate_payments(get_session(), actor=g.actor, wanted=wanted, order=LISTING.order())
    return LISTING.file(file_type, rows)


@bp.post("/villages")
@requires(Permission.CASE_READ)
def search_villages() -> ResponseReturnValue:
    return VILLAGES.search(PaymentFilterForm())


@bp.get("/villages")
@requires(Permission.CASE_READ)
def villages() -> ResponseReturnValue:
    session = get_session()
    form = _filter_form(VILLAGES)
    wanted = form.wanted()
    order = village_order(VILLAGES.order())
    page = list_villages(session, actor=g.actor, wanted=wanted, order=order, place=VILLAGES.place())
    return render_template(
        "government/payments_by_village.html",
        form=form,
        shown=VILLAGES.page(page, order=order),
        is_filtered=wanted != PaymentFilter(),
    )


@bp.get("/villages/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export_villages(file_type: str) -> ResponseReturnValue:
    wanted = _filter_form(VILLAGES).wanted()
    order = village_order(VILLAGES.order())
    rows = iterate_villages(get_session(), actor=g.actor, wanted=wanted, order=order)
    return VILLAGES.file(file_type, rows)
