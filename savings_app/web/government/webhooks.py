"""Where a bank's system is told, what was told, and what did not arrive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.bank_api.actions.webhooks import send_again, set_endpoint, stop_endpoint
from savings_app.bank_api.kinds import DeliveryState
from savings_app.bank_api.queries.clients import get_client
from savings_app.bank_api.queries.webhooks import (
    DELIVERIES,
    DeliveryFilter,
    DeliveryRow,
    find_endpoint,
    get_delivery,
    iterate_deliveries,
    list_deliveries,
)
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.storage import sealing_key
from savings_app.web.fields import Filled, TextField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import Form, longest
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import moment_long
from savings_app.words.labels import label

if TYPE_CHECKING:
    from savings_app.bank_api.models import ApiClient

bp = Blueprint("webhooks", __name__, url_prefix="/bank-systems")

LISTING: Listing[DeliveryRow] = Listing(
    name="pesan-sistem-bank",
    endpoint="government.webhooks.index",
    export="government.webhooks.export",
    sorting=DELIVERIES.chosen,
    private=(),
    columns=(
        Column(
            _("Tentang"),
            lambda one: (
                label("webhook_event", one.row.kind),
                url_for("government.webhooks.show", delivery_id=one.id),
            ),
        ),
        Column(_("Terjadi"), lambda one: moment_long(one.row.happened_at), sort="happened"),
        Column(
            _("Keadaan"),
            lambda one: label("delivery_state", one.row.state),
            sort="state",
            under=lambda one: label("delivery_failure", one.row.failure) if one.row.failure else "",
            under_heading=_("Sebab"),
        ),
        Column(_("Dicoba"), lambda one: one.row.tries, number=True),
        Column(_("Jawaban terakhir"), lambda one: one.row.status or "", number=True),
    ),
)


class DeliveryFilterForm(FilterForm[DeliveryFilter]):
    state = KindFilter(_("Keadaan"), DeliveryState, group="delivery_state")

    def wanted(self) -> DeliveryFilter:
        return DeliveryFilter(state=self.state.chosen)


class EndpointForm(Form):
    address = TextField(_("Alamat https"), [Filled(_("Tulis alamatnya.")), longest(300)])


@bp.get("/<uuid:client_id>/messages")
@requires(Permission.USER_MANAGE)
def index(client_id: UUID) -> ResponseReturnValue:
    session = get_session()
    client = get_client(session, actor=g.actor, client_id=client_id)
    form = DeliveryFilterForm(LISTING.sent())
    page = list_deliveries(
        session,
        actor=g.actor,
        client_id=client_id,
        wanted=form.wanted(),
        order=LISTING.order(),
        place=LISTING.place(),
    )
    return render_template(
        "government/webhooks.html",
        client=client,
        endpoint=find_endpoint(session, client_id=client_id),
        form=form,
        shown=LISTING.page(page, client_id=client_id),
        is_filtered=form.narrows(),
    )


@bp.post("/<uuid:client_id>/messages")
@requires(Permission.USER_MANAGE)
def search(client_id: UUID) -> ResponseReturnValue:
    return LISTING.search(DeliveryFilterForm(), client_id=client_id)


@bp.get("/<uuid:client_id>/messages.<any(csv, xlsx):file_type>")
@requires(Permission.USER_MANAGE)
def export(client_id: UUID, file_type: str) -> ResponseReturnValue:
    return LISTING.take(
        file_type,
        DeliveryFilterForm(LISTING.sent()),
        partial(iterate_deliveries, client_id=client_id),
    )


@bp.route("/<uuid:client_id>/webhook", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def endpoint(client_id: UUID) -> ResponseReturnValue:
    """Setting it makes a new secret, which stands on the answer to this request alone."""
    session = get_session()
    client = get_client(session, actor=g.actor, client_id=client_id)
    present = find_endpoint(session, client_id=client_id)
    form = EndpointForm.of_request(address=present.address if present else "")
    if form.submitted():
        try:
            with transaction() as session:
                made = set_endpoint(
                    session,
                    actor=g.actor,
                    client_id=client_id,
                    address=form.address.data,
                    local=bool(current_app.config.get("WEBHOOKS_LOCAL")),
                    sealing=sealing_key(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            return _secret_page(client, made.secret)
    return render_template("government/webhook_form.html", form=form, client=client)


def _secret_page(client: ApiClient, secret: str) -> str:
    return render_template(
        "government/secret_once.html",
        client=client,
        title=gettext("Kunci pemberitahuan"),
        about=gettext(
            "Kunci ini hanya ditampilkan satu kali. Bank memeriksa Webhook-Signature dengannya."
        ),
        back=(url_for(".index", client_id=client.id), gettext("Semua pesan")),
        secrets=[(gettext("Kunci pemberitahuan"), "webhook-secret", secret)],
    )


@bp.post("/<uuid:client_id>/webhook/stop")
@requires(Permission.USER_MANAGE)
def stop(client_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        stop_endpoint(session, actor=g.actor, client_id=client_id, now=clock.now_utc())
    flash(gettext("Sistem bank ini tidak diberi tahu lagi."))
    return redirect(url_for(".index", client_id=client_id), 303)


@bp.get("/messages/<uuid:delivery_id>")
@requires(Permission.USER_MANAGE)
def show(delivery_id: UUID) -> ResponseReturnValue:
    row, client = get_delivery(get_session(), actor=g.actor, delivery_id=delivery_id)
    return render_template("government/webhook.html", row=row, client=client)


@bp.post("/messages/<uuid:delivery_id>/again")
@requires(Permission.USER_MANAGE)
def again(delivery_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        send_again(session, actor=g.actor, delivery_id=delivery_id, now=clock.now_utc())
    flash(gettext("Dikirim ulang dalam semenit."))
    return redirect(url_for(".show", delivery_id=delivery_id), 303)
