"""The lines of a list: keyed forty at a time, one with a replacement, all of them to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import wtforms
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.data_updates.actions.answers import (
    AnswersRefused,
    LineAnswer,
    record_answers,
    set_line,
)
from savings_app.data_updates.actions.deciding import reverse_line
from savings_app.data_updates.kinds import Answer, Deed
from savings_app.data_updates.queries.lines import (
    SORTING,
    LineFilter,
    LineRow,
    find_first_unanswered,
    get_line,
    iterate_lines,
    list_lines,
    list_these,
    list_to_key,
)
from savings_app.data_updates.queries.updates import get_head
from savings_app.data_updates.rules import LINES_A_PAGE, Replacement, check_deed, is_allowed
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Sex
from savings_app.web.fields import DateField, IdentifierField, TextField
from savings_app.web.forms import Form, VersionedForm, choices, labelled, longest, required
from savings_app.web.government.data_updates import ReasonForm, period_label
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label
from savings_app.words.refusals import sentence

bp = Blueprint("data_update_lines", __name__, url_prefix="/data-updates")
GIVEN = tuple(one for one in Answer if one is not Answer.NONE)


class DayField(DateField):
    """A day typed as 4/10/2026 in one box: forty of them on a page, by keyboard alone."""

    def _sent(self, formdata: Any) -> tuple[str, str, str]:
        text = str(formdata.get(self.name, "")).strip()[:20]
        parts = [part.strip() for part in text.replace(".", "/").replace("-", "/").split("/")]
        if len(parts) == 3 and len(parts[0]) == 4:  # noqa: PLR2004  an ISO date is welcome too
            parts.reverse()
        if len(parts) != 3:  # noqa: PLR2004
            return (text, "", "")
        return parts[0], parts[1], parts[2]

    def typed(self) -> str:
        return "/".join(part for part in self.parts if part)


class RowForm(wtforms.Form):
    """One person; everything may stay empty."""

    line = wtforms.HiddenField()
    version = wtforms.HiddenField()
    answer = RadioField(_("Jawaban"), [Optional()], choices=labelled("update_answer", GIVEN))
    died_on = DayField(_("Tanggal meninggal"))
    detail = TextField(_("Keterangan"), [Optional(), longest(200)])


class KeyingForm(Form):
    rows = wtforms.FieldList(wtforms.FormField(RowForm), max_entries=LINES_A_PAGE)
    rest_working = BooleanField(_("Yang tidak dipilih di halaman ini masih bekerja"))


class LineForm(VersionedForm):
    answer = RadioField(
        _("Apa kata desa tentang orang ini?"),
        [required(_("Pilih satu jawaban."))],
        coerce=Answer,
        choices=labelled("update_answer", Answer),
    )
    died_on = DateField(_("Tanggal meninggal"))
    detail = TextField(_("Keterangan"), [Optional(), longest(200)])
    new_name = TextField(_("Nama pengganti sesuai KTP"), [Optional(), longest(120)])
    new_nik = IdentifierField(_("NIK pengganti"), kind=NIK)
    new_nik_missing_reason = TextField(_("Alasan belum ada NIK"), [Optional(), longest(200)])
    new_kpj = IdentifierField(_("KPJ pengganti, bila sudah punya"), [Optional()], kind=KPJ)
    new_born_on = DateField(_("Tanggal lahir pengganti"))
    new_sex = RadioField(
        _("Jenis kelamin pengganti"), [Optional()], coerce=Sex, choices=labelled("sex", Sex)
    )
    new_category = SelectField(_("Kategori pengganti"), [Optional()])
    note = TextField(_("Catatan"), [Optional(), longest(200)])

    def replacement(self) -> Replacement | None:
        """Who is proposed instead; None where nothing about anybody was typed."""
        facts = {
            "full_name": self.new_name.data or "",
            "nik": self.new_nik.data,
            "nik_missing_reason": self.new_nik_missing_reason.data,
            "kpj": self.new_kpj.data,
            "born_on": self.new_born_on.data,
            "sex": self.new_sex.data or None,
            "category": self.new_category.data or None,
        }
        return Replacement(**facts) if any(facts.values()) else None


# Where the registry's refusals stand on this form.
_FIELDS = {
    "nik": "new_nik",
    "nik_missing_reason": "new_nik_missing_reason",
    "born_on": "new_born_on",
    "full_name": "new_name",
    "kpj": "new_kpj",
    "category": "new_category",
}


class LineFilterForm(Form):
    answer = SelectField(_("Jawaban"), validate_choice=False)

    def wanted(self) -> LineFilter:
        return LineFilter(
            answer=Answer(self.answer.data) if self.answer.data in set(Answer) else None
        )


def _effect(row: LineRow) -> str:
    if row.reversed:
        return gettext("Ditarik kembali")
    return date_short(row.stopped_on) if row.stopped_on else ""


LISTING: Listing[LineRow] = Listing(
    name="pemutakhiran-baris",
    endpoint="government.data_update_lines.index",
    export="government.data_update_lines.export",
    columns=(
        Column(
            _("Nama"),
            lambda row: (
                row.full_name,
                url_for("government.data_update_lines.edit", update_line_id=row.id),
            ),
            sort="name",
        ),
        Column(_("No"), lambda row: str(row.number), taken=lambda row: row.number, sort="number"),
        Column(_("NIK"), lambda row: str(row.nik or "")),
        Column(_("Jawaban"), lambda row: label("update_answer", row.answer), sort="answer"),
        Column(
            _("Meninggal"),
            lambda row: date_short(row.died_on) if row.died_on else "",
            taken=lambda row: row.died_on,
        ),
        Column(_("Keterangan"), lambda row: row.detail or ""),
        Column(_("Pengganti"), lambda row: row.new_name or ""),
        Column(_("NIK pengganti"), lambda row: str(row.new_nik or "")),
        Column(_("Tidak dibayar sejak"), _effect),
    ),
    private=(),
)


def _lines_form() -> LineFilterForm:
    form = LineFilterForm(LISTING.sent())
    form.answer.choices = [
        *choices([], empty=gettext("Semua")),
        *labelled("update_answer", Answer),
    ]
    return form


@bp.get("/<uuid:update_id>/lines")
@requires(Permission.CASE_READ)
def index(update_id: UUID) -> ResponseReturnValue:
    session = get_session()
    head = get_head(session, actor=g.actor, update_id=update_id)
    form = _lines_form()
    wanted = form.wanted()
    page = list_lines(
        session,
        actor=g.actor,
        update_id=update_id,
        wanted=wanted,
        order=LISTING.order(),
        place=LISTING.place(),
    )
    return render_template(
        "government/data_update_lines.html",
        head=head,
        period=period_label(head.update.period),
        form=form,
        is_filtered=wanted != LineFilter(),
        shown=LISTING.page(page, order=SORTING.chosen(LISTING.order()), update_id=update_id),
    )


@bp.post("/<uuid:update_id>/lines")
@requires(Permission.CASE_READ)
def search(update_id: UUID) -> ResponseReturnValue:
    get_head(get_session(), actor=g.actor, update_id=update_id)
    return LISTING.search(LineFilterForm(), update_id=update_id)


@bp.get("/<uuid:update_id>/lines/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(update_id: UUID, file_type: str) -> ResponseReturnValue:
    """The lines with masked numbers."""
    session = get_session()
    get_head(session, actor=g.actor, update_id=update_id)
    rows = iterate_lines(
        session,
        actor=g.actor,
        update_id=update_id,
        wanted=_lines_form().wanted(),
        order=LISTING.order(),
    )
    return LISTING.file(file_type, rows)


@bp.route("/<uuid:update_id>/answers", methods=["GET", "POST"])
@requires(Permission.DATA_UPDATE_EDIT)
def key_in(update_id: UUID) -> ResponseReturnValue:
    """Forty at a time, by keyboard alone; a refusal keeps what was typed."""
    session = get_session()
    head = get_head(session, actor=g.actor, update_id=update_id)
    check_deed(Deed.ANSWER, head.update.state)
    rows = list_to_key(
        session, actor=g.actor, update_id=update_id, first=_first(), unanswered=_unanswered()
    )
    form = KeyingForm.of_request(rows=[_typed(row) for row in rows])
    if request.method == "POST":
        rows = _posted_rows(update_id, form)
    errors: dict[str, str] = {}
    status = 200
    if form.submitted():
        try:
            with transaction() as writing:
                changed = record_answers(
                    writing,
                    actor=g.actor,
                    update_id=update_id,
                    answers=_answers(form),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except AnswersRefused as refused:
            form.show(refused)
            errors = _sentences(refused)
        except Conflict as conflict:
            rows = _posted_rows(update_id, form)
            form = KeyingForm(rows=[_typed(row) for row in rows])
            form.show(conflict)
            status = 409
        else:
            flash(_said(changed))
            return redirect(_onwards(update_id), 303)
    elif request.method == "POST":
        form.form_errors.append(gettext("Ada baris yang perlu diperbaiki."))
    people = {str(row.id): row for row in rows}
    page = render_template(
        "government/data_update_answers.html",
        head=head,
        period=period_label(head.update.period),
        form=form,
        rows=[
            (row.form, people[str(row.form.line.data)], errors.get(str(row.form.line.data)))
            for row in form.rows
            if str(row.form.line.data) in people
        ],
        first=_first(),
        unanswered=_unanswered(),
        page_size=LINES_A_PAGE,
    )
    return page, status


def _first() -> int:
    return max(1, min(request.args.get("first", 1, type=int) or 1, 1_000_000))


def _unanswered() -> bool:
    return request.args.get("all") != "y"


def _posted_rows(update_id: UUID, form: Any) -> Sequence[LineRow]:
    """The lines that were on the page, as they stand now."""
    ids = [_uuid(row.form.line.data) for row in form.rows]
    return list_these(get_session(), actor=g.actor, update_id=update_id, line_ids=ids)


def _typed(row: LineRow) -> dict[str, Any]:
    return {
        "line": str(row.id),
        "version": str(row.version),
        "answer": row.answer.value if row.answer is not Answer.NONE else None,
        "died_on": row.died_on,
        "detail": row.detail,
    }


def _answers(form: Any) -> list[LineAnswer]:
    """What was typed, but for rows left alone; the tick below answers those."""
    given = []
    for row in form.rows:
        one = row.form
        answer = Answer(one.answer.data) if one.answer.data else Answer.NONE
        untouched = answer is Answer.NONE and not one.died_on.data and not one.detail.data
        if untouched and not form.rest_working.data:
            continue
        if untouched:
            answer = Answer.WORKING
        version = str(one.version.data or "")
        given.append(
            LineAnswer(
                line_id=_uuid(one.line.data),
                version=int(version) if version.isdecimal() and len(version) < 9 else -1,  # noqa: PLR2004
                answer=answer,
                died_on=one.died_on.data,
                detail=one.detail.data,
            )
        )
    return given


def _uuid(text: object) -> UUID:
    """A damaged id cannot come from our page and names no line."""
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)


def _sentences(refused: AnswersRefused) -> dict[str, str]:
    refusals = refused.facts["refusals"]
    found: Mapping[UUID, DomainError] = refusals if isinstance(refusals, dict) else {}
    return {str(line_id): sentence(refusal) for line_id, refusal in found.items()}


def _said(changed: int) -> str:
    if not changed:
        return gettext("Tidak ada yang berubah.")
    return ngettext("%(count)s jawaban disimpan.", "%(count)s jawaban disimpan.", changed)


def _onwards(update_id: UUID) -> str:
    """The next that wait, or the list itself when nobody does."""
    session = get_session()
    if not _unanswered():
        return url_for(".key_in", update_id=update_id, first=_first() + LINES_A_PAGE, all="y")
    first = find_first_unanswered(session, update_id=update_id)
    if first is None:
        return url_for("government.data_updates.show", update_id=update_id)
    return url_for(".key_in", update_id=update_id, first=first)


@bp.route("/lines/<uuid:update_line_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def edit(update_line_id: UUID) -> ResponseReturnValue:
    """One person, with who is proposed instead; only to read once the list went on."""
    session = get_session()
    update, line, person = get_line(session, actor=g.actor, line_id=update_line_id)
    may_edit = g.actor.may(Permission.DATA_UPDATE_EDIT) and is_allowed(Deed.ANSWER, update.state)
    form = _with_categories(LineForm.of_request(obj=line))
    status = 200
    if may_edit and form.submitted():
        try:
            with transaction() as writing:
                set_line(
                    writing,
                    actor=g.actor,
                    line_id=update_line_id,
                    version=form.seen_version(),
                    answer=form.answer.data,
                    died_on=form.died_on.data,
                    detail=form.detail.data,
                    note=form.note.data,
                    replacement=form.replacement(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except Conflict as conflict:
            update, line, person = get_line(get_session(), actor=g.actor, line_id=update_line_id)
            form = _with_categories(LineForm(obj=line))
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            refusal.field = _FIELDS.get(refusal.field or "", refusal.field)
            form.show(refusal)
        else:
            flash(gettext("Jawaban disimpan."))
            return redirect(url_for("government.data_updates.show", update_id=update.id), 303)
    page = render_template(
        "government/data_update_line.html",
        head=get_head(get_session(), actor=g.actor, update_id=update.id),
        period=period_label(update.period),
        form=form,
        line=line,
        person=person,
        may_edit=may_edit,
        may_reverse=g.actor.may(Permission.DATA_UPDATE_APPROVE)
        and is_allowed(Deed.REVERSE, update.state)
        and line.reversed_at is None
        and (line.stopped_on is not None or line.added_id is not None),
    )
    return page, status


def _with_categories(form: LineForm) -> LineForm:
    categories = list_categories(get_session(), day=clock.today())
    form.new_category.choices = choices(categories, empty=gettext("Sama dengan yang digantikan"))
    return form


@bp.route("/lines/<uuid:update_line_id>/reverse", methods=["GET", "POST"])
@requires(Permission.DATA_UPDATE_APPROVE)
def reverse(update_line_id: UUID) -> ResponseReturnValue:
    """A supervisor takes one line back, with a reason; nothing is deleted."""
    update, line, _person = get_line(get_session(), actor=g.actor, line_id=update_line_id)
    form = ReverseForm.of_request(obj=line)
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                reverse_line(
                    session,
                    actor=g.actor,
                    line_id=update_line_id,
                    version=form.seen_version(),
                    reason=form.reason.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
            status = 409 if isinstance(refusal, Conflict) else 200
        else:
            flash(gettext("Baris ditarik kembali. Bila berkas BPJS sudah diambil, ambil lagi."))
            return redirect(url_for("government.data_updates.show", update_id=update.id), 303)
    head = get_head(get_session(), actor=g.actor, update_id=update.id)
    page = render_template("government/data_update_reverse.html", form=form, head=head, line=line)
    return page, status


class ReverseForm(VersionedForm, ReasonForm):
    pass
