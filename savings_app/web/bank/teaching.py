"""A table nobody has taught yet: its columns are pointed at, looked at, and kept as a shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound, Problem
from savings_app.reconciliation.actions.profiles import teach_profile
from savings_app.reconciliation.queries.files import get_file
from savings_app.reconciliation.queries.profiles import (
    find_shape_of_file,
    get_profile,
    list_live_profiles,
    shape_of,
)
from savings_app.reconciliation.readers import BankFile as FoundFile
from savings_app.reconciliation.readers import read_bank_file
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.sample import ROWS_SHOWN, Sample, masked, sample_table
from savings_app.storage import FileDamaged, FileKind
from savings_app.web.bank.shape_form import ShapeForm, chosen_delimiter
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.formats import date_short, rupiah

if TYPE_CHECKING:
    from savings_app.reconciliation.models import BankFile

bp = Blueprint("teaching", __name__, url_prefix="/files")
STAGED = "staged"


@dataclass(slots=True)
class Look:
    """What the file says read with the shape in the form, or why it cannot be read with it."""

    found: FoundFile | None = None
    problems: tuple[Problem, ...] = ()
    lines: list[list[str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines were read."""
        return sum(len(section.lines) for section in self.found.sections) if self.found else 0


@bp.route("/<uuid:file_id>/teach", methods=["GET", "POST"])
@requires(Permission.BANK_FILE_UPLOAD)
def teach(file_id: UUID) -> ResponseReturnValue:
    """Look as often as wanted; nothing is written before the shape is kept."""
    file = get_file(get_session(), actor=g.actor, file_id=file_id)
    if file.state != STAGED:
        return redirect(url_for("bank.files.show", file_id=file_id), 303)
    try:
        data = storage.read(FileKind.BANK_FILE, file.stored_name, sha256=file.sha256)
    except FileDamaged:
        return redirect(url_for("bank.files.show", file_id=file_id), 303)
    form: ShapeForm = ShapeForm.of_request()
    sample = sample_table(data, delimiter=chosen_delimiter(form.delimiter.data))
    if sample is None:
        raise NotFound
    form.offer(sample, _begun_with(file))
    look = Look()
    if form.submitted():
        look = _look(form, sample, data)
        saves = look.count and request.form.get("act") == "save"
        if saves and _is_kept(form, sample, file, look.found):
            return redirect(url_for("bank.files.show", file_id=file_id), 303)
    return render_template(
        "bank/file_teach.html",
        file=file,
        form=form,
        sample=sample,
        rows=[(row.line, [masked(cell) for cell in row.cells]) for row in sample.rows],
        look=look,
        shapes=list_live_profiles(get_session(), bank_id=file.bank_id),
    )


def _begun_with(file: BankFile) -> Profile | None:
    """The shape the form begins with: the one asked for, else the one the file is read with."""
    session = get_session()
    try:
        asked = UUID(request.args.get("shape", ""))
    except ValueError:
        return find_shape_of_file(session, file=file)
    return shape_of(get_profile(session, actor=g.actor, profile_id=asked))


def _look(form: ShapeForm, sample: Sample, data: bytes) -> Look:
    try:
        found = read_bank_file(data, chosen=form.shape(sample))
    except DomainError as refusal:
        form.show(refusal)
        problems = refusal.facts.get("problems")
        return Look(problems=problems if isinstance(problems, tuple) else ())
    look = Look(found, found.problems)
    for section in found.sections:
        for line in section.lines[: ROWS_SHOWN - len(look.lines)]:
            account = str(section.account_number or "")
            amount = rupiah(line.signed)
            look.lines.append([date_short(line.on), masked(line.text), amount, account])
    if not look.count:
        form.form_errors.append(gettext("Dengan pilihan ini tidak ada baris yang terbaca."))
    return look


def _is_kept(form: ShapeForm, sample: Sample, file: BankFile, found: FoundFile | None) -> bool:
    """Whether the shape is kept; where not, the form says why."""
    if not form.name.data:
        form.name.errors = [gettext("Tulis namanya, misalnya Mutasi harian.")]
        return False
    try:
        with transaction() as session:
            taught = teach_profile(
                session,
                actor=g.actor,
                bank_id=file.bank_id,
                profile=form.shape(sample),
                file_id=file.id,
                found=found,
                now=clock.now_utc(),
            )
    except (Conflict, NotFound):
        raise
    except DomainError as refusal:
        form.show(refusal)
        return False
    flash(gettext("Bentuk %(name)s disimpan. Periksa barisnya di bawah.", name=taught.name))
    return True
