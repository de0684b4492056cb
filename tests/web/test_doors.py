"""Signing in and out, as staff and as a family."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import LetterState
from savings_app.cases.models import Case
from tests.builders import CODE, NOW, PASSWORD, make_letter, make_recipient, make_user
from tests.conftest import Clock
from tests.web.doors import enter_with


def test_staff_with_the_right_password_come_in(client: FlaskClient, session: Session) -> None:
    user = make_user(session, password=PASSWORD)
    answer = client.post("/staff/sign-in", data={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 303
    with client.session_transaction() as cookie:
        assert cookie["user_id"] == str(user.id)


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(
    client: FlaskClient, session: Session
) -> None:
    user = make_user(session, password=PASSWORD)
    pages = [
        client.post("/staff/sign-in", data={"email": email, "password": "salah-sekali"})
        for email in (user.email, "tidak.ada@uji.invalid")
    ]
    alerts = [re.findall(r'role="alert".*?</div>', page.text, re.DOTALL)[0] for page in pages]
    assert alerts[0] == alerts[1]
    assert "tidak cocok" in alerts[0]


def test_the_sixth_try_is_locked_out_even_with_the_right_password(
    client: FlaskClient, session: Session
) -> None:
    user = make_user(session, password=PASSWORD)
    for _ in range(5):
        client.post("/staff/sign-in", data={"email": user.email, "password": "salah-sekali"})
    page = client.post("/staff/sign-in", data={"email": user.email, "password": PASSWORD})
    assert page.status_code == 200
    assert "lima belas menit" in page.text


def test_the_first_sign_in_ends_the_code(client: FlaskClient, session: Session) -> None:
    recipient = make_recipient(session)
    letter = make_letter(session, recipient=recipient, state=LetterState.ISSUED, code=CODE)
    case = session.get_one(Case, recipient.case_id)
    sent = {
        "number": f"{case.number}-1",
        "secret": "abcd-2345",
        "born_on-day": "5",
        "born_on-month": "3",
        "born_on-year": "1975",
    }
    first = client.post("/sign-in", data=sent)
    assert first.status_code == 303
    assert first.location.endswith("/family/word/")
    session.expire_all()
    assert letter.state is LetterState.USED
    second = client.post("/sign-in", data=sent)
    assert second.status_code == 200
    assert "tidak cocok" in second.text


def test_a_wrong_birth_date_counts_as_a_wrong_try(client: FlaskClient, session: Session) -> None:
    recipient = make_recipient(session)
    letter = make_letter(session, recipient=recipient, state=LetterState.ISSUED, code=CODE)
    number = session.get_one(Case, recipient.case_id).number
    sent = {"number": number, "secret": CODE, "born_on-month": "3", "born_on-year": "1975"}
    for day in ("1", "2", "3", "4", "6"):
        assert "tidak cocok" in client.post("/sign-in", data={**sent, "born_on-day": day}).text
    page = client.post("/sign-in", data={**sent, "born_on-day": "5"})
    assert page.status_code == 200
    assert "lima belas menit" in page.text
    session.expire_all()
    assert letter.state is LetterState.ISSUED


def test_a_number_that_is_not_there_gets_the_same_sentence_and_leaves_a_trace(
    client: FlaskClient, session: Session
) -> None:
    sent = {
        "number": "BB-2026-9999",
        "secret": CODE,
        "born_on-day": "5",
        "born_on-month": "3",
        "born_on-year": "1975",
    }
    page = client.post("/sign-in", data=sent)
    assert "tidak cocok" in page.text
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.subject_id, event.facts) == ("session:refuse", None, {})


def test_a_family_left_alone_for_ten_minutes_is_signed_out_and_told(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    letter = make_letter(session, recipient=make_recipient(session))
    enter_with(client, letter)
    clock.set(NOW + timedelta(minutes=9))
    assert client.get("/family/word/").status_code == 200
    clock.set(NOW + timedelta(minutes=19, seconds=1))
    page = client.get("/family/word/", follow_redirects=True)
    assert "lama tidak dipakai" in page.text
    assert page.request.path == "/sign-in"
