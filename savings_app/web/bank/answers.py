"""Masih ada sedikitnya Rp…? Up to forty accounts on one page; corrections with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import wtforms
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import AnswerGiven, correct_answer, record_answers
from savings_app.deposits.kinds import Answer
from savings_app.deposits.queries import (
    count_given_answers,
    get_bank_work,
    get_given_answer,
    list_given_answers,
    list_kept_questions,
)
from savings_app.deposits.rules import ROWS_A_PAGE, check_day_asked, day_asked
from savings_app.errors import DomainError, NotFound
from savings_app.money import Rupiah
from savings_app.web.bank.rows import numbers_wanted, row_id, say_outcome, shown_numbers
from savings_app.web.fields import DateField, TextField
from savings_app.web.forms import Form, MoneyForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("answers", __name__, url_prefix="/answers")

LONGEST_ASKED = 18  # digits of sen; more is no amount of ours


class AnswerRow(wtforms.Form):
    """One account; `asked` is the amount the page showed, in sen."""

    account = wtforms.HiddenField()
    asked = wtforms.HiddenField()
    answer = wtforms.RadioField(_("Jawaban"), [Optional()], choices=labelled("bank_answer", Answer))


class AnswersForm(MoneyForm):
    rows = wtforms.FieldList(wtforms.FormField(AnswerRow), max_entries=ROWS_A_PAGE)


class DayForm(Form):
    on = DateField(_("Tanggal yang ditanyakan"), [Optional()])


class CorrectionForm(MoneyForm):
    answer = wtforms.RadioField(
        _("Jawaban yang benar"),
        [required(_("Pilih satu jawaban."))],
        choices=labelled("bank_answer", Answer),
    )
    reason = TextField(_("Mengapa diperbaiki?"), [required(_("Tulis alasannya.")), longest(300)])


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.BANK_ANSWER_GIVE)
def index() -> ResponseReturnValue:
    day_form, on = _day()
    form = AnswersForm.of_request()
    if form.submitted() and not day_form.errors:
        answers = _read(form)
        if answers:
            with transaction() as session:
                outcome = record_answers(
                    session,
                    actor=g.actor,
                    on=on,
                    answers=answers,
                    request_key=form.key(),
                    today=clock.today(),
                    now=clock.now_utc(),
                )
            say_outcome(outcome.recorded, outcome.refused)
            # The day may have come in three boxes; it goes back as one.
            return redirect(url_for(".index", on=on.isoformat(), numbers=numbers_wanted()), 303)
        form.form_errors.append(gettext("Belum ada jawaban yang dipilih."))
    return _page(form, day_form, on)


def _day() -> tuple[Any, date]:
    """The day chosen in the address, else the last of the month before."""
    form = DayForm(request.args)
    form.validate()
    on = form.on.data or day_asked(clock.today())
    try:
        check_day_asked(on=on, today=clock.today())
    except DomainError as refusal:
        form.show(refusal)
        on = day_asked(clock.today())
    return form, on


def _read(form: Any) -> list[AnswerGiven]:
    given = []
    for row in form.rows:
        asked = str(row.form.asked.data)
        if not row.form.answer.data:
            continue
        if not (asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_ASKED):
            raise NotFound
        given.append(
            AnswerGiven(
                row_id(row.form.account.data), Rupiah(int(asked)), Answer(row.form.answer.data)
            )
        )
    return given


def _page(form: Any, day_form: Any, on: date) -> str:
    session = get_session()
    questions = list_kept_questions(session, actor=g.actor, on=on)
    fresh = AnswersForm(
        data={
            "rows": [
                {"account": str(question.account_id), "asked": str(question.asked.sen)}
                for question in questions
            ]
        }
    )
    fresh.form_errors = form.form_errors
    return render_template(
        "bank/answers.html",
        form=fresh,
        day_form=day_form,
        on=on,
        questions=questions,
        numbers=shown_numbers([(one.account_id, one.number) for one in questions]),
        numbers_wanted=numbers_wanted(),
        work=get_bank_work(session, actor=g.actor, on=on),
    )


@bp.get("/given")
@requires(Permission.BANK_ANSWER_GIVE)
def given() -> ResponseReturnValue:
    """What was answered for a day, to be put right where it is wrong."""
    _form, on = _day()
    session = get_session()
    count = count_given_answers(session, actor=g.actor, on=on)
    pages = max(1, -(-count // ROWS_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "bank/answers_given.html",
        on=on,
        answers=list_given_answers(session, actor=g.actor, on=on, page=page),
        page=page,
        pages=pages,
    )


@bp.route("/<uuid:account_id>/<uuid:set_id>/correct", methods=["GET", "POST"])
@requires(Permission.BANK_ANSWER_GIVE)
def correct(account_id: UUID, set_id: UUID) -> ResponseReturnValue:
    form = CorrectionForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                on = correct_answer(
                    session,
                    actor=g.actor,
                    account_id=account_id,
                    set_id=set_id,
                    answer=Answer(form.answer.data),
                    reason=form.reason.data,
                    request_key=form.key(),
                    now=clock.now_utc(),
                )
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Jawaban diperbaiki. Jawaban lama tetap tercatat beserta alasannya."))
            return redirect(url_for(".given", on=on.isoformat()), 303)
    row = get_given_answer(get_session(), actor=g.actor, account_id=account_id, set_id=set_id)
    return render_template("bank/answer_correct.html", form=form, row=row)
