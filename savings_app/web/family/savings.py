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
from savings_app.deposits.growth_rules import KeepAlive, Known, MonthKnown, keep_alive
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.queries import PledgeProgress, get_progress
from savings_app.reconciliation.queries.movements import AccountMovement, list_last_movements
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.formats import date_long, date_short, month_long, rupiah

bp = Blueprint("savings", __name__, url_prefix="/savings")


@dataclass(frozen=True, slots=True)
class Shown:
    """One pledge as the page shows it; `said` is the latest word as a sentence.

    `months` are the rows of the table under the chart, newest first; `lines` those of a *disetor*
    pledge one by one.
    """

    pledge: PledgeProgress
    said: str
    months: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """An account that a bank may soon call inactive."""

    account: AccountMovement
    until: KeepAlive


@bp.get("/")
@requires(Permission.OWN_READ)
def index() -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    recipient = get_own_recipient(session, actor=g.actor)
    progress = get_progress(session, actor=g.actor, recipient_id=recipient.id, today=today)
    movements = list_last_movements(session, actor=g.actor, recipient_id=recipient.id)
    is_asked = all(
        find_live(session, recipient_id=recipient.id, kind=kind)
        for kind in (ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS)
    )
    return render_template(
        "family/savings.html",
        shown=[_show(pledge) for pledge in progress.pledges],
        quiet=[one for account in movements if (one := _quiet(account, today=today))],
        is_asked=is_asked,
    )


def _show(pledge: PledgeProgress) -> Shown:
    is_paid_in = pledge.kind is PledgeKind.PAID_IN
    return Shown(
        pledge,
        said=_said_of_lines(pledge) if is_paid_in else _said(pledge),
        months=tuple(
            (month_long(month.month), _month_words(month)) for month in reversed(pledge.growth)
        ),
        lines=tuple(
            (
                date_long(line.on),
                rupiah(line.amount),
                gettext("baris %(bank)s", bank=line.bank_name),
            )
            for line in pledge.lines
        ),
    )


def _month_words(month: MonthKnown) -> str:
    """What is known of the month and from where; the bank's name stands above."""
    if month.told_on is None:
        return gettext("Belum ada kabar dari bank")
    facts = {"amount": rupiah(month.amount), "on": date_short(month.told_on)}
    return {
        Known.AT_LEAST: gettext("Masih ada, sedikitnya %(amount)s (jawaban untuk %(on)s)", **facts),
        Known.CONFIRMED: gettext("Sudah disetor %(amount)s (baris sampai %(on)s)", **facts),
        Known.PARTLY: gettext("Sebagian masih ada (jawaban untuk %(on)s)", **facts),
        Known.USED: gettext("Dipakai (jawaban untuk %(on)s)", **facts),
        Known.NO_NEWS: gettext("Bank tidak dapat menjawab untuk %(on)s", **facts),
    }[month.known]


def _quiet(account: AccountMovement, *, today: date) -> Quiet | None:
    until = keep_alive(last_on=account.last_on, today=today)
    return Quiet(account, until) if until else None


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
