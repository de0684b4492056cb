"""A family says that it looked at its balance: once a month, its own word, no bank's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.deposits.actions import say_balance_checked
from savings_app.deposits.models import BalanceWord
from savings_app.deposits.queries import get_progress
from savings_app.deposits.queries.balances import list_balance_words
from savings_app.errors import NotFound
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_pledge,
    make_recipient,
    make_user,
)


def test_it_is_kept_once_a_month_with_its_day_and_who_sat_beside(
    session: Session, today: date, now: datetime
) -> None:
    recipient, user = make_recipient(session), make_user(session)
    beside = family_actor(recipient, assisted_by=user.id)
    first = say_balance_checked(session, actor=beside, today=today, now=now)
    later = today + timedelta(days=2)
    assert say_balance_checked(session, actor=beside, today=later, now=now) is first
    december = date(2026, 12, 4)
    say_balance_checked(session, actor=family_actor(recipient), today=december, now=now)
    assert list_balance_words(session, actor=family_actor(recipient)) == [december, today]
    assert first.assisted_by == user.id
    deeds = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == "balance_word"))
    assert deeds.all() == ["balance:check"] * 2


def test_it_is_never_news_of_a_bank(session: Session, today: date, now: datetime) -> None:
    recipient = make_recipient(session)
    make_pledge(
        session, account=make_account(session, recipient=recipient), made_on=date(2026, 8, 20)
    )
    actor = family_actor(recipient)
    before = get_progress(session, actor=actor, recipient_id=recipient.id, today=today)
    say_balance_checked(session, actor=actor, today=today, now=now)
    assert get_progress(session, actor=actor, recipient_id=recipient.id, today=today) == before


def test_nobody_says_or_reads_it_for_a_family(session: Session, today: date, now: datetime) -> None:
    recipient = make_recipient(session)
    say_balance_checked(session, actor=family_actor(recipient), today=today, now=now)
    staff = actor_of(make_user(session))
    with pytest.raises(NotFound):
        say_balance_checked(session, actor=staff, today=today, now=now)
    with pytest.raises(NotFound):
        list_balance_words(session, actor=staff)
    assert list_balance_words(session, actor=family_actor(make_recipient(session))) == []
    assert len(session.scalars(select(BalanceWord)).all()) == 1
