"""Systems of partner banks: who may call, what for, and with which keys. Kept by administrators."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, TextAreaField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.bank_api.actions.clients import (
    MadeClient,
    add_client,
    change_scopes,
    end_client,
    renew_secret,
)
from savings_app.bank_api.actions.keys import add_public_key, end_public_key
from savings_app.bank_api.kinds import LONGEST_NAME, Scope
from savings_app.bank_api.queries.clients import get_client, list_clients, list_keys
from savings_app.banks.queries import get_bank, list_banks
from savings_app.banks.queries.agreements import agreed_until
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.storage import sealing_key
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import (
    DONE,
    STALE,
    Form,
    VersionedForm,
    choices,
    gettext,
    labelled,
    longest,
    required,
)
from savings_app.web.guards import requires
from savings_app.words import lazy_gettext as _

if TYPE_CHECKING:
    from savings_app.bank_api.models import ApiClient

bp = Blueprint("api_clients", __name__, url_prefix="/bank-systems")


def _scopes_field() -> SelectMultipleField:
    return SelectMultipleField(
        _("Yang boleh dilakukannya"),
        [required(_("Pilih sedikitnya satu."))],
        choices=labelled("api_scope", Scope),
    )


def _chosen(field: SelectMultipleField) -> list[Scope]:
    return [Scope(one) for one in field.data or ()]


class ClientForm(Form):
    bank_id = SelectField(_("Bank"), [required(_("Pilih banknya."))])
    name = TextField(_("Nama sistemnya"), [Filled(_("Tulis namanya.")), longest(LONGEST_NAME)])
    scopes = _scopes_field()


class ScopesForm(VersionedForm):
    scopes = _scopes_field()


class KeyForm(VersionedForm):
    pem = TextAreaField(
        _("Kunci publik RSA (PEM)"), [required(_("Tempel kunci publiknya.")), longest(4000)]
    )


class EndForm(VersionedForm):
    reason = TextField(_("Mengapa diakhiri"), [Filled(_("Tulis alasannya.")), longest(200)])


@bp.get("/")
@requires(Permission.USER_MANAGE)
def index() -> ResponseReturnValue:
    return render_template(
        "government/api_clients.html", rows=list_clients(get_session(), actor=g.actor)
    )


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def add() -> ResponseReturnValue:
    form = ClientForm.of_request()
    partners = [bank for bank in list_banks(get_session()) if bank.is_partner]
    pairs = [(str(bank.id), bank.name) for bank in partners]
    form.bank_id.choices = choices(pairs, empty=gettext("Pilih bank"))
    if form.submitted():
        try:
            with transaction() as session:
                made = add_client(
                    session,
                    actor=g.actor,
                    bank_id=UUID(form.bank_id.data),
                    name=form.name.data,
                    scopes=_chosen(form.scopes),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            return _secret_page(made)
    return render_template("government/api_client_form.html", form=form)


@bp.get("/<uuid:client_id>")
@requires(Permission.USER_MANAGE)
def show(client_id: UUID) -> ResponseReturnValue:
    session = get_session()
    client = get_client(session, actor=g.actor, client_id=client_id)
    return render_template(
        "government/api_client.html",
        client=client,
        bank=get_bank(session, bank_id=client.bank_id),
        agreed_until=agreed_until(session, bank_id=client.bank_id, today=clock.today()),
        now=clock.now_utc(),
        keys=list_keys(session, client_id=client_id),
        form=VersionedForm(data={"version": client.version}),
    )


@bp.post("/<uuid:client_id>/secret")
@requires(Permission.USER_MANAGE)
def renew(client_id: UUID) -> ResponseReturnValue:
    """The new secret stands on the answer to this very request, and nowhere else."""
    with transaction() as session:
        made = renew_secret(
            session,
            actor=g.actor,
            client_id=client_id,
            version=VersionedForm.of_request().seen_version(),
            sealing=sealing_key(),
            now=clock.now_utc(),
        )
    return _secret_page(made)


@bp.route("/<uuid:client_id>/keys/add", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def add_key(client_id: UUID) -> ResponseReturnValue:
    client = get_client(get_session(), actor=g.actor, client_id=client_id)
    form = KeyForm.of_request(version=client.version)
    status = 200
    if form.submitted():
        made: list[MadeClient] = []
        status = form.attempt(lambda: made.append(_add_key(form, client_id)))
        if status == DONE and made[0].snap_secret:
            return _secret_page(made[0])
        if status == DONE:
            flash(gettext("Kunci publik ditambahkan."))
            return redirect(url_for(".show", client_id=client_id), 303)
    return _again("government/api_client_key.html", form, client_id, status)


def _add_key(form: KeyForm, client_id: UUID) -> MadeClient:
    with transaction() as session:
        return add_public_key(
            session,
            actor=g.actor,
            client_id=client_id,
            version=form.seen_version(),
            pem=form.pem.data or "",
            sealing=sealing_key(),
            now=clock.now_utc(),
        )


@bp.post("/<uuid:client_id>/keys/<uuid:key_id>/end")
@requires(Permission.USER_MANAGE)
def end_key(client_id: UUID, key_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        end_public_key(
            session, actor=g.actor, client_id=client_id, key_id=key_id, now=clock.now_utc()
        )
    flash(gettext("Kunci publik diakhiri."))
    return redirect(url_for(".show", client_id=client_id), 303)


@bp.route("/<uuid:client_id>/scopes", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def scopes(client_id: UUID) -> ResponseReturnValue:
    client = get_client(get_session(), actor=g.actor, client_id=client_id)
    form = ScopesForm.of_request(version=client.version, scopes=client.scopes)
    status = 200
    if form.submitted():
        status = form.attempt(partial(_change_scopes, form, client_id))
        if status == DONE:
            flash(gettext("Haknya diubah. Tanda masuk yang masih hidup sudah tidak berlaku."))
            return redirect(url_for(".show", client_id=client_id), 303)
    return _again("government/api_client_scopes.html", form, client_id, status)


def _change_scopes(form: ScopesForm, client_id: UUID) -> None:
    with transaction() as session:
        change_scopes(
            session,
            actor=g.actor,
            client_id=client_id,
            version=form.seen_version(),
            scopes=_chosen(form.scopes),
            now=clock.now_utc(),
        )


@bp.route("/<uuid:client_id>/end", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def end(client_id: UUID) -> ResponseReturnValue:
    client = get_client(get_session(), actor=g.actor, client_id=client_id)
    form = EndForm.of_request(version=client.version)
    status = 200
    if form.submitted():
        status = form.attempt(partial(_end, form, client_id))
        if status == DONE:
            flash(gettext("Sistem ini tidak dapat memanggil lagi. Catatannya tetap ada."))
            return redirect(url_for(".show", client_id=client_id), 303)
    return _again("government/api_client_end.html", form, client_id, status)


def _end(form: EndForm, client_id: UUID) -> None:
    with transaction() as session:
        end_client(
            session,
            actor=g.actor,
            client_id=client_id,
            version=form.seen_version(),
            reason=form.reason.data or "",
            now=clock.now_utc(),
        )


def _again(template: str, form: VersionedForm, client_id: UUID, status: int) -> tuple[str, int]:
    """The form once more, over the client as it is now."""
    client = get_client(get_session(), actor=g.actor, client_id=client_id)
    if status == STALE:
        form.version.data = str(client.version)
    return render_template(template, form=form, client=client), status


def _secret_page(made: MadeClient) -> str:
    client: ApiClient = made.client
    secrets = [
        ("client_id", "client-key", client.client_key),
        ("client_secret", "client-secret", made.secret),
        (gettext("client_secret untuk SNAP"), "snap-secret", made.snap_secret),
    ]
    return render_template(
        "government/secret_once.html",
        client=client,
        title=gettext("Kunci sistem bank"),
        about=gettext(
            "Kunci ini hanya ditampilkan satu kali dan tidak disimpan di sini. Serahkan kepada "
            "orang bank yang berhak, tidak lewat pesan biasa."
        ),
        back=(url_for(".show", client_id=client.id), client.name),
        secrets=[one for one in secrets if one[2]],
    )
