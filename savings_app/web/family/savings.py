"""Is our saving still there? Only what the bank answered or confirmed; no news is no news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.bank_api.queries.reports import list_own_waiting
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import say_balance_checked
from savings_app.deposits.growth_rules import (
    KeepAlive,
    Known,
    MonthKnown,
    evidence_of,
    keep_alive,
)
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.pot_rules import PotProgress, progress_of_pots
from savings_app.deposits.queries import PledgeProgress, get_progress
from savings_app.deposits.queries.account_words import AccountSaid, list_said
from savings_app.deposits.queries.balances import list_balance_words
from savings_app.deposits.queries.corrected import Correction
from savings_app.deposits.queries.photos import list_photos
from savings_app.deposits.sleep_rules import SAID, Sleep
from savings_app.money import ZERO
from savings_app.planning.beside_rules import pot_pace
from savings_app.planning.kinds import NeedKind
from savings_app.planning.queries import find_plan_in_force, list_lines
from savings_app.reconciliation.queries.estimates import list_own_estimates
from savings_app.reconciliation.queries.movements import AccountMovement, list_last_movements
from savings_app.web.estimate_table import headings, product_words, told_rows
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.bank_answers import answer_words, correction_words, lines_words, sure_amount
from savings_app.words.formats import date_long, date_short, in_wita, month_long, rupiah
from savings_app.words.labels import label
from savings_app.words.sleep import sleep_words

bp = Blueprint("savings", __name__, url_prefix="/savings")


@dataclass(frozen=True, slots=True)
class Shown:
    """One pledge as the page shows it; `said` is the latest word as a sentence.

    `next_step` is one small thing that can be done, and may as well be left.

    `months` are the rows of the table under the chart, newest first; `lines` those of a *disetor*
    pledge one by one.
    """

    pledge: PledgeProgress
    said: str
    next_step: str
    months: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, str], ...]
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """An account that a bank may soon call inactive."""

    account: AccountMovement
    until: KeepAlive
    words: str


@bp.get("/")
@requires(Permission.OWN_READ)
def index() -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    recipient = get_own_recipient(session, actor=g.actor)
    progress = get_progress(session, actor=g.actor, recipient_id=recipient.id, today=today)
    movements = list_last_movements(session, actor=g.actor, recipient_id=recipient.id)
    said = {
        one.account_id: one
        for one in list_said(session, actor=g.actor, recipient_id=recipient.id, today=today)
        if one.status in SAID
    }
    photos = list_photos(session, actor=g.actor, recipient_id=recipient.id)
    said_on = list_balance_words(session, actor=g.actor)
    pots = _pots(recipient.id, progress.pledges)
    is_asked = all(
        find_live(session, recipient_id=recipient.id, kind=kind)
        for kind in (ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS)
    )
    return render_template(
        "family/savings.html",
        shown=[_show(pledge, today=today) for pledge in progress.pledges],
        said=[(one, _account_said(one)) for one in said.values()],
        registered=list_own_waiting(session, actor=g.actor),
        quiet=[
            one
            for account in movements
            if account.account_id not in said and (one := _quiet(account, today=today))
        ],
        is_asked=is_asked,
        pots=pots,
        pot_rows=[(_called(row), _goal_words(row), _so_far(row)) for row in pots],
        photo=next((one for one in photos if one.removed_at is None), None),
        said_on=said_on,
        is_said=bool(said_on) and said_on[0].replace(day=1) == today.replace(day=1),
    )


@bp.get("/estimates")
@requires(Permission.OWN_READ)
def estimates() -> ResponseReturnValue:
    """What our savings may have earned, beside what the bank posted."""
    found = list_own_estimates(get_session(), actor=g.actor, today=clock.today())
    return render_template(
        "family/estimates.html",
        accounts=[
            {"account": one, "product": product_words(one), "rows": rows}
            for one in found
            if (rows := told_rows(one))
        ],
        headings=headings(),
    )


@bp.post("/checked")
@requires(Permission.OWN_PLAN)
def say_checked() -> ResponseReturnValue:
    """ "Saya sudah memeriksa saldo saya": their own word, no bank's."""
    with transaction() as session:
        say_balance_checked(session, actor=g.actor, today=clock.today(), now=clock.now_utc())
    flash(gettext("Tercatat sebagai kata Anda sendiri. Bulan ini tidak ada pengingat soal itu."))
    return redirect(url_for(".index"), 303)


def _pots(recipient_id: UUID, pledges: Sequence[PledgeProgress]) -> tuple[PotProgress, ...]:
    """Each pot of the plan and each pledge of none; nothing where the plan has no pot."""
    plan = find_plan_in_force(get_session(), recipient_id=recipient_id)
    lines = list_lines(get_session(), plan_id=plan.id) if plan else ()
    pots = [line for line in lines if line.kind is NeedKind.SAVING]
    # The pledges alone stand below already.
    return progress_of_pots(pots, pledges) if pots else ()


def _called(row: PotProgress) -> str:
    called = row.called or gettext("Simpanan")
    if row.in_name_of is None:
        return called
    return gettext("%(line)s, atas nama %(whose)s", line=called, whose=row.in_name_of)


def _goal_words(row: PotProgress) -> str:
    if row.on is None:
        return rupiah(row.goal)
    return gettext("%(goal)s, %(on)s", goal=rupiah(row.goal), on=date_short(row.on))


def _so_far(row: PotProgress) -> str:
    if row.told_on is None:
        return gettext("Belum ada kabar dari bank")
    on = date_short(row.told_on)
    if row.so_far is not None:
        text = gettext("%(amount)s (%(on)s)", amount=rupiah(row.so_far), on=on)
        return "; ".join([text, *(_besides(known) for known in row.besides)])
    if row.known is Known.PARTLY:
        return gettext("Sebagian masih ada (%(on)s)", on=on)
    return gettext("Dipakai (%(on)s)", on=on)


def _besides(known: Known) -> str:
    """Of another pledge of the same pot, whose amount no bank told."""
    if known is Known.PARTLY:
        return gettext("satu niat lagi masih ada sebagian")
    return gettext("satu niat lagi sudah dipakai")


def _show(pledge: PledgeProgress, *, today: date) -> Shown:
    is_paid_in = pledge.kind is PledgeKind.PAID_IN
    return Shown(
        pledge,
        said=_said_of_lines(pledge) if is_paid_in else _said(pledge),
        next_step=_next_of_lines(pledge, today) if is_paid_in else _next(pledge),
        months=tuple(
            (month_long(month.month), _month_words(month)) for month in reversed(pledge.growth)
        ),
        lines=tuple(
            (
                date_long(line.on),
                rupiah(line.amount),
                f"{label('evidence', line.source)} {line.bank_name}",
            )
            for line in pledge.lines
        ),
        corrections=tuple(_corrected(one) for one in reversed(pledge.corrections)),
    )


def _corrected(one: Correction) -> str:
    return correction_words(
        on=one.on,
        day=in_wita(one.at).date(),
        was=label("answer", one.was),
        now=label("answer", one.now) if one.now else None,
        reason=one.reason,
    )


def _month_words(month: MonthKnown) -> str:
    """What is known of the month and from where; the bank's name stands above."""
    if month.told_on is None:
        return gettext("Belum ada kabar dari bank")
    facts = {
        "amount": rupiah(month.amount),
        "on": date_short(month.told_on),
        "evidence": label("evidence", evidence_of(month.known)),
    }
    return {
        Known.AT_LEAST: gettext(
            "Masih ada, sedikitnya %(amount)s (%(evidence)s untuk %(on)s)", **facts
        ),
        Known.CONFIRMED: gettext("Sudah disetor %(amount)s (%(evidence)s sampai %(on)s)", **facts),
        Known.PARTLY: gettext("Sebagian masih ada (%(evidence)s untuk %(on)s)", **facts),
        Known.USED: gettext("Dipakai (%(evidence)s untuk %(on)s)", **facts),
        Known.NO_NEWS: gettext("Bank tidak dapat menjawab untuk %(on)s", **facts),
    }[month.known]


def _quiet(account: AccountMovement, *, today: date) -> Quiet | None:
    until = keep_alive(last_on=account.last_on, today=today)
    if until is None:
        return None
    code = Sleep.PAST.value if until.is_inactive else Sleep.FIRST.value
    words = sleep_words(
        "lewat_dorman" if until.is_dormant else code,
        by=until.touch_by,
        dormant=until.dormant_by,
        on=None,
    )
    return Quiet(account, until, words)


def _account_said(one: AccountSaid) -> str:
    return sleep_words(SAID[one.status].value, by=None, dormant=None, on=one.on)


def _said(pledge: PledgeProgress) -> str:
    news = pledge.last_known
    if news is None or news.answer is None or news.asked is None:
        return answer_words(None, sure=None, on=pledge.made_on, bank=pledge.bank_name)
    sure = sure_amount(news.answer, asked=news.asked, meant=news.meant)
    return answer_words(news.answer, sure=sure, on=news.on, bank=news.bank_name)


def _next(pledge: PledgeProgress) -> str:
    """Of a pledge to leave the money where it is; of what was used the page speaks by itself."""
    last = pledge.last_known.answer if pledge.last_known else None
    if last is Answer.NO:
        return ""
    if last is Answer.YES:
        return gettext("Tidak ada yang perlu dilakukan sekarang.")
    return gettext("Langkah kecil berikutnya: lihat sendiri saldonya, di ATM atau di bank.")


def _next_of_lines(pledge: PledgeProgress, today: date) -> str:
    so_far = pledge.confirmed or ZERO
    if so_far >= pledge.amount:
        return gettext("Niat ini sudah tercapai. Tidak ada yang perlu dilakukan.")
    pace = pot_pace(start=so_far, target=pledge.amount, on=pledge.until_on, since=today)
    if pace is None:
        return gettext("Hari yang diniatkan sudah tiba. Niat boleh diubah atau dibiarkan.")
    return gettext(
        "Langkah kecil berikutnya: menyetor sekitar %(monthly)s sebulan. Boleh kurang, "
        "boleh lebih.",
        monthly=rupiah(pace.monthly),
    )


def _said_of_lines(pledge: PledgeProgress) -> str:
    last = pledge.lines[-1].on if pledge.lines else None
    return lines_words(on=last, confirmed=pledge.confirmed, amount=pledge.amount)
