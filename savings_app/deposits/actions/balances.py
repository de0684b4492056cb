"""What a family says of its own balance: that it looked. No function commits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.deposits.models import BalanceWord


def say_balance_checked(
    session: Session, *, actor: Actor, today: date, now: datetime
) -> BalanceWord:
    """The family looked at its balance. Said again in the same month, the first word stands.

    Raises:
        NotFound: the actor is no family.
    """
    recipient = get_own_recipient(session, actor=actor)
    session.execute(select(Heir.id).where(Heir.id == recipient.id).with_for_update())
    month = today.replace(day=1)
    said = session.scalar(
        select(BalanceWord).where(
            BalanceWord.recipient_id == recipient.id, BalanceWord.month == month
        )
    )
    if said is not None:
        return said
    said = BalanceWord(
        recipient_id=recipient.id,
        month=month,
        said_on=today,
        said_at=now,
        assisted_by=actor.assisted_by,
    )
    session.add(said)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="balance:check",
        subject="balance_word",
        subject_id=said.id,
        case_id=actor.case_id,
    )
    return said
