"""The holder's name: asked with consent, answered by the bank, forty at once."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import NameCheck
from savings_app.cases.money_rules import BankNotPartner
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.actions import ask_name_check, open_numbers, record_name_answers
from savings_app.deposits.queries import get_bank_work, list_name_questions
from savings_app.deposits.rules import ConsentNotLive
from savings_app.errors import NotFound, NotPermitted
from tests.builders import (
    TODAY,
    actor_of,
    family_actor,
    get_bank,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_officer


def test_staff_ask_only_with_the_consent_of_the_recipient(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    account = make_account(session, recipient=recipient)
    staff = actor_of(make_user(session))
    with pytest.raises(ConsentNotLive):
        ask_name_check(session, actor=staff, account_id=account.id, now=now)
    assert account.name_check is NameCheck.FAMILY_PROOF
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    asked = ask_name_check(session, actor=staff, account_id=account.id, now=now)
    assert asked.name_check is NameCheck.ASKED


def test_a_bank_that_is_no_partner_is_not_asked_and_its_officer_sees_nothing(
    session: Session, now: datetime
) -> None:
    _, account = make_agreed(session, bank="BCA", name_check=NameCheck.FAMILY_PROOF)
    with pytest.raises(BankNotPartner):
        ask_name_check(session, actor=actor_of(make_user(session)), account_id=account.id, now=now)
    account.name_check = NameCheck.ASKED
    assert list_name_questions(session, actor=make_officer(session, "BCA")) == []


def test_the_officer_sees_his_own_banks_accounts_with_consent_and_no_others(
    session: Session,
) -> None:
    _, mine = make_agreed(session, name_check=NameCheck.ASKED)
    make_agreed(session, bank="BSG", name_check=NameCheck.ASKED)
    make_agreed(session, name_check=NameCheck.FAMILY_PROOF)
    make_account(session, recipient=make_recipient(session), name_check=NameCheck.ASKED)
    ended = make_agreed(session, name_check=NameCheck.ASKED)[1]
    ended.ended_on = TODAY
    session.flush()
    officer = make_officer(session)
    questions = list_name_questions(session, actor=officer)
    assert [question.account_id for question in questions] == [mine.id]
    assert str(questions[0].number) == "•" * 11 + mine.number.full[-4:]
    assert get_bank_work(session, actor=officer, on=TODAY).names == 1


def test_a_consent_taken_back_empties_the_list_at_once(session: Session, now: datetime) -> None:
    recipient, _ = make_agreed(session, name_check=NameCheck.ASKED)
    officer = make_officer(session)
    assert len(list_name_questions(session, actor=officer)) == 1
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.TELL_BANK,
        now=now,
    )
    assert list_name_questions(session, actor=officer) == []
    assert get_bank_work(session, actor=officer, on=TODAY).names == 0


def test_answers_of_one_page_stand_and_a_revoked_row_is_named(
    session: Session, now: datetime
) -> None:
    rows = [make_agreed(session, name_check=NameCheck.ASKED) for _ in range(3)]
    officer = make_officer(session)
    recipient, revoked = rows[2]
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.TELL_BANK,
        now=now,
    )
    answers = {rows[0][1].id: True, rows[1][1].id: False, revoked.id: True}
    outcome = record_name_answers(session, actor=officer, answers=answers, now=now)
    assert (outcome.recorded, outcome.refused) == (2, (revoked.number,))
    assert [account.name_check for _, account in rows] == [
        NameCheck.CONFIRMED,
        NameCheck.DIFFERENT,
        NameCheck.ASKED,
    ]
    again = record_name_answers(session, actor=officer, answers=answers, now=now)
    assert again.recorded == 0


def test_an_account_of_another_bank_stops_the_whole_page(session: Session, now: datetime) -> None:
    _, mine = make_agreed(session, name_check=NameCheck.ASKED)
    _, other = make_agreed(session, bank="BSG", name_check=NameCheck.ASKED)
    with pytest.raises(NotFound):
        record_name_answers(
            session,
            actor=make_officer(session),
            answers={mine.id: True, other.id: True},
            now=now,
        )
    assert mine.name_check is NameCheck.ASKED


def test_only_an_officer_answers_or_opens_numbers(session: Session, now: datetime) -> None:
    _, account = make_agreed(session, name_check=NameCheck.ASKED)
    for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR):
        actor = actor_of(make_user(session, role=role))
        with pytest.raises(NotPermitted):
            record_name_answers(session, actor=actor, answers={account.id: True}, now=now)
        with pytest.raises(NotPermitted):
            open_numbers(session, actor=actor, account_ids=[account.id], now=now)
    assert list_name_questions(session, actor=actor) == []


def test_opening_full_numbers_is_recorded_and_bounded(session: Session, now: datetime) -> None:
    recipient, mine = make_agreed(session)
    _, other = make_agreed(session, bank="BSG")
    officer = make_officer(session)
    opened = open_numbers(session, actor=officer, account_ids=[mine.id, other.id], now=now)
    assert opened == {mine.id: mine.number.full}
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "account:open-number")
    ).all()
    assert [(event.subject_id, event.case_id) for event in events] == [(mine.id, recipient.case_id)]


def test_forty_names_a_page_and_the_rest_next(session: Session, now: datetime) -> None:
    for number in range(41):
        make_agreed(session, name_check=NameCheck.ASKED, full_name=f"Ahli {number:02}")
    officer = make_officer(session)
    page = list_name_questions(session, actor=officer)
    assert [question.holder_name for question in page] == [f"Ahli {n:02}" for n in range(40)]
    outcome = record_name_answers(
        session,
        actor=officer,
        answers={question.account_id: True for question in page},
        now=now,
    )
    assert outcome.recorded == 40
    assert [q.holder_name for q in list_name_questions(session, actor=officer)] == ["Ahli 40"]


def test_officers_are_known_by_their_bank(session: Session) -> None:
    nobody = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=None))
    make_agreed(session, name_check=NameCheck.ASKED)
    assert list_name_questions(session, actor=nobody) == []
    get_bank(session).is_partner = False  # the agreement ended
    session.flush()
    assert list_name_questions(session, actor=make_officer(session)) == []
