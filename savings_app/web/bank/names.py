"""Is this account in this person's name? Up to forty on one page, one button."""

from __future__ import annotations

from typing import Any

import wtforms
from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import record_name_answers
from savings_app.deposits.queries import get_bank_work, list_name_questions
from savings_app.deposits.rules import ROWS_A_PAGE, day_asked
from savings_app.web.bank.rows import numbers_wanted, row_id, say_outcome, shown_numbers
from savings_app.web.forms import Form, choices
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("names", __name__, url_prefix="/names")

YES = "ya"


class NameRow(wtforms.Form):
    """One account; `matches` is "ya", "tidak" or nothing."""

    account = wtforms.HiddenField()
    matches = wtforms.RadioField(
        _("Nama cocok?"), [Optional()], choices=choices([(YES, _("Ya")), ("tidak", _("Tidak"))])
    )


class NamesForm(Form):
    rows = wtforms.FieldList(wtforms.FormField(NameRow), max_entries=ROWS_A_PAGE)


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_CONFIRM_NAME)
def index() -> ResponseReturnValue:
    form = NamesForm.of_request()
    if form.submitted():
        answers = {
            row_id(row.form.account.data): row.form.matches.data == YES
            for row in form.rows
            if row.form.matches.data
        }
        if answers:
            with transaction() as session:
                outcome = record_name_answers(
                    session, actor=g.actor, answers=answers, now=clock.now_utc()
                )
            say_outcome(outcome.recorded, outcome.refused)
            return redirect(url_for(".index", numbers=numbers_wanted()), 303)
        form.form_errors.append(gettext("Belum ada jawaban yang dipilih."))
    return _page(form)


def _page(form: Any) -> str:
    questions = list_name_questions(get_session(), actor=g.actor)
    fresh = NamesForm(
        data={"rows": [{"account": str(question.account_id)} for question in questions]}
    )
    fresh.form_errors = form.form_errors
    work = get_bank_work(get_session(), actor=g.actor, on=day_asked(clock.today()))
    return render_template(
        "bank/names.html",
        form=fresh,
        questions=questions,
        numbers=shown_numbers([(one.account_id, one.number) for one in questions]),
        numbers_wanted=numbers_wanted(),
        waiting=work.names,
    )
