"""Masih ada sedikitnya Rp…? Up to forty accounts on one page, looked over before they are sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import wtforms
from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.queries import get_bank
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import AnswerGiven, record_answers
from savings_app.deposits.kinds import Answer
from savings_app.deposits.queries import (
    GivenAnswer,
    KeptQuestion,
    count_given_answers,
    count_kept_questions,
    find_given_answers,
    find_kept_questions,
    list_amounts_meant,
    list_kept_questions,
)
from savings_app.deposits.rules import ROWS_A_PAGE, check_day_asked, day_asked
from savings_app.deposits.typed_rules import join_answers, read_typed
from savings_app.errors import DomainError, NotFound
from savings_app.money import Rupiah
from savings_app.reconciliation.queries.due_days import due_accounts, list_due_days, month_ends
from savings_app.web.bank.rows import numbers_wanted, row_id, say_outcome, shown_numbers
from savings_app.web.fields import DateField, TextField, WholeField
from savings_app.web.forms import Form, MoneyForm, labelled, longest
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.bank_answers import answer_words, sure_amount
from savings_app.words.labels import label

bp = Blueprint("answers", __name__, url_prefix="/answers")

LONGEST_ASKED = 18  # digits of sen; more is no amount of ours


class AnswerRow(wtforms.Form):
    """One account; `asked` is the amount the page showed, in sen."""

    account = wtforms.HiddenField()
    asked = wtforms.HiddenField()
    answer = wtforms.RadioField(_("Jawaban"), [Optional()], choices=labelled("bank_answer", Answer))


class AnswersForm(MoneyForm):
    rows = wtforms.FieldList(wtforms.FormField(AnswerRow), max_entries=ROWS_A_PAGE)
    typed = TextField(_("Yang bukan ya, atau dilewati"), [Optional(), longest(400)])
    rest = WholeField(_("Banyaknya baris lain, yang semuanya ya"), [Optional()])


class DayForm(Form):
    on = DateField(_("Tanggal yang ditanyakan"), [Optional()])


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page by its number; without `question` it cannot be answered any more."""

    number: int
    form: Any
    question: KeptQuestion | None
    meanwhile: GivenAnswer | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A row before it is sent: what it says, and what the family will read."""

    number: int
    question: KeptQuestion
    answer: Answer
    reads: tuple[str, ...]


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.BANK_ANSWER_GIVE)
def index() -> ResponseReturnValue:
    day_form, on = chosen_day()
    form = AnswersForm.of_request()
    do = request.form.get("do")
    if form.submitted() and not day_form.errors and do != "change":
        try:
            answers = _answers(form)
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            if answers:
                return _send(form, on, answers) if do == "send" else _review(form, on, answers)
            form.form_errors.append(gettext("Belum ada jawaban yang dipilih."))
    return _page(form, day_form, on)


def chosen_day() -> tuple[Any, date]:
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


def asked_among(on: date) -> Any:
    """Which accounts the page of this day is about; None: all that may be asked.

    At a month's end all are; on another day those for which it is that day, while there are any.
    """
    today = clock.today()
    if request.args.get("all") == "y" or on in month_ends(today):
        return None
    among = due_accounts(g.actor, on=on, today=today)
    waiting = count_kept_questions(get_session(), actor=g.actor, on=on, among=among)
    return among if waiting else None


def _number(row: Any) -> int:
    """The row's number on the page, which it keeps when another one cannot be answered any more."""
    return int(row.name.rpartition("-")[2]) + 1


def _answers(form: Any) -> dict[int, AnswerGiven]:
    """What each row is answered, chosen beside it or typed.

    Raises:
        NotFound: a row cannot come from our page.
        TypedAnswerUnclear, TypedRowUnknown, TypedTwice, TypedCountDiffers
    """
    rows = {_number(row): row.form for row in form.rows}
    chosen = {n: Answer(row.answer.data) for n, row in rows.items() if row.answer.data}
    typed = read_typed(form.typed.data or "", rows=rows)
    answers = join_answers(chosen, typed, rest=form.rest.data, rows=rows)
    return {n: _given(rows[n], answer) for n, answer in answers.items()}


def _given(row: Any, answer: Answer) -> AnswerGiven:
    asked = str(row.asked.data)
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_ASKED):
        raise NotFound
    return AnswerGiven(row_id(row.account.data), Rupiah(int(asked)), answer)


def _send(form: Any, on: date, answers: Mapping[int, AnswerGiven]) -> ResponseReturnValue:
    with transaction() as session:
        outcome = record_answers(
            session,
            actor=g.actor,
            on=on,
            answers=list(answers.values()),
            request_key=form.key(),
            today=clock.today(),
            now=clock.now_utc(),
        )
    accounts = [one.account_id for one in answers.values()]
    told = find_given_answers(get_session(), actor=g.actor, on=on, account_ids=accounts)
    say_outcome(outcome.recorded, outcome.refused, {one.number: one for one in told.values()})
    sent = form.key() if outcome.recorded else None
    among = asked_among(on)
    if count_kept_questions(get_session(), actor=g.actor, on=on, among=among):
        # The day may have come in three boxes; it goes back as one.
        address = url_for(
            ".index",
            on=on.isoformat(),
            all=request.args.get("all"),
            numbers=numbers_wanted(),
            sent=sent,
        )
    else:
        address = url_for("bank.answer_days.index", sent=sent)
    return redirect(address, 303)


def _review(form: Any, on: date, answers: Mapping[int, AnswerGiven]) -> str:
    session = get_session()
    accounts = [one.account_id for one in answers.values()]
    open_ones = find_kept_questions(session, actor=g.actor, on=on, account_ids=accounts)
    meant = list_amounts_meant(session, actor=g.actor, on=on, account_ids=accounts)
    bank = get_bank(session, bank_id=g.actor.bank_id).name
    rows = {_number(row): row.form for row in form.rows}
    for number, row in rows.items():  # typed ones go along as if they were chosen
        row.answer.data = answers[number].answer.value if number in answers else None
    reviewed = [
        Reviewed(number, question, given.answer, family_reads(given, meant, on=on, bank=bank))
        for number, given in answers.items()
        if (question := open_ones.get(given.account_id)) and question.asked == given.asked
    ]
    return render_template(
        "bank/answers_review.html",
        form=form,
        on=on,
        reviewed=reviewed,
        counted=[
            (answer, count)
            for answer in Answer
            if (count := sum(one.answer is answer for one in reviewed))
        ],
        left=len(rows) - len(answers),
        gone=_gone(form, on, set(accounts) - {one.question.account_id for one in reviewed}),
    )


def family_reads(
    given: AnswerGiven, meant: Mapping[UUID, Sequence[Rupiah]], *, on: date, bank: str
) -> tuple[str, ...]:
    """The sentence of each pledge of the account, once each, as the family's own page has it."""
    sentences = [
        answer_words(
            given.answer,
            sure=sure_amount(given.answer, asked=given.asked, meant=amount),
            on=on,
            bank=bank,
        )
        for amount in meant.get(given.account_id, ())
    ]
    return tuple(dict.fromkeys(sentences))


def _gone(form: Any, on: date, account_ids: Collection[UUID]) -> list[Row]:
    """Rows that cannot be answered any more; with what a colleague said, where that is why."""
    told = find_given_answers(get_session(), actor=g.actor, on=on, account_ids=account_ids)
    return [
        Row(_number(row), row.form, None, told.get(account_id))
        for row in form.rows
        if (account_id := row_id(row.form.account.data)) in account_ids
    ]


def _page(form: Any, day_form: Any, on: date) -> str:
    session = get_session()
    among = asked_among(on)
    waiting = count_kept_questions(session, actor=g.actor, on=on, among=among)
    pages = max(1, -(-waiting // ROWS_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    if form.rows.entries:
        rows = _sent_rows(form, on)
    else:
        questions = list_kept_questions(session, actor=g.actor, on=on, among=among, page=page)
        form = _fresh(form, questions)
        pairs = zip(form.rows, questions, strict=True)
        rows = [Row(_number(row), row.form, question) for row, question in pairs]
    asked = [row.question for row in rows if row.question]
    days = list_due_days(session, actor=g.actor, today=clock.today())
    return render_template(
        "bank/answers.html",
        form=form,
        day_form=day_form,
        on=on,
        rows=rows,
        asked=len(asked),
        numbers=shown_numbers([(one.account_id, one.number) for one in asked]),
        numbers_wanted=numbers_wanted(),
        waiting=waiting,
        given=count_given_answers(session, actor=g.actor, on=on),
        page=page,
        pages=pages,
        is_all=among is None,
        this_day=next((day for day in days if day.on == on), None),
        earlier=next((day for day in reversed(days) if day.on < on), None),
        later=next((day for day in days if day.on > on), None),
        reads=_all_readings(asked[:1], on),
        sent=sent_set(),
    )


def _fresh(form: Any, questions: Sequence[KeptQuestion]) -> Any:
    fresh = AnswersForm(
        data={
            "rows": [
                {"account": str(question.account_id), "asked": str(question.asked.sen)}
                for question in questions
            ]
        }
    )
    fresh.form_errors = form.form_errors
    return fresh


def _sent_rows(form: Any, on: date) -> list[Row]:
    """The rows as they came, each under its own number: nothing chosen is lost."""
    ids = {_number(row): row_id(row.form.account.data) for row in form.rows}
    session = get_session()
    open_ones = find_kept_questions(session, actor=g.actor, on=on, account_ids=ids.values())
    told = find_given_answers(session, actor=g.actor, on=on, account_ids=ids.values())
    rows = [(_number(row), row.form) for row in form.rows]
    return [
        Row(number, row, open_ones.get(ids[number]), told.get(ids[number])) for number, row in rows
    ]


def _all_readings(example: Sequence[KeptQuestion], on: date) -> list[tuple[Answer, str]]:
    """What a family reads for each of the four answers, by the example of a row."""
    if not example:
        return []
    bank = get_bank(get_session(), bank_id=g.actor.bank_id).name
    return [
        (answer, answer_words(answer, sure=example[0].asked, on=on, bank=bank)) for answer in Answer
    ]


def gone_words(row: Row) -> str:
    """Why a row cannot be answered any more."""
    if row.meanwhile is None:
        return gettext("Tidak dapat dijawab lagi: persetujuan atau niatnya baru saja berubah.")
    return gettext(
        "%(name)s %(number)s sementara itu dijawab %(colleague)s: %(answer)s.",
        name=row.meanwhile.holder_name,
        number=str(row.meanwhile.number),
        colleague=row.meanwhile.answered_by,
        answer=label("bank_answer", row.meanwhile.answer),
    )


@bp.context_processor
def _words() -> dict[str, object]:
    return {"gone_words": gone_words}


def sent_set() -> UUID | None:
    """The page of answers sent just before, so that it can be taken back; from the address."""
    try:
        return UUID(request.args.get("sent", ""))
    except ValueError:
        return None
