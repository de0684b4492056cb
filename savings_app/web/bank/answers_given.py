"""What was answered: put right one by one, or a whole page taken back; always with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import wtforms
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.queries import get_bank
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import AnswerGiven, correct_answer, take_back_answers
from savings_app.deposits.kinds import Answer
from savings_app.deposits.queries import (
    GivenAnswer,
    count_given_answers,
    get_answer_set,
    get_given_answer,
    list_amounts_meant,
    list_given_answers,
)
from savings_app.deposits.rules import ROWS_A_PAGE
from savings_app.errors import DomainError, NotFound
from savings_app.money import Rupiah
from savings_app.web.bank.answers import chosen_day, family_reads
from savings_app.web.fields import TextField
from savings_app.web.forms import Form, MoneyForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.bank_answers import correction_words
from savings_app.words.labels import label

bp = Blueprint("answers_given", __name__, url_prefix="/answers")


class CorrectionForm(MoneyForm):
    answer = wtforms.RadioField(
        _("Jawaban yang benar"),
        [required(_("Pilih satu jawaban."))],
        choices=labelled("bank_answer", Answer),
    )
    reason = TextField(_("Mengapa diperbaiki?"), [required(_("Tulis alasannya.")), longest(300)])


class TakeBackForm(Form):
    reason = TextField(_("Mengapa ditarik?"), [required(_("Tulis alasannya.")), longest(300)])


@bp.get("/given")
@requires(Permission.BANK_ANSWER_GIVE)
def index() -> ResponseReturnValue:
    """What was answered for a day, to be put right where it is wrong."""
    _form, on = chosen_day()
    session = get_session()
    count = count_given_answers(session, actor=g.actor, on=on)
    pages = max(1, -(-count // ROWS_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    answers = list_given_answers(session, actor=g.actor, on=on, page=page)
    return render_template(
        "bank/answers_given.html",
        on=on,
        answers=_with_readings(answers, on),
        page=page,
        pages=pages,
    )


def _with_readings(rows: Sequence[GivenAnswer], on: date) -> list[tuple[GivenAnswer, str]]:
    """Each answer and what the family reads of it."""
    session, accounts = get_session(), [row.account_id for row in rows]
    meant = list_amounts_meant(session, actor=g.actor, on=on, account_ids=accounts)
    return [(row, _reads(row, row.answer, meant)) for row in rows]


def _reads(row: GivenAnswer, answer: Answer, meant: Mapping[UUID, Sequence[Rupiah]]) -> str:
    bank = get_bank(get_session(), bank_id=g.actor.bank_id).name
    given = AnswerGiven(row.account_id, row.asked, answer)
    return " ".join(family_reads(given, meant, on=row.on, bank=bank))


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
            return redirect(url_for(".index", on=on.isoformat()), 303)
    session = get_session()
    row = get_given_answer(session, actor=g.actor, account_id=account_id, set_id=set_id)
    meant = list_amounts_meant(session, actor=g.actor, on=row.on, account_ids=[account_id])
    reads = {answer.value: _reads(row, answer, meant) for answer in Answer}
    told = correction_words(
        on=row.on,
        day=clock.today(),
        was=label("answer", row.answer),
        now=gettext("(jawaban baru)"),
        reason=form.reason.data or gettext("(alasan Anda)"),
    )
    return render_template("bank/answer_correct.html", form=form, row=row, reads=reads, told=told)


@bp.route("/sets/<uuid:set_id>", methods=["GET", "POST"])
@requires(Permission.BANK_ANSWER_GIVE)
def take_back(set_id: UUID) -> ResponseReturnValue:
    """One page of answers as it stands; taken back whole, the accounts wait again."""
    form = TakeBackForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                count = take_back_answers(
                    session,
                    actor=g.actor,
                    set_id=set_id,
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                ngettext(
                    "%(count)s jawaban ditarik kembali; rekeningnya menunggu lagi.",
                    "%(count)s jawaban ditarik kembali; rekeningnya menunggu lagi.",
                    count,
                )
            )
            return redirect(url_for("bank.answer_days.index"), 303)
    rows = get_answer_set(get_session(), actor=g.actor, set_id=set_id)
    return render_template("bank/answers_take_back.html", form=form, rows=rows, on=rows[0].on)
