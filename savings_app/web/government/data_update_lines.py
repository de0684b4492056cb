"""The lines of a list: one with a replacement, all of them to read, one taken back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.data_updates.actions.answers import (
    set_line,
)
from savings_app.data_updates.actions.deciding import reverse_line
from savings_app.data_updates.kinds import Answer, Deed
from savings_app.data_updates.queries.lines import (
    SORTING,
    LineFilter,
    LineRow,
    get_line,
    iterate_lines,
    list_lines,
)
from savings_app.data_updates.queries.updates import get_head
from savings_app.data_updates.rules import Replacement, is_allowed
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Sex
from savings_app.web.fields import DateField, IdentifierField, TextField
from savings_app.web.filters import KindFilter
from savings_app.web.forms import Form, VersionedForm, choices, labelled, longest, required
from savings_app.web.government.data_updates import ReasonForm, period_label
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label

bp = Blueprint("data_update_lines", __name__, url_prefix="/data-updates")
GIVEN = tuple(one for one in Answer if one is not Answer.NONE)


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
    answer = KindFilter(_("Jawaban"), Answer, group="update_answer")

    def wanted(self) -> LineFilter:
        return LineFilter(answer=self.answer.chosen)


def _answer(row: LineRow) -> str:
    said = label("update_answer", row.answer)
    return f"{said}, {date_short(row.died_on)}" if row.died_on else said


def _instead(row: LineRow) -> str:
    if row.new_name is None:
        return ""
    return f"{row.new_name}, {row.new_nik}" if row.new_nik else row.new_name


def _effect(row: LineRow) -> str:
    if row.reversed:
        return gettext("Ditarik kembali")
    return date_short(row.stopped_on) if row.stopped_on else ""


LISTING: Listing[LineRow] = Listing(
    name="pemutakhiran-baris",
    endpoint="government.data_update_lines.index",
    export="government.data_update_lines.export",
    sorting=SORTING.chosen,
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
        Column(_("Jawaban"), _answer, sort="answer"),
        Column(_("Keterangan"), lambda row: row.detail or ""),
        Column(_("Pengganti"), _instead),
        Column(_("Tidak dibayar sejak"), _effect),
    ),
    private=(),
)


@bp.get("/<uuid:update_id>/lines")
@requires(Permission.CASE_READ)
def index(update_id: UUID) -> ResponseReturnValue:
    session = get_session()
    head = get_head(session, actor=g.actor, update_id=update_id)
    form = LineFilterForm(LISTING.sent())
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
        shown=LISTING.page(page, update_id=update_id),
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
        wanted=LineFilterForm(LISTING.sent()).wanted(),
        order=LISTING.order(),
    )
    return LISTING.file(file_type, rows)


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
