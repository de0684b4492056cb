"""One person written down twice: the other record is found, both are seen, and it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SearchField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.search import FoundParticipant, search_participants
from savings_app.corrections.actions import request_merge, request_separation
from savings_app.corrections.queries.merges import (
    MergePreview,
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

if TYPE_CHECKING:
    from savings_app.corrections.models import CorrectionRequest

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
    return _ask(
        participant_id,
        record_id,
        partial(request_merge, today=clock.today()),
        partial(get_merge_preview, today=clock.today()),
        merging=True,
    )


@bp.route("/<uuid:participant_id>/separate/<uuid:record_id>", methods=["GET", "POST"])
@requires(Permission.CORRECTION_REQUEST)
def separate(participant_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """They were two people after all: each gets back what it was."""
    return _ask(
        participant_id, record_id, request_separation, get_separation_preview, merging=False
    )


def _ask(
    participant_id: UUID,
    other_id: UUID,
    make_request: Callable[..., CorrectionRequest],
    get_preview: Callable[..., MergePreview],
    *,
    merging: bool,
) -> ResponseReturnValue:
    """Ask for it with a reason; else the page of both records, with what was refused."""
    form = ReasonForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                made = make_request(
                    session,
                    actor=g.actor,
                    participant_id=participant_id,
                    other_id=other_id,
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Permintaan dicatat. Orang kedua yang memutuskan."))
            return redirect(url_for("government.corrections.show", request_id=made.id), 303)
    preview = get_preview(
        get_session(), actor=g.actor, participant_id=participant_id, other_id=other_id
    )
    return render_template(
        "government/merge_ask.html",
        form=form,
        merging=merging,
        **shown_preview(preview, full=False, merging=merging),
    )
