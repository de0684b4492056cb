"""Pengingat: where the family wants to be reminded, shown once to be its own, stopped any time."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.outbox.channels import Ways
from savings_app.outbox.kinds import Channel
from savings_app.outbox.rules import masked
from savings_app.reminders.actions.contacts import choose_contact, stop_reminders, verify_contact
from savings_app.reminders.address_rules import CodeWrong, NoCodeWaiting, is_code_open
from savings_app.reminders.queries.contacts import find_own_contact, has_agreed
from savings_app.tasks.messages import enqueue_message
from savings_app.tasks.reminders import letterhead
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("reminders", __name__, url_prefix="/reminders")


class ChoiceForm(Form):
    channel = RadioField(_("Bagaimana Anda ingin diingatkan?"), [required(_("Pilih satu cara."))])
    address = TextField(_("Nomor HP atau alamat e-mail"), [Optional(), longest(120)])


class CodeForm(Form):
    code = TextField(_("Kode dari pesan itu"), [required(_("Tulis enam angkanya.")), longest(12)])


@bp.get("/")
@requires(Permission.OWN_CONSENT)
def index() -> ResponseReturnValue:
    return _page(CodeForm())


@bp.route("/choose", methods=["GET", "POST"])
@requires(Permission.OWN_CONSENT)
def choose() -> ResponseReturnValue:
    ways = Ways.of(current_app.config)
    form = ChoiceForm.of_request()
    form.channel.choices = labelled("channel", ways.open_channels())
    recipient = get_own_recipient(get_session(), actor=g.actor)
    if request.method == "GET" and not has_agreed(get_session(), recipient_id=recipient.id):
        return redirect(url_for(".index"), 303)
    if form.submitted():
        try:
            _choose(form, ways)
        except DomainError as refusal:
            form.show(refusal)
        else:
            return redirect(url_for(".index"), 303)
    return render_template("family/reminders_choose.html", form=form)


def _choose(form: Any, ways: Ways) -> None:
    with transaction() as session:
        message = choose_contact(
            session,
            actor=g.actor,
            channel=Channel(form.channel.data),
            address=form.address.data,
            offered=ways.open_channels(),
            head=letterhead(),
            now=clock.now_utc(),
        )
    if message is not None:
        enqueue_message(message.id)


@bp.post("/verify")
@requires(Permission.OWN_CONSENT)
def verify() -> ResponseReturnValue:
    form = CodeForm.of_request()
    if not form.submitted():
        return _page(form)
    try:
        with transaction() as session:
            left = verify_contact(
                session, actor=g.actor, code=form.code.data or "", now=clock.now_utc()
            )
    except NoCodeWaiting as refusal:
        form.show(refusal)
        return _page(form)
    if left is not None:  # the guess is counted; only now it is refused
        form.show(CodeWrong(left=left))
        return _page(form)
    flash(gettext("Nomor atau alamat Anda sudah dipastikan."))
    return redirect(url_for(".index"), 303)


@bp.post("/stop")
@requires(Permission.OWN_CONSENT)
def stop() -> ResponseReturnValue:
    """One press, at once, without a question."""
    with transaction() as session:
        stop_reminders(session, actor=g.actor, now=clock.now_utc())
    flash(gettext("Pengingat dihentikan."))
    return redirect(url_for(".index"), 303)


def _page(form: CodeForm) -> str:
    session = get_session()
    recipient = get_own_recipient(session, actor=g.actor)
    contact = find_own_contact(session, actor=g.actor)
    waits = contact is not None and contact.verified_at is None and contact.stopped_at is None
    return render_template(
        "family/reminders.html",
        form=form,
        contact=contact,
        address=masked(contact.address) if contact else "",
        agreed=has_agreed(session, recipient_id=recipient.id),
        waits=waits,
        sender=letterhead().sender,
        code_open=contact is not None
        and contact.code_hash is not None
        and is_code_open(
            sent_at=contact.code_sent_at, guesses=contact.guesses, now=clock.now_utc()
        ),
    )
