"""Counting what is sent through the forms that need no signing in, and what machines guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from savings_app.access.models import PublicSend
from savings_app.access.visitor_rules import AN_HOUR, PublicForm, check_sends, check_tries
from savings_app.db import take_turn

# Any constant: it names the lock under which sends are counted.
SEND_LINE = 7_503_002


def count_send(session: Session, *, form: PublicForm, mark: str | None, now: datetime) -> bool:
    """Count one more; True where a person is to check it first.

    Whoever sends at the same moment waits here. Without a mark only all together are counted.

    Raises:
        TooManySends
    """
    take_turn(session, line=SEND_LINE)
    session.execute(delete(PublicSend).where(PublicSend.sent_at <= now - AN_HOUR))
    own = func.count().filter(PublicSend.mark == (mark or ""))
    row = session.execute(
        select(own.label("own"), func.count().label("all_")).where(PublicSend.form == form)
    ).one()
    to_check = check_sends(form, of_address=row.own, altogether=row.all_)
    session.add(PublicSend(form=form, mark=mark, sent_at=now))
    session.flush()
    return to_check


def check_guesses(session: Session, *, marks: Mapping[PublicForm, str], now: datetime) -> None:
    """Before a secret is looked at.

    Raises:
        TooManyTries: whoever these marks stand for was refused too often this hour.
    """
    counted = session.execute(
        select(PublicSend.form, func.count().label("tries"))
        .where(PublicSend.mark.in_(marks.values()), PublicSend.sent_at > now - AN_HOUR)
        .group_by(PublicSend.form)
    )
    check_tries({row.form: row.tries for row in counted}, now=now)


def count_guess(session: Session, *, marks: Mapping[PublicForm, str], now: datetime) -> None:
    """One more that was refused."""
    session.execute(delete(PublicSend).where(PublicSend.sent_at <= now - AN_HOUR))
    session.add_all(PublicSend(form=form, mark=mark, sent_at=now) for form, mark in marks.items())
    session.flush()
