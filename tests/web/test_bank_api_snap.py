"""The same interface called as SNAP says: an asymmetric token, and every call signed."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.bank_api.actions.clients import MadeClient
from savings_app.bank_api.actions.keys import add_public_key, end_public_key
from savings_app.bank_api.queries.clients import list_keys
from savings_app.bank_api.rules import PublicKeyKnown, PublicKeyUnusable, TooManyKeys
from savings_app.snap.signing_rules import (
    format_timestamp,
    sign_asymmetric,
    sign_symmetric,
    symmetric_text,
    token_text,
)
from savings_app.storage import sealing_key
from tests.api_clients import bearer, make_api_client
from tests.builders import NOW, actor_of, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as
from tests.web.test_bank_api_transactions import PUSH, body_of, welcome

TOKEN = "/api/v1/access-token/b2b"
PLEDGES = "/api/v1/pledges"
_external = count(1)


@pytest.fixture(scope="module")
def private() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture(autouse=True)
def _standing(clock: Clock) -> None:
    """Signatures live by the clock of the tests."""


def pem(key: RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def with_key(
    app: Flask, session: Session, key: RSAPrivateKey, *, made: MadeClient | None = None
) -> MadeClient:
    """A client that signs with this key; its `snap_secret` is at hand."""
    made = made or make_api_client(session)
    with app.app_context():
        sealing = sealing_key()
    return add_public_key(
        session,
        actor=actor_of(make_user(session, role=Role.ADMINISTRATOR, region=None)),
        client_id=made.client.id,
        version=None,
        pem=pem(key),
        sealing=sealing,
        now=NOW,
    )


def signed_token_headers(made: MadeClient, key: RSAPrivateKey, *, at: str = "") -> dict[str, str]:
    timestamp = at or format_timestamp(NOW)
    text = token_text(client_key=made.client.client_key, timestamp=timestamp)
    return {
        "X-CLIENT-KEY": made.client.client_key,
        "X-TIMESTAMP": timestamp,
        "X-SIGNATURE": sign_asymmetric(text, key=key),
    }


def token_of(client: FlaskClient, made: MadeClient, key: RSAPrivateKey) -> str:
    answer = client.post(
        TOKEN, json={"grantType": "client_credentials"}, headers=signed_token_headers(made, key)
    )
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["responseCode"] == "2007300"
    assert answer.get_json()["expiresIn"] == "900"
    return str(answer.get_json()["accessToken"])


def signed(
    made: MadeClient, token: str, *, method: str = "GET", path: str = PLEDGES, body: bytes = b""
) -> dict[str, str]:
    timestamp = format_timestamp(NOW)
    text = symmetric_text(method=method, path=path, token=token, body=body, timestamp=timestamp)
    assert made.snap_secret is not None
    return {
        **bearer(token),
        "X-TIMESTAMP": timestamp,
        "X-SIGNATURE": sign_symmetric(text, secret=made.snap_secret),
        "X-EXTERNAL-ID": f"{next(_external):012}",
    }


def test_a_signed_token_and_a_signed_call_open_the_door(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey
) -> None:
    made = with_key(app, session, private)
    token = token_of(client, made, private)
    assert client.get(f"{PLEDGES}?limit=5", headers=signed(made, token)).status_code == 200


def test_a_signed_body_may_have_blanks_and_no_letter_of_it_may_change(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey
) -> None:
    made = with_key(app, session, private)
    token = token_of(client, made, private)
    body = json.dumps(body_of(welcome(session)), indent=2).encode()
    more = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    headers = {**signed(made, token, method="POST", path=PUSH, body=body), **more}
    changed = client.post(PUSH, data=body.replace(b"SETOR", b"TARIK"), headers=headers)
    assert changed.status_code == 401
    assert changed.get_json()["type"] == "/api/v1/docs#snap-signature-wrong"
    assert client.post(PUSH, data=body, headers=headers).status_code == 200


def test_a_token_got_by_snap_opens_nothing_without_a_signature(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey
) -> None:
    made = with_key(app, session, private)
    token = token_of(client, made, private)
    bare = client.get(PLEDGES, headers=bearer(token))
    assert (bare.status_code, bare.get_json()["type"]) == (
        401,
        "/api/v1/docs#snap-signature-wrong",
    )


def test_a_signature_is_of_one_moment_one_address_and_one_number_a_day(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey, clock: Clock
) -> None:
    made = with_key(app, session, private)
    token = token_of(client, made, private)
    headers = signed(made, token)
    assert client.get("/api/v1/transactions", headers=headers).status_code == 405
    elsewhere = client.post(PUSH, json={}, headers=headers)
    assert elsewhere.status_code == 401
    assert client.get(PLEDGES, headers=headers).status_code == 200
    again = client.get(PLEDGES, headers=headers)
    assert (again.status_code, again.get_json()["type"]) == (
        409,
        "/api/v1/docs#snap-external-id-used",
    )
    fresh = signed(made, token)
    clock.set(NOW + timedelta(minutes=5, seconds=1))
    assert client.get(PLEDGES, headers=fresh).status_code == 401


@pytest.mark.parametrize("external", ["", "12a", "1" * 37, "१२"])
def test_an_external_id_is_digits(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey, external: str
) -> None:
    made = with_key(app, session, private)
    headers = {**signed(made, token_of(client, made, private))}
    headers["X-EXTERNAL-ID"] = external.encode().decode("latin-1")
    assert client.get(PLEDGES, headers=headers).status_code == 409


def test_a_token_is_refused_to_another_key_another_moment_and_another_name(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey
) -> None:
    made = with_key(app, session, private)
    body = {"grantType": "client_credentials"}
    good = signed_token_headers(made, private)
    stranger = generate_private_key(65537, 2048)
    wrong = [
        signed_token_headers(made, stranger),
        signed_token_headers(made, private, at=format_timestamp(NOW - timedelta(minutes=6))),
        {**good, "X-CLIENT-KEY": "bri-tidakada2345"},
        {**good, "X-SIGNATURE": "bukan base64"},
    ]
    for headers in wrong:
        answer = client.post(TOKEN, json=body, headers=headers)
        assert (answer.status_code, answer.get_json()["responseCode"]) == (401, "4017300")
    missing = client.post(TOKEN, json=body, headers={**good, "X-TIMESTAMP": "kemarin"})
    assert missing.get_json()["responseCode"] == "4007302"
    odd = client.post(TOKEN, json={"grantType": "password"}, headers=good)
    assert odd.get_json()["responseCode"] == "4007301"


def test_keys_are_rotated_two_at_a_time_and_an_ended_one_signs_nothing(
    app: Flask, client: FlaskClient, session: Session, private: RSAPrivateKey
) -> None:
    made = with_key(app, session, private)
    keeper = actor_of(make_user(session, role=Role.ADMINISTRATOR, region=None))
    second, third = generate_private_key(65537, 2048), generate_private_key(65537, 2048)

    def add(key_pem: str) -> MadeClient:
        return add_public_key(
            session,
            actor=keeper,
            client_id=made.client.id,
            version=None,
            pem=key_pem,
            sealing=b"",
            now=NOW + timedelta(minutes=1),
        )

    with pytest.raises(PublicKeyKnown):
        add(pem(private))
    assert add(pem(second)).snap_secret is None
    with pytest.raises(TooManyKeys):
        add(pem(third))
    with pytest.raises(PublicKeyUnusable):
        add("bukan kunci")
    token_of(client, made, private)
    token_of(client, made, second)
    old = list_keys(session, client_id=made.client.id)[-1]
    end_public_key(session, actor=keeper, client_id=made.client.id, key_id=old.id, now=NOW)
    answer = client.post(
        TOKEN,
        json={"grantType": "client_credentials"},
        headers=signed_token_headers(made, private),
    )
    assert answer.status_code == 401
    token_of(client, made, second)


def test_an_administrator_adds_a_key_on_the_page_and_sees_the_snap_secret_once(
    client: FlaskClient, session: Session, private: RSAPrivateKey
) -> None:
    made = make_api_client(session)
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR, region=None))
    address = f"/government/bank-systems/{made.client.id}"
    sent = {"version": str(made.client.version), "pem": pem(private)}
    page = client.post(f"{address}/keys/add", data=sent)
    assert 'id="snap-secret"' in page.text
    key = list_keys(session, client_id=made.client.id)[0]
    assert key.fingerprint[:16] in client.get(address).text
    assert client.post(f"{address}/keys/{key.id}/end").status_code == 303
    assert key.fingerprint[:16] not in client.get(address).text
