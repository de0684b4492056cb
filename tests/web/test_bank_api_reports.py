"""Accounts a bank registers and mismatches it reports: told the same to all, decided by people."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.bank_api.actions.reports import expire_registrations
from savings_app.bank_api.kinds import RegistrationState
from savings_app.bank_api.models import AccountRegistration, Mismatch
from savings_app.bank_api.report_rules import LONGEST_WAIT
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Case, Heir
from savings_app.consents.kinds import ConsentKind
from tests.api_clients import caller, make_api_client, make_mismatch, make_registration
from tests.builders import (
    NOW,
    get_bank,
    load_reference,
    make_consent,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.web.doors import enter_as
from tests.web.test_bank_api import agreed_pledge

ACCOUNTS, MISMATCHES = "/api/v1/accounts", "/api/v1/mismatches"
DESK = "/government/from-banks"


@pytest.fixture(autouse=True)
def _standing(clock: Clock) -> None:
    """Tokens live by the clock of the tests."""


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def new_account(reference: str, number: str = "003900000777123") -> dict[str, Any]:
    return {"account_number": number, "holder_name": "Hartin Uji", "reference": reference}


def number_of(session: Session, recipient: Heir) -> str:
    return f"{session.get_one(Case, recipient.case_id).number}-{recipient.position}"


def test_the_answer_is_the_same_whether_or_not_the_family_is_known(
    client: FlaskClient, session: Session
) -> None:
    recipient = make_recipient(session)
    headers = caller(session)
    known = client.post(
        ACCOUNTS, json=new_account(number_of(session, recipient)), headers={**headers, **key()}
    )
    unknown = client.post(
        ACCOUNTS, json=new_account("BB-2026-9999-1"), headers={**headers, **key()}
    )
    assert (known.status_code, unknown.status_code) == (202, 202)
    assert known.get_json() | {"id": ""} == unknown.get_json() | {"id": ""}
    kept = session.scalars(select(AccountRegistration)).all()
    assert {one.recipient_id for one in kept} == {recipient.id, None}
    for answer in (known, unknown):
        read = client.get(f"{ACCOUNTS}/{answer.get_json()['id']}", headers=headers)
        assert read.get_json()["status"] == "received"


def test_a_pledges_code_names_its_recipient_too(client: FlaskClient, session: Session) -> None:
    load_reference(session)
    pledge, _account, _consent = agreed_pledge(session)
    client.post(ACCOUNTS, json=new_account(pledge.code), headers={**caller(session), **key()})
    assert session.scalars(select(AccountRegistration)).one().recipient_id == pledge.recipient_id


def test_another_bank_reads_nothing_of_it(client: FlaskClient, session: Session) -> None:
    row = make_registration(session, make_api_client(session), recipient=None)
    told = make_mismatch(session, make_api_client(session), recipient=None)
    headers = caller(session, bank="BSG")
    for address in (f"{ACCOUNTS}/{row.id}", f"{MISMATCHES}/{told.id}", f"{ACCOUNTS}/{uuid4()}"):
        answer = client.get(address, headers=headers)
        assert (answer.status_code, answer.get_json()["type"]) == (404, "/api/v1/docs#not-found")


def test_the_family_confirms_and_the_number_is_erased_from_the_registration(
    client: FlaskClient, session: Session
) -> None:
    recipient = make_recipient(session)
    row = make_registration(session, make_api_client(session), recipient=recipient)
    enter_as(client, make_user(session))
    address = f"{DESK}/accounts/{row.id}"
    page = client.get(address)
    assert "7123" in page.text
    assert "003900000777123" not in page.text
    sent = {"version": str(row.version), "purpose": AccountPurpose.SAVING.value}
    refused = client.post(address, data=sent)
    assert "Tandai bahwa keluarganya sendiri" in refused.text
    assert client.post(address, data={**sent, "family_confirms": "y"}).status_code == 303
    session.refresh(row)
    assert (row.state, row.number, row.holder_name) == (RegistrationState.CONFIRMED, None, None)
    account = session.scalars(select(Account)).one()
    assert (account.recipient_id, account.number.full) == (recipient.id, "003900000777123")
    assert client.post(address, data={**sent, "family_confirms": "y"}).status_code == 409


def test_what_is_not_the_familys_is_erased(client: FlaskClient, session: Session) -> None:
    row = make_registration(session, make_api_client(session), recipient=make_recipient(session))
    enter_as(client, make_user(session))
    sent = {"version": str(row.version)}
    assert client.post(f"{DESK}/accounts/{row.id}/decline", data=sent).status_code == 303
    session.refresh(row)
    assert (row.state, row.number) == (RegistrationState.NOT_CONFIRMED, None)
    assert session.scalars(select(Account)).all() == []


def test_what_nobody_decides_in_thirty_days_is_erased(session: Session) -> None:
    row = make_registration(session, make_api_client(session), recipient=None)
    assert expire_registrations(session, now=NOW + LONGEST_WAIT) == 0
    assert expire_registrations(session, now=NOW + 2 * LONGEST_WAIT) == 1
    assert (row.state, row.number) == (RegistrationState.NOT_CONFIRMED, None)


def test_staff_of_another_region_see_neither(client: FlaskClient, session: Session) -> None:
    made, recipient = make_api_client(session), make_recipient(session)
    row = make_registration(session, made, recipient=recipient)
    told = make_mismatch(session, made, recipient=recipient)
    enter_as(client, make_user(session, region="75.03.06"))
    assert client.get(f"{DESK}/accounts/{row.id}").status_code == 404
    assert client.get(f"{DESK}/mismatches/{told.id}").status_code == 404
    assert recipient.full_name not in client.get(f"{DESK}/accounts").text


def test_a_mismatch_is_about_what_the_bank_was_told_and_gets_an_answer(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    pledge, _account, _consent = agreed_pledge(session)
    headers = caller(session)
    sent = {"about": "pledge", "id": str(pledge.id), "kind": "other_amount", "note": "Beda angka."}
    answer = client.post(MISMATCHES, json=sent, headers={**headers, **key()})
    assert answer.status_code == 201
    assert answer.get_json()["status"] == "open"
    row = session.scalars(select(Mismatch)).one()
    enter_as(client, make_user(session))
    address = f"{DESK}/mismatches/{row.id}"
    assert "Beda angka." not in client.get(address).text
    recipient = session.get_one(Heir, pledge.recipient_id)
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    assert "Beda angka." in client.get(address).text
    replied = {"version": str(row.version), "answer": "Sudah diperbaiki."}
    assert client.post(address, data=replied).status_code == 303
    read = client.get(f"{MISMATCHES}/{row.id}", headers=headers).get_json()
    assert (read["status"], read["answer"]) == ("answered", "Sudah diperbaiki.")
    enter_as(client, make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))
    assert "Sudah diperbaiki." in client.get("/bank/mismatches/").text


def test_nothing_the_bank_was_not_told_of_can_be_reported(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    pledge, _account, _consent = agreed_pledge(session, bank="BSG")
    revoked, _account, consent = agreed_pledge(session, number="003900000055555")
    consent.revoked_at = NOW
    session.flush()
    for about, subject in (
        ("pledge", pledge.id),
        ("pledge", revoked.id),
        ("account", uuid4()),
        ("transactions", pledge.id),
    ):
        sent = {"about": about, "id": str(subject), "kind": "other"}
        answer = client.post(MISMATCHES, json=sent, headers={**caller(session), **key()})
        assert answer.status_code == 404
    assert session.scalars(select(Mismatch)).all() == []


def test_the_lists_of_the_desk_are_filtered_and_taken_along(
    client: FlaskClient, session: Session
) -> None:
    made, recipient = make_api_client(session), make_recipient(session)
    make_registration(session, made, recipient=recipient)
    make_mismatch(session, made, recipient=recipient)
    enter_as(client, make_user(session))
    assert recipient.full_name in client.get(f"{DESK}/accounts?waiting=y").text
    assert "Jumlahnya lain" in client.get(f"{DESK}/mismatches?waiting=y").text
    for address in ("accounts.csv", "mismatches.xlsx"):
        assert client.get(f"{DESK}/{address}").status_code == 200
    assert client.post(f"{DESK}/accounts", data={"waiting": "y"}).location.endswith("?waiting=y")
