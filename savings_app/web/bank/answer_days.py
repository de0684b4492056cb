"""Which days wait for answers, oldest first; one of them on paper for the counter, or as a file."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.queries import get_bank
from savings_app.db import get_session
from savings_app.deposits.kinds import Answer
from savings_app.deposits.queries import (
    KeptQuestion,
    count_kept_questions,
    iterate_kept_questions,
    list_kept_questions,
)
from savings_app.deposits.rules import ROWS_A_PAGE
from savings_app.errors import NotFound
from savings_app.reconciliation.queries.due_days import DueDay, answer_by, list_due_days
from savings_app.web.bank.answers import asked_among, chosen_day, sent_set
from savings_app.web.columns import day_column, number_column
from savings_app.web.guards import requires
from savings_app.web.listing import Column, take_along
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label

bp = Blueprint("answer_days", __name__, url_prefix="/answers")


def why_words(day: DueDay) -> str:
    """Why the bank is asked about the day, with how many where there are several reasons."""
    if len(day.accounts) == 1:
        return label("due_why", next(iter(day.accounts)))
    return "; ".join(f"{label('due_why', why)}: {count}" for why, count in day.accounts.items())


def late_words(day: DueDay) -> str:
    if day.is_overdue:
        return gettext("lewat sejak %(on)s", on=date_short(day.answer_by))
    return gettext("sampai %(on)s", on=date_short(day.answer_by))


COLUMNS: tuple[Column[DueDay], ...] = (
    day_column(_("Hari"), lambda day: day.on),
    number_column(_("Rekening menunggu"), lambda day: day.count),
    Column(_("Mengapa ditanya"), why_words),
    Column(_("Batas"), late_words),
)


@bp.get("/days")
@requires(Permission.BANK_ANSWER_GIVE)
def index() -> ResponseReturnValue:
    days = list_due_days(get_session(), actor=g.actor, today=clock.today())
    return render_template(
        "bank/answer_days.html",
        rows=[(day, why_words(day), late_words(day)) for day in days],
        waiting=sum(day.count for day in days),
        overdue=sum(day.count for day in days if day.is_overdue),
        sent=sent_set(),
    )


@bp.get("/days.<any(csv, xlsx):file_type>")
@requires(Permission.BANK_ANSWER_GIVE)
def export(file_type: str) -> ResponseReturnValue:
    """The days as a file."""
    days = list_due_days(get_session(), actor=g.actor, today=clock.today())
    return take_along(
        file_type,
        name="hari-menunggu-jawaban",
        headings=[head for column in COLUMNS for head in column.file_headings()],
        rows=[[cell for column in COLUMNS for cell in column.file_cells(day)] for day in days],
    )


@bp.get("/day.<any(csv, xlsx):file_type>")
@requires(Permission.BANK_ANSWER_GIVE)
def export_day(file_type: str) -> ResponseReturnValue:
    """All accounts that wait for one day, masked and without a balance, in the page's order."""
    _form, on = chosen_day()
    by = answer_by(on, today=clock.today())
    rows = iterate_kept_questions(get_session(), actor=g.actor, on=on, among=asked_among(on))
    return take_along(
        file_type,
        name=f"masih-ada-{on.isoformat()}",
        headings=[
            gettext("Tanggal yang ditanyakan"),
            gettext("Nama"),
            gettext("Rekening"),
            gettext("Ditanya sedikitnya"),
            gettext("Batas"),
        ],
        rows=[[on, row.holder_name, str(row.number), row.asked, by] for row in rows],
    )


@bp.get("/day/paper")
@requires(Permission.BANK_ANSWER_GIVE)
def paper() -> ResponseReturnValue:
    """Forty accounts to be ticked by hand at the counter, numbered as on the page."""
    if g.actor.bank_id is None:
        raise NotFound
    _form, on = chosen_day()
    session, among = get_session(), asked_among(on)
    count = count_kept_questions(session, actor=g.actor, on=on, among=among)
    pages = max(1, -(-count // ROWS_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows: list[KeptQuestion] = list(
        list_kept_questions(session, actor=g.actor, on=on, among=among, page=page)
    )
    return render_template(
        "bank/answers_paper.html",
        bank=get_bank(session, bank_id=g.actor.bank_id),
        on=on,
        rows=rows,
        answers=tuple(Answer),
        page=page,
        pages=pages,
    )
