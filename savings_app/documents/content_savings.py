"""The savings statement: each pledge with what the bank answered or confirmed, and nothing else."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from savings_app.deposits.queries.progress import BankNews, PledgeProgress, get_progress
from savings_app.documents.asked import Asked
from savings_app.documents.rules import (
    NothingToPrint,
    StatementNeedsAgreement,
    StatementNeedsConsent,
)


def pledges_content(session: Session, asked: Asked) -> dict[str, Any]:
    """Every live pledge of the recipient, as known today.

    Raises:
        NothingToPrint: there is no pledge.
        StatementNeedsAgreement: staff ask, and no agreement with a bank of it holds.
        StatementNeedsConsent: staff ask, and the recipient has not agreed that they see this.
    """
    progress = get_progress(
        session, actor=asked.actor, recipient_id=asked.recipient.id, today=asked.today
    )
    if progress.hidden:
        raise StatementNeedsConsent
    if progress.without_agreement:
        raise StatementNeedsAgreement(banks=", ".join(progress.without_agreement))
    if not progress.pledges:
        raise NothingToPrint
    return {"as_of": asked.today, "pledges": [_pledge(pledge) for pledge in progress.pledges]}


def _pledge(pledge: PledgeProgress) -> dict[str, Any]:
    return {
        "kind": pledge.kind.value,
        "goal": pledge.goal,
        "in_name_of": pledge.in_name_of,
        "amount": pledge.amount,
        "until": pledge.until_on,
        "made": pledge.made_on,
        "bank": pledge.bank_name,
        "account": str(pledge.number),
        "months": [
            {"month": month.month, "news": month.news and _news(month.news)}
            for month in pledge.months
        ],
        "growth": [
            {"month": month.month, "known": month.known.value, "amount": month.amount}
            for month in pledge.growth
        ],
        "movements": [_news(news) for news in pledge.lines],
        "confirmed": pledge.confirmed,
        "last": pledge.last_known and _news(pledge.last_known),
    }


def _news(news: BankNews) -> dict[str, Any]:
    return {
        "on": news.on,
        "bank": news.bank_name,
        "source": news.source.value,
        "asked": news.asked,
        "answer": news.answer.value if news.answer else None,
        "amount": news.amount,
    }
