"""Masih ada? One page of up to forty accounts, one day, no balance."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import (
    AnswerGiven,
    AnswersOutcome,
    cancel_pledge,
    correct_answer,
    record_answers,
)
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import BankAnswer
from savings_app.deposits.queries import (
    count_given_answers,
    get_bank_work,
    list_given_answers,
    list_kept_questions,
)
from savings_app.deposits.rules import AnswerDayAhead
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import Rupiah
from tests.builders import (
    TODAY,
    actor_of,
    family_actor,
    get_bank,
    make_account,
    make_pledge,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_officer

ON = date(2026, 10, 31)
MADE = date(2026, 10, 5)


def answer(
    session: Session,
    officer: Actor,
    *given: tuple[Account, int, Answer],
    now: datetime,
    key: UUID | None = None,
    on: date = ON,
) -> AnswersOutcome:
    return record_answers(
        session,
        actor=officer,
        on=on,
        answers=[AnswerGiven(account.id, Rupiah.of(asked), word) for account, asked, word in given],
        request_key=key or uuid4(),
        today=TODAY,
        now=now,
    )


def asked_of(session: Session, officer: Actor, on: date = ON) -> list[tuple[UUID, Rupiah]]:
    questions = list_kept_questions(session, actor=officer, on=on)
    return [(question.account_id, question.asked) for question in questions]


def rows(session: Session) -> list[BankAnswer]:
    return list(session.scalars(select(BankAnswer).order_by(BankAnswer.answered_at)))


def test_the_bank_is_asked_once_for_each_account_about_all_pledges_on_it(
    session: Session, now: datetime
) -> None:
    _, account = make_agreed(session)
    pledges = [
        make_pledge(session, account=account, amount=amount, made_on=MADE)
        for amount in (10_000_000, 5_000_000)
    ]
    officer = make_officer(session)
    assert asked_of(session, officer) == [(account.id, Rupiah.of(15_000_000))]
    outcome = answer(session, officer, (account, 15_000_000, Answer.YES), now=now)
    assert (outcome.recorded, outcome.refused) == (1, ())
    assert {(row.pledge_id, row.asked_amount, row.answer, row.on) for row in rows(session)} == {
        (pledge.id, Rupiah.of(15_000_000), Answer.YES, ON) for pledge in pledges
    }
    assert asked_of(session, officer) == []


def test_only_pledges_that_stood_on_that_day_are_asked(session: Session, now: datetime) -> None:
    _, account = make_agreed(session)
    officer = make_officer(session)
    make_pledge(session, account=account, made_on=date(2026, 11, 1))  # later
    make_pledge(session, account=account, made_on=MADE, until_on=date(2026, 10, 30))  # past
    make_pledge(session, account=account, made_on=MADE).cancelled_at = now
    replaced = make_pledge(session, account=account, made_on=MADE)
    replaced.replaced_by = make_pledge(session, account=account, made_on=TODAY).id
    recipient_child = make_account(
        session,
        recipient=session.get_one(type(_), account.recipient_id),
        purpose=AccountPurpose.SAVING,
    )
    make_pledge(session, account=recipient_child, kind=PledgeKind.PAID_IN, made_on=MADE)
    assert asked_of(session, officer) == []
    standing = make_pledge(session, account=account, amount=1, made_on=ON, until_on=ON)
    assert asked_of(session, officer) == [(account.id, standing.amount)]


@pytest.mark.parametrize("kind", [ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS])
def test_without_either_consent_the_account_is_not_there(
    session: Session, now: datetime, kind: ConsentKind
) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=MADE)
    officer = make_officer(session)
    assert get_bank_work(session, actor=officer, on=ON).answers == 1
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=kind,
        now=now,
    )
    assert asked_of(session, officer) == []
    assert get_bank_work(session, actor=officer, on=ON).answers == 0
    give_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=kind,
        scope=AnswerScope.LINES if kind is ConsentKind.BANK_ANSWERS else None,
        now=now,
    )
    assert len(asked_of(session, officer)) == 1


def test_a_row_whose_consent_went_meanwhile_is_named_and_the_others_stand(
    session: Session, now: datetime
) -> None:
    people = [make_agreed(session) for _ in range(3)]
    for _, account in people:
        make_pledge(session, account=account, made_on=MADE)
    officer = make_officer(session)
    recipient, revoked = people[1]
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=now,
    )
    outcome = answer(
        session,
        officer,
        *((account, 10_000_000, Answer.PARTLY) for _, account in people),
        now=now,
    )
    assert (outcome.recorded, outcome.refused) == (2, (revoked.number,))
    assert len(rows(session)) == 2


def test_an_amount_that_changed_meanwhile_is_not_answered(session: Session, now: datetime) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, amount=10_000_000, made_on=MADE)
    second = make_pledge(session, account=account, amount=5_000_000, made_on=MADE)
    officer = make_officer(session)
    cancel_pledge(session, actor=family_actor(recipient), pledge_id=second.id, now=now)
    outcome = answer(session, officer, (account, 15_000_000, Answer.NO), now=now)
    assert (outcome.recorded, outcome.refused, rows(session)) == (0, (account.number,), [])
    assert asked_of(session, officer) == [(account.id, Rupiah.of(10_000_000))]


def test_forty_accounts_in_one_page_and_twice_is_once(session: Session, now: datetime) -> None:
    accounts = []
    for number in range(42):
        _, account = make_agreed(session, full_name=f"Ahli {number:02}")
        make_pledge(session, account=account, made_on=MADE)
        accounts.append(account)
    officer = make_officer(session)
    page = list_kept_questions(session, actor=officer, on=ON)
    assert len(page) == 40
    given = [(account, 10_000_000, Answer.YES) for account in accounts[:40]]
    key = uuid4()
    outcomes = [answer(session, officer, *given, now=now, key=key) for _twice in range(2)]
    assert [outcome.recorded for outcome in outcomes] == [40, 40]
    assert len(rows(session)) == 40
    assert [account_id for account_id, _ in asked_of(session, officer)] == [
        account.id for account in accounts[40:]
    ]
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "bank-answer:give")
    ).all()
    assert len({event.case_id for event in events}) == 40


def test_what_a_colleague_answered_is_not_answered_again(session: Session, now: datetime) -> None:
    _, account = make_agreed(session)
    make_pledge(session, account=account, made_on=MADE)
    answer(session, make_officer(session), (account, 10_000_000, Answer.YES), now=now)
    outcome = answer(session, make_officer(session), (account, 10_000_000, Answer.NO), now=now)
    assert outcome.recorded == 0
    assert [row.answer for row in rows(session)] == [Answer.YES]


def test_another_banks_officer_sees_nothing_and_answers_nothing(
    session: Session, now: datetime
) -> None:
    _, account = make_agreed(session)
    make_pledge(session, account=account, made_on=MADE)
    stranger = make_officer(session, "BSG")
    assert asked_of(session, stranger) == []
    with pytest.raises(NotFound):
        answer(session, stranger, (account, 10_000_000, Answer.YES), now=now)
    staff = actor_of(make_user(session, role=Role.SUPERVISOR))
    with pytest.raises(NotPermitted):
        answer(session, staff, (account, 10_000_000, Answer.YES), now=now)
    get_bank(session).is_partner = False
    session.flush()
    assert asked_of(session, make_officer(session)) == []
    assert rows(session) == []


def test_nobody_answers_for_a_day_to_come(session: Session, now: datetime) -> None:
    _, account = make_agreed(session)
    make_pledge(session, account=account, made_on=MADE)
    with pytest.raises(AnswerDayAhead):
        answer(
            session,
            make_officer(session),
            (account, 10_000_000, Answer.YES),
            now=now,
            on=date(2026, 11, 24),
        )


def test_a_mistake_is_reversed_with_a_reason_and_answered_anew(
    session: Session, now: datetime
) -> None:
    _, account = make_agreed(session)
    for _pledge in range(2):
        make_pledge(session, account=account, made_on=MADE)
    officer = make_officer(session)
    first, second = uuid4(), uuid4()
    answer(session, officer, (account, 20_000_000, Answer.NO), now=now, key=first)
    for reason in ("", "  "):
        with pytest.raises(ReasonNeeded):
            correct_answer(
                session,
                actor=officer,
                account_id=account.id,
                set_id=first,
                answer=Answer.YES,
                reason=reason,
                request_key=second,
                now=now,
            )
    for _twice in range(2):
        correct_answer(
            session,
            actor=officer,
            account_id=account.id,
            set_id=first,
            answer=Answer.YES,
            reason="salah baris",
            request_key=second,
            now=now,
        )
    everything = rows(session)
    assert len(everything) == 6
    assert {row.reason for row in everything if row.reverses_id} == {"salah baris"}
    given = list_given_answers(session, actor=officer, on=ON)
    assert [(one.answer, one.asked, one.set_id) for one in given] == [
        (Answer.YES, Rupiah.of(20_000_000), second)
    ]
    assert count_given_answers(session, actor=officer, on=ON) == 1
    with pytest.raises(NotFound):  # what was taken back is not there to correct again
        correct_answer(
            session,
            actor=officer,
            account_id=account.id,
            set_id=first,
            answer=Answer.NO,
            reason="lagi",
            request_key=uuid4(),
            now=now,
        )


def test_given_answers_are_the_own_banks_and_only_with_consent(
    session: Session, now: datetime
) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=MADE)
    officer, stranger = make_officer(session), make_officer(session, "BSG")
    key = uuid4()
    answer(session, officer, (account, 10_000_000, Answer.YES), now=now, key=key)
    assert len(list_given_answers(session, actor=officer, on=ON)) == 1
    assert list_given_answers(session, actor=stranger, on=ON) == []
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=now,
    )
    assert list_given_answers(session, actor=officer, on=ON) == []
    for actor in (officer, stranger):
        with pytest.raises(NotFound):
            correct_answer(
                session,
                actor=actor,
                account_id=account.id,
                set_id=key,
                answer=Answer.NO,
                reason="salah",
                request_key=uuid4(),
                now=now,
            )


def test_an_answer_can_be_neither_changed_nor_deleted(session: Session, now: datetime) -> None:
    _, account = make_agreed(session)
    make_pledge(session, account=account, made_on=MADE)
    answer(session, make_officer(session), (account, 10_000_000, Answer.YES), now=now)
    for statement in (sa.update(BankAnswer).values(answer=Answer.NO), sa.delete(BankAnswer)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), session.begin_nested():
            session.execute(statement)
