"""A photo of the family's own passbook: kept for itself, counted nowhere, taken away for good."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import FileField, RadioField

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.db import get_session, read_anew, transaction
from savings_app.deposits.actions import hand_in_photo, remove_photo
from savings_app.deposits.passbook_pictures import read_passbook
from savings_app.deposits.queries.photos import (
    get_photo,
    list_kept_photo_names,
    list_own_accounts,
    list_photos,
)
from savings_app.errors import DomainError, NotFound
from savings_app.storage import LARGEST_BYTES, FileKind
from savings_app.web.fields import DateField, Filled
from savings_app.web.forms import MoneyForm, choices, required
from savings_app.web.guards import requires
from savings_app.web.passbook_photos import photo_response
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("passbook", __name__, url_prefix="/savings/photos")


class PhotoForm(MoneyForm):
    account = RadioField(_("Buku tabungan rekening mana?"), [required(_("Pilih rekeningnya."))])
    on = DateField(
        _("Hari yang terlihat di halaman itu"), [Filled(_("Tulis hari di baris terakhirnya."))]
    )
    file = FileField(_("Foto halamannya"), [required(_("Pilih fotonya dahulu."))])


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def index() -> ResponseReturnValue:
    session = get_session()
    recipient = get_own_recipient(session, actor=g.actor)
    accounts = list_own_accounts(session, actor=g.actor)
    form: Any = PhotoForm.of_request()
    form.account.choices = choices(
        [(str(one.account_id), f"{one.bank_name} {one.number}") for one in accounts]
    )
    if form.submitted():
        try:
            _hand_in(form)
        except NotFound:
            raise
        except DomainError as refusal:
            refusal.field = "file" if refusal.field == "files" else refusal.field
            form.show(refusal)
        else:
            flash(gettext("Fotonya tersimpan. Ini foto Anda, belum dikatakan bank."))
            return redirect(url_for(".index"), 303)
    return render_template(
        "family/passbook.html",
        form=form,
        accounts=accounts,
        photos=list_photos(get_session(), actor=g.actor, recipient_id=recipient.id),
    )


def _hand_in(form: Any) -> None:
    """Read, then keep, then record; what is not recorded is not kept."""
    sent: FileStorage = form.file.data
    with closing(sent):
        # One byte more than the limit is enough to know.
        data = sent.stream.read(LARGEST_BYTES[FileKind.PASSBOOK] + 1)
    storage.check_size(FileKind.PASSBOOK, len(data))
    stored = storage.store(FileKind.PASSBOOK, read_passbook(data, name=sent.filename or ""))
    try:
        with transaction() as session:
            hand_in_photo(
                session,
                actor=g.actor,
                account_id=UUID(form.account.data),
                shows_on=form.on.data,
                stored=stored,
                request_key=form.key(),
                today=clock.today(),
                now=clock.now_utc(),
            )
    finally:
        if not list_kept_photo_names(read_anew(), names=[stored.name]):
            storage.discard(FileKind.PASSBOOK, stored.name)


@bp.get("/<uuid:photo_id>")
@requires(Permission.OWN_READ)
def show(photo_id: UUID) -> Response:
    return photo_response(photo_id)


@bp.route("/<uuid:photo_id>/remove", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def remove(photo_id: UUID) -> ResponseReturnValue:
    """Asked once, then gone for good: the bytes go once it is recorded that they went."""
    form: Any = MoneyForm.of_request()
    if form.submitted():
        with transaction() as session:
            name = remove_photo(session, actor=g.actor, photo_id=photo_id, now=clock.now_utc())
        storage.discard(FileKind.PASSBOOK, name)
        flash(gettext("Fotonya sudah dihapus untuk selamanya."))
        return redirect(url_for(".index"), 303)
    photo, _case_id = get_photo(get_session(), actor=g.actor, photo_id=photo_id)
    return render_template("family/passbook_remove.html", form=form, photo=photo)
