"""The administrator's pages of banks' systems: keys, where they are told, what did not arrive."""

from __future__ import annotations

from itertools import count

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.bank_api.actions.clients import MadeClient
from savings_app.bank_api.kinds import DeliveryFailure, DeliveryState, EventKind
from savings_app.bank_api.models import ApiClientKey, WebhookDelivery, WebhookEndpoint
from savings_app.cases.letter_codes import unseal
from savings_app.storage import sealing_key
from tests.api_clients import make_api_client
from tests.builders import NOW, get_bank, make_user
from tests.web.doors import enter_as
from tests.web.test_bank_api_snap import pem

pytestmark = pytest.mark.usefixtures("clock")
SYSTEMS = "/government/bank-systems"
HOOK = "https://bank.example/masuk"
_sequences = count(1)


@pytest.fixture
def made(session: Session) -> MadeClient:
    return make_api_client(session)


@pytest.fixture
def keeper(client: FlaskClient, session: Session) -> FlaskClient:
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR, region=None))
    return client


@pytest.fixture(scope="module")
def private() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def told_once(page: str, place: str) -> str:
    return page.split(f'id="{place}">')[1].split("<", maxsplit=1)[0]


def endpoint_of(session: Session, made: MadeClient) -> WebhookEndpoint:
    statement = select(WebhookEndpoint).where(WebhookEndpoint.client_id == made.client.id)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def make_delivery(
    session: Session, endpoint: WebhookEndpoint, state: DeliveryState, **facts: object
) -> WebhookDelivery:
    row = WebhookDelivery(
        endpoint_id=endpoint.id,
        sequence=next(_sequences),
        kind=EventKind.PLEDGE_MADE,
        subject_id=endpoint.client_id,
        happened_at=NOW,
        state=state,
        due_at=NOW,
        claimed_at=None,
        tried_at=NOW,
        **{"tries": 1, "status": None, "failure": None, "delivered_at": None, **facts},
    )
    session.add(row)
    session.flush()
    return row


def set_address(client: FlaskClient, made: MadeClient, address: str = HOOK) -> str:
    page = client.post(f"{SYSTEMS}/{made.client.id}/webhook", data={"address": address})
    assert page.status_code == 200
    return page.text


# --- public keys ---------------------------------------------------------------------------------


def test_the_first_public_key_makes_the_secret_of_snap_which_is_told_once(
    app: Flask, keeper: FlaskClient, session: Session, made: MadeClient, private: RSAPrivateKey
) -> None:
    address = f"{SYSTEMS}/{made.client.id}"
    sent = {"pem": pem(private), "version": str(made.client.version)}
    page = keeper.post(f"{address}/keys/add", data=sent).text
    session.refresh(made.client)
    assert made.client.snap_secret is not None
    with app.app_context():
        secret = unseal(made.client.snap_secret, key=sealing_key())
    assert told_once(page, "snap-secret") == secret
    assert 'id="client-secret"' not in page
    shown = keeper.get(address).text
    key = session.scalars(select(ApiClientKey)).one()
    assert key.fingerprint[:16] in shown
    assert secret not in shown
    assert keeper.post(f"{address}/keys/{key.id}/end").status_code == 303
    session.refresh(key)
    assert key.ended_at is not None
    assert "Belum ada. Tanpa kunci publik" in keeper.get(address).text


def test_what_is_no_public_key_is_refused_beside_its_field(
    keeper: FlaskClient, session: Session, made: MadeClient
) -> None:
    address = f"{SYSTEMS}/{made.client.id}/keys/add"
    page = keeper.post(address, data={"pem": "bukan", "version": str(made.client.version)}).text
    assert "Ini bukan kunci publik RSA" in page
    assert "bukan</textarea>" in page
    assert session.scalars(select(ApiClientKey)).all() == []


# --- where a bank is told ------------------------------------------------------------------------


def test_an_address_is_set_with_a_secret_told_once_and_stopped_again(
    app: Flask, keeper: FlaskClient, session: Session, made: MadeClient
) -> None:
    messages = f"{SYSTEMS}/{made.client.id}/messages"
    assert "Belum ada alamat" in keeper.get(messages).text
    page = set_address(keeper, made)
    endpoint = endpoint_of(session, made)
    with app.app_context():
        assert told_once(page, "webhook-secret") == unseal(endpoint.secret, key=sealing_key())
    shown = keeper.get(messages).text
    assert HOOK in shown
    assert told_once(page, "webhook-secret") not in shown
    assert keeper.post(f"{SYSTEMS}/{made.client.id}/webhook/stop").status_code == 303
    assert not endpoint_of(session, made).is_on
    stopped = keeper.get(messages).text
    assert "Dihentikan" in stopped
    assert "Berhenti memberi tahu" not in stopped
    acts = select(AuditEvent.action).where(AuditEvent.action.like("api-client:%webhook"))
    assert session.scalars(acts.order_by(AuditEvent.sequence)).all() == [
        "api-client:set-webhook",
        "api-client:stop-webhook",
    ]


@pytest.mark.parametrize(
    "address", ["http://bank.example/masuk", "https://10.0.0.1/masuk", "https://bank.example:22/"]
)
def test_an_address_nobody_outside_may_have_is_refused_and_nothing_is_kept(
    keeper: FlaskClient, session: Session, made: MadeClient, address: str
) -> None:
    page = set_address(keeper, made, address)
    assert "Tulis alamat https dengan nama mesin" in page
    assert 'id="webhook-secret"' not in page
    assert session.scalars(select(WebhookEndpoint)).all() == []


# --- what was told -------------------------------------------------------------------------------


def test_what_arrived_what_waits_and_what_was_given_up_is_seen_and_taken_along(
    keeper: FlaskClient, session: Session, made: MadeClient
) -> None:
    set_address(keeper, made)
    endpoint = endpoint_of(session, made)
    make_delivery(session, endpoint, DeliveryState.DELIVERED, status=204, delivered_at=NOW)
    refused = {"failure": DeliveryFailure.REFUSED, "status": 503, "tries": 2}
    make_delivery(session, endpoint, DeliveryState.WAITING, **refused)
    gone = {"failure": DeliveryFailure.UNREACHABLE, "tries": 8}
    given_up = make_delivery(session, endpoint, DeliveryState.GIVEN_UP, **gone)
    messages = f"{SYSTEMS}/{made.client.id}/messages"
    page = keeper.get(messages).text
    assert "3 pesan" in page
    assert "mesin bank menolak" in page
    only = keeper.post(messages, data={"state": "given_up"})
    narrowed = keeper.get(only.location).text
    assert "1 pesan" in narrowed
    assert str(given_up.id) in narrowed
    taken = keeper.get(f"{messages}.csv?state=given_up").text
    assert len(taken.strip().splitlines()) == 2
    assert keeper.get(f"{messages}.xlsx").status_code == 200


def test_what_was_given_up_is_sent_again_by_hand_and_what_arrived_is_not(
    keeper: FlaskClient, session: Session, made: MadeClient
) -> None:
    set_address(keeper, made)
    endpoint = endpoint_of(session, made)
    given_up = make_delivery(
        session, endpoint, DeliveryState.GIVEN_UP, failure=DeliveryFailure.UNREACHABLE, tries=8
    )
    arrived = make_delivery(session, endpoint, DeliveryState.DELIVERED, delivered_at=NOW)
    address = f"{SYSTEMS}/messages/{given_up.id}"
    assert "Kirim ulang" in keeper.get(address).text
    assert keeper.post(f"{address}/again").status_code == 303
    session.refresh(given_up)
    assert (given_up.state, given_up.tries) == (DeliveryState.WAITING, 0)
    assert "Kirim ulang" not in keeper.get(f"{SYSTEMS}/messages/{arrived.id}").text
    assert keeper.post(f"{SYSTEMS}/messages/{arrived.id}/again").status_code == 400
    session.refresh(arrived)
    assert arrived.state is DeliveryState.DELIVERED


@pytest.mark.parametrize(
    "role", [Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR, Role.BANK_OFFICER]
)
def test_nobody_else_sees_or_changes_any_of_it(
    client: FlaskClient, session: Session, made: MadeClient, role: Role
) -> None:
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR, region=None))
    set_address(client, made)
    row = make_delivery(session, endpoint_of(session, made), DeliveryState.GIVEN_UP)
    bank = get_bank(session) if role is Role.BANK_OFFICER else None
    enter_as(client, make_user(session, role=role, bank=bank))
    own = f"{SYSTEMS}/{made.client.id}"
    for address in ("/messages", "/messages.csv", "/webhook", "/keys/add"):
        assert client.get(f"{own}{address}").status_code == 403
    assert client.get(f"{SYSTEMS}/messages/{row.id}").status_code == 403
    assert client.post(f"{SYSTEMS}/messages/{row.id}/again").status_code == 403
    assert client.post(f"{own}/webhook/stop").status_code == 403
    assert client.post(f"{own}/webhook", data={"address": "https://x.example/"}).status_code == 403
    session.refresh(row)
    assert row.state is DeliveryState.GIVEN_UP
    assert endpoint_of(session, made).is_on
