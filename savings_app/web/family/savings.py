"""Is our saving still there? Only what the bank answered or confirmed; no news is no news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live
from savings_app.db import get_session
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.queries import BankNews, PledgeProgress, get_progress
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.formats import date_long, month_long, rupiah

bp = Blueprint("savings", __name__, url_prefix="/savings")

# The shapes of the month strip.
SHAPES = {
    Answer.YES: "yes",
    Answer.PARTLY: "partly",
    Answer.NO: "no",
    Answer.CANNOT_SAY: "cannot",
}


@dataclass(frozen=True, slots=True)
class Month:
    """A place in the month strip."""

    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One pledge as the page shows it; `said` is the latest word as a sentence."""

    pledge: PledgeProgress
    said: str
    months: tuple[Month, ...]
    rows: tuple[tuple[str, str, str], ...]


@bp.get("/")
@requires(Permission.OWN_READ)
def index() -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    recipient = get_own_recipient(session, actor=g.actor)
    progress = get_progress(session, actor=g.actor, recipient_id=recipient.id, today=today)
    is_asked = all(
        find_live(session, recipient_id=recipient.id, kind=kind)
        for kind in (ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS)
    )
    return render_template(
        "family/savings.html",
        shown=[_show(pledge, today=today) for pledge in progress.pledges],
        is_asked=is_asked,
    )


def _show(pledge: PledgeProgress, *, today: date) -> Shown:
    if pledge.kind is PledgeKind.PAID_IN:
        rows = tuple(
            (date_long(line.on), rupiah(line.amount), _source(line)) for line in pledge.lines
        )
        return Shown(pledge, _said_of_lines(pledge), (), rows)
    months = tuple(Month(month_long(month.month), _shape(month.news)) for month in pledge.months)
    rows = tuple(
        (
            month_long(month.month),
            _answer_words(month.news, pledge),
            _source(month.news) if month.news else "",
        )
        for month in reversed(pledge.months)
    )
    return Shown(pledge, _said(pledge), months, rows)


def _shape(news: BankNews | None) -> str:
    return SHAPES[news.answer] if news and news.answer else "none"


def _source(news: BankNews) -> str:
    if news.answer is None:
        return gettext("baris %(bank)s", bank=news.bank_name)
    return gettext("jawaban %(bank)s untuk %(on)s", bank=news.bank_name, on=date_long(news.on))


def _answer_words(news: BankNews | None, pledge: PledgeProgress) -> str:
    """What the bank said, and of how much where that is not this pledge's own amount."""
    if news is None or news.answer is None:
        return gettext("Belum ada kabar dari bank")
    words = {
        Answer.YES: gettext("Masih ada"),
        Answer.PARTLY: gettext("Sebagian masih ada"),
        Answer.NO: gettext("Dipakai"),
        Answer.CANNOT_SAY: gettext("Bank tidak dapat menjawab"),
    }[news.answer]
    if news.asked == pledge.amount:
        return words
    return gettext("%(words)s (ditanya %(asked)s)", words=words, asked=rupiah(news.asked))


def _said(pledge: PledgeProgress) -> str:
    news = pledge.last_known
    if news is None or news.answer is None:
        return gettext("Belum ada kabar dari bank.")
    facts = {"asked": rupiah(news.asked), "on": date_long(news.on), "bank": news.bank_name}
    return {
        Answer.YES: gettext("Masih ada sedikitnya %(asked)s pada %(on)s, kata %(bank)s.", **facts),
        Answer.PARTLY: gettext(
            "Sebagian dari %(asked)s masih ada pada %(on)s, kata %(bank)s.", **facts
        ),
        Answer.NO: gettext("Pada %(on)s sudah dipakai, kata %(bank)s.", **facts),
        Answer.CANNOT_SAY: gettext("%(bank)s tidak dapat menjawab untuk %(on)s.", **facts),
    }[news.answer]


def _said_of_lines(pledge: PledgeProgress) -> str:
    if not pledge.lines:
        return gettext("Belum ada setoran yang dipastikan bank.")
    return gettext(
        "Yang dipastikan bank sampai %(on)s: %(confirmed)s dari %(amount)s.",
        on=date_long(pledge.lines[-1].on),
        confirmed=rupiah(pledge.confirmed),
        amount=rupiah(pledge.amount),
    )
