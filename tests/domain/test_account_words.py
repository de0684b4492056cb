"""What banks say of accounts themselves, when accounts fall silent, and days a caseworker asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, Heir
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.actions import (
    ask_for_day,
    say_account_status,
    take_back_account_status,
)
from savings_app.deposits.kinds import AccountStatus
from savings_app.deposits.models import AccountWord, Pledge
from savings_app.deposits.queries.account_words import list_account_words, list_said
from savings_app.deposits.rules import AnswerDayAhead, ConsentNotLive
from savings_app.deposits.sleep_rules import AccountSaidClosed, Sleep, StatusDayAhead
from savings_app.errors import NotFound, NotPermitted
from savings_app.reconciliation.queries.due_days import DueWhy, list_due_days
from savings_app.reconciliation.queries.movements import list_last_movements
from savings_app.reconciliation.queries.quiet import QuietFilter, count_quiet, list_quiet
from savings_app.worklist.kinds import WorkKind
from savings_app.worklist.queries.work import WorkFilter, list_work
from tests.builders import (
    TODAY,
    actor_of,
    family_actor,
    make_consent,
    make_payout,
    make_pledge,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_line, make_officer


def quiet_since(session: Session, days: int, *, pledge: bool = True) -> tuple[Heir, Account]:
    """An account whose last movement was its payout, that many days ago; staff may see it."""
    recipient, account = make_agreed(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    make_payout(session, account=account, paid_on=TODAY - timedelta(days=days))
    if pledge:
        make_pledge(session, account=account, made_on=TODAY - timedelta(days=20))
    return recipient, account


def say(
    session: Session,
    officer: Actor,
    account: Account,
    status: AccountStatus,
    now: datetime,
    on: date = TODAY,
) -> AccountWord:
    return say_account_status(
        session,
        actor=officer,
        account_id=account.id,
        on=on,
        status=status,
        request_key=uuid4(),
        today=TODAY,
        now=now,
    )


def quiet_of(session: Session, officer: Actor, wanted: Sleep | None = None) -> list[Sleep]:
    page = list_quiet(session, actor=officer, wanted=QuietFilter(wanted), today=TODAY)
    return [row.sleep for row in page.rows]


def work_of(session: Session, actor: Actor) -> list[WorkKind]:
    kinds = (WorkKind.QUIET_ACCOUNT, WorkKind.CLOSED_ACCOUNT)
    return [
        row.kind
        for kind in kinds
        for row in list_work(session, actor=actor, wanted=WorkFilter(kind=kind), today=TODAY).rows
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (299, None),
        (300, Sleep.FIRST),
        (329, Sleep.FIRST),
        (330, Sleep.LAST),
        (360, Sleep.LAST),  # its last active day: more than 360 days are not
        (361, Sleep.PAST),
        (1_801, Sleep.PAST),
    ],
)
def test_an_account_is_told_sixty_and_thirty_days_before(
    session: Session, days: int, expected: Sleep | None
) -> None:
    quiet_since(session, days)
    officer = make_officer(session)
    assert quiet_of(session, officer) == ([expected] if expected else [])
    assert count_quiet(session, actor=officer, today=TODAY) == (1 if expected else 0)
    if expected:
        assert quiet_of(session, officer, expected) == [expected]
        assert quiet_of(session, officer, Sleep.CLOSED) == []
    assert quiet_of(session, make_officer(session, "BSG")) == []


def test_a_line_or_the_banks_own_word_moves_the_day(session: Session, now: datetime) -> None:
    recipient, account = quiet_since(session, 340)
    officer = make_officer(session)
    say(session, officer, account, AccountStatus.ACTIVE, now, on=TODAY - timedelta(days=10))
    assert quiet_of(session, officer) == []
    family = family_actor(recipient)
    (moved,) = list_last_movements(session, actor=family, recipient_id=recipient.id)
    assert moved.last_on == TODAY - timedelta(days=10)
    _, other = quiet_since(session, 340)
    make_line(session, account=other, amount=5_000, on=TODAY - timedelta(days=3))
    assert quiet_of(session, officer) == []


def test_a_closed_account_is_told_at_once_and_asked_no_more_and_no_pledge_ends(
    session: Session, now: datetime
) -> None:
    recipient, account = quiet_since(session, 40)
    pledge = session.scalars(select(Pledge)).one()
    pledge.made_on = date(2026, 10, 1)
    session.flush()
    officer, caseworker = make_officer(session), actor_of(make_user(session))
    assert len(list_due_days(session, actor=officer, today=TODAY)) == 1
    word = say(session, officer, account, AccountStatus.CLOSED, now)
    assert list_due_days(session, actor=officer, today=TODAY) == []
    for actor in (family_actor(recipient), caseworker):
        (said,) = list_said(session, actor=actor, recipient_id=recipient.id, today=TODAY)
        assert (said.status, said.on) == (AccountStatus.CLOSED, TODAY)
    assert work_of(session, caseworker) == [WorkKind.CLOSED_ACCOUNT]
    assert (pledge.cancelled_at, pledge.replaced_by) == (None, None)
    with pytest.raises(AccountSaidClosed):
        say(session, officer, account, AccountStatus.ACTIVE, now)
    with pytest.raises(ReasonNeeded):
        take_back_account_status(session, actor=officer, word_id=word.id, reason=" ", now=now)
    for _twice in range(2):
        take_back_account_status(
            session, actor=officer, word_id=word.id, reason="salah rekening", now=now
        )
    assert session.scalar(select(func.count()).select_from(AccountWord)) == 2
    assert list_said(session, actor=caseworker, recipient_id=recipient.id, today=TODAY) == []
    assert len(list_due_days(session, actor=officer, today=TODAY)) == 1
    (row,) = list_account_words(session, actor=officer, account_id=account.id)
    assert row.taken_back == "salah rekening"


def test_the_worklist_has_it_only_while_staff_may_see(session: Session, now: datetime) -> None:
    recipient, _account = quiet_since(session, 340)
    caseworker = actor_of(make_user(session))
    assert work_of(session, caseworker) == [WorkKind.QUIET_ACCOUNT]
    assert work_of(session, actor_of(make_user(session, region="75.03.06"))) == []
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.STAFF_SEES,
        now=now,
    )
    assert work_of(session, caseworker) == []


def test_only_the_bank_speaks_and_only_while_the_owner_agrees(
    session: Session, now: datetime
) -> None:
    recipient, account = quiet_since(session, 40)
    officer = make_officer(session)
    with pytest.raises(StatusDayAhead):
        say(session, officer, account, AccountStatus.DORMANT, now, on=TODAY + timedelta(days=1))
    with pytest.raises(NotFound):
        say(session, make_officer(session, "BSG"), account, AccountStatus.DORMANT, now)
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    with pytest.raises(NotPermitted):
        say(session, supervisor, account, AccountStatus.DORMANT, now)
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=now,
    )
    with pytest.raises(NotFound):
        say(session, officer, account, AccountStatus.DORMANT, now)
    assert session.scalar(select(func.count()).select_from(AccountWord)) == 0


def test_the_bank_is_asked_once_more_thirty_days_before_the_silence(session: Session) -> None:
    quiet_since(session, 335)  # its last active day is in 25 days: five days ago it was thirty
    officer = make_officer(session)
    days = {day.on: day.accounts for day in list_due_days(session, actor=officer, today=TODAY)}
    assert days[TODAY - timedelta(days=5)] == {DueWhy.BEFORE_SILENT: 1}


def test_a_caseworker_asks_about_a_day_with_all_three_consents(
    session: Session, now: datetime
) -> None:
    recipient, account = quiet_since(session, 40)
    officer, caseworker = make_officer(session), actor_of(make_user(session))
    on = TODAY - timedelta(days=2)

    def ask(day: date = on, actor: Actor = caseworker) -> None:
        ask_for_day(session, actor=actor, account_id=account.id, on=day, today=TODAY, now=now)

    for _twice in range(2):
        ask()
    days = {day.on: day.accounts for day in list_due_days(session, actor=officer, today=TODAY)}
    assert days[on] == {DueWhy.REQUESTED: 1}
    with pytest.raises(AnswerDayAhead):
        ask(TODAY + timedelta(days=1))
    with pytest.raises(NotPermitted):
        ask(actor=officer)
    with pytest.raises(NotFound):
        ask(actor=actor_of(make_user(session, region="75.03.06")))
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.STAFF_SEES,
        now=now,
    )
    with pytest.raises(ConsentNotLive):
        ask(TODAY)
    assert on not in {day.on for day in list_due_days(session, actor=officer, today=TODAY)}
