"""The trail on a page, the proof of its chain, and the change of a password."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.access.passwords import is_secret
from savings_app.actors import Role
from savings_app.audit.actions import record
from savings_app.banks.models import Bank
from tests.builders import NOW, PASSWORD, actor_of, get_bank, make_case, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as

NEW = "tiga kata biasa 2026"


@pytest.fixture(autouse=True)
def _standing_clock(clock: Clock) -> None:
    """Every page of these tests is opened on 23 November 2026."""


def test_an_auditor_sees_who_did_what_the_latest_first(
    client: FlaskClient, session: Session
) -> None:
    worker, case = make_user(session), make_case(session)
    for number in range(60):
        record(
            session,
            actor=actor_of(worker),
            now=NOW,
            action=f"case:step{number:02}",
            subject="test",
            case_id=case.id if number == 7 else None,
        )
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = client.get("/government/audit/").text
    assert worker.full_name in page
    assert "case:step59" in page
    assert "case:step09" not in page
    assert "before=11" in page
    older = client.get("/government/audit/?before=11").text
    assert "case:step09" in older
    assert "case:step10" not in older
    of_case = client.get(f"/government/audit/?case={case.id}").text
    assert "case:step07" in of_case
    assert "case:step08" not in of_case


def test_the_chain_is_proved_on_request(client: FlaskClient, session: Session) -> None:
    record(session, actor=None, now=NOW, action="case:step", subject="test")
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert "Rantai utuh" in client.post("/government/audit/proof").text


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_else_opens_the_trail(client: FlaskClient, session: Session, role: Role) -> None:
    enter_as(client, make_user(session, role=role))
    assert client.get("/government/audit/").status_code == 403
    assert client.post("/government/audit/proof").status_code == 403


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.BANK_OFFICER, Role.AUDITOR])
def test_everybody_of_the_staff_changes_the_own_password(
    client: FlaskClient, session: Session, role: Role
) -> None:
    make_user(session)  # loads the banks
    bank: Bank | None = get_bank(session) if role is Role.BANK_OFFICER else None
    user = make_user(session, role=role, bank=bank, password=PASSWORD)
    enter_as(client, user)
    sent = {"password": PASSWORD, "new_password": NEW, "again": NEW}
    assert client.post("/staff/password", data=sent).status_code == 303
    session.expire_all()
    assert is_secret(NEW, user.password_hash)
    assert user.session_epoch == 2
    with client.session_transaction() as cookie:
        assert cookie["epoch"] == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "salah-sekali"}, "Kata sandi sekarang tidak cocok"),
        ({"new_password": "pendek", "again": "pendek"}, "paling sedikit 10"),
        ({"again": "lain"}, "Kedua tulisan berbeda"),
        ({"new_password": PASSWORD, "again": PASSWORD}, "harus berbeda"),
        ({"new_password": ""}, "Tulis kata sandi yang baru"),
    ],
)
def test_a_password_that_will_not_do_is_told(
    client: FlaskClient, session: Session, changed: dict[str, str], sentence: str
) -> None:
    user = make_user(session, password=PASSWORD)
    enter_as(client, user)
    sent = {"password": PASSWORD, "new_password": NEW, "again": NEW, **changed}
    page = client.post("/staff/password", data=sent)
    assert sentence in page.text
    assert PASSWORD not in page.text
    session.expire_all()
    assert user.session_epoch == 1
