"""The access letter of a recipient: issued before the claim, handed over in person, replaced."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.access.passwords import make_hash
from savings_app.actors import Permission
from savings_app.cases.actions.letters import hand_over_letter, issue_letter
from savings_app.cases.kinds import LetterState
from savings_app.cases.letter_codes import make_code, seal
from savings_app.cases.queries.cases import get_case, get_recipient, recipient_number
from savings_app.cases.queries.letters import LetterRow, list_letters
from savings_app.cases.queries.money import find_live_claim
from savings_app.db import get_session, transaction
from savings_app.documents.actions import request_document
from savings_app.documents.rules import DocumentKind, Wanted
from savings_app.errors import DomainError, NotFound
from savings_app.storage import sealing_key
from savings_app.tasks.documents import enqueue
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, longest
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.language import SOURCE_LANGUAGE

bp = Blueprint("letters", __name__, url_prefix="/letters")


class IssueForm(Form):
    reason = TextField(_("Mengapa perlu surat baru?"), [longest(200)])


class HandOverForm(Form):
    on = DateField(
        _("Kapan surat diserahkan langsung kepada penerima?"),
        [Filled(_("Tulis tanggal surat diserahkan."))],
    )


@bp.get("/<uuid:recipient_id>")
@requires(Permission.CASE_READ)
def show(recipient_id: UUID) -> ResponseReturnValue:
    return render_template("government/letters.html", **_of(recipient_id))


@bp.route("/<uuid:recipient_id>/issue", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def issue(recipient_id: UUID) -> ResponseReturnValue:
    facts = _of(recipient_id)
    form = IssueForm.of_request()
    if form.submitted():
        code = make_code()
        code_hash, code_sealed = make_hash(code), seal(code, key=sealing_key())
        try:
            with transaction() as session:
                now = clock.now_utc()
                letter = issue_letter(
                    session,
                    actor=g.actor,
                    recipient_id=recipient_id,
                    code_hash=code_hash,
                    code_sealed=code_sealed,
                    reason=form.reason.data,
                    now=now,
                )
                document = request_document(
                    session,
                    actor=g.actor,
                    # The family reads it, not the officer.
                    wanted=Wanted(DocumentKind.ACCESS, SOURCE_LANGUAGE),
                    recipient_id=recipient_id,
                    today=clock.today(),
                    now=now,
                    letter=letter,
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            enqueue(document.id)
            return redirect(url_for("government.documents.show", document_id=document.id), 303)
    return render_template("government/letter_issue.html", form=form, **facts)


@bp.route("/<uuid:recipient_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def hand_over(recipient_id: UUID) -> ResponseReturnValue:
    facts = _of(recipient_id)
    letter = facts["current"]
    if not isinstance(letter, LetterRow):
        raise NotFound
    form = HandOverForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                hand_over_letter(
                    session,
                    actor=g.actor,
                    letter_id=letter.letter.id,
                    on=form.on.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Penyerahan surat dicatat."))
            return redirect(url_for(".show", recipient_id=recipient_id), 303)
    return render_template("government/letter_hand_over.html", form=form, **facts)


def _of(recipient_id: UUID) -> dict[str, object]:
    """What the pages of one recipient's letters show; `current` is the letter that opens."""
    session = get_session()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    letters = list_letters(session, recipient_id=recipient_id)
    live = [row for row in letters if row.letter.state is not LetterState.REPLACED]
    return {
        "recipient": recipient,
        "case": case,
        "number": recipient_number(case, recipient),
        "letters": letters,
        "current": live[0] if live else None,
        "claim": find_live_claim(session, case_id=case.id),
        "may_edit": g.actor.may(Permission.CASE_EDIT),
    }
