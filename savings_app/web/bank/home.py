"""What waits for this officer."""

from __future__ import annotations

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.queries import get_bank
from savings_app.db import get_session
from savings_app.deposits.queries import BankWork, get_bank_work
from savings_app.deposits.rules import day_asked
from savings_app.errors import NotFound
from savings_app.reconciliation.queries.due_days import list_due_days
from savings_app.reconciliation.queries.files import count_files
from savings_app.reconciliation.queries.listing import count_waiting
from savings_app.reconciliation.queries.quiet import count_quiet
from savings_app.reconciliation.queries.standings import count_proposals
from savings_app.reconciliation.queries.told import list_told
from savings_app.web.bank.sorting import sort_what_changed
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.formats import date_long

bp = Blueprint("home", __name__, url_prefix="")


@bp.get("/")
@requires(Permission.BANK_ANSWER_GIVE)
def index() -> ResponseReturnValue:
    if g.actor.bank_id is None:
        raise NotFound
    session = get_session()
    work = get_bank_work(session, actor=g.actor, on=day_asked(clock.today()))
    bank = get_bank(session, bank_id=g.actor.bank_id)
    tasks = [*_tasks(work), _other_days(), _quiet(), *_file_tasks()]
    today = clock.today()
    told = list_told(session, actor=g.actor, today=today)
    return render_template("bank/home.html", bank=bank, tasks=tasks, told=told, today=today)


def _file_tasks() -> list[dict[str, str]]:
    sort_what_changed()
    session = get_session()
    return [
        _task(
            gettext("Berkas bank"),
            gettext("Rekening koran seperti adanya, diperiksa sebelum disimpan."),
            url_for("bank.files.index"),
            count_files(session, actor=g.actor, state="staged"),
        ),
        _task(
            gettext("Pencocokan"),
            gettext("Baris masuk yang mungkin santunan atau setoran."),
            url_for("bank.matches.index"),
            count_proposals(session, actor=g.actor),
        ),
        _exceptions(),
    ]


def _exceptions() -> dict[str, str]:
    """Lines no rule could tell: how many, and how long the oldest waits."""
    waiting = count_waiting(get_session(), actor=g.actor)
    hint = gettext("Baris yang tidak dapat dikenali sendiri, beserta sebabnya.")
    if waiting.oldest_on is not None:
        days = (clock.today() - waiting.oldest_on).days
        hint = gettext("%(hint)s Yang tertua menunggu %(days)s hari.", hint=hint, days=days)
    text, href = gettext("Pengecualian"), url_for("bank.exceptions.index")
    return _task(text, hint, href, waiting.lines)


def _tasks(work: BankWork) -> list[dict[str, str]]:
    day = date_long(work.on)
    return [
        _task(
            gettext("Nama pemilik rekening"),
            gettext("Apakah rekening ini atas nama orang ini?"),
            url_for("bank.names.index"),
            work.names,
        ),
        _task(
            gettext("Masih ada pada %(day)s?", day=day),
            gettext("Sudah dijawab: %(given)s rekening.", given=work.given),
            url_for("bank.answers.index"),
            work.answers,
        ),
    ]


def _other_days() -> dict[str, str]:
    """Every day that waits, the latest month's end among them."""
    days = list_due_days(get_session(), actor=g.actor, today=clock.today())
    late = sum(day.is_overdue for day in days)
    hint = gettext("Semua hari yang ditanyakan, yang tertua lebih dulu.")
    if late:
        hint = gettext("%(count)s hari lewat batas; yang tertua lebih dulu.", count=late)
    return _task(
        gettext("Hari yang menunggu jawaban"), hint, url_for("bank.answer_days.index"), len(days)
    )


def _quiet() -> dict[str, str]:
    return _task(
        gettext("Akan tidak aktif"),
        gettext("Rekening yang lama tidak bergerak, diberitahukan sebelum harinya."),
        url_for("bank.quiet.index"),
        count_quiet(get_session(), actor=g.actor, today=clock.today()),
    )


def _task(text: str, hint: str, href: str, count: int) -> dict[str, str]:
    return {
        "text": text,
        "hint": hint,
        "href": href,
        "state": gettext("%(count)s menunggu", count=count)
        if count
        else gettext("Tidak ada yang menunggu"),
        "tone": "now" if count else "wait",
    }
