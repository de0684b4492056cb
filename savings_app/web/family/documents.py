"""The family's documents: ask for one, wait a moment, take the PDF."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.db import get_session, transaction
from savings_app.documents.actions import try_again
from savings_app.documents.queries import (
    find_replacement,
    find_signer,
    get_document,
    list_documents,
)
from savings_app.documents.rules import DocumentKind, LetterPrintedOnce, Wanted
from savings_app.errors import DomainError, NotFound
from savings_app.tasks.documents import enqueue
from savings_app.web.asking import ask_page, kind_of, ways_to
from savings_app.web.documents import ask_for, hand_out, wait_for
from savings_app.web.guards import requires
from savings_app.words import current_language
from savings_app.words.refusals import sentence

bp = Blueprint("documents", __name__, url_prefix="/documents")
OFFERED = (
    DocumentKind.BENEFIT,
    DocumentKind.SAVINGS,
    DocumentKind.PLAN,
    DocumentKind.BANK_INTRODUCTION,
    DocumentKind.CONSENT,
)


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.OWN_READ)
def index() -> ResponseReturnValue:
    recipient = get_own_recipient(get_session(), actor=g.actor)
    if request.method == "POST":
        kind = next((k for k in OFFERED if k.value == request.form.get("kind")), None)
        if kind is None:
            raise NotFound
        try:
            document_id = ask_for(Wanted(kind, current_language()), recipient_id=recipient.id)
        except DomainError as refusal:
            flash(sentence(refusal))
            return redirect(url_for(".index"), 303)
        return redirect(url_for(".show", document_id=document_id), 303)
    documents = list_documents(get_session(), actor=g.actor, recipient_id=recipient.id)
    return render_template("family/documents.html", documents=documents, ways=ways_to(OFFERED))


@bp.route("/new/<document_kind>", methods=["GET", "POST"])
@requires(Permission.OWN_READ)
def new(document_kind: str) -> ResponseReturnValue:
    """What a letter would say; it has a number once the family issues it."""
    recipient = get_own_recipient(get_session(), actor=g.actor)
    return ask_page(
        "family/document_new.html",
        kind_of(document_kind, OFFERED),
        recipient_id=recipient.id,
        language=current_language(),
    )


@bp.route("/<uuid:document_id>/", methods=["GET", "POST"])
@requires(Permission.OWN_READ)
def show(document_id: UUID) -> ResponseReturnValue:
    if request.method == "POST":
        with transaction() as session:
            try_again(session, actor=g.actor, document_id=document_id, now=clock.now_utc())
        enqueue(document_id)
        return redirect(url_for(".show", document_id=document_id), 303)
    document = wait_for(document_id)
    return render_template(
        "family/document.html",
        document=document,
        signer=find_signer(get_session(), document=document),
        newer=find_replacement(get_session(), document=document),
    )


@bp.get("/<uuid:document_id>/pdf")
@requires(Permission.OWN_READ)
def pdf(document_id: UUID) -> ResponseReturnValue:
    document = get_document(get_session(), actor=g.actor, document_id=document_id)
    if document.kind is DocumentKind.ACCESS:
        raise LetterPrintedOnce
    return hand_out(document_id)
