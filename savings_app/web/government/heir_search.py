"""Siapa yang berhak menerima: one question a page, in the order of PP 44/2015 Pasal 40(2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.heir_search import answer_step
from savings_app.cases.heir_rules import ARTICLES, check_step, other_tiers, search
from savings_app.cases.kinds import HeirAnswer, HeirStep, HeirTier
from savings_app.cases.paper_rules import papers_of_tier
from savings_app.cases.queries.cases import get_case, list_heirs
from savings_app.cases.queries.heir_search import list_search
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import VersionedForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label
from savings_app.words.warnings import warning_sentence

bp = Blueprint("heir_search", __name__, url_prefix="/cases/<uuid:case_id>/heirs/order")


class AnswerForm(VersionedForm):
    answer = RadioField(
        _("Jawaban keluarga"),
        [required(_("Pilih jawabannya."))],
        coerce=HeirAnswer,
        choices=labelled("heir_answer", HeirAnswer),
    )
    said_by = TextField(
        _("Siapa yang mengatakannya"),
        [Filled(_("Tulis siapa yang mengatakannya.")), longest(120)],
    )
    said_on = DateField(_("Kapan"), [Filled(_("Tulis tanggalnya."))])
    note = TextField(_("Catatan"), [Optional(), longest(300)])


@bp.get("/")
@requires(Permission.CASE_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    """What was answered so far, and what that means."""
    session = get_session()
    case = get_case(session, actor=g.actor, case_id=case_id)
    rows = list_search(session, case_id=case_id)
    found = search({step: row.answer for step, row in rows.items()})
    recipients = [heir for heir in list_heirs(session, case_id=case_id) if heir.is_recipient]
    return render_template(
        "government/heir_search.html",
        case=case,
        article=ARTICLES[case.programme],
        found=found,
        answers=_answers(case_id, rows),
        recipients=recipients,
        doubts=[warning_sentence(one) for one in other_tiers(found.tier, recipients)],
        papers=papers_of_tier(found.tier) if found.tier else [],
        next_address=_address(case_id, found.next_step),
        nobody=found.tier is HeirTier.NOBODY,
    )


def _address(case_id: UUID, step: HeirStep | None) -> str | None:
    return url_for(".ask", case_id=case_id, heir_step=step.value) if step else None


def _answers(case_id: UUID, rows: dict[HeirStep, Any]) -> list[dict[str, Any]]:
    """The questions up to the first that was not answered "tidak ada"; what lies behind waits."""
    shown = []
    for step, row in rows.items():
        href = url_for(".ask", case_id=case_id, heir_step=step.value)
        shown.append({"step": step, "row": row, "href": href})
        if row.answer is not HeirAnswer.NO:
            break
    return shown


@bp.route("/<heir_step>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def ask(case_id: UUID, heir_step: str) -> ResponseReturnValue:
    """One question. It is reached when all before it were answered "tidak ada"."""
    if heir_step not in set(HeirStep):
        raise NotFound
    step = HeirStep(heir_step)
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    rows = list_search(get_session(), case_id=case_id)
    check_step(step, {name: row.answer for name, row in rows.items()})
    row = rows.get(step)
    form = AnswerForm.of_request(obj=row, **({} if row else {"said_on": clock.today()}))
    status = 200
    if form.submitted():
        try:
            _save(case_id, step, form)
        except Conflict as conflict:
            row = list_search(get_session(), case_id=case_id).get(step)
            form = AnswerForm(obj=row)
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            return redirect(_onward(case_id), 303)
    page = render_template(
        "government/heir_step.html",
        form=form,
        case=case,
        step=step,
        number=list(HeirStep).index(step) + 1,
        steps=len(HeirStep),
        before=list(HeirStep)[: list(HeirStep).index(step)],
    )
    return page, status


def _save(case_id: UUID, step: HeirStep, form: Any) -> None:
    with transaction() as session:
        answer_step(
            session,
            actor=g.actor,
            case_id=case_id,
            step=step,
            version=form.seen_version(),
            answer=form.answer.data,
            said_by=form.said_by.data,
            said_on=form.said_on.data,
            note=form.note.data,
            today=clock.today(),
            now=clock.now_utc(),
        )
    flash(gettext("%(what)s: dicatat.", what=label("heir_step", step)))


def _onward(case_id: UUID) -> str:
    """To the next question where this one was answered "tidak ada"; else to what was found."""
    rows = list_search(get_session(), case_id=case_id)
    found = search({step: row.answer for step, row in rows.items()})
    unasked = found.next_step is not None and found.next_step not in rows
    address = _address(case_id, found.next_step) if unasked else None
    return address or url_for(".show", case_id=case_id)
