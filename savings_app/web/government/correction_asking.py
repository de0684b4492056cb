"""Asking for a correction: the form of the facts, with the proof and the reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.heirs import record_heir_numbers_shown
from savings_app.cases.queries.heirs import get_heir
from savings_app.corrections.actions import request_for_heir, request_for_participant
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.registry.actions import record_numbers_shown
from savings_app.registry.queries import get_participant
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import Form, longest
from savings_app.web.government.heirs import HeirForm, shown_heir
from savings_app.web.government.participants import ParticipantForm, with_choices
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("correction_asking", __name__, url_prefix="/corrections")


class ProofFields(Form):
    """What every request says."""

    evidence = TextField(
        _("Di mana data yang benar tertulis"),
        [Filled(_("Tulis buktinya, misalnya KTP atau KK.")), longest(300)],
    )
    reason = TextField(_("Mengapa keliru"), [Filled(_("Tulis alasannya.")), longest(300)])


class ParticipantRequestForm(ParticipantForm, ProofFields):
    pass


class HeirRequestForm(HeirForm, ProofFields):
    pass


@bp.route("/participants/<uuid:participant_id>/ask", methods=["GET", "POST"])
@requires(Permission.CORRECTION_REQUEST)
def ask_for_participant(participant_id: UUID) -> ResponseReturnValue:
    """The form shows full numbers, so opening it is recorded."""
    if request.method == "GET":
        with transaction() as session:
            record_numbers_shown(
                session, actor=g.actor, participant_id=participant_id, now=clock.now_utc()
            )
    participant = get_participant(get_session(), actor=g.actor, participant_id=participant_id)
    form: Any = with_choices(
        ParticipantRequestForm.of_request(obj=participant, months=participant.months_contributed)
    )
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                made = request_for_participant(
                    session,
                    actor=g.actor,
                    participant_id=participant_id,
                    version=form.seen_version(),
                    facts=form.facts(),
                    reason=form.reason.data,
                    evidence=form.evidence.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
            status = 409 if isinstance(refusal, Conflict) else 200
        else:
            return _asked(made.id)
    page = render_template(
        "government/participant_form.html", form=form, participant=participant, correcting=True
    )
    return page, status


@bp.route("/heirs/<uuid:heir_id>/ask", methods=["GET", "POST"])
@requires(Permission.CORRECTION_REQUEST)
def ask_for_heir(heir_id: UUID) -> ResponseReturnValue:
    """The form shows the full NIK, so opening it is recorded."""
    if request.method == "GET":
        with transaction() as session:
            record_heir_numbers_shown(session, actor=g.actor, heir_id=heir_id, now=clock.now_utc())
    case, heir = get_heir(get_session(), actor=g.actor, heir_id=heir_id)
    form: Any = HeirRequestForm.of_request(**shown_heir(heir))
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                made = request_for_heir(
                    session,
                    actor=g.actor,
                    heir_id=heir_id,
                    version=form.seen_version(),
                    facts=form.facts(),
                    reason=form.reason.data,
                    evidence=form.evidence.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
            status = 409 if isinstance(refusal, Conflict) else 200
        else:
            return _asked(made.id)
    page = render_template(
        "government/heir_form.html", form=form, case=case, heir=heir, correcting=True
    )
    return page, status


def _asked(request_id: UUID) -> ResponseReturnValue:
    flash(gettext("Perbaikan diajukan. Orang kedua yang memutuskan."))
    return redirect(url_for("government.corrections.show", request_id=request_id), 303)
