"""What the bank's lines are: proposed, confirmed by tick, chosen by hand, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectMultipleField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.reconciliation.actions.matching import (
    Choice,
    confirm_matches,
    match_line,
    reverse_match,
)
from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.queries.lines import (
    ACCOUNTS_A_PAGE,
    LINES_A_PAGE,
    LineRow,
    TargetRow,
    count_accounts_with_proposals,
    count_open_lines,
    get_line,
    list_candidates,
    list_open_lines,
    list_proposals,
    settle,
)
from savings_app.reconciliation.queries.matches import (
    count_matches,
    find_standing_match,
    list_line_history,
    list_matches,
)
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import Form, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long, rupiah
from savings_app.words.labels import label

bp = Blueprint("matches", __name__, url_prefix="/matches")


class ConfirmForm(Form):
    choices = SelectMultipleField(_("Usulan"), validate_choice=False)


class ChooseForm(Form):
    target = RadioField(_("Baris ini adalah"), [required(_("Pilih salah satu."))])


class ReverseForm(Form):
    reason = TextField(
        _("Mengapa pencocokan ini dibatalkan?"), [Filled(_("Tulis alasannya.")), longest(300)]
    )


def _page(count: int, size: int) -> tuple[int, int]:
    """The page asked for, within the pages there are."""
    pages = max(1, -(-count // size))
    return min(max(1, request.args.get("page", 1, type=int)), pages), pages


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.MATCH_CONFIRM)
def index() -> ResponseReturnValue:
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
    session = get_session()
    accounts = count_accounts_with_proposals(session, actor=g.actor)
    page, pages = _page(accounts, ACCOUNTS_A_PAGE)
    return render_template(
        "bank/matches.html",
        form=form,
        ticked=ticked,
        rows=list_proposals(session, actor=g.actor, page=page),
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


@bp.get("/unmatched")
@requires(Permission.MATCH_CONFIRM)
def unmatched() -> ResponseReturnValue:
    """Lines nobody matched, each with what stands in the way."""
    session = get_session()
    debits = request.args.get("show") == "all"
    count = count_open_lines(session, actor=g.actor, debits=debits)
    page, pages = _page(count, LINES_A_PAGE)
    rows = list_open_lines(session, actor=g.actor, debits=debits, page=page)
    return render_template(
        "bank/unmatched.html",
        rows=rows,
        settled=settle(session, actor=g.actor, numbers={row.number for row in rows}, also=rows),
        debits=debits,
        count=count,
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
        page=page,
        pages=pages,
    )


@bp.get("/<uuid:line_id>")
@requires(Permission.MATCH_CONFIRM)
def show(line_id: UUID) -> ResponseReturnValue:
    row = get_line(get_session(), actor=g.actor, line_id=line_id)
    return _line_page(row, choose=ChooseForm(), reverse=ReverseForm())


@bp.post("/<uuid:line_id>/choose")
@requires(Permission.MATCH_CONFIRM)
def choose(line_id: UUID) -> ResponseReturnValue:
    row = get_line(get_session(), actor=g.actor, line_id=line_id)
    form = ChooseForm.of_request()
    form.target.choices = _target_choices(row)
    if form.submitted():
        try:
            with transaction() as session:
                match_line(
                    session,
                    actor=g.actor,
                    choice=Choice(line_id=line_id, target_id=UUID(form.target.data)),
                    now=clock.now_utc(),
                )
        except Conflict:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Baris dikonfirmasi."))
            return redirect(url_for(".show", line_id=line_id), 303)
    return _line_page(row, choose=form, reverse=ReverseForm())


@bp.post("/<uuid:line_id>/reverse")
@requires(Permission.MATCH_CONFIRM)
def reverse(line_id: UUID) -> ResponseReturnValue:
    session = get_session()
    row = get_line(session, actor=g.actor, line_id=line_id)
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
    return _line_page(row, choose=ChooseForm(), reverse=form)


def _target_choices(row: LineRow) -> list[tuple[str, str]]:
    candidates = list_candidates(get_session(), actor=g.actor, row=row)
    return [(str(one.target.id), target_words(one.target)) for one in candidates]


def target_words(target: TargetRow) -> str:
    """A payout or a pledge in one line, for a person who decides between several."""
    if target.kind is TargetKind.PAYOUT:
        assert target.payout_kind is not None  # noqa: S101  # a payout has a kind
        return gettext(
            "%(kind)s dari BPJS, %(amount)s, dibayar %(on)s",
            kind=label("payout_kind", target.payout_kind),
            amount=rupiah(target.amount),
            on=date_long(target.on),
        )
    return gettext(
        "Niat menyetor %(code)s, %(amount)s, sampai %(on)s",
        code=target.code,
        amount=rupiah(target.amount),
        on=date_long(target.on),
    )


def reason_words(reasons: Iterable[str]) -> str:
    """Why a line is proposed, as the officer reads it."""
    return ", ".join(label("match_reason", reason) for reason in reasons)


@bp.context_processor
def _words() -> dict[str, object]:
    return {"target_words": target_words, "reason_words": reason_words}


def _line_page(row: LineRow, *, choose: Any, reverse: Any) -> str:
    session = get_session()
    line_id = row.line.id
    standing = find_standing_match(session, line_id=line_id)
    candidates, outcome = [], None
    if standing is None:
        candidates = list(list_candidates(session, actor=g.actor, row=row))
        settled = settle(session, actor=g.actor, numbers={row.number}, also=[row])
        outcome = settled.unmatched.get(line_id)
    choose.target.choices = [(str(one.target.id), target_words(one.target)) for one in candidates]
    return render_template(
        "bank/line.html",
        row=row,
        standing=standing,
        candidates=candidates,
        outcome=outcome,
        history=list_line_history(session, line_id=line_id),
        choose=choose,
        reverse=reverse,
        form=reverse if reverse.errors else choose,
    )
