"""Which days wait for a bank, of how many accounts, since when; and a page taken back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.actions import (
    AnswerGiven,
    correct_answer,
    record_answers,
    take_back_answers,
)
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import BankAnswer
from savings_app.deposits.queries import list_kept_questions
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import Rupiah
from savings_app.reconciliation.queries.due_days import DueWhy, due_accounts, list_due_days
from tests.builders import (
    TODAY,
    actor_of,
    family_actor,
    make_pledge,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_officer

OCTOBER, SEPTEMBER = date(2026, 10, 31), date(2026, 9, 30)


def agreed(session: Session, *, made_on: date, until_on: date = date(2028, 7, 1)) -> Account:
    _, account = make_agreed(session)
    make_pledge(session, account=account, made_on=made_on, until_on=until_on)
    return account


def give(session: Session, officer: Actor, *accounts: Account, on: date, now: datetime) -> UUID:
    key = uuid4()
    record_answers(
        session,
        actor=officer,
        on=on,
        answers=[AnswerGiven(one.id, Rupiah.of(10_000_000), Answer.YES) for one in accounts],
        request_key=key,
        today=TODAY,
        now=now,
    )
    return key


def counted(session: Session, officer: Actor) -> list[tuple[date, dict[DueWhy, int]]]:
    return [(day.on, day.accounts) for day in list_due_days(session, actor=officer, today=TODAY)]


def test_every_month_end_since_the_pledge_waits_the_oldest_first(
    session: Session, now: datetime
) -> None:
    officer = make_officer(session)
    old = agreed(session, made_on=date(2026, 9, 10))
    agreed(session, made_on=date(2026, 10, 31))
    agreed(session, made_on=date(2026, 11, 1))  # no month has ended since
    assert counted(session, officer) == [
        (SEPTEMBER, {DueWhy.MONTH_END: 1}),
        (OCTOBER, {DueWhy.MONTH_END: 2}),
    ]
    give(session, officer, old, on=SEPTEMBER, now=now)
    assert counted(session, officer) == [(OCTOBER, {DueWhy.MONTH_END: 2})]


def test_no_day_further_back_than_the_family_is_shown(session: Session) -> None:
    officer = make_officer(session)
    agreed(session, made_on=date(2024, 1, 1))
    days = list_due_days(session, actor=officer, today=TODAY)
    assert (len(days), days[0].on, days[-1].on) == (12, date(2025, 11, 30), OCTOBER)


def test_the_day_a_pledge_reaches_is_asked_too_and_never_counted_twice(session: Session) -> None:
    officer = make_officer(session)
    mine = agreed(session, made_on=date(2026, 11, 2), until_on=date(2026, 11, 20))
    agreed(session, made_on=date(2026, 11, 2), until_on=date(2026, 11, 24))  # tomorrow
    agreed(session, made_on=date(2026, 10, 2), until_on=OCTOBER)  # a month's end as well
    days = counted(session, officer)
    assert [(on, sum(why.values())) for on, why in days] == [(OCTOBER, 1), (date(2026, 11, 20), 1)]
    assert days[1][1] == {DueWhy.PLEDGE_END: 1}
    among = due_accounts(officer, on=date(2026, 11, 20), today=TODAY)
    asked = list_kept_questions(session, actor=officer, on=date(2026, 11, 20), among=among)
    assert [one.account_id for one in asked] == [mine.id]


@pytest.mark.parametrize(("today", "overdue"), [(date(2026, 11, 10), False), (TODAY, True)])
def test_a_bank_has_ten_days_before_a_day_is_overdue(
    session: Session, today: date, *, overdue: bool
) -> None:
    officer = make_officer(session)
    agreed(session, made_on=date(2026, 10, 5))
    (day,) = list_due_days(session, actor=officer, today=today)
    assert (day.answer_by, day.is_overdue) == (date(2026, 11, 10), overdue)


def test_nothing_waits_for_another_bank_or_without_consent(session: Session, now: datetime) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=date(2026, 10, 5))
    officer = make_officer(session)
    assert counted(session, make_officer(session, "BSG")) == []
    assert counted(session, actor_of(make_user(session))) == []
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=now,
    )
    assert counted(session, officer) == []


def test_the_days_cost_one_statement_however_many_accounts(session: Session) -> None:
    officer = make_officer(session)
    for _ in range(5):
        agreed(session, made_on=date(2026, 1, 5))
    seen: list[str] = []
    bind = session.get_bind()

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    sa.event.listen(bind, "before_cursor_execute", note)
    try:
        list_due_days(session, actor=officer, today=TODAY)
    finally:
        sa.event.remove(bind, "before_cursor_execute", note)
    assert len(seen) == 1


def test_a_page_is_taken_back_by_reversal_and_waits_again(session: Session, now: datetime) -> None:
    officer = make_officer(session)
    first, second = (agreed(session, made_on=date(2026, 10, 5)) for _ in range(2))
    key = give(session, officer, first, second, on=OCTOBER, now=now)
    corrected = uuid4()
    correct_answer(
        session,
        actor=officer,
        account_id=second.id,
        set_id=key,
        answer=Answer.NO,
        reason="salah baris",
        request_key=corrected,
        now=now,
    )
    count = take_back_answers(session, actor=officer, set_id=key, reason=" salah tanggal ", now=now)
    assert count == 1  # the one that was put right stays
    assert counted(session, officer) == [(OCTOBER, {DueWhy.MONTH_END: 1})]
    reversals = select(BankAnswer.reason).where(BankAnswer.reverses_id.is_not(None))
    assert sorted(str(one) for one in session.scalars(reversals)) == [
        "salah baris",
        "salah tanggal",
    ]
    rows = session.scalar(select(func.count()).select_from(BankAnswer))
    again = take_back_answers(session, actor=officer, set_id=corrected, reason="lagi", now=now)
    assert again == 1
    assert take_back_answers(session, actor=officer, set_id=key, reason="lagi", now=now) == 0
    assert session.scalar(select(func.count()).select_from(BankAnswer)) == (rows or 0) + 1


def test_taking_back_is_for_the_bank_and_needs_a_reason(session: Session, now: datetime) -> None:
    officer = make_officer(session)
    key = give(session, officer, agreed(session, made_on=date(2026, 10, 5)), on=OCTOBER, now=now)
    with pytest.raises(ReasonNeeded):
        take_back_answers(session, actor=officer, set_id=key, reason="  ", now=now)
    with pytest.raises(NotFound):
        take_back_answers(
            session, actor=make_officer(session, "BSG"), set_id=key, reason="x", now=now
        )
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    with pytest.raises(NotPermitted):
        take_back_answers(session, actor=supervisor, set_id=key, reason="x", now=now)
    assert session.scalar(select(func.count()).select_from(BankAnswer)) == 1
