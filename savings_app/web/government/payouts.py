"""What BPJS paid, beside what the law gives; a wrong row is reversed, with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.payouts import record_payout, reverse_payout
from savings_app.cases.kinds import PayoutKind
from savings_app.cases.queries.cases import get_case, get_entitlement, get_recipient, list_heirs
from savings_app.cases.queries.facts import get_standing
from savings_app.cases.queries.money import (
    find_live_claim,
    get_paid_summary,
    get_payout,
    list_payable_accounts,
    list_payouts,
)
from savings_app.cases.queries.progress import list_progress
from savings_app.cases.queries.receipt_checks import list_latest_checks
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.web.fields import DateField, Filled, RupiahField, TextField
from savings_app.web.forms import MoneyForm, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

bp = Blueprint("payouts", __name__, url_prefix="/payouts")


class PayoutForm(MoneyForm):
    kind = SelectField(_("Jenis pembayaran"), [required(_("Pilih jenis pembayaran."))])
    account_id = RadioField(
        _("Masuk ke rekening"), [required(_("Pilih rekening tempat uang masuk."))]
    )
    amount = RupiahField(_("Jumlah yang dibayar"), [Filled(_("Tulis jumlah yang dibayar."))])
    paid_on = DateField(_("Tanggal dibayar"), [Filled(_("Tulis tanggal dibayar."))])


class ReverseForm(MoneyForm):
    reason = TextField(
        _("Mengapa baris ini dibatalkan?"), [required(_("Tulis alasannya.")), longest(300)]
    )


@bp.get("/<uuid:case_id>")
@requires(Permission.CASE_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    return render_template(
        "government/payouts.html",
        case=case,
        rows=list_payouts(session, case_id=case_id),
        summary=get_paid_summary(session, case_id=case_id),
        recipients=[heir for heir in list_heirs(session, case_id=case_id) if heir.is_recipient],
        rests=_rests(session, case_id),
        claim=find_live_claim(session, case_id=case_id),
        may_record=g.actor.may(Permission.PAYOUT_RECORD),
    )


def _rests(session: Any, case_id: UUID) -> list[tuple[Any, Any, Any, Any, str]]:
    """Each recipient: what is its own, paid and still missing, and what it said of it."""
    heirs = list_heirs(session, case_id=case_id)
    standing = get_standing(session, case_id=case_id)
    people = list_progress(session, case_id=case_id, heirs=heirs, standing=standing)
    again = list_latest_checks(session, case_id=case_id)
    rows = []
    for person in people:
        own = standing.facts.entitled if len(people) == 1 else person.recipient.share
        paid = person.facts.paid
        missing = own - paid if own is not None and own > paid else None
        answer = again.get(person.recipient.id)
        said = label("check_answer", answer) if answer else ""
        rows.append((person.recipient, own, paid, missing, said))
    return rows


@bp.route("/record/<uuid:recipient_id>", methods=["GET", "POST"])
@requires(Permission.PAYOUT_RECORD)
def add(recipient_id: UUID) -> ResponseReturnValue:
    session = get_session()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    accounts = list_payable_accounts(session, case_id=case.id, recipient_id=recipient_id)
    form = PayoutForm.of_request()
    form.kind.choices = [(kind.value, label("payout_kind", kind)) for kind in PayoutKind]
    form.account_id.choices = [
        (str(row.account.id), f"{row.bank.name} {row.account.number}") for row in accounts
    ]
    entitlement = get_entitlement(session, recipient=recipient)
    if form.submitted():
        try:
            _record(form, recipient_id)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Pencairan dicatat."))
            return redirect(url_for(".show", case_id=case.id), 303)
    return render_template(
        "government/payout_add.html",
        form=form,
        recipient=recipient,
        case=case,
        accounts=accounts,
        entitlement=entitlement,
    )


def _record(form: Any, recipient_id: UUID) -> None:
    with transaction() as session:
        record_payout(
            session,
            actor=g.actor,
            recipient_id=recipient_id,
            account_id=UUID(form.account_id.data),
            kind=PayoutKind(form.kind.data),
            amount=form.amount.data,
            paid_on=form.paid_on.data,
            request_key=form.key(),
            today=clock.today(),
            now=clock.now_utc(),
        )


@bp.route("/reverse/<uuid:payout_id>", methods=["GET", "POST"])
@requires(Permission.PAYOUT_RECORD)
def reverse(payout_id: UUID) -> ResponseReturnValue:
    session = get_session()
    payout = get_payout(session, actor=g.actor, payout_id=payout_id)
    case = get_case(session, actor=g.actor, case_id=payout.case_id)
    rows = list_payouts(session, case_id=case.id)
    form = ReverseForm.of_request()
    if form.submitted():
        try:
            with transaction() as writing:
                reverse_payout(
                    writing,
                    actor=g.actor,
                    payout_id=payout_id,
                    reason=form.reason.data,
                    request_key=form.key(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Pencairan dibatalkan. Barisnya tetap terlihat beserta alasannya."))
            return redirect(url_for(".show", case_id=case.id), 303)
    return render_template(
        "government/payout_reverse.html",
        form=form,
        case=case,
        row=next(row for row in rows if row.payout.id == payout_id),
    )
