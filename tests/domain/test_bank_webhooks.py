"""Banks' systems are told: found in the trail, signed, retried, seen; to a real local server."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import clock as clock_module
from savings_app.actors import Actor, Role
from savings_app.bank_api.actions.clients import MadeClient, end_client
from savings_app.bank_api.actions.reports import answer_mismatch
from savings_app.bank_api.actions.webhooks import (
    MadeEndpoint,
    claim_delivery,
    gather_events,
    send_again,
    set_endpoint,
    stop_endpoint,
)
from savings_app.bank_api.kinds import DeliveryFailure, DeliveryState, EventKind
from savings_app.bank_api.models import WebhookDelivery
from savings_app.bank_api.webhook_rules import (
    MOST_TRIES,
    WAITS,
    DeliveryNotWaiting,
    WebhookAddressWrong,
    check_address,
    is_public,
)
from savings_app.bank_api.webhook_sending import NotSent, send
from savings_app.cases.kinds import AccountPurpose
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import cancel_pledge, make_pledge
from savings_app.deposits.kinds import PledgeKind
from savings_app.money import Rupiah
from savings_app.storage import sealing_key
from savings_app.tasks.webhooks import tell_banks
from tests.api_clients import make_api_client, make_mismatch
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    family_actor,
    make_account,
    make_recipient,
    make_user,
)
from tests.conftest import Clock


class Machine:
    """A bank's machine: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        machine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                machine.got.append((dict(self.headers), body))
                self.send_response(machine.answers.pop(0) if machine.answers else 204)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def machine() -> Iterator[Machine]:
    one = Machine()
    thread = threading.Thread(target=one.server.serve_forever, daemon=True)
    thread.start()
    yield one
    one.server.shutdown()
    one.server.server_close()
    thread.join()


def keeper(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.ADMINISTRATOR, region=None))


def told_at(session: Session, made: MadeClient, address: str) -> MadeEndpoint:
    return set_endpoint(
        session,
        actor=keeper(session),
        client_id=made.client.id,
        address=address,
        local=True,
        sealing=sealing_key(),
        now=NOW,
    )


def pledge_of_a_family(session: Session, *, agreed: bool = True) -> tuple[Actor, UUID, UUID]:
    """A family that pledged a deposit; (its actor, the pledge, the account)."""
    recipient = make_recipient(session)
    family = family_actor(recipient)
    if agreed:
        give_consent(
            session,
            actor=family,
            recipient_id=recipient.id,
            kind=ConsentKind.TELL_BANK,
            now=NOW,
        )
    account = make_account(session, recipient=recipient, purpose=AccountPurpose.SAVING)
    pledge = make_pledge(
        session,
        actor=family,
        kind=PledgeKind.PAID_IN,
        account_id=account.id,
        amount=Rupiah.of(1_000_000),
        until_on=TODAY + timedelta(days=300),
        goal="sekolah",
        request_key=UUID(int=account.id.int ^ 1),
        today=TODAY,
        now=NOW,
    )
    return family, pledge.id, account.id


def deliveries(session: Session) -> list[WebhookDelivery]:
    return list(session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.sequence)))


def test_what_concerns_the_bank_is_put_down_once_with_ids_alone(session: Session) -> None:
    made = make_api_client(session)
    endpoint = told_at(session, made, "https://bank.example/hook").endpoint
    family, pledge_id, account_id = pledge_of_a_family(session)
    pledge_of_a_family(session, agreed=False)
    cancel_pledge(session, actor=family, pledge_id=pledge_id, now=NOW)
    revoke_consent(
        session,
        actor=family,
        recipient_id=family.recipient_id or UUID(int=0),
        kind=ConsentKind.TELL_BANK,
        now=NOW,
    )
    told = make_mismatch(session, made, recipient=None)
    answer_mismatch(
        session,
        actor=actor_of(make_user(session, role=Role.SUPERVISOR)),
        mismatch_id=told.id,
        version=None,
        answer="Sudah.",
        now=NOW,
    )

    gather_events(session, endpoint_id=endpoint.id, now=NOW)
    gather_events(session, endpoint_id=endpoint.id, now=NOW)

    # The consent was gone before anybody looked: only that it ended is told.
    assert [(one.kind, one.subject_id) for one in deliveries(session)] == [
        (EventKind.CONSENT_REVOKED, account_id),
        (EventKind.MISMATCH_ANSWERED, told.id),
    ]


def test_a_pledge_made_and_cancelled_is_told_to_its_own_bank_only(session: Session) -> None:
    own, other = make_api_client(session), make_api_client(session, bank="BSG")
    endpoints = [
        told_at(session, one, "https://bank.example/hook").endpoint for one in (own, other)
    ]
    family, pledge_id, _account = pledge_of_a_family(session)
    cancel_pledge(session, actor=family, pledge_id=pledge_id, now=NOW)
    for endpoint in endpoints:
        gather_events(session, endpoint_id=endpoint.id, now=NOW)
    assert [(one.endpoint_id, one.kind, one.subject_id) for one in deliveries(session)] == [
        (endpoints[0].id, EventKind.PLEDGE_MADE, pledge_id),
        (endpoints[0].id, EventKind.PLEDGE_CANCELLED, pledge_id),
    ]


def test_a_message_arrives_signed_and_is_sent_once(
    own_app: Flask, machine: Machine, clock: Clock
) -> None:
    own_app.config["WEBHOOKS_LOCAL"] = True
    with own_app.app_context():
        with transaction() as session:
            made = told_at(session, make_api_client(session), machine.address)
            _family, pledge_id, _account = pledge_of_a_family(session)
        tell_banks()
        tell_banks()
        [row] = deliveries(get_session())
        assert (row.state, row.tries, row.status) == (DeliveryState.DELIVERED, 1, 204)
        [(headers, body)] = machine.got
        assert json.loads(body) == {
            "id": str(row.id),
            "type": "pledge.made",
            "occurred_at": NOW.isoformat(),
            "data": {"id": str(pledge_id)},
        }
        moment, _comma, signed = headers["Webhook-Signature"].partition(",v1=")
        text = moment.removeprefix("t=").encode() + b"." + body
        assert signed == hmac.new(made.secret.encode(), text, hashlib.sha256).hexdigest()


def test_what_is_refused_is_tried_again_with_growing_waits_and_given_up(
    own_app: Flask, machine: Machine, clock: Clock
) -> None:
    own_app.config["WEBHOOKS_LOCAL"] = True
    machine.answers = [500, 302, 404, *[503] * 20]
    with own_app.app_context():
        with transaction() as session:
            told_at(session, make_api_client(session), machine.address)
            admin = keeper(session)
            pledge_of_a_family(session)
        for wait in (*WAITS, timedelta(days=3)):
            tell_banks()
            tell_banks()  # not due yet
            clock.set(clock_module.now_utc() + wait)
        tell_banks()
        [row] = deliveries(get_session())
        assert (row.state, row.tries, row.failure) == (
            DeliveryState.GIVEN_UP,
            MOST_TRIES,
            DeliveryFailure.REFUSED,
        )
        assert len(machine.got) == MOST_TRIES
        assert len({headers["Webhook-Id"] for headers, _body in machine.got}) == 1
        machine.answers = [200]
        with transaction() as session:
            send_again(session, actor=admin, delivery_id=row.id, now=clock_module.now_utc())
        tell_banks()
        [row] = deliveries(get_session())
        assert row.state is DeliveryState.DELIVERED
        with pytest.raises(DeliveryNotWaiting), transaction() as session:
            send_again(session, actor=admin, delivery_id=row.id, now=clock_module.now_utc())


def test_a_worker_killed_in_the_middle_loses_nothing(
    own_app: Flask, machine: Machine, clock: Clock
) -> None:
    own_app.config["WEBHOOKS_LOCAL"] = True
    with own_app.app_context():
        with transaction() as session:
            endpoint = told_at(session, make_api_client(session), machine.address).endpoint
            pledge_of_a_family(session)
        with transaction() as session:
            gather_events(session, endpoint_id=endpoint.id, now=NOW)
        [row] = deliveries(get_session())
        with transaction() as session:  # and then the worker is gone
            assert claim_delivery(session, delivery_id=row.id, now=NOW) is not None
        tell_banks()
        assert machine.got == []
        clock.set(NOW + timedelta(minutes=6))
        tell_banks()
        clock.set(NOW + timedelta(minutes=8))
        tell_banks()
        [row] = deliveries(get_session())
        assert (row.state, row.tries) == (DeliveryState.DELIVERED, 2)
        assert len(machine.got) == 1


def test_for_a_day_both_secrets_sign(own_app: Flask, machine: Machine, clock: Clock) -> None:
    own_app.config["WEBHOOKS_LOCAL"] = True
    with own_app.app_context():
        with transaction() as session:
            made = make_api_client(session)
            told_at(session, made, machine.address)
            told_at(session, made, machine.address)
            pledge_of_a_family(session)
        tell_banks()
        clock.set(NOW + timedelta(hours=25))
        with transaction() as session:
            pledge_of_a_family(session)
        tell_banks()
        signatures = [headers["Webhook-Signature"] for headers, _body in machine.got]
        assert [one.count("v1=") for one in signatures] == [2, 1]


def test_nothing_is_sent_where_it_was_stopped_or_the_client_ended(
    own_app: Flask, machine: Machine, clock: Clock
) -> None:
    own_app.config["WEBHOOKS_LOCAL"] = True
    with own_app.app_context():
        with transaction() as session:
            stopped, ended = make_api_client(session), make_api_client(session)
            for made in (stopped, ended):
                told_at(session, made, machine.address)
            pledge_of_a_family(session)
            admin = keeper(session)
            stop_endpoint(session, actor=admin, client_id=stopped.client.id, now=NOW)
            end_client(
                session,
                actor=admin,
                client_id=ended.client.id,
                version=None,
                reason="selesai",
                now=NOW,
            )
        tell_banks()
        assert machine.got == []


def test_a_machine_of_our_own_net_is_never_reached(machine: Machine) -> None:
    for address in (machine.address, machine.address.replace("127.0.0.1", "localhost")):
        with pytest.raises(NotSent) as refused:
            send(address, b"{}", {}, local=False)
        assert refused.value.failure is DeliveryFailure.FORBIDDEN_ADDRESS
    assert machine.got == []


def test_a_machine_that_is_not_there_is_told_as_such(machine: Machine) -> None:
    machine.server.server_close()
    with pytest.raises(NotSent) as refused:
        send("http://127.0.0.1:9/", b"{}", {}, local=True)
    assert refused.value.failure is DeliveryFailure.UNREACHABLE


@pytest.mark.parametrize(
    "address",
    [
        "http://bank.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://bank/",
        "https://orang:sandi@bank.example/",
        "https://bank.example:22/",
        "https://bank.example/#x",
        "https://bank.example/\r\nX: y",
        "https://bank.example:abc/",
        "ftp://bank.example/",
        "https://" + "a" * 300 + ".example/",
    ],
)
def test_an_address_that_is_no_public_https_machine_is_refused(address: str) -> None:
    with pytest.raises(WebhookAddressWrong):
        check_address(address, local=False)


def test_private_and_mapped_addresses_are_not_public() -> None:
    assert check_address(" https://bank.example/hook?a=b ", local=False)
    for text in ("10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "0.1.2.3"):
        assert not is_public(ip_address(text))
    for text in ("::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1"):
        assert not is_public(ip_address(text))
    assert is_public(ip_address("8.8.8.8"))
