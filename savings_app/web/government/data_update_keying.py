"""Answers of a desa keyed in from paper: forty at a time, by keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import wtforms
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.data_updates.actions.answers import AnswersRefused, LineAnswer, record_answers
from savings_app.data_updates.kinds import Answer, Deed
from savings_app.data_updates.queries.lines import (
    LineRow,
    find_first_unanswered,
    list_these,
    list_to_key,
)
from savings_app.data_updates.queries.updates import get_head
from savings_app.data_updates.rules import LINES_A_PAGE, check_deed
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.web.fields import DateField, TextField
from savings_app.web.forms import Form, labelled, longest
from savings_app.web.government.data_updates import period_label
from savings_app.web.guards import requires
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.refusals import sentence

bp = Blueprint("data_update_keying", __name__, url_prefix="/data-updates")
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
