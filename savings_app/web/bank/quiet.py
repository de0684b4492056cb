"""Accounts that will be called inactive, told early; what the bank says of an account itself."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

import wtforms
from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import say_account_status, take_back_account_status
from savings_app.deposits.kinds import AccountStatus
from savings_app.deposits.queries.account_words import get_said_account, list_account_words
from savings_app.deposits.sleep_rules import Sleep, sleep_law
from savings_app.errors import DomainError, NotFound
from savings_app.reconciliation.queries.quiet import (
    QuietFilter,
    QuietRow,
    chosen_order,
    iterate_quiet,
    list_quiet,
)
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import Form, MoneyForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label
from savings_app.words.sleep import sleep_words

bp = Blueprint("quiet", __name__, url_prefix="/quiet")


def _tell(row: QuietRow) -> str:
    """What the family reads of it, so that the officer says the same at the counter."""
    law = sleep_law(clock.today())
    dormant = law.dormant_on(row.moved_on) if law and row.moved_on else None
    code = row.sleep.value
    if row.sleep is Sleep.PAST and dormant and dormant < clock.today():
        code = "lewat_dorman"
    return sleep_words(code, by=row.inactive_on, dormant=dormant, on=row.said_on)


LISTING: Listing[QuietRow] = Listing(
    name="rekening-akan-tidak-aktif",
    endpoint="bank.quiet.index",
    export="bank.quiet.export",
    sorting=chosen_order,
    private=(),
    columns=(
        Column(
            _("Nama"),
            lambda row: (row.holder_name, url_for("bank.quiet.show", account_id=row.id)),
            sort="name",
            under=lambda row: str(row.number),
            under_heading=_("Rekening"),
        ),
        Column(_("Keadaan"), lambda row: label("sleep", row.sleep)),
        day_column(_("Gerakan terakhir"), lambda row: row.moved_on, sort="moved"),
        day_column(_("Aktif sampai"), lambda row: row.inactive_on),
        Column(_("Yang dikatakan kepada keluarga"), _tell),
    ),
)


class QuietFilterForm(FilterForm[QuietFilter]):
    sleep = KindFilter(_("Keadaan"), Sleep, group="sleep")

    def wanted(self) -> QuietFilter:
        return QuietFilter(self.sleep.chosen)


class StatusForm(MoneyForm):
    status = wtforms.RadioField(
        _("Menurut sistem bank, rekening ini"),
        [required(_("Pilih salah satu."))],
        choices=labelled("account_status", AccountStatus),
    )
    on = DateField(_("Sejak kapan"), [Filled(_("Tulis harinya."))])


class TakeBackForm(Form):
    reason = TextField(_("Mengapa ditarik?"), [required(_("Tulis alasannya.")), longest(300)])


@bp.post("/")
@requires(Permission.BANK_ANSWER_GIVE)
def search() -> ResponseReturnValue:
    return LISTING.search(QuietFilterForm())


@bp.get("/")
@requires(Permission.BANK_ANSWER_GIVE)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "bank/quiet.html",
        QuietFilterForm(LISTING.sent()),
        partial(list_quiet, today=clock.today()),
        law=sleep_law(clock.today()),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.BANK_ANSWER_GIVE)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(
        file_type, QuietFilterForm(LISTING.sent()), partial(iterate_quiet, today=clock.today())
    )


@bp.route("/<uuid:account_id>", methods=["GET", "POST"])
@requires(Permission.BANK_ANSWER_GIVE)
def show(account_id: UUID) -> ResponseReturnValue:
    """What the bank said of this account, and a form to say it."""
    account = get_said_account(get_session(), actor=g.actor, account_id=account_id)
    form = StatusForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                say_account_status(
                    session,
                    actor=g.actor,
                    account_id=account_id,
                    on=form.on.data,
                    status=AccountStatus(form.status.data),
                    request_key=form.key(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Tercatat. Keluarga membacanya di halaman simpanannya."))
            return redirect(url_for(".show", account_id=account_id), 303)
    words = list_account_words(get_session(), actor=g.actor, account_id=account_id)
    standing = [word for word in words if word.taken_back is None]
    return render_template(
        "bank/quiet_account.html",
        form=form,
        account=account,
        words=words,
        is_closed=any(word.status is AccountStatus.CLOSED for word in standing),
        hints=_hints(),
    )


def _hints() -> dict[str, str]:
    """Under each choice what its day means, or what follows."""
    return {
        AccountStatus.ACTIVE.value: gettext("Tulis hari gerakan terakhirnya."),
        AccountStatus.CLOSED.value: gettext(
            "“Masih ada?” tidak ditanyakan lagi. Niat keluarga tidak dibatalkan."
        ),
    }


@bp.route("/<uuid:account_id>/<uuid:word_id>/take-back", methods=["GET", "POST"])
@requires(Permission.BANK_ANSWER_GIVE)
def take_back(account_id: UUID, word_id: UUID) -> ResponseReturnValue:
    account = get_said_account(get_session(), actor=g.actor, account_id=account_id)
    words = list_account_words(get_session(), actor=g.actor, account_id=account_id)
    word = next((one for one in words if one.id == word_id), None)
    if word is None:
        raise NotFound
    form: Any = TakeBackForm.of_request()
    if form.submitted():
        with transaction() as session:
            take_back_account_status(
                session,
                actor=g.actor,
                word_id=word_id,
                reason=form.reason.data,
                now=clock.now_utc(),
            )
        flash(gettext("Ditarik kembali. Catatan lama tetap ada beserta alasannya."))
        return redirect(url_for(".show", account_id=account_id), 303)
    return render_template("bank/quiet_take_back.html", form=form, account=account, word=word)
