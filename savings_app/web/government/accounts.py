"""The recipient's account, from the passbook: recorded before the claim, named by the bank."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.audit.actions import record
from savings_app.banks.queries import get_bank, list_banks
from savings_app.cases.actions.accounts import ask_name_check, end_account, record_account
from savings_app.cases.kinds import NameCheck, SharedAccountReason
from savings_app.cases.money_rules import has_usual_length
from savings_app.cases.queries.cases import get_case, get_recipient, recipient_number
from savings_app.cases.queries.money import AccountRow, find_live_claim, get_account, list_accounts
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound
from savings_app.identifiers import AccountNumber
from savings_app.web.fields import Filled, IdentifierField, TextField
from savings_app.web.forms import Form, choices, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

bp = Blueprint("accounts", __name__, url_prefix="/accounts")


class AccountForm(Form):
    bank = SelectField(_("Bank"), [required(_("Pilih banknya; bank apa saja boleh."))])
    number = IdentifierField(
        _("Nomor rekening"), [Filled(_("Tulis nomor rekening."))], kind=AccountNumber
    )
    holder_name = TextField(
        _("Nama pemilik seperti di buku tabungan"),
        [required(_("Salin nama dari buku tabungan.")), longest(120)],
    )
    accept_name = BooleanField(
        _("Buku tabungan sudah saya lihat; pemiliknya memang penerima atau walinya.")
    )
    shared_reason = SelectField(_("Mengapa nomor ini sama dengan penerima lain?"), default="")


@bp.route("/add/<uuid:recipient_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def add(recipient_id: UUID) -> ResponseReturnValue:
    session = get_session()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    form = AccountForm.of_request()
    form.bank.choices = choices(
        [(str(bank.id), bank.name) for bank in list_banks(session)], empty=gettext("Pilih bank")
    )
    form.shared_reason.choices = choices(
        [(reason.value, label("shared_account", reason)) for reason in SharedAccountReason],
        empty=gettext("Pilih alasan"),
    )
    if form.submitted():
        try:
            account_id = _record(form, recipient_id)
        except DomainError as refusal:
            form.show(refusal)
        else:
            _say_recorded(form)
            return redirect(url_for(".show", account_id=account_id), 303)
    return render_template(
        "government/account_add.html",
        form=form,
        recipient=recipient,
        case=case,
        number=recipient_number(case, recipient),
        claim=find_live_claim(session, case_id=case.id),
    )


def _record(form: Any, recipient_id: UUID) -> UUID:
    reason = form.shared_reason.data
    with transaction() as session:
        account = record_account(
            session,
            actor=g.actor,
            recipient_id=recipient_id,
            bank_id=UUID(form.bank.data),
            number=form.number.data,
            holder_name=form.holder_name.data,
            name_accepted=form.accept_name.data,
            shared_reason=SharedAccountReason(reason) if reason else None,
            now=clock.now_utc(),
        )
    return account.id


def _say_recorded(form: Any) -> None:
    bank = get_bank(get_session(), bank_id=UUID(form.bank.data))
    digits = len(form.number.data.full)
    if has_usual_length(digits, usual=bank.account_digits):
        flash(gettext("Rekening dicatat."))
    else:
        flash(
            gettext(
                "Rekening dicatat. Nomor %(bank)s biasanya %(usual)s angka, yang ditulis "
                "%(digits)s. Periksa sekali lagi di buku tabungan.",
                bank=bank.name,
                usual=bank.account_digits,
                digits=digits,
            )
        )


@bp.get("/<uuid:account_id>")
@requires(Permission.CASE_READ)
def show(account_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        row = _row(account_id)
        # The whole number stands on this page alone, and who opened it is kept.
        record(
            session,
            actor=g.actor,
            now=clock.now_utc(),
            action="account:open",
            subject="account",
            subject_id=account_id,
            case_id=row.recipient.case_id,
        )
    case = get_case(get_session(), actor=g.actor, case_id=row.recipient.case_id)
    live = row.account.ended_on is None
    unasked = row.account.name_check is NameCheck.FAMILY_PROOF
    consent = find_live(get_session(), recipient_id=row.recipient.id, kind=ConsentKind.TELL_BANK)
    return render_template(
        "government/account.html",
        row=row,
        case=case,
        number=recipient_number(case, row.recipient),
        usual=has_usual_length(len(row.account.number.full), usual=row.bank.account_digits),
        may_edit=g.actor.may(Permission.CASE_EDIT) and live,
        askable=live and unasked and row.bank.is_partner,
        elsewhere=unasked and not row.bank.is_partner,
        agreed=consent is not None,
    )


@bp.post("/<uuid:account_id>/ask-name")
@requires(Permission.CASE_EDIT)
def ask_name(account_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        account = get_account(session, actor=g.actor, account_id=account_id)
        consent = find_live(session, recipient_id=account.recipient_id, kind=ConsentKind.TELL_BANK)
        if consent is None:
            raise NotFound
        ask_name_check(session, actor=g.actor, account_id=account_id, now=clock.now_utc())
    flash(gettext("Pertanyaan tentang nama pemilik diteruskan ke bank."))
    return redirect(url_for(".show", account_id=account_id), 303)


@bp.post("/<uuid:account_id>/end")
@requires(Permission.CASE_EDIT)
def end(account_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        end_account(
            session,
            actor=g.actor,
            account_id=account_id,
            today=clock.today(),
            now=clock.now_utc(),
        )
    flash(gettext("Rekening diakhiri. Catatannya tetap tersimpan."))
    return redirect(url_for(".show", account_id=account_id), 303)


def _row(account_id: UUID) -> AccountRow:
    session = get_session()
    account = get_account(session, actor=g.actor, account_id=account_id)
    recipient = get_recipient(session, actor=g.actor, recipient_id=account.recipient_id)
    rows = list_accounts(session, case_id=recipient.case_id)
    return next(row for row in rows if row.account.id == account_id)
