"""The interface for banks: tokens, scopes, agreements, refusals by name, and open pledges."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.bank_api.actions.clients import MadeClient, change_scopes, end_client, renew_secret
from savings_app.bank_api.document import operations
from savings_app.bank_api.kinds import Scope
from savings_app.bank_api.rules import CALLS_A_WINDOW
from savings_app.banks.kinds import DataPass
from savings_app.cases.kinds import AccountPurpose
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.kinds import PledgeKind
from tests.api_clients import bearer, caller, make_api_client, make_token
from tests.builders import (
    NOW,
    actor_of,
    find_agreement,
    load_reference,
    make_account,
    make_consent,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.domain.bank_rows import make_agreed
from tests.web.doors import enter_as

TOKEN = "/api/v1/oauth/token"
PLEDGES = "/api/v1/pledges"
PROBLEM = "application/problem+json"
KEY = Fernet.generate_key()


@pytest.fixture(autouse=True)
def _standing(clock: Clock) -> None:
    """Tokens live by the clock of the tests."""


def basic(key: str, secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{key}:{secret}'.encode()).decode()}"}


def asked(client: FlaskClient, made: MadeClient, **more: str) -> dict[str, Any]:
    answer = client.post(
        TOKEN,
        data={"grant_type": "client_credentials", **more},
        headers=basic(made.client.client_key, made.secret),
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


# --- tokens --------------------------------------------------------------------------------------


def test_a_client_gets_a_token_with_its_secret_and_the_token_opens_the_door(
    client: FlaskClient, session: Session
) -> None:
    made = make_api_client(session)

    token = asked(client, made)

    assert token["token_type"] == "Bearer"
    assert token["expires_in"] == 900
    assert set(token["scope"].split()) == {scope.value for scope in Scope}
    answer = client.get(PLEDGES, headers=bearer(token["access_token"]))
    assert answer.status_code == 200
    assert answer.get_json() == {"pledges": [], "next": None}
    assert "Set-Cookie" not in answer.headers


def test_the_secret_may_stand_in_the_form_but_never_in_the_address(
    client: FlaskClient, session: Session
) -> None:
    made = make_api_client(session)
    sent = {
        "grant_type": "client_credentials",
        "client_id": made.client.client_key,
        "client_secret": made.secret,
    }
    assert client.post(TOKEN, data=sent).status_code == 200
    assert client.post(TOKEN, query_string=sent).status_code == 400


def test_a_wrong_secret_and_an_unknown_client_are_told_the_same_way(
    client: FlaskClient, session: Session
) -> None:
    made = make_api_client(session)
    data = {"grant_type": "client_credentials"}
    wrong = client.post(TOKEN, data=data, headers=basic(made.client.client_key, "bukan ini"))
    nobody = client.post(TOKEN, data=data, headers=basic("bri-tidakada", made.secret))
    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert wrong.get_json() == nobody.get_json()
    assert wrong.get_json()["error"] == "invalid_client"


def test_only_what_is_asked_for_and_given_is_in_the_token(
    client: FlaskClient, session: Session
) -> None:
    made = make_api_client(session, scopes=[Scope.PLEDGES, Scope.ACCOUNTS])
    token = asked(client, made, scope="pledges:read transactions:push")
    assert token["scope"] == "pledges:read"
    refused = client.post(
        TOKEN,
        data={"grant_type": "client_credentials", "scope": "transactions:push"},
        headers=basic(made.client.client_key, made.secret),
    )
    assert (refused.status_code, refused.get_json()["error"]) == (400, "invalid_scope")


def test_a_token_lives_a_quarter_of_an_hour(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    token = asked(client, make_api_client(session))["access_token"]
    clock.set(NOW + timedelta(minutes=14, seconds=59))
    assert client.get(PLEDGES, headers=bearer(token)).status_code == 200
    clock.set(NOW + timedelta(minutes=15))
    answer = client.get(PLEDGES, headers=bearer(token))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="bank-api", error="invalid_token"'
    assert answer.get_json()["type"] == "/api/v1/docs#token-invalid"


def test_after_a_new_secret_the_old_one_opens_for_a_day(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    made = make_api_client(session)
    keeper = actor_of(make_user(session, role=Role.ADMINISTRATOR, region=None))
    new = renew_secret(
        session, actor=keeper, client_id=made.client.id, version=None, sealing=KEY, now=NOW
    )
    assert new.secret != made.secret
    asked(client, made)
    asked(client, new)
    clock.set(NOW + timedelta(hours=24))
    asked(client, new)
    late = client.post(
        TOKEN,
        data={"grant_type": "client_credentials"},
        headers=basic(made.client.client_key, made.secret),
    )
    assert late.status_code == 401


def test_a_client_that_was_ended_calls_no_more_also_with_a_live_token(
    client: FlaskClient, session: Session
) -> None:
    made = make_api_client(session)
    token = make_token(session, made)
    keeper = actor_of(make_user(session, role=Role.ADMINISTRATOR, region=None))
    end_client(
        session, actor=keeper, client_id=made.client.id, version=None, reason="selesai", now=NOW
    )
    assert client.get(PLEDGES, headers=bearer(token)).status_code == 401
    answer = client.post(
        TOKEN,
        data={"grant_type": "client_credentials"},
        headers=basic(made.client.client_key, made.secret),
    )
    assert answer.status_code == 401


def test_a_scope_taken_away_is_gone_at_once(client: FlaskClient, session: Session) -> None:
    made = make_api_client(session)
    token = make_token(session, made)
    keeper = actor_of(make_user(session, role=Role.ADMINISTRATOR, region=None))
    change_scopes(
        session,
        actor=keeper,
        client_id=made.client.id,
        version=None,
        scopes=[Scope.ACCOUNTS],
        now=NOW,
    )
    assert client.get(PLEDGES, headers=bearer(token)).status_code == 401
    new = client.get(PLEDGES, headers=bearer(make_token(session, made)))
    assert (new.status_code, new.get_json()["type"]) == (403, "/api/v1/docs#scope-not-given")


def test_nobody_signs_in_as_a_client(client: FlaskClient, session: Session) -> None:
    made = make_api_client(session)
    email = f"{made.client.client_key}@sistem.invalid"
    for password in ("-", made.secret, ""):
        page = client.post("/staff/sign-in", data={"email": email, "password": password})
        assert page.status_code == 200


# --- doors ---------------------------------------------------------------------------------------


def test_no_session_of_a_person_opens_the_interface(client: FlaskClient, session: Session) -> None:
    load_reference(session)
    officer = make_user(session, role=Role.BANK_OFFICER, bank=find_bank(session))
    enter_as(client, officer)
    answer = client.get(PLEDGES)
    assert (answer.status_code, answer.content_type) == (401, PROBLEM)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="bank-api"'


def test_without_an_agreement_that_lets_pledges_pass_nothing_is_told(
    client: FlaskClient, session: Session
) -> None:
    headers = caller(session)
    agreement = find_agreement(session)
    agreement.data = [one for one in agreement.data if one.data is not DataPass.PLEDGES]
    session.flush()
    answer = client.get(PLEDGES, headers=headers)
    assert (answer.status_code, answer.get_json()["type"]) == (
        403,
        "/api/v1/docs#agreement-not-in-force",
    )


def test_more_calls_than_a_minute_allows_are_refused_until_the_next(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    headers = caller(session)
    first = client.get(PLEDGES, headers=headers)
    assert first.headers["RateLimit-Policy"] == f'"client";q={CALLS_A_WINDOW};w=60'
    assert first.headers["RateLimit"] == f'"client";r={CALLS_A_WINDOW - 1};t=60'
    clock.set(NOW + timedelta(seconds=20, milliseconds=500))
    for _call in range(CALLS_A_WINDOW - 1):
        assert client.get(PLEDGES, headers=headers).status_code == 200
    over = client.get(PLEDGES, headers=headers)
    assert (over.status_code, over.get_json()["type"]) == (429, "/api/v1/docs#too-many-calls")
    assert over.headers["Retry-After"] == "40"
    assert over.headers["RateLimit"] == '"client";r=0;t=40'
    clock.set(NOW + timedelta(minutes=1))
    assert client.get(PLEDGES, headers=headers).status_code == 200


def test_the_calls_of_one_client_are_not_those_of_another(
    client: FlaskClient, session: Session
) -> None:
    headers, other = caller(session), caller(session)
    for _call in range(3):
        client.get(PLEDGES, headers=headers)
    answer = client.get(PLEDGES, headers=other)
    assert answer.headers["RateLimit"].startswith(f'"client";r={CALLS_A_WINDOW - 1};')


# --- pledges -------------------------------------------------------------------------------------


def find_bank(session: Session, code: str = "BRI"):  # type: ignore[no-untyped-def]
    from tests.builders import get_bank  # noqa: PLC0415

    return get_bank(session, code)


def agreed_pledge(session: Session, *, bank: str = "BRI", number: str = "003900000012345"):  # type: ignore[no-untyped-def]
    recipient = make_recipient(session)
    consent = make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    account = make_account(
        session,
        recipient=recipient,
        bank=find_bank(session, bank),
        number=number,
        purpose=AccountPurpose.SAVING,
    )
    pledge = make_pledge(session, account=account, kind=PledgeKind.PAID_IN, amount=1_500_000)
    return pledge, account, consent


def test_an_open_pledge_is_told_with_the_least_that_is_needed(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    pledge, account, _consent = agreed_pledge(session)
    answer = client.get(PLEDGES, headers=caller(session))
    assert answer.get_json() == {
        "pledges": [
            {
                "id": str(pledge.id),
                "code": pledge.code,
                "account_id": str(account.id),
                "account_number": "003900000012345",
                "amount": "1500000.00",
                "until": "2028-07-01",
            }
        ],
        "next": None,
    }
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "api:read-pledges")).one()
    assert event.facts == {"count": 1}


def test_what_is_not_this_banks_not_agreed_or_no_longer_open_is_not_told(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    agreed_pledge(session, bank="BSG")
    _revoked, _account, consent = agreed_pledge(session)
    consent.revoked_at = NOW
    cancelled, _account, _consent = agreed_pledge(session)
    cancelled.cancelled_at = NOW
    _kept, account = make_agreed(session)
    make_pledge(session, account=account)  # *disimpan*: the bank is asked about it elsewhere
    session.flush()
    assert client.get(PLEDGES, headers=caller(session)).get_json()["pledges"] == []


def test_pages_follow_one_another_without_a_gap(client: FlaskClient, session: Session) -> None:
    load_reference(session)
    made = [agreed_pledge(session, number=f"00390000001{n:04}")[0] for n in range(5)]
    headers = caller(session)
    told: list[str] = []
    after = ""
    for _page in range(3):
        page = client.get(f"{PLEDGES}?limit=2{after}", headers=headers).get_json()
        told += [one["id"] for one in page["pledges"]]
        after = f"&after={page['next']}"
    assert page["next"] is None
    assert told == sorted(str(one.id) for one in made)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=dua", "limit=1e1", "after=satu", "limit=1&limit=2", "x=1"],
)
def test_a_query_the_document_does_not_know_is_refused_with_its_place(
    client: FlaskClient, session: Session, query: str
) -> None:
    answer = client.get(f"{PLEDGES}?{query}", headers=caller(session))
    assert (answer.status_code, answer.content_type) == (422, PROBLEM)
    assert answer.get_json()["type"] == "/api/v1/docs#request-wrong"
    assert answer.get_json()["problems"][0]["pointer"] == query.partition("=")[0]


# --- refusals and the document -------------------------------------------------------------------


def test_an_address_nobody_knows_and_a_wrong_method_are_problems_too(client: FlaskClient) -> None:
    there = client.get("/api/v1/nothing")
    assert (there.status_code, there.content_type) == (404, PROBLEM)
    wrong = client.delete(PLEDGES)
    assert (wrong.status_code, wrong.content_type) == (405, PROBLEM)
    assert wrong.headers["Allow"] == "GET, HEAD, OPTIONS"
    nul = client.get("/api/v1/pledges%00")
    assert (nul.status_code, nul.content_type) == (400, PROBLEM)


def test_a_refusal_speaks_the_language_that_is_asked_for(client: FlaskClient) -> None:
    indonesian = client.get(PLEDGES)
    english = client.get(PLEDGES, headers={"Accept-Language": "en"})
    assert indonesian.get_json()["title"].startswith("Tanda masuk tidak ada")
    assert indonesian.headers["Content-Language"] == "id"
    assert english.get_json()["title"].startswith("There is no token")
    assert english.headers["Content-Language"] == "en"
    assert "Accept-Language" in english.headers["Vary"]


def test_a_form_that_is_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post(TOKEN, data={"grant_type": "x" * 9000})
    assert (answer.status_code, answer.content_type) == (413, PROBLEM)


def test_every_call_of_the_document_is_there_and_every_call_that_is_there_is_in_it(
    app: Flask,
) -> None:
    described = {(path, method.upper()) for path, method, _operation in operations()}
    there = {
        (rule.rule.replace("<uuid:", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there - described <= {("/api/v1/openapi.json", "GET"), ("/api/v1/docs", "GET")}
    assert described <= there


def test_every_scope_a_call_needs_is_the_one_its_view_asks_for(app: Flask) -> None:
    from savings_app.web.guards import access_of  # noqa: PLC0415

    for path, method, operation in operations():
        wanted = (operation["security"] or [{}])[0].get("oauth2")
        if wanted is None:
            continue
        address = path.replace("{", "").replace("}", "")
        found = app.url_map.bind("").match(
            address if "id" not in address.rsplit("/", 1)[-1] else f"{path.split('{')[0]}{uuid4()}",
            method=method.upper(),
        )
        assert [access_of(app.view_functions[found[0]])] == wanted


# --- the administrator's pages -------------------------------------------------------------------


def test_an_administrator_adds_a_system_and_sees_its_secret_once(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR, region=None))
    page = client.post(
        "/government/bank-systems/add",
        data={"bank_id": str(find_bank(session).id), "name": "Inti", "scopes": ["pledges:read"]},
    )
    secret = page.text.split('id="client-secret">')[1].split("<")[0]
    key = page.text.split('id="client-key">')[1].split("<")[0]
    assert len(secret) == 43
    answer = client.post(
        TOKEN, data={"grant_type": "client_credentials"}, headers=basic(key, secret)
    )
    assert answer.get_json()["scope"] == "pledges:read"
    listed = client.get("/government/bank-systems/")
    assert "Inti" in listed.text
    assert secret not in listed.text
    assert session.scalar(select(func.count()).where(AuditEvent.action == "api-client:add")) == 1


def test_a_second_system_of_the_same_name_is_refused(client: FlaskClient, session: Session) -> None:
    made = make_api_client(session)
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR, region=None))
    page = client.post(
        "/government/bank-systems/add",
        data={
            "bank_id": str(made.client.bank_id),
            "name": made.client.name,
            "scopes": ["pledges:read"],
        },
    )
    assert "sudah mempunyai sistem dengan nama itu" in page.text


def test_scopes_are_changed_a_secret_renewed_and_a_system_ended_on_its_page(
    client: FlaskClient, session: Session
) -> None:
    made = make_api_client(session)
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR, region=None))
    address = f"/government/bank-systems/{made.client.id}"
    sent = {"version": str(made.client.version), "scopes": ["accounts:register"]}
    assert client.post(f"{address}/scopes", data=sent).status_code == 303
    assert client.post(f"{address}/scopes", data=sent).status_code == 409
    session.refresh(made.client)
    page = client.post(f"{address}/secret", data={"version": str(made.client.version)})
    assert 'id="client-secret"' in page.text
    session.refresh(made.client)
    ended = client.post(
        f"{address}/end", data={"version": str(made.client.version), "reason": "Kontrak selesai"}
    )
    assert ended.status_code == 303
    assert "Kontrak selesai" in client.get(address).text


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR])
def test_nobody_else_keeps_systems_of_banks(
    client: FlaskClient, session: Session, role: Role
) -> None:
    made = make_api_client(session)
    enter_as(client, make_user(session, role=role))
    for address in ("", "add", f"{made.client.id}"):
        assert client.get(f"/government/bank-systems/{address}").status_code == 403
