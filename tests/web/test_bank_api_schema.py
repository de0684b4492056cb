"""schemathesis reads the interface by its own document: every call, every check, every phase.

What no schema can say is said here instead, call by call: that each request has a key of its own,
that a statement adds up, that a signature is made of the moment. So a call that fits is accepted.

A few examples of each call by default; `SCHEMA_EXAMPLES=2000 SCHEMA_SEED=1` for a night.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from flask import Flask
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import ScenarioRecorder
from werkzeug.serving import WSGIRequestHandler, make_server

from savings_app import clock
from savings_app.access import visitor_rules
from savings_app.access.visitor_rules import PublicForm
from savings_app.bank_api import rules
from savings_app.bank_api.actions import tokens
from savings_app.bank_api.actions.clients import MadeClient
from savings_app.bank_api.document import operations
from savings_app.db import transaction
from savings_app.snap.signing_rules import format_timestamp, sign_asymmetric, token_text
from tests.api_clients import make_api_client, make_token
from tests.web.test_bank_api_snap import with_key

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "6"))
SEED = int(os.environ.get("SCHEMA_SEED", "7503"))
PLENTY = 10**9
LONGEST_SAMPLE = 2000
LARGEST = Decimal(10) ** 15
KEY, PUSH, SNAP_TOKEN = "Idempotency-Key", "pushTransactions", "issueSnapToken"


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """What it was asked is in the recorder."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application at an address: what travels is what a bank would send."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def document_of(app: Flask) -> dict[str, Any]:
    """The published document. Of OAuth 2 no check takes a token away; of a bearer's it does."""
    document: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    schemes = document["components"]["securitySchemes"]
    schemes["oauth2"] = {"type": "http", "scheme": "bearer"}
    return document


def config_of(made: MadeClient, token: str, *, address: str) -> SchemathesisConfig:
    """Each call with what opens it. Two calls have answers of their own that no schema can say."""
    secret = f"{made.client.client_key}:{made.secret}"
    too_large = {"expected-statuses": ["400", "401", "403", "409", "413", "415", "422"]}
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "base-url": address,
            "headers": {"Authorization": f"Bearer {token}"},
            "generation": {
                "max-examples": EXAMPLES,
                "deterministic": SEED == 7503,
                "database": "none",
            },
            "operations": [
                {
                    "include-operation-id": "issueToken",
                    "headers": {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"},
                },
                {
                    # More than 2 MB is refused before it is read, also where it holds too many.
                    "include-operation-id": PUSH,
                    "checks": {"negative_data_rejection": too_large},
                },
            ],
        }
    )


@contextmanager
def completed(made: MadeClient, private: RSAPrivateKey) -> Iterator[None]:
    """Before each call that fits the document: what only whoever calls can know."""
    numbers = count(1)

    def before_call(_context: Any, case: Any, _kwargs: dict[str, Any]) -> None:
        if not _fits(case):
            return
        operation = case.operation.definition.raw["operationId"]
        if KEY in case.headers:
            case.headers[KEY] = str(UUID(int=next(numbers)))
        if operation == PUSH:
            for statement in case.body["statements"]:
                _add_up(statement)
        # Every other one: those signed by nobody are refused as such.
        if operation == SNAP_TOKEN and next(numbers) % 2:
            _sign(case.headers, made.client.client_key, private)

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        schemathesis.hooks.unregister(before_call)


def _fits(case: Any) -> bool:
    return case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE


def _sign(headers: MutableMapping[str, str], client_key: str, private: RSAPrivateKey) -> None:
    moment = format_timestamp(clock.now_utc())
    text = token_text(client_key=client_key, timestamp=moment)
    headers["X-CLIENT-KEY"], headers["X-TIMESTAMP"] = client_key, moment
    headers["X-SIGNATURE"] = sign_asymmetric(text, key=private)


def _add_up(statement: dict[str, Any]) -> None:
    lines = statement["lines"]
    moved = sum(
        Decimal(one["amount"]) * (1 if one["direction"] == "credit" else -1) for one in lines
    )
    if abs(Decimal(statement["opening"]) + moved) >= LARGEST:
        lines.clear()
        moved = Decimal(0)
    statement["closing"] = f"{Decimal(statement['opening']) + moved:.2f}"


def faults_of(recorder: ScenarioRecorder) -> list[str]:
    return [
        f"{recorder.label}: {check.name}: {check.failure_info.failure}\n"
        f"{check.failure_info.code_sample[:LONGEST_SAMPLE]}"
        for checks in recorder.checks.values()
        for check in checks
        if check.failure_info is not None
    ]


def refused_though_fitting(recorder: ScenarioRecorder) -> list[str]:
    """422 is the answer of a rule; that the body does not fit the document is told no such case."""
    return [
        f"{recorder.label}: {found.response.text}"
        for key, found in recorder.interactions.items()
        if found.response is not None
        and found.response.status_code == 422
        and _fits(recorder.cases[key].value)
    ]


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """One client calls thousands of times here, and guesses."""
    monkeypatch.setattr(rules, "CALLS_A_WINDOW", PLENTY)
    monkeypatch.setattr(tokens, "CALLS_A_WINDOW", PLENTY)
    monkeypatch.setattr(visitor_rules, "TRIES", dict.fromkeys(PublicForm, PLENTY))


def test_schemathesis_finds_nothing(own_app: Flask) -> None:
    private = generate_private_key(65537, 2048)
    with own_app.app_context(), transaction() as session:
        made = make_api_client(session)
        with_key(own_app, session, private, made=made)
        token = make_token(session, made, now=clock.now_utc())
    found: list[str] = []
    answered: dict[str, set[int]] = {}
    with served(own_app) as address, completed(made, private):
        schema = schemathesis.openapi.from_dict(
            document_of(own_app), config=config_of(made, token, address=address)
        )
        events = list(from_schema(schema).execute())
    for event in events:
        if isinstance(event, NonFatalError):
            found.append(f"{event.label}: {event.info}")
        if isinstance(event, ScenarioFinished):
            found += faults_of(event.recorder)
            found += refused_though_fitting(event.recorder)
            for key, one in event.recorder.interactions.items():
                label = event.recorder.cases[key].value.operation.label
                if one.response is not None:
                    answered.setdefault(label, set()).add(one.response.status_code)
    assert not found, "\n\n".join(sorted(set(found)))
    described = {f"{method.upper()} {path}" for path, method, _operation in operations()}
    assert set(answered) == described
    # Every call was let in at least once: what is only ever refused is not looked at.
    assert {label for label, told in answered.items() if not told & {200, 201, 202}} == set()
