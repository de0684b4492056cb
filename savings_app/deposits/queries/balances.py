"""The family's own word on its balance, apart from everything a bank said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.deposits.models import BalanceWord
from savings_app.deposits.rules import MONTHS_SHOWN


def list_balance_words(session: Session, *, actor: Actor) -> Sequence[date]:
    """The days the family said it looked, the latest first, at most twelve; only for itself.

    Raises:
        NotFound: the actor is no family.
    """
    recipient = get_own_recipient(session, actor=actor)
    return session.scalars(
        select(BalanceWord.said_on)
        .where(BalanceWord.recipient_id == recipient.id)
        .order_by(BalanceWord.month.desc())
        .limit(MONTHS_SHOWN)
    ).all()
