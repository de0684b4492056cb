"""The consents: each with its own yes and no, each taken back in one step.

The seventh is asked only where an experiment runs; who said yes to it can always take it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.queries import ConsentState, list_consents
from savings_app.consents.rules import SCOPE_WORDS, Words, words_of
from savings_app.db import get_session, transaction
from savings_app.documents.consent_letter_queries import OnPaper, list_given_on_paper
from savings_app.errors import DomainError, NotFound
from savings_app.experiments.queries.running import Study, list_studies
from savings_app.retention.queries.records import list_own_erasures
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.formats import date_long, moment_long

bp = Blueprint("consents", __name__, url_prefix="/consents")

NO = "no"
YES = "yes"


@dataclass(frozen=True, slots=True)
class Card:
    """One consent as the page shows it. `revoked_at` of the last one, where none is live."""

    number: int
    kind: ConsentKind
    words: Words
    is_live: bool
    given_at: datetime | None
    is_assisted: bool
    on_paper: date | None
    scope: AnswerScope | None
    revoked_at: datetime | None
    can_be_given: bool


@bp.get("/")
@requires(Permission.OWN_CONSENT)
def index() -> ResponseReturnValue:
    return _page(Form())


@bp.post("/<kind>")
@requires(Permission.OWN_CONSENT)
def decide(kind: str) -> ResponseReturnValue:
    """One button of one card: yes (consent 3: how far), or no."""
    chosen, answer = _kind(kind), request.form.get("answer", "")
    form = Form()
    try:
        _carry_out(chosen, answer)
    except NotFound:
        raise
    except DomainError as refusal:
        form.show(refusal)
        return _page(form)
    title = str(words_of(chosen).title)
    said = gettext("tidak") if answer == NO else gettext("ya")
    flash(gettext("Tersimpan. %(title)s: %(said)s.", title=title, said=said))
    return redirect(url_for(".index", _anchor=chosen.value), 303)


def _carry_out(kind: ConsentKind, answer: str) -> None:
    scopes: dict[str, AnswerScope | None] = {
        YES: None,
        **{scope.value: scope for scope in AnswerScope},
    }
    if answer != NO and answer not in scopes:
        raise NotFound
    if answer != NO and kind is ConsentKind.LEARN and not _studies():
        raise NotFound
    recipient = get_own_recipient(get_session(), actor=g.actor)
    with transaction() as session:
        if answer == NO:
            revoke_consent(
                session,
                actor=g.actor,
                recipient_id=recipient.id,
                kind=kind,
                now=clock.now_utc(),
            )
        else:
            give_consent(
                session,
                actor=g.actor,
                recipient_id=recipient.id,
                kind=kind,
                scope=scopes[answer],
                now=clock.now_utc(),
            )


def _kind(text: str) -> ConsentKind:
    try:
        return ConsentKind(text)
    except ValueError as unknown:
        raise NotFound from unknown


def _page(form: Form) -> str:
    recipient = get_own_recipient(get_session(), actor=g.actor)
    states = list_consents(get_session(), actor=g.actor, recipient_id=recipient.id)
    studies = _studies()
    states = [state for state in states if studies or not _is_only_for_studies(state)]
    papers = list_given_on_paper(get_session(), actor=g.actor, recipient_id=recipient.id)
    cards = [
        _card(number, state, papers, is_asked=bool(studies))
        for number, state in enumerate(states, 1)
    ]
    return render_template(
        "family/consents.html",
        form=form,
        cards=cards,
        live=sum(card.is_live for card in cards),
        scope_words=SCOPE_WORDS,
        history=_history(states, papers),
        studies=studies,
        erasures=list_own_erasures(get_session(), actor=g.actor),
    )


def _studies() -> Sequence[Study]:
    return list_studies(get_session(), actor=g.actor, today=clock.today())


def _is_only_for_studies(state: ConsentState) -> bool:
    """The seventh, never answered: without an experiment there is nothing to ask."""
    return state.kind is ConsentKind.LEARN and state.live is None and not state.past


def _card(
    number: int, state: ConsentState, papers: Mapping[UUID, OnPaper], *, is_asked: bool
) -> Card:
    live = state.live
    paper = papers.get(live.id) if live else None
    version = {"version": live.words_version} if live else {}
    return Card(
        number=number,
        kind=state.kind,
        words=words_of(state.kind, **version),
        is_live=live is not None,
        given_at=live.given_at if live else None,
        is_assisted=bool(live and live.given_with),
        on_paper=paper.signed_on if paper else None,
        scope=live.scope if live else None,
        revoked_at=state.past[0].revoked_at if state.past and live is None else None,
        # Nobody is asked about a photo with staff beside them.
        can_be_given=not (state.kind is ConsentKind.PHOTO and g.actor.assisted_by)
        and (state.kind is not ConsentKind.LEARN or is_asked),
    )


def _history(
    states: Sequence[ConsentState], papers: Mapping[UUID, OnPaper]
) -> list[dict[str, str]]:
    """Everything given and taken back, newest first, for the timeline."""
    events: list[tuple[datetime, dict[str, str]]] = []
    for state in states:
        title = str(words_of(state.kind).title)
        for consent in (*state.past, *([state.live] if state.live else [])):
            given = gettext("Ya: %(title)s", title=title)
            event = _event(given, consent.given_at, consent.given_with)
            if paper := papers.get(consent.id):
                event["by"] = gettext(
                    "di atas kertas, surat %(number)s tanggal %(day)s",
                    number=paper.number,
                    day=date_long(paper.signed_on),
                )
            events.append((consent.given_at, event))
            if consent.revoked_at is not None:
                revoked = gettext("Dicabut: %(title)s", title=title)
                events.append(
                    (
                        consent.revoked_at,
                        _event(revoked, consent.revoked_at, consent.revoked_with),
                    )
                )
    return [event for _at, event in sorted(events, key=lambda pair: pair[0], reverse=True)]


def _event(title: str, at: datetime, staff: object) -> dict[str, str]:
    by = gettext("didampingi petugas") if staff else gettext("oleh Anda sendiri")
    return {"title": title, "on": moment_long(at), "by": by}
