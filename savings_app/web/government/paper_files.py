"""One photo or PDF of a paper: shown to who may see the case, written down, or withdrawn."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.cases.actions.paper_files import note_file_read, withdraw_file
from savings_app.cases.kinds import PaperFileType
from savings_app.cases.paper_rules import PaperFileGone, file_name
from savings_app.cases.queries.papers import get_file_with_case, get_paper_file
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.storage import FileDamaged, FileKind
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("paper_files", __name__, url_prefix="/paper-files")
TYPES = {PaperFileType.JPEG: "image/jpeg", PaperFileType.PDF: "application/pdf"}


SANDBOX = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox"


class WithdrawForm(Form):
    reason = TextField(
        _("Mengapa ditarik"), [required(_("Tulis alasannya, misalnya salah foto.")), longest(200)]
    )


@bp.get("/<uuid:paper_file_id>/view")
@requires(Permission.CASE_READ)
def view(paper_file_id: UUID) -> ResponseReturnValue:
    """The photo with what it is of, who sent it and when, and a way back."""
    case, paper, row = get_file_with_case(get_session(), actor=g.actor, paper_file_id=paper_file_id)
    return render_template(
        "government/paper_file.html",
        case=case,
        paper=paper,
        row=row,
        is_photo=row.file.type is PaperFileType.JPEG,
    )


@bp.get("/<uuid:paper_file_id>")
@requires(Permission.CASE_READ)
def show(paper_file_id: UUID) -> ResponseReturnValue:
    """The bytes alone, in a room of their own: nothing in them acts on our pages."""
    with transaction() as session:
        name = note_file_read(
            session, actor=g.actor, paper_file_id=paper_file_id, now=clock.now_utc()
        )
    paper, file = get_paper_file(get_session(), actor=g.actor, paper_file_id=paper_file_id)
    try:
        data = storage.read(FileKind.PAPER, name, sha256=file.sha256)
    except FileDamaged as damaged:
        raise PaperFileGone from damaged
    # A browser shows no PDF in a sandbox, so a PDF is saved.
    how = "inline" if file.type is PaperFileType.JPEG else "attachment"
    called = file_name(paper.kind, position=file.position, type_=file.type)
    return Response(
        data,
        mimetype=TYPES[file.type],
        headers={
            "Content-Disposition": f'{how}; filename="{called}"',
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": "no-store",
        },
    )


@bp.route("/<uuid:paper_file_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def withdraw(paper_file_id: UUID) -> ResponseReturnValue:
    """The bytes go once it is recorded that they went."""
    paper, file = get_paper_file(get_session(), actor=g.actor, paper_file_id=paper_file_id)
    form = WithdrawForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                gone = withdraw_file(
                    session,
                    actor=g.actor,
                    paper_file_id=paper_file_id,
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            storage.discard(FileKind.PAPER, gone.stored_name)
            flash(gettext("Ditarik. Catatannya tetap ada, isinya sudah dihapus."))
            return redirect(url_for("government.papers.edit", paper_id=paper.id), 303)
    return render_template("government/paper_file_withdraw.html", form=form, paper=paper, file=file)
