"""Files a bank hands in: sent, looked at, then applied or discarded; and what they brought.

The bytes are read here, outside any transaction, and are gone once the file no longer waits
(docs/decisions/0003-bank-file-bytes.md).
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.banks.queries import get_bank
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound, Problem
from savings_app.reconciliation.actions.files import apply_file, discard_file, stage_file
from savings_app.reconciliation.actions.portions import begin_applying, is_large
from savings_app.reconciliation.actions.profiles import hold_file
from savings_app.reconciliation.actions.undoing import Undone, undo_file
from savings_app.reconciliation.queries.files import (
    FILES_A_PAGE,
    SECTIONS_SHOWN,
    assess_file,
    count_files,
    get_file,
    list_files,
    list_sections,
    list_shown_numbers,
)
from savings_app.reconciliation.queries.matches import list_matches_of_file
from savings_app.reconciliation.queries.profiles import find_shape_of_file, list_live_profiles
from savings_app.reconciliation.queries.statements import list_odd
from savings_app.reconciliation.queries.told import list_told
from savings_app.reconciliation.readers import (
    LARGEST_FILE,
    BankFileRefused,
    HeadingsUnclear,
    UnknownFormat,
    read_bank_file,
)
from savings_app.reconciliation.readers.sample import sample_table
from savings_app.reconciliation.statement_rules import moved_in
from savings_app.storage import FileDamaged, FileKind
from savings_app.tasks.bank_files import go_on
from savings_app.web.fields import Filled, TextField
from savings_app.web.forms import Form, VersionedForm, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _

if TYPE_CHECKING:
    from savings_app.reconciliation.import_rules import AcceptedSection, Assessment
    from savings_app.reconciliation.models import BankFile
    from savings_app.reconciliation.readers import BankFile as FoundFile

bp = Blueprint("files", __name__, url_prefix="/files")
STAGED, APPLYING, APPLIED, REFUSED = "staged", "applying", "applied", "refused"
TABLES = ("csv", "xlsx")
LONGEST_REASON = 300


class UndoForm(VersionedForm):
    reason = TextField(
        _("Mengapa ditarik kembali"), [Filled(_("Tulis alasannya.")), longest(LONGEST_REASON)]
    )


class UploadForm(Form):
    file = FileField(_("Berkas dari sistem bank"), [required(_("Pilih berkasnya dahulu."))])


@bp.get("/")
@requires(Permission.BANK_FILE_UPLOAD)
def index() -> ResponseReturnValue:
    session = get_session()
    pages = max(1, -(-count_files(session, actor=g.actor) // FILES_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    today = clock.today()
    return render_template(
        "bank/files.html",
        rows=list_files(session, actor=g.actor, page=page),
        page=page,
        pages=pages,
        told=list_told(session, actor=g.actor, today=today),
        today=today,
    )


@bp.route("/upload", methods=["GET", "POST"])
@requires(Permission.BANK_FILE_UPLOAD)
def upload() -> ResponseReturnValue:
    form = UploadForm.of_request()
    problems: tuple[Problem, ...] = ()
    if form.submitted():
        try:
            file = _hand_in(form.file.data)
        except DomainError as refusal:
            form.show(refusal)
            problems = tuple(refusal.facts.get("problems", ()))  # type: ignore[arg-type]
        else:
            return redirect(url_for(".show", file_id=file.id), 303)
    if g.actor.bank_id is None:
        raise NotFound
    bank = get_bank(get_session(), bank_id=g.actor.bank_id)
    return render_template("bank/file_upload.html", form=form, problems=problems, bank=bank)


def _hand_in(sent: FileStorage) -> BankFile:
    """Read, then keep, then record; what is not recorded as waiting is not kept."""
    # One byte more than the limit is enough to know.
    with closing(sent):
        data = sent.stream.read(LARGEST_FILE + 1)
    found, refusal, sample = _read_sent(data, sent.filename)
    stored = storage.store(FileKind.BANK_FILE, data)
    waits = False
    told: dict[str, Any] = {"actor": g.actor, "bank_id": g.actor.bank_id, "stored": stored}
    try:
        with transaction() as session:
            if found is not None:
                file = stage_file(session, **told, found=found, now=clock.now_utc())
            else:
                file = hold_file(
                    session,
                    **told,
                    format=sample.format,
                    problems=refusal.facts["problems"],
                    now=clock.now_utc(),
                )
        waits = file.state == STAGED
    finally:
        if not waits:
            storage.discard(FileKind.BANK_FILE, stored.name)
    return file


def _read_sent(data: bytes, name: str | None) -> tuple[FoundFile | None, Any, Any]:
    """What the file says; or why not, with the rows of a table whose columns can be pointed at."""
    known = list_live_profiles(get_session(), bank_id=g.actor.bank_id)
    try:
        return read_bank_file(data, name=name, known=known), None, None
    except (HeadingsUnclear, UnknownFormat) as refusal:
        sample = sample_table(data)
        if sample is None:
            raise
        return None, refusal, sample


@bp.get("/<uuid:file_id>")
@requires(Permission.BANK_FILE_UPLOAD)
def show(file_id: UUID) -> ResponseReturnValue:
    session = get_session()
    file = get_file(session, actor=g.actor, file_id=file_id)
    facts: dict[str, Any] = {"preview": None, "sections": [], "damaged": False, "unread": False}
    facts["odd"] = []
    shape = find_shape_of_file(session, file=file)
    problems = [Problem(one["place"], one["what"]) for one in file.problems]
    # Of a large file its counts at hand-in are shown: to assess it anew takes longer than a page.
    if file.state == STAGED and not is_large(file.rows_in):
        try:
            found = _read_kept(file)
            preview = assess_file(session, bank_id=file.bank_id, found=found)
        except FileDamaged:
            facts["damaged"] = True
        except BankFileRefused as refusal:
            facts["unread"] = True
            problems = list(refusal.facts.get("problems", ()))  # type: ignore[call-overload]
        else:
            facts["preview"] = preview
            facts["sections"] = shown = _shown_sections(preview)
            bank = get_bank(session, bank_id=file.bank_id)
            facts["odd"] = list_odd(session, bank=bank, found=found, sections=shown)
            problems = list(preview.summary)
    elif file.state == APPLIED:
        facts["sections"] = list_sections(session, actor=g.actor, file_id=file_id)
    return render_template(
        "bank/file.html",
        file=file,
        form=VersionedForm(data={"version": file.version}),
        problems=problems,
        shape=shape,
        is_table=file.format in TABLES,
        moved_in=moved_in,
        **facts,
    )


def _shown_sections(preview: Assessment) -> list[AcceptedSection]:
    """The first parts whose account the officer may be shown; the others are stored unseen."""
    some = preview.sections[:SECTIONS_SHOWN]
    seen = list_shown_numbers(
        get_session(), actor=g.actor, numbers=[section.number for section in some]
    )
    return [section for section in some if section.number in seen]


def _read_kept(file: BankFile) -> FoundFile:
    """As it was read when it came, or with the shape that was taught for it since."""
    data = storage.read(FileKind.BANK_FILE, file.stored_name, sha256=file.sha256)
    return read_bank_file(data, chosen=find_shape_of_file(get_session(), file=file))


@bp.post("/<uuid:file_id>/apply")
@requires(Permission.BANK_FILE_UPLOAD)
def apply(file_id: UUID) -> ResponseReturnValue:
    file = get_file(get_session(), actor=g.actor, file_id=file_id)
    if file.state == APPLIED:  # a double click
        return redirect(url_for(".show", file_id=file_id), 303)
    if file.state != STAGED:
        raise Conflict
    try:
        found = _read_kept(file)
    except BankFileRefused:  # its shape is not taught yet: the page has no such button
        return redirect(url_for(".show", file_id=file_id), 303)
    start = begin_applying if is_large(file.rows_in) else apply_file
    with transaction() as session:
        file = start(
            session,
            actor=g.actor,
            file_id=file_id,
            found=found,
            seen_version=VersionedForm.of_request().seen_version(),
            now=clock.now_utc(),
        )
    if file.state == APPLYING:
        go_on(file_id)
        return redirect(url_for(".show", file_id=file_id), 303)
    storage.discard(FileKind.BANK_FILE, file.stored_name)
    if file.state == APPLIED:
        new = file.rows_new
        flash(ngettext("%(count)s baris baru disimpan.", "%(count)s baris baru disimpan.", new))
    return redirect(url_for(".show", file_id=file_id), 303)


@bp.post("/<uuid:file_id>/discard")
@requires(Permission.BANK_FILE_UPLOAD)
def discard(file_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        file = discard_file(
            session,
            actor=g.actor,
            file_id=file_id,
            seen_version=VersionedForm.of_request().seen_version(),
            now=clock.now_utc(),
        )
    storage.discard(FileKind.BANK_FILE, file.stored_name)
    flash(gettext("Berkas dibatalkan. Tidak ada yang disimpan darinya."))
    return redirect(url_for(".index"), 303)


@bp.route("/<uuid:file_id>/undo", methods=["GET", "POST"])
@requires(Permission.BANK_FILE_UPLOAD)
def undo(file_id: UUID) -> ResponseReturnValue:
    """Says first how much goes; the reason stays with the file."""
    session = get_session()
    file = get_file(session, actor=g.actor, file_id=file_id)
    if file.state != APPLIED:  # a double click, or a colleague was quicker
        return redirect(url_for(".show", file_id=file_id), 303)
    matches = len(list_matches_of_file(session, file_id=file_id))
    form = UndoForm.of_request(version=file.version)
    if form.submitted():
        try:
            with transaction() as session:
                undone = undo_file(
                    session,
                    actor=g.actor,
                    file_id=file_id,
                    reason=form.reason.data,
                    seen_version=form.seen_version(),
                    now=clock.now_utc(),
                )
        except Conflict:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_undone_words(undone))
            return redirect(url_for(".show", file_id=file_id), 303)
    return render_template("bank/file_undo.html", file=file, form=form, matches=matches)


def _undone_words(undone: Undone) -> str:
    count = undone.file.rows_new
    lines = ngettext("%(count)s baris ditarik kembali.", "%(count)s baris ditarik kembali.", count)
    if not undone.matches:
        return lines
    matches = ngettext(
        "%(count)s pencocokan dibatalkan.", "%(count)s pencocokan dibatalkan.", undone.matches
    )
    return f"{lines} {matches}"
