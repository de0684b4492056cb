"""A request for consent that came back signed: keyed in, its photos kept and opened."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import MultipleFileField, RadioField

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.cases.kinds import PaperFileType
from savings_app.cases.paper_rules import PaperFileGone
from savings_app.cases.queries.cases import get_case, get_recipient, recipient_number
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.rules import words_of
from savings_app.db import get_session, transaction
from savings_app.documents.consent_letter_actions import key_consent_letter, note_scan_opened
from savings_app.documents.consent_letter_queries import list_kept_scan_names
from savings_app.documents.consent_letter_rules import (
    NUMBERED,
    PaperAnswer,
    Signature,
    choices_of,
)
from savings_app.errors import DomainError, NotFound, NotPermitted
from savings_app.storage import FileDamaged, FileKind
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, labelled, longest, required
from savings_app.web.government.paper_files import SANDBOX, TYPES
from savings_app.web.government.uploads import stored_uploads
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("consent_letters", __name__, url_prefix="/consent-letters")
BY_HAND, BY_THUMB = "tanda_tangan", "cap_jempol"
LONGEST_NAME = 120


def _answer(kind: ConsentKind) -> RadioField:
    return RadioField(
        choices=labelled("paper_answer", choices_of(kind)),
        coerce=PaperAnswer,
        validators=[required(_("Pilih seperti yang dicentang di surat."))],
    )


class SignedForm(Form):
    number = TextField(
        _("Nomor surat"), [required(_("Tulis nomor di bawah judul surat.")), longest(30)]
    )
    signed_on = DateField(
        _("Tanggal ditandatangani"), [Filled(_("Tulis tanggal yang tertulis di surat."))]
    )
    signed_by = RadioField(
        _("Ditandatangani dengan"),
        [required(_("Pilih tanda tangan atau cap jempol."))],
        choices=labelled("signed_by", (BY_HAND, BY_THUMB)),
    )
    first_witness = TextField(_("Nama saksi 1"), [longest(LONGEST_NAME)])
    second_witness = TextField(_("Nama saksi 2"), [longest(LONGEST_NAME)])
    tell_bank = _answer(ConsentKind.TELL_BANK)
    bank_answers = _answer(ConsentKind.BANK_ANSWERS)
    staff_sees = _answer(ConsentKind.STAFF_SEES)
    files = MultipleFileField(_("Foto atau PDF surat yang ditandatangani"))

    def name_questions(self) -> SignedForm:
        """Each with its number and the title it has on the paper."""
        for number, kind in NUMBERED.items():
            title = words_of(kind).title
            self[kind.value].label.text = gettext(
                "Nomor %(number)s: %(title)s", number=number, title=title
            )
        return self


@bp.route("/of/<uuid:recipient_id>/", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def key(recipient_id: UUID) -> ResponseReturnValue:
    """What the recipient ticked on the paper; nothing is ticked beforehand."""
    session = get_session()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    form = SignedForm.of_request().name_questions()
    if form.submitted():
        try:
            document_id = _key(recipient_id, form)
        except (NotFound, NotPermitted):
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Jawaban di surat dicatat dan langsung berlaku."))
            return redirect(url_for("government.documents.show", document_id=document_id), 303)
    case = get_case(session, actor=g.actor, case_id=recipient.case_id)
    return render_template(
        "government/consent_letter.html",
        form=form,
        recipient=recipient,
        number=recipient_number(case, recipient),
    )


def _key(recipient_id: UUID, form: SignedForm) -> UUID:
    assert form.signed_on.data is not None  # noqa: S101  # `Filled` saw it
    signature = Signature(
        on=form.signed_on.data,
        by_thumb=form.signed_by.data == BY_THUMB,
        witnesses=(form.first_witness.data or "", form.second_witness.data or ""),
    )
    uploads = stored_uploads(
        form.files.data or (), kind=FileKind.CONSENT_LETTER, kept=list_kept_scan_names
    )
    with uploads as files, transaction() as session:
        letter = key_consent_letter(
            session,
            actor=g.actor,
            recipient_id=recipient_id,
            number=form.number.data or "",
            signature=signature,
            answers={kind: form[kind.value].data for kind in NUMBERED.values()},
            files=files,
            today=clock.today(),
            now=clock.now_utc(),
        )
    return letter.document_id


@bp.get("/scans/<uuid:scan_id>")
@requires(Permission.CASE_READ)
def scan(scan_id: UUID) -> ResponseReturnValue:
    """The bytes alone, in a room of their own; opening them is recorded."""
    with transaction() as session:
        row = note_scan_opened(session, actor=g.actor, scan_id=scan_id, now=clock.now_utc())
    try:
        data = storage.read(FileKind.CONSENT_LETTER, row.stored_name, sha256=row.sha256)
    except FileDamaged as damaged:
        raise PaperFileGone from damaged
    # A browser shows no PDF in a sandbox, so a PDF is saved.
    how = "inline" if row.type is PaperFileType.JPEG else "attachment"
    return Response(
        data,
        mimetype=TYPES[row.type],
        headers={
            "Content-Disposition": f'{how}; filename="surat-persetujuan-{row.position}.{row.type}"',
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": "no-store",
        },
    )
