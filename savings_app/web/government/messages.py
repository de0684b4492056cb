"""Messages to families: what left, what did not and why, and letters to be handed over."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound, NotPermitted
from savings_app.outbox.kinds import Channel, MessagePurpose, MessageState
from savings_app.reminders.actions.sending import hand_over_letter, retry_message
from savings_app.reminders.queries.messages import (
    SORTING,
    MessageFilter,
    MessageRow,
    get_message,
    iterate_messages,
    list_messages,
)
from savings_app.tasks.messages import enqueue_message
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import moment_long
from savings_app.words.labels import label

bp = Blueprint("messages", __name__, url_prefix="/messages")


def _about(row: MessageRow) -> str:
    if row.reason is None:
        return label("message_purpose", row.purpose)
    return label("reminder_reason", row.reason)


LISTING: Listing[MessageRow] = Listing(
    name="pesan",
    endpoint="government.messages.index",
    export="government.messages.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Penerima"),
            lambda row: (row.recipient, url_for("government.messages.show", message_id=row.id)),
            sort="name",
            under=lambda row: row.number,
            under_heading=_("Nomor santunan"),
        ),
        Column(_("Tentang"), _about),
        Column(
            _("Dikirim lewat"),
            lambda row: label("channel", row.channel),
            sort="channel",
            under=lambda row: row.address,
            under_heading=_("Alamat"),
        ),
        Column(
            _("Keadaan"),
            lambda row: label("message_state", row.state),
            sort="state",
            under=lambda row: label("message_failure", row.failure) if row.failure else "",
            under_heading=_("Sebab"),
        ),
        Column(_("Dicoba"), lambda row: row.tries, number=True),
        Column(_("Dibuat"), lambda row: moment_long(row.created_at), sort="made"),
        Column(_("Terkirim"), lambda row: moment_long(row.sent_at) if row.sent_at else ""),
    ),
)


class MessageFilterForm(FilterForm[MessageFilter]):
    state = KindFilter(_("Keadaan"), MessageState, group="message_state")
    channel = KindFilter(_("Dikirim lewat"), Channel, group="channel")

    def wanted(self) -> MessageFilter:
        return MessageFilter(state=self.state.chosen, channel=self.channel.chosen)


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/messages.html", MessageFilterForm(LISTING.sent()), list_messages
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, MessageFilterForm(LISTING.sent()), iterate_messages)


@bp.get("/<uuid:message_id>")
@requires(Permission.CASE_READ)
def show(message_id: UUID) -> ResponseReturnValue:
    return _page(message_id, Form())


@bp.get("/<uuid:message_id>/letter")
@requires(Permission.CASE_READ)
def letter(message_id: UUID) -> ResponseReturnValue:
    """The letter for the desa to take along: folded, the name outside."""
    message, row = get_message(get_session(), actor=g.actor, message_id=message_id)
    if message.channel is not Channel.LETTER or row.is_erased:
        raise NotFound
    return render_template("government/message_letter.html", message=message, row=row)


@bp.post("/<uuid:message_id>/retry")
@requires(Permission.CASE_EDIT)
def retry(message_id: UUID) -> ResponseReturnValue:
    refused = _refused(message_id, retry_message)
    if refused is not None:
        return refused
    enqueue_message(message_id)
    flash(gettext("Pesan dicoba lagi."))
    return redirect(url_for(".show", message_id=message_id), 303)


@bp.post("/<uuid:message_id>/hand-over")
@requires(Permission.CASE_EDIT)
def hand_over(message_id: UUID) -> ResponseReturnValue:
    refused = _refused(message_id, hand_over_letter)
    if refused is not None:
        return refused
    flash(gettext("Surat dicatat sudah dititipkan."))
    return redirect(url_for(".show", message_id=message_id), 303)


def _refused(message_id: UUID, act: Callable[..., object]) -> str | None:
    """Do it to the message; the page that says why not, None where it is done."""
    form = Form()
    try:
        with transaction() as session:
            act(session, actor=g.actor, message_id=message_id, now=clock.now_utc())
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        form.show(refusal)
        return _page(message_id, form)
    return None


def _page(message_id: UUID, form: Form) -> str:
    message, row = get_message(get_session(), actor=g.actor, message_id=message_id)
    is_reminder = message.purpose is MessagePurpose.REMINDER
    waits = message.state is MessageState.WAITING
    return render_template(
        "government/message.html",
        form=form,
        row=row,
        about=_about(row),
        can_retry=is_reminder
        and message.state is MessageState.FAILED
        and not row.is_erased
        and g.actor.may(Permission.CASE_EDIT),
        is_letter=message.channel is Channel.LETTER and not row.is_erased,
        can_hand_over=message.channel is Channel.LETTER
        and waits
        and g.actor.may(Permission.CASE_EDIT),
    )
