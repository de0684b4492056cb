"""Niat menabung: bukan janji, bukan nazar. Made, changed and cancelled without a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.queries import list_banks
from savings_app.cases.actions.accounts import record_account
from savings_app.cases.kinds import AccountPurpose, SharedAccountReason
from savings_app.cases.queries.cases import get_entitlement, get_own_recipient
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import cancel_pledge, change_pledge, make_pledge
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.pot_rules import share_out
from savings_app.deposits.queries import get_own_pledge, list_pledge_accounts, list_pledges
from savings_app.errors import DomainError, NotFound
from savings_app.identifiers import AccountNumber
from savings_app.money import ZERO, Rupiah, total
from savings_app.planning.kinds import NeedKind
from savings_app.planning.queries import find_plan_in_force, list_lines
from savings_app.planning.rules import Line
from savings_app.web.fields import DateField, Filled, IdentifierField, RupiahField, TextField
from savings_app.web.forms import Form, MoneyForm, choices, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("pledges", __name__, url_prefix="/pledges")


class WishForm(MoneyForm):
    """What a pledge says; nothing is filled in beforehand."""

    amount = RupiahField(
        _("Berapa yang ingin Anda simpan?"), [Filled(_("Tulis jumlahnya, misalnya 5.000.000."))]
    )
    until_on = DateField(_("Sampai kapan?"), [Filled(_("Tulis tanggalnya, misalnya 1 7 2028."))])
    goal = TextField(_("Untuk apa?"), [Optional(), longest(80)])
    # Which pot of the plan it is for, counted from 1; asked only where the plan has pots.
    pot = SelectField(_("Untuk celengan yang mana dalam rencana Anda?"), [Optional()])

    def offer(self, pots: Sequence[Line]) -> None:
        """The pots to choose from, by their own names."""
        self.pot.choices = choices(
            [(str(number), pot_name(pot, number)) for number, pot in enumerate(pots, 1)],
            empty=gettext("Tidak dari celengan"),
        )

    def chosen(self, pots: Sequence[Line]) -> UUID | None:
        """The pot that was chosen; None where none was."""
        at = self.pot.data or ""
        return pots[int(at) - 1].pot_id if at.isascii() and at.isdecimal() else None


class PledgeForm(WishForm):
    in_name_of = TextField(_("Rekening atas nama siapa"), [longest(40)])
    account_id = RadioField(
        _("Di rekening yang mana?"),
        [required(_("Pilih satu rekening."))],
    )


class AccountForm(Form):
    bank = SelectField(_("Bank"), [required(_("Pilih banknya."))])
    number = IdentifierField(
        _("Nomor rekening"),
        [Filled(_("Salin nomornya dari buku tabungan."))],
        kind=AccountNumber,
    )
    holder_name = TextField(
        _("Nama di buku tabungan"),
        [required(_("Salin nama dari buku tabungan.")), longest(120)],
    )
    accept_name = BooleanField(_("Ini rekening anak saya, jadi namanya lain dari nama saya."))


@bp.get("/")
@requires(Permission.OWN_PLAN)
def index() -> ResponseReturnValue:
    recipient = get_own_recipient(get_session(), actor=g.actor)
    rows = list_pledges(get_session(), actor=g.actor, recipient_id=recipient.id)
    pots = _pots()
    own, _left = share_out(pots, [row.pledge for row in rows])
    wished = [total(pledge.amount for pledge in of_pot) for of_pot in own]
    return render_template(
        "family/pledges/index.html", rows=rows, pots=list(zip(pots, wished, strict=True))
    )


@bp.get("/new")
@requires(Permission.OWN_PLAN)
def choose() -> ResponseReturnValue:
    """Leave it where it is, or put it elsewhere? Or not now."""
    number, pot = _pot(request.args.get("pot", ""))
    return render_template("family/pledges/choose.html", number=number, pot=pot)


@bp.route("/new/<kind>", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def make(kind: str) -> ResponseReturnValue:
    chosen = _kind(kind)
    session = get_session()
    accounts = list_pledge_accounts(session, actor=g.actor, kind=chosen)
    number, pot = _pot(request.form.get("pot", request.args.get("pot", "")))
    form = PledgeForm.of_request(**_of_pot(number, pot))
    pots = _pots()
    form.offer(pots)
    form.account_id.choices = choices(
        [(str(account.id), f"{bank.name} {account.number}") for account, bank in accounts]
    )
    if len(accounts) == 1:  # nothing to choose: the page says which one it is
        form.account_id.data = str(accounts[0][0].id)
        form.account_id.validators = [Optional()]
    if accounts and form.submitted():
        try:
            _make(form, chosen, form.chosen(pots))
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Niat Anda tersimpan. Boleh diubah atau dibatalkan kapan saja."))
            return redirect(url_for(".index"), 303)
    recipient = get_own_recipient(session, actor=g.actor)
    return render_template(
        "family/pledges/make.html",
        form=form,
        kind=chosen,
        accounts=accounts,
        entitlement=get_entitlement(session, recipient=recipient),
        planned=_planned(recipient.id)[1],
        pot=pot,
        pots=pots,
        number=number,
    )


def pot_name(pot: Line, number: int) -> str:
    """What the family calls it, else which one it is."""
    return pot.label or gettext("Celengan %(number)s", number=number)


def _pots() -> list[Line]:
    """What the plan in force sets aside, pot by pot."""
    plan = find_plan_in_force(get_session(), recipient_id=g.actor.recipient_id)
    lines = list_lines(get_session(), plan_id=plan.id) if plan else ()
    return [line for line in lines if line.kind is NeedKind.SAVING]


def _pot(asked: str) -> tuple[int | None, Line | None]:
    """The pot of this number; none where the plan has none of it any more."""
    pots = dict(enumerate(_pots(), 1))
    number = next((number for number in pots if str(number) == asked), None)
    return number, pots.get(number or 0)


def _of_pot(number: int | None, pot: Line | None) -> dict[str, object]:
    """The family's own words of the pot. How much is written anew: a pledge may be for less."""
    if pot is None:
        return {}
    return {
        "pot": str(number),
        "goal": pot.label,
        "until_on": pot.wanted_on,
        "in_name_of": pot.in_name_of,
    }


def _make(form: Any, kind: PledgeKind, pot_id: UUID | None) -> None:
    recipient = get_own_recipient(get_session(), actor=g.actor)
    plan_id, _amount = _planned(recipient.id)
    with transaction() as session:
        make_pledge(
            session,
            actor=g.actor,
            kind=kind,
            account_id=UUID(form.account_id.data),
            amount=form.amount.data,
            until_on=form.until_on.data,
            goal=form.goal.data,
            request_key=form.key(),
            today=clock.today(),
            now=clock.now_utc(),
            plan_id=plan_id,
            # The account where the santunan arrives is the recipient's own.
            in_name_of=form.in_name_of.data if kind is PledgeKind.PAID_IN else None,
            pot_id=pot_id,
        )


def _planned(recipient_id: UUID) -> tuple[UUID | None, Rupiah]:
    """The plan in force and what it sets aside to be saved."""
    plan = find_plan_in_force(get_session(), recipient_id=recipient_id)
    if plan is None:
        return None, ZERO
    lines = list_lines(get_session(), plan_id=plan.id)
    return plan.id, total(line.amount for line in lines if line.kind is NeedKind.SAVING)


@bp.route("/account", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def add_account() -> ResponseReturnValue:
    """Another account, for *disetor*: of the recipient or of a child."""
    form = AccountForm.of_request()
    form.bank.choices = choices(
        [(str(bank.id), bank.name) for bank in list_banks(get_session())],
        empty=gettext("Pilih bank"),
    )
    if form.submitted():
        recipient = get_own_recipient(get_session(), actor=g.actor)
        try:
            with transaction() as session:
                record_account(
                    session,
                    actor=g.actor,
                    recipient_id=recipient.id,
                    bank_id=UUID(form.bank.data),
                    number=form.number.data,
                    holder_name=form.holder_name.data,
                    purpose=AccountPurpose.SAVING,
                    name_accepted=form.accept_name.data,
                    # Brothers and sisters may save for one child; whose else it is stays unsaid.
                    shared_reason=SharedAccountReason.JOINT,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Rekening ditambahkan."))
            number, _pot_of = _pot(request.args.get("pot", ""))
            return redirect(url_for(".make", kind=PledgeKind.PAID_IN.value, pot=number), 303)
    return render_template("family/pledges/account.html", form=form)


@bp.route("/<uuid:pledge_id>/change", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def change(pledge_id: UUID) -> ResponseReturnValue:
    row = get_own_pledge(get_session(), actor=g.actor, pledge_id=pledge_id)
    old = row.pledge
    pots = _pots()
    at = _place_of(old.pot_id, pots)
    form = WishForm.of_request(amount=old.amount, until_on=old.until_on, goal=old.goal, pot=at)
    form.offer(pots)
    if request.method == "GET" and not row.is_live:
        return redirect(url_for(".index"), 303)
    if form.submitted():
        try:
            with transaction() as session:
                change_pledge(
                    session,
                    actor=g.actor,
                    pledge_id=pledge_id,
                    amount=form.amount.data,
                    until_on=form.until_on.data,
                    goal=form.goal.data,
                    pot_id=_pot_after(form, pots, old.pot_id),
                    request_key=form.key(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Niat Anda sudah diubah."))
            return redirect(url_for(".index"), 303)
    return render_template("family/pledges/change.html", form=form, row=row, pots=pots)


def _place_of(pot_id: UUID | None, pots: Sequence[Line]) -> str:
    """Which pot of the plan it is, counted from 1; empty where it is none of them."""
    places = (number for number, pot in enumerate(pots, 1) if pot.pot_id == pot_id)
    return str(next(places, "")) if pot_id else ""


def _pot_after(form: Any, pots: Sequence[Line], before: UUID | None) -> UUID | None:
    """The pot that was chosen; the one of before where none was asked, or it is not in the plan."""
    chosen: UUID | None = form.chosen(pots)
    is_kept = not form.pot.raw_data or not _place_of(before, pots)
    return before if chosen is None and is_kept else chosen


@bp.route("/<uuid:pledge_id>/cancel", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def cancel(pledge_id: UUID) -> ResponseReturnValue:
    row = get_own_pledge(get_session(), actor=g.actor, pledge_id=pledge_id)
    form = Form.of_request()
    if request.method == "GET" and not row.is_live:
        return redirect(url_for(".index"), 303)
    if form.submitted():
        try:
            with transaction() as session:
                cancel_pledge(session, actor=g.actor, pledge_id=pledge_id, now=clock.now_utc())
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Niat itu sudah dibatalkan. Uang Anda tetap milik Anda."))
            return redirect(url_for(".index"), 303)
    return render_template("family/pledges/cancel.html", form=form, row=row)


def _kind(text: str) -> PledgeKind:
    try:
        return PledgeKind(text)
    except ValueError as unknown:
        raise NotFound from unknown
