"""One person written down twice: the other record is found, both are seen, and it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SearchField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.search import FoundParticipant, search_participants
from savings_app.corrections.actions import request_merge, request_separation
from savings_app.corrections.queries.merges import (
    get_merge_preview,
    get_separation_preview,
    list_alike,
)
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.regions.queries import find_place
from savings_app.registry.queries import get_participant
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import Form, longest
from savings_app.web.government.merge_pages import shown_preview
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("merges", __name__, url_prefix="/participants")


class SearchForm(Form):
    q = SearchField(_("Nama, NIK, atau KPJ"))


class ReasonForm(Form):
    reason = TextField(
        _("Mengapa"), [Filled(_("Tulis alasannya: orang kedua membacanya.")), longest(300)]
    )


@bp.route("/<uuid:participant_id>/merge", methods=["GET", "POST"])
@requires(Permission.CORRECTION_REQUEST)
def choose(participant_id: UUID) -> ResponseReturnValue:
    """Which record is the other one. A search is sent, never linked."""
    session = get_session()
    participant = get_participant(session, actor=g.actor, participant_id=participant_id)
    form = SearchForm.of_request()
    found: list[FoundParticipant] | None = None
    more = False
    if request.method == "POST":
        try:
            page = search_participants(session, actor=g.actor, text=form.q.data or "")
        except DomainError as refusal:
            form.show(refusal)
        else:
            found = [row for row in page.rows if row.id != participant_id]
            more = page.total > len(page.rows)
    alike = list_alike(session, actor=g.actor, record=participant)
    return render_template(
        "government/merge_choose.html",
        form=form,
        participant=participant,
        alike=[(one, find_place(session, code=one.region_code)) for one in alike],
        found=found,
        more=more,
    )


@bp.route("/<uuid:participant_id>/merge/<uuid:record_id>", methods=["GET", "POST"])
@requires(Permission.CORRECTION_REQUEST)
def ask(participant_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Both records side by side; nothing changes until another person agrees."""

    def do(form: ReasonForm) -> UUID:
        with transaction() as session:
            made = request_merge(
                session,
                actor=g.actor,
                participant_id=participant_id,
                other_id=record_id,
                reason=form.reason.data,
                today=clock.today(),
                now=clock.now_utc(),
            )
        return made.id

    form = ReasonForm.of_request()
    answer = _asked(form, do)
    if answer is not None:
        return answer
    preview = get_merge_preview(
        get_session(),
        actor=g.actor,
        participant_id=participant_id,
        other_id=record_id,
        today=clock.today(),
    )
    return render_template(
        "government/merge_ask.html",
        form=form,
        merging=True,
        **shown_preview(preview, full=False, merging=True),
    )


@bp.route("/<uuid:participant_id>/separate/<uuid:record_id>", methods=["GET", "POST"])
@requires(Permission.CORRECTION_REQUEST)
def separate(participant_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """They were two people after all: each gets back what it was."""

    def do(form: ReasonForm) -> UUID:
        with transaction() as session:
            made = request_separation(
                session,
                actor=g.actor,
                participant_id=participant_id,
                other_id=record_id,
                reason=form.reason.data,
                now=clock.now_utc(),
            )
        return made.id

    form = ReasonForm.of_request()
    answer = _asked(form, do)
    if answer is not None:
        return answer
    preview = get_separation_preview(
        get_session(), actor=g.actor, participant_id=participant_id, other_id=record_id
    )
    return render_template(
        "government/merge_ask.html",
        form=form,
        merging=False,
        **shown_preview(preview, full=False, merging=False),
    )


def _asked(form: ReasonForm, do: Callable[[ReasonForm], UUID]) -> ResponseReturnValue | None:
    """Where a valid form leads; None where the page is shown, with what was refused."""
    if not form.submitted():
        return None
    try:
        request_id = do(form)
    except DomainError as refusal:
        form.show(refusal)
        return None
    flash(gettext("Permintaan dicatat. Orang kedua yang memutuskan."))
    return redirect(url_for("government.corrections.show", request_id=request_id), 303)
