"""Signing in and out, as staff and as a family."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.cases.models import Case, LetterState
from tests.builders import CODE, PASSWORD, make_letter, make_recipient, make_user


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
