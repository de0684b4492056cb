"""The savings statement: what the bank answered, confirmed and told, over the days asked for.

Nothing is worked out that a bank did not say: a balance stands only where it told one, a month
without a word is told as one, and an answer that was put right stays beside its correction.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.deposits.growth_rules import Told, months_known
from savings_app.deposits.kinds import Evidence, PledgeKind
from savings_app.deposits.queries.progress import BankNews, PledgeProgress, get_progress
from savings_app.deposits.rules import MONTHS_SHOWN
from savings_app.documents.asked import Asked
from savings_app.documents.rules import (
    NothingToPrint,
    Period,
    StatementNeedsAgreement,
    StatementNeedsConsent,
)
from savings_app.documents.statement_rules import (
    month_after,
    months_told,
    months_untold,
    period_of,
    within,
)
from savings_app.money import total
from savings_app.reconciliation.kinds import signed
from savings_app.reconciliation.queries.accounts_told import (
    AccountTold,
    ToldBalance,
    ToldBy,
    list_accounts_told,
    list_ways,
)
from savings_app.words.formats import in_wita


def savings_content(session: Session, asked: Asked) -> dict[str, Any]:
    """Every live pledge of the recipient, and every account of which the bank may tell lines.

    Without a period all days until today. With one, a pledge cancelled since its first day is
    told too, and one made after its last is not.

    Raises:
        NothingToPrint: there is neither a pledge nor an account told of.
        PeriodNotBegun, PeriodTooLong
        StatementNeedsAgreement: staff ask, and no agreement with a bank of it holds.
        StatementNeedsConsent: staff ask, and the recipient has not agreed that they see this.
    """
    period, today = asked.wanted.period, asked.today
    if period is not None:
        period_of(period.first, period.last, today=today)
    progress = get_progress(
        session,
        actor=asked.actor,
        recipient_id=asked.recipient.id,
        today=today,
        ended_since=period.first if period else None,
    )
    if progress.hidden:
        raise StatementNeedsConsent
    if progress.without_agreement:
        raise StatementNeedsAgreement(banks=", ".join(progress.without_agreement))
    last = min(today, period.last) if period else today
    accounts = list_accounts_told(
        session,
        actor=asked.actor,
        recipient_id=asked.recipient.id,
        first=period.first if period else None,
        last=last,
        today=today,
    )
    pledges = [one for one in progress.pledges if (one.first_made_on or one.made_on) <= last]
    if not pledges and not accounts:
        raise NothingToPrint
    lines = [news.line_id for one in pledges for news in one.told if news.line_id]
    ways = list_ways(session, line_ids=lines)
    return {
        "as_of": today,
        "period": period and {"first": period.first, "last": period.last},
        "pledges": [_pledge(one, ways, period, today) for one in pledges],
        "accounts": [_account(one, period, today) for one in accounts],
    }


def _pledge(
    pledge: PledgeProgress, ways: dict[UUID, ToldBy], period: Period | None, today: date
) -> dict[str, Any]:
    last = min(today, period.last) if period else today
    until_then = [one for one in pledge.told if one.on <= last]
    told = [one for one in until_then if within(one.on, period)]
    is_paid_in = pledge.kind is PledgeKind.PAID_IN
    months = months_told(
        since=pledge.first_made_on or pledge.made_on,
        period=period,
        today=_ended(pledge, today),
        told=[one.on for one in told],
    )
    known = told[-1] if told else None
    return {
        "kind": pledge.kind.value,
        "goal": pledge.goal,
        "in_name_of": pledge.in_name_of,
        "amount": pledge.amount,
        "until": pledge.until_on,
        "made": pledge.made_on,
        "cancelled": pledge.cancelled_on,
        "bank": pledge.bank_name,
        "account": str(pledge.number),
        "months": [] if is_paid_in else _months(months, told, ways),
        "growth": _growth(pledge, months, until_then),
        "movements": [_news(one, ways) for one in told] if is_paid_in else [],
        "untold": list(months_untold(months, (), [one.on for one in told])),
        "before": _sum(until_then) - _sum(told) if is_paid_in and period else None,
        "confirmed": _sum(until_then) if is_paid_in else None,
        "last": known and _news(known, ways),
        "corrections": [
            {
                "on": one.on,
                "was": one.was.value,
                "now": one.now.value if one.now else None,
                "reason": one.reason,
                "told_on": in_wita(one.at).date(),
            }
            for one in pledge.corrections
            if within(one.on, period)
        ],
        "taken_back": [
            {
                "on": one.on,
                "amount": one.amount,
                "reason": one.reason,
                "told_on": in_wita(one.at).date(),
            }
            for one in pledge.taken_back
            if within(one.on, period)
        ],
    }


def _ended(pledge: PledgeProgress, today: date) -> date:
    """Of a cancelled pledge nobody asks after its day."""
    return min(today, pledge.cancelled_on) if pledge.cancelled_on else today


def _sum(news: list[BankNews]) -> Any:
    return total(one.amount for one in news if one.amount is not None)


def _months(
    months: tuple[date, ...], told: list[BankNews], ways: dict[UUID, ToldBy]
) -> list[dict[str, Any]]:
    """A row for each word about a day of a month, or one that says there is none."""
    rows: list[dict[str, Any]] = []
    for month in months:
        of_month = [one for one in told if one.on.replace(day=1) == month]
        rows += [{"month": month, "news": _news(one, ways)} for one in of_month]
        if not of_month:
            rows.append({"month": month, "news": None})
    return rows


def _growth(
    pledge: PledgeProgress, months: tuple[date, ...], told: list[BankNews]
) -> list[dict[str, Any]]:
    """The last twelve of these months for the chart; the table has all of them."""
    shown = months[-MONTHS_SHOWN:]
    if not shown:
        return []
    words = [
        Told(one.on, amount, one.answer)
        for one in told
        if (amount := one.amount or one.meant) is not None
    ]
    # As if asked on the first day after them: what was told later is no part of this picture.
    known = months_known(pledge.kind, words, made_on=shown[0], today=month_after(shown[-1]))
    return [
        {"month": one.month, "known": one.known.value, "amount": one.amount}
        for one in known
        if one.month in shown
    ]


def _news(news: BankNews, ways: dict[UUID, ToldBy]) -> dict[str, Any]:
    way = ways.get(news.line_id) if news.line_id else None
    return {
        "on": news.on,
        "bank": news.bank_name,
        "source": news.source.value,
        "way": way.value if way else None,
        "asked": news.asked,
        "answer": news.answer.value if news.answer else None,
        "amount": news.amount,
    }


def _account(account: AccountTold, period: Period | None, today: date) -> dict[str, Any]:
    """`opening` and `closing`: the first and the last balance the bank told within these days,
    the evening before the first included. One alone is where the account stood at the end.
    """
    balances = list(account.balances)
    opening = balances[0] if len(balances) > 1 or _is_before(balances, period) else None
    closing = balances[-1] if balances and balances[-1] is not opening else None
    moved = [one.on for one in account.movements]
    since = min([*moved, *(first for first, _next in account.spans)])
    months = months_told(since=since, period=period, today=today, told=moved)
    return {
        "bank": account.bank_name,
        "account": str(account.number),
        "opening": opening and _balance(opening),
        "closing": closing and _balance(closing),
        "movements": [
            {
                "on": one.on,
                "kind": one.kind.value,
                "amount": signed(one.direction, one.amount),
                "source": Evidence.BANK_LINE.value,
                "way": one.by.value,
            }
            for one in account.movements
        ],
        "untold": list(months_untold(months, account.spans, moved)),
    }


def _is_before(balances: list[ToldBalance], period: Period | None) -> bool:
    return bool(balances) and period is not None and balances[0].on < period.first


def _balance(one: ToldBalance) -> dict[str, Any]:
    return {"on": one.on, "amount": one.amount, "way": one.by.value}
