"""A recipient's documents at the Dinas: ask for one, print it, withdraw it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_case, get_recipient, recipient_number
from savings_app.consents.rules import words_of
from savings_app.db import get_session, transaction
from savings_app.documents.actions import try_again, withdraw_document
from savings_app.documents.consent_letter_queries import find_signed
from savings_app.documents.consent_letter_rules import NO_ANSWERS, NUMBERED
from savings_app.documents.queries import (
    SORTING,
    find_replacement,
    find_signer,
    get_document,
    is_closed_to,
    iterate_documents,
    list_documents_page,
)
from savings_app.documents.rules import DocumentKind, LetterPrintedOnce, Wanted
from savings_app.errors import DomainError, NotFound
from savings_app.tasks.documents import enqueue
from savings_app.web.asking import ask_page, kind_of, ways_to
from savings_app.web.documents import ask_for, hand_out, wait_for
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long, in_wita, moment_long
from savings_app.words.labels import label
from savings_app.words.language import SOURCE_LANGUAGE
from savings_app.words.refusals import sentence

if TYPE_CHECKING:
    from savings_app.documents.models import ConsentLetterAnswer, Document

bp = Blueprint("documents", __name__, url_prefix="/documents")
OFFERED = (
    DocumentKind.BENEFIT,
    DocumentKind.BANK_INTRODUCTION,
    DocumentKind.CONSENT,
    DocumentKind.HANDOVER,
    DocumentKind.PLAN,
    DocumentKind.PLAN_FORM,
    DocumentKind.SAVINGS,
    DocumentKind.VISIT_FORM,
)


def _state(document: Document) -> str:
    if document.replaced_by:
        return gettext("sudah diganti")
    return label("document_state", document.state)


LISTING: Listing[Document] = Listing(
    name="surat",
    endpoint="government.documents.index",
    export="government.documents.export",
    sorting=SORTING.chosen,
    private=(),
    columns=(
        Column(
            _("Nomor"),
            lambda one: (one.number, url_for("government.documents.show", document_id=one.id)),
            sort="number",
        ),
        Column(_("Jenis"), lambda one: label("document", one.kind), sort="kind"),
        Column(
            _("Dikeluarkan"),
            lambda one: moment_long(one.issued_at),
            taken=lambda one: in_wita(one.issued_at).date(),
            sort="issued",
        ),
        Column(_("Keadaan"), _state),
    ),
)


class WithdrawForm(Form):
    reason = TextField(_("Alasan ditarik"), [required(_("Tulis alasannya.")), longest(300)])


@bp.get("/of/<uuid:recipient_id>/")
@requires(Permission.CASE_READ)
def index(recipient_id: UUID) -> ResponseReturnValue:
    session = get_session()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    return render_template(
        "government/documents.html",
        case=case,
        recipient=recipient,
        number=recipient_number(case, recipient),
        shown=LISTING.page(
            list_documents_page(
                session,
                actor=g.actor,
                recipient_id=recipient_id,
                order=LISTING.order(),
                place=LISTING.place(),
            ),
            recipient_id=recipient_id,
        ),
        ways=ways_to(OFFERED, recipient_id=recipient_id),
    )


@bp.route("/of/<uuid:recipient_id>/new/<document_kind>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def new(recipient_id: UUID, document_kind: str) -> ResponseReturnValue:
    """What a letter would say; it has a number once it is issued."""
    session = get_session()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    return ask_page(
        "government/document_new.html",
        kind_of(document_kind, OFFERED),
        recipient_id=recipient_id,
        language=SOURCE_LANGUAGE,
        recipient=recipient,
        number=recipient_number(case, recipient),
    )


@bp.get("/of/<uuid:recipient_id>/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(recipient_id: UUID, file_type: str) -> ResponseReturnValue:
    session = get_session()
    get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    rows = iterate_documents(
        session, actor=g.actor, recipient_id=recipient_id, order=LISTING.order()
    )
    return LISTING.file(file_type, rows)


@bp.post("/of/<uuid:recipient_id>/")
@requires(Permission.CASE_EDIT)
def ask(recipient_id: UUID) -> ResponseReturnValue:
    kind = next((k for k in OFFERED if k.value == request.form.get("kind")), None)
    if kind is None:
        raise NotFound
    try:
        document_id = ask_for(Wanted(kind, SOURCE_LANGUAGE), recipient_id=recipient_id)
    except (NotFound, PermissionError):
        raise
    except DomainError as refusal:
        flash(sentence(refusal))
        return redirect(url_for(".index", recipient_id=recipient_id), 303)
    return redirect(url_for(".show", document_id=document_id), 303)


@bp.get("/<uuid:document_id>/")
@requires(Permission.CASE_READ)
def show(document_id: UUID) -> ResponseReturnValue:
    return _page(document_id, WithdrawForm.of_request())


def _page(document_id: UUID, form: WithdrawForm) -> str:
    document = wait_for(document_id)
    return render_template(
        "government/document.html",
        document=document,
        form=form,
        signed=_signed(document),
        back=_back(document),
        signer=find_signer(get_session(), document=document),
        newer=find_replacement(get_session(), document=document),
        closed=is_closed_to(get_session(), actor=g.actor, document=document),
    )


def _back(document: Document) -> tuple[str, str]:
    """Where it was asked for: a recipient's documents, a month, a learning session."""
    if document.recipient_id is not None:
        return url_for(".index", recipient_id=document.recipient_id), gettext("Surat")
    if document.period_from is not None:
        month = f"{document.period_from:%Y-%m}"
        return url_for("government.months.show", month=month), gettext("Laporan bulan")
    return (
        url_for("government.learning_session.show", learning_session_id=document.subject_id),
        gettext("Belajar bersama"),
    )


def _signed(document: Document) -> list[tuple[object, ...]] | None:
    """What was keyed of a request for consent that came back; None for what did not."""
    found = find_signed(get_session(), document=document)
    if found is None:
        return None
    letter = found.letter
    how = gettext("cap jempol") if letter.by_thumb else gettext("tanda tangan")
    witnesses = [name for name in (letter.first_witness, letter.second_witness) if name]
    said = {one.kind: one for one in found.answers}
    rows: list[tuple[object, ...]] = [
        (gettext("Ditandatangani"), f"{date_long(letter.signed_on)}, {how}"),
        (gettext("Saksi"), ", ".join(witnesses) or gettext("tidak ditulis")),
        *((words_of(kind).title, _told(said[kind])) for kind in NUMBERED.values() if kind in said),
        (gettext("Dicatat"), f"{moment_long(letter.recorded_at)}, {found.recorded_by}"),
    ]
    for scan in found.scans:
        place = url_for("government.consent_letters.scan", scan_id=scan.id)
        called = gettext("Foto %(number)s", number=scan.position)
        rows.append((called, gettext("membukanya dicatat"), place, gettext("Buka")))
    return rows


def _told(one: ConsentLetterAnswer) -> str:
    answer = label("paper_answer", one.answer)
    if one.consent_id is not None or one.answer in NO_ANSWERS:
        return answer
    return gettext("%(answer)s; tidak berlaku, sesudahnya dijawab lain", answer=answer)


@bp.post("/<uuid:document_id>/retry")
@requires(Permission.CASE_EDIT)
def retry(document_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        try_again(session, actor=g.actor, document_id=document_id, now=clock.now_utc())
    enqueue(document_id)
    return redirect(url_for(".show", document_id=document_id), 303)


@bp.post("/<uuid:document_id>/withdraw")
@requires(Permission.CASE_EDIT)
def withdraw(document_id: UUID) -> ResponseReturnValue:
    form = WithdrawForm.of_request()
    if not form.submitted():
        return _page(document_id, form)
    with transaction() as session:
        withdraw_document(
            session,
            actor=g.actor,
            document_id=document_id,
            reason=form.reason.data,
            now=clock.now_utc(),
        )
    return redirect(url_for(".show", document_id=document_id), 303)


@bp.get("/<uuid:document_id>/pdf")
@requires(Permission.CASE_READ)
def pdf(document_id: UUID) -> ResponseReturnValue:
    document = get_document(get_session(), actor=g.actor, document_id=document_id)
    if document.kind is DocumentKind.ACCESS:
        raise LetterPrintedOnce
    return hand_out(document_id)


@bp.post("/<uuid:document_id>/letter")
@requires(Permission.CASE_EDIT)
def letter(document_id: UUID) -> ResponseReturnValue:
    """The access letter leaves once, by a button and never by a link."""
    return hand_out(document_id)
