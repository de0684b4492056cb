"""Contributions after a death, twice, or after a stop: listed for a person to decide."""

from __future__ import annotations

from flask import Blueprint, g, url_for
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
from savings_app.registry.rules import Payer
from savings_app.web.columns import money_column, number_column
from savings_app.web.filters import DistrictFilter, FilterForm, KindFilter
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short, month_long
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
    sorting=SORTING.chosen,
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
        money_column(_("Iuran"), lambda row: row.amount, sort="amount", without=_("tidak ditulis")),
        Column(_("Mengapa di sini"), _reasons),
        Column(_("Dari daftar"), lambda row: row.source),
    ),
    private=(),
)

VILLAGES: Listing[PaymentTotal] = Listing(
    name="iuran-perlu-diperiksa-desa",
    endpoint="government.payments_to_check.villages",
    export="government.payments_to_check.export_villages",
    sorting=village_order,
    columns=(
        Column(_("Desa, kecamatan"), lambda row: row.name, sort="name"),
        number_column(_("Bulan dibayar"), lambda row: row.months, sort="months"),
        number_column(_("Orang"), lambda row: row.people, sort="people"),
        money_column(_("Jumlah"), lambda row: row.amount, sort="amount"),
        number_column(_("Tanpa jumlah"), lambda row: row.without_amount),
    ),
    private=(),
)


class PaymentFilterForm(FilterForm[PaymentFilter]):
    reason = KindFilter(_("Mengapa"), Reason, group="payment_reason")
    payer = KindFilter(_("Penanggung iuran"), Payer, group="payer")
    district = DistrictFilter(_("Kecamatan"))

    def wanted(self) -> PaymentFilter:
        return PaymentFilter(
            reason=self.reason.chosen,
            payer=self.payer.chosen,
            district=self.district.chosen,
        )


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(PaymentFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    form = PaymentFilterForm(LISTING.sent())
    return LISTING.show(
        "government/payments_to_check.html",
        form,
        list_payments,
        totals=count_payments(get_session(), actor=g.actor, wanted=form.wanted()),
        today=clock.today(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    """With masked numbers."""
    return LISTING.take(file_type, PaymentFilterForm(LISTING.sent()), iterate_payments)


@bp.post("/villages")
@requires(Permission.CASE_READ)
def search_villages() -> ResponseReturnValue:
    return VILLAGES.search(PaymentFilterForm())


@bp.get("/villages")
@requires(Permission.CASE_READ)
def villages() -> ResponseReturnValue:
    form = PaymentFilterForm(VILLAGES.sent())
    return VILLAGES.show("government/payments_by_village.html", form, list_villages)


@bp.get("/villages/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export_villages(file_type: str) -> ResponseReturnValue:
    return VILLAGES.take(file_type, PaymentFilterForm(VILLAGES.sent()), iterate_villages)
