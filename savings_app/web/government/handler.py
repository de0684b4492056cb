"""Who handles a case: taken, handed over to a colleague with the reason, given back; and notes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, TextAreaField

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.cases.actions.assignment import (
    accept_case,
    give_back_case,
    hand_over_case,
    take_case,
    write_note,
)
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.notes import get_note, list_colleagues, list_notes
from savings_app.cases.work_rules import LONGEST_NOTE
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.web.forms import Form, VersionedForm, choices, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("handler", __name__, url_prefix="/cases")
NOBODY = "nobody"


class HandOverForm(VersionedForm):
    colleague = SelectField(
        _("Kepada siapa"), [required(_("Pilih kepada siapa.")), longest(36)], validate_choice=False
    )
    text = TextAreaField(
        _("Mengapa, dan apa yang perlu diketahui"),
        [required(_("Tulis alasannya, supaya rekan Anda tahu.")), longest(LONGEST_NOTE)],
    )


class NoteForm(Form):
    text = TextAreaField(_("Catatan"), [required(_("Tulis catatannya.")), longest(LONGEST_NOTE)])


@bp.route("/<uuid:case_id>/handler", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def show(case_id: UUID) -> ResponseReturnValue:
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    form = HandOverForm.of_request(version=case.version)
    status = 200
    if form.submitted():
        try:
            _hand_over(case_id, form)
        except Conflict as conflict:
            case = get_case(get_session(), actor=g.actor, case_id=case_id)
            form.version.data = str(case.version)
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Petugas urusan ini sudah diganti."))
            return redirect(url_for("government.case.show", case_id=case_id), 303)
    return _page(case, form), status


def _hand_over(case_id: UUID, form: HandOverForm) -> None:
    common: dict[str, Any] = {
        "actor": g.actor,
        "case_id": case_id,
        "text": form.text.data,
        "version": form.seen_version(),
        "now": clock.now_utc(),
    }
    with transaction() as session:
        if form.colleague.data == NOBODY:
            give_back_case(session, **common)
        else:
            hand_over_case(session, colleague_id=_id_of(form.colleague.data), **common)


def _id_of(text: str) -> UUID:
    """A damaged id is nobody's, like that of a stranger."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _page(case: Any, form: HandOverForm) -> str:
    session = get_session()
    mine = case.assigned_to == g.actor.user_id
    colleagues = [
        (str(user_id), name)
        for user_id, name in list_colleagues(session, case=case)
        if user_id not in {case.assigned_to, g.actor.user_id}
    ]
    if mine:
        colleagues.append((NOBODY, gettext("Kembalikan: belum ada petugas")))
    form.colleague.choices = choices(colleagues, empty=gettext("Pilih"))
    names = names_of(session, {case.assigned_to} if case.assigned_to else set())
    return render_template(
        "government/handler.html",
        case=case,
        form=form,
        mine=mine,
        handler=names.get(case.assigned_to),
        has_choice=bool(colleagues),
        handed=next(
            (
                row
                for row in list_notes(session, actor=g.actor, case_id=case.id)
                if row.note.handed_to is not None
            ),
            None,
        ),
    )


@bp.post("/<uuid:case_id>/handler/take")
@requires(Permission.CASE_EDIT)
def take(case_id: UUID) -> ResponseReturnValue:
    """ "Ambil urusan ini": one press, also where a colleague has it; the trail tells both."""
    version = request.form.get("version", "")
    with transaction() as session:
        take_case(
            session,
            actor=g.actor,
            case_id=case_id,
            version=int(version) if version.isdecimal() and len(version) < 10 else None,  # noqa: PLR2004
            now=clock.now_utc(),
        )
    flash(gettext("Urusan ini sekarang urusan Anda."))
    return redirect(url_for("government.case.show", case_id=case_id), 303)


@bp.post("/<uuid:case_id>/handler/accept")
@requires(Permission.CASE_EDIT)
def accept(case_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        accept_case(session, actor=g.actor, case_id=case_id, now=clock.now_utc())
    flash(gettext("Dicatat: Anda sudah membaca catatan serah terima."))
    return redirect(url_for("government.case.show", case_id=case_id), 303)


@bp.get("/<uuid:case_id>/notes")
@requires(Permission.CASE_READ)
def notes(case_id: UUID) -> ResponseReturnValue:
    return _notes(case_id, NoteForm())


@bp.post("/<uuid:case_id>/notes")
@requires(Permission.CASE_EDIT)
def write(case_id: UUID) -> ResponseReturnValue:
    """A note for colleagues."""
    form = NoteForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                write_note(
                    session,
                    actor=g.actor,
                    case_id=case_id,
                    text=form.text.data,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Catatan disimpan."))
            return redirect(url_for(".notes", case_id=case_id), 303)
    return _notes(case_id, form)


def _notes(case_id: UUID, form: NoteForm) -> str:
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    rows = list_notes(session, actor=g.actor, case_id=case_id)
    return render_template("government/notes.html", case=case, form=form, notes=rows)


@bp.route("/<uuid:case_id>/notes/<uuid:note_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def correct(case_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """A note is never changed: its correction is a new one that stands in for it."""
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    note = get_note(session, actor=g.actor, case_id=case_id, note_id=note_id)
    form = NoteForm.of_request(text=note.text)
    if form.submitted():
        try:
            with transaction() as writing:
                write_note(
                    writing,
                    actor=g.actor,
                    case_id=case_id,
                    text=form.text.data,
                    corrects_id=note_id,
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Perbaikan catatan disimpan."))
            return redirect(url_for(".notes", case_id=case_id), 303)
    return render_template("government/note_correct.html", case=case, form=form)
