"""What the bank's lines are: proposed, confirmed by tick or all at once, chosen, taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectMultipleField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.db import get_session, read_anew, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.reconciliation.actions.matching import (
    Choice,
    confirm_matches,
    confirm_sure,
    match_line,
    reverse_batch,
    reverse_match,
)
from savings_app.reconciliation.matching_rules import NothingChosen
from savings_app.reconciliation.queries.lines import LINES_A_PAGE, count_open_lines, get_line
from savings_app.reconciliation.queries.matches import (
    count_matches,
    find_standing_match,
    get_batch,
    list_batches,
    list_matches,
)
from savings_app.reconciliation.queries.standings import (
    count_proposals,
    list_candidates,
    list_proposals,
)
from savings_app.web.bank.line_page import (
    ChooseForm,
    ReverseForm,
    line_page,
    reason_words,
    target_words,
)
from savings_app.web.bank.sorting import sort_what_changed
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("matches", __name__, url_prefix="/matches")


class ConfirmForm(Form):
    choices = SelectMultipleField(_("Usulan"), validate_choice=False)


class ConfirmAllForm(Form):
    """What the officer was shown: how many sure proposals, and when."""

    seen_at = HiddenField()
    seen = HiddenField()


def _page(count: int, size: int) -> tuple[int, int]:
    """The page asked for, within the pages there are."""
    pages = max(1, -(-count // size))
    return min(max(1, request.args.get("page", 1, type=int)), pages), pages


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.MATCH_CONFIRM)
def index() -> ResponseReturnValue:
    """What is proposed, for the officer to tick."""
    form = ConfirmForm.of_request()
    ticked = set(form.choices.data or ())
    if form.submitted():
        try:
            count = _confirm(ticked)
        except Conflict:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(ngettext("%(count)s baris dikonfirmasi.", "%(count)s baris dikonfirmasi.", count))
            return redirect(url_for(".index"), 303)
    sort_what_changed()
    session = get_session()
    page, pages = _page(count_proposals(session, actor=g.actor), LINES_A_PAGE)
    return render_template(
        "bank/matches.html",
        form=form,
        ticked=ticked,
        rows=list_proposals(session, actor=g.actor, page=page),
        sure=count_proposals(session, actor=g.actor, sure=True),
        open_lines=count_open_lines(session, actor=g.actor),
        page=page,
        pages=pages,
    )


def _confirm(ticked: set[str]) -> int:
    with transaction() as session:
        return confirm_matches(
            session,
            actor=g.actor,
            choices=[_choice(value) for value in sorted(ticked)],
            now=clock.now_utc(),
        )


def _choice(value: str) -> Choice:
    """`<line>:<target>`, as the page writes it.

    Raises:
        NotFound: it cannot come from our page.
    """
    line, _colon, target = value.partition(":")
    try:
        return Choice(line_id=UUID(line), target_id=UUID(target))
    except ValueError as damaged:
        raise NotFound from damaged


@bp.route("/sure", methods=["GET", "POST"])
@requires(Permission.MATCH_CONFIRM)
def sure() -> ResponseReturnValue:
    """All sure proposals, to look at; one click confirms those that were there to be seen."""
    form = ConfirmAllForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                done = confirm_sure(
                    session,
                    actor=g.actor,
                    seen_at=_moment(form.seen_at.data),
                    seen=_count(form.seen.data),
                    now=clock.now_utc(),
                )
        except (Conflict, NotFound):
            raise
        except NothingChosen:
            flash(gettext("Tidak ada yang dikonfirmasi: usulannya sudah berubah sementara itu."))
            return redirect(url_for(".sure"), 303)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                gettext(
                    "%(confirmed)s dikonfirmasi, %(changed)s sudah berubah sementara itu.",
                    confirmed=done.confirmed,
                    changed=done.changed,
                )
            )
            return redirect(url_for(".batch", match_batch_id=done.batch_id), 303)
    sort_what_changed()
    seen_at = clock.now_utc()
    session = read_anew()
    count = count_proposals(session, actor=g.actor, sure=True)
    page, pages = _page(count, LINES_A_PAGE)
    form.seen_at.data, form.seen.data = seen_at.isoformat(), str(count)
    return render_template(
        "bank/matches_sure.html",
        form=form,
        count=count,
        rows=list_proposals(session, actor=g.actor, sure=True, page=page),
        page=page,
        pages=pages,
    )


def _moment(text: str | None) -> datetime:
    """
    Raises:
        NotFound: it cannot come from our page.
    """
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError as damaged:
        raise NotFound from damaged
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _count(text: str | None) -> int:
    """
    Raises:
        NotFound: it cannot come from our page.
    """
    if not text or not text.isascii() or not text.isdecimal():
        raise NotFound
    return int(text[:9])


@bp.route("/batches/<uuid:match_batch_id>", methods=["GET", "POST"])
@requires(Permission.MATCH_CONFIRM)
def batch(match_batch_id: UUID) -> ResponseReturnValue:
    """What one click confirmed; taken back by one, with the reason."""
    form = ReverseForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                count = reverse_batch(
                    session,
                    actor=g.actor,
                    batch_id=match_batch_id,
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )
        except (Conflict, NotFound):
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                ngettext(
                    "%(count)s pencocokan dibatalkan. Catatan lama tetap ada beserta alasannya.",
                    "%(count)s pencocokan dibatalkan. Catatan lama tetap ada beserta alasannya.",
                    count,
                )
            )
            return redirect(url_for(".index"), 303)
    session = read_anew()
    row = get_batch(session, actor=g.actor, batch_id=match_batch_id)
    page, pages = _page(row.standing, LINES_A_PAGE)
    return render_template(
        "bank/match_batch.html",
        form=form,
        batch=row,
        rows=list_matches(session, actor=g.actor, batch_id=match_batch_id, page=page),
        page=page,
        pages=pages,
    )


@bp.get("/matched")
@requires(Permission.MATCH_CONFIRM)
def matched() -> ResponseReturnValue:
    """What was confirmed, by whom and when."""
    session = get_session()
    count = count_matches(session, actor=g.actor)
    page, pages = _page(count, LINES_A_PAGE)
    return render_template(
        "bank/matched.html",
        rows=list_matches(session, actor=g.actor, page=page),
        batches=list_batches(session, actor=g.actor),
        page=page,
        pages=pages,
    )


@bp.get("/<uuid:line_id>")
@requires(Permission.MATCH_CONFIRM)
def show(line_id: UUID) -> ResponseReturnValue:
    """What a line is, what can be said of it, and all that was said."""
    return line_page(line_id)


@bp.post("/<uuid:line_id>/choose")
@requires(Permission.MATCH_CONFIRM)
def choose(line_id: UUID) -> ResponseReturnValue:
    """The officer says which of several targets the line is."""
    session = get_session()
    row = get_line(session, actor=g.actor, line_id=line_id)
    form = ChooseForm.of_request()
    candidates = list_candidates(session, actor=g.actor, row=row)
    form.target.choices = [(str(one.target.id), target_words(one.target)) for one in candidates]
    if form.submitted():
        try:
            with transaction() as session:
                match_line(
                    session,
                    actor=g.actor,
                    choice=Choice(line_id=line_id, target_id=UUID(form.target.data)),
                    reason=form.why.data or "",
                    now=clock.now_utc(),
                )
        except Conflict:
            raise
        except ReasonNeeded as refusal:
            refusal.field = "why"
            form.show(refusal)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Baris dikonfirmasi."))
            return redirect(url_for(".show", line_id=line_id), 303)
    return line_page(line_id, choose=form)


@bp.post("/<uuid:line_id>/reverse")
@requires(Permission.MATCH_CONFIRM)
def reverse(line_id: UUID) -> ResponseReturnValue:
    """Take the line's match back, with the reason."""
    session = get_session()
    get_line(session, actor=g.actor, line_id=line_id)
    match = find_standing_match(session, line_id=line_id)
    if match is None:  # a double click, or a colleague was quicker
        return redirect(url_for(".show", line_id=line_id), 303)
    form = ReverseForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                reverse_match(
                    session,
                    actor=g.actor,
                    match_id=match.id,
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )
        except Conflict:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Pencocokan dibatalkan. Catatan lama tetap ada beserta alasannya."))
            return redirect(url_for(".show", line_id=line_id), 303)
    return line_page(line_id, reverse=form)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"target_words": target_words, "reason_words": reason_words}
