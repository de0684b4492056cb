"""Refused tokens: so many an hour of one name from one address, and of one address altogether."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.access.models import PublicSend
from savings_app.access.visitor_rules import TRIES, PublicForm
from savings_app.audit.models import AuditEvent
from tests.api_clients import make_api_client
from tests.builders import NOW
from tests.conftest import Clock
from tests.web.test_bank_api import PROBLEM, TOKEN, basic
from tests.web.test_bank_api_snap import TOKEN as SNAP_TOKEN
from tests.web.test_bank_api_snap import signed_token_headers, with_key

HERE, ELSEWHERE, UNKNOWN = "203.0.113.7", "198.51.100.9", "127.0.0.1"
OF_NAME, OF_ADDRESS = TRIES[PublicForm.GUESS_OF_NAME], TRIES[PublicForm.GUESS_OF_ADDRESS]


@pytest.fixture(autouse=True)
def _standing(clock: Clock) -> None:
    """Hours go by the clock of the tests."""
    clock.set(NOW)


def try_secret(client: FlaskClient, name: str, secret: str, *, at: str = HERE) -> TestResponse:
    return client.post(
        TOKEN,
        data={"grant_type": "client_credentials"},
        headers=basic(name, secret),
        environ_base={"REMOTE_ADDR": at},
    )


def test_a_name_is_guessed_ten_times_an_hour_from_one_address(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    made = make_api_client(session)
    key = made.client.client_key
    clock.set(NOW + timedelta(minutes=20))
    for _try in range(OF_NAME):
        assert try_secret(client, key, "salah").status_code == 401
    late = try_secret(client, key, made.secret)
    assert (late.status_code, late.content_type) == (429, PROBLEM)
    assert late.get_json()["type"] == "/api/v1/docs#too-many-tries"
    assert late.headers["Retry-After"] == "2400"
    # What is turned away at the door is not counted again, and is no guess.
    assert try_secret(client, key, "salah").status_code == 429
    assert session.scalar(select(func.count()).select_from(PublicSend)) == 2 * OF_NAME
    told = select(func.count()).where(AuditEvent.action == "api-client:refuse-token")
    assert session.scalar(told) == OF_NAME
    clock.set(NOW + timedelta(hours=1))
    assert try_secret(client, key, made.secret).status_code == 200


def test_nobody_is_shut_out_by_what_others_do(client: FlaskClient, session: Session) -> None:
    made, neighbour = make_api_client(session), make_api_client(session)
    for _try in range(OF_NAME + 1):
        try_secret(client, made.client.client_key, "salah")
    assert try_secret(client, made.client.client_key, made.secret, at=ELSEWHERE).status_code == 200
    assert try_secret(client, neighbour.client.client_key, neighbour.secret).status_code == 200


def test_one_address_tries_no_end_of_names_either(client: FlaskClient, session: Session) -> None:
    made = make_api_client(session)
    for number in range(OF_ADDRESS):
        assert try_secret(client, f"bri-tidakada{number}", "salah").status_code == 401
    assert try_secret(client, made.client.client_key, made.secret).status_code == 429
    told = select(func.count()).where(AuditEvent.action == "api-client:refuse-token")
    assert session.scalar(told) == 0


def test_behind_a_proxy_nobody_told_us_of_a_name_is_counted_by_itself(
    client: FlaskClient, session: Session
) -> None:
    made, neighbour = make_api_client(session), make_api_client(session)
    for _try in range(OF_NAME):
        try_secret(client, made.client.client_key, "salah", at=UNKNOWN)
    refused = try_secret(client, made.client.client_key, made.secret, at=UNKNOWN)
    assert refused.status_code == 429
    told = try_secret(client, neighbour.client.client_key, neighbour.secret, at=UNKNOWN)
    assert told.status_code == 200


def test_wrong_secrets_in_the_header_and_in_the_form_are_two_tries(
    client: FlaskClient, session: Session
) -> None:
    made, other = make_api_client(session), make_api_client(session)
    for _try in range(OF_NAME):
        client.post(
            TOKEN,
            data={
                "grant_type": "client_credentials",
                "client_id": other.client.client_key,
                "client_secret": "salah",
            },
            headers=basic(made.client.client_key, "salah"),
            environ_base={"REMOTE_ADDR": HERE},
        )
    for one in (made, other):
        assert try_secret(client, one.client.client_key, one.secret).status_code == 429


@pytest.fixture(scope="module")
def private() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def test_wrong_signatures_are_counted_too_and_refused_in_the_words_of_snap(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey
) -> None:
    made = with_key(app, session, private)
    right = signed_token_headers(made, private)
    wrong = {**right, "X-SIGNATURE": "AAAA"}
    sent = {"grantType": "client_credentials"}
    here = {"REMOTE_ADDR": HERE}
    for _try in range(OF_NAME):
        answer = client.post(SNAP_TOKEN, json=sent, headers=wrong, environ_base=here)
        assert answer.status_code == 401
    late = client.post(SNAP_TOKEN, json=sent, headers=right, environ_base=here)
    assert (late.status_code, late.get_json()["responseCode"]) == (429, "4297300")
    assert late.headers["Retry-After"] == "3600"
    elsewhere = {"REMOTE_ADDR": ELSEWHERE}
    told = client.post(SNAP_TOKEN, json=sent, headers=right, environ_base=elsewhere)
    assert told.status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"scope": "pledges:write"}, "invalid_scope"),
        ({"scope": "pledges:read  accounts:register"}, "invalid_scope"),
        ({"client_id": "x" * 41}, "invalid_request"),
        ({"scope": ["pledges:read", "pledges:read"]}, "invalid_request"),
    ],
)
def test_a_form_that_is_not_as_the_document_says_is_refused(
    client: FlaskClient, session: Session, form: dict[str, object], error: str
) -> None:
    made = make_api_client(session)
    answer = client.post(
        TOKEN,
        data={"grant_type": "client_credentials", **form},
        headers=basic(made.client.client_key, made.secret),
    )
    assert (answer.status_code, answer.get_json()["error"]) == (400, error)
