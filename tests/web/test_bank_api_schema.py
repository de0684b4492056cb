"""schemathesis reads the interface by its own document, in all its phases, and finds nothing.

Calls that write are left out: rules no schema can say refuse what fits the document.

A few examples of each call by default; `SCHEMA_EXAMPLES=2000` for a night.
"""

from __future__ import annotations

import os

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

from savings_app import clock
from savings_app.bank_api import rules
from savings_app.bank_api.actions import tokens
from savings_app.db import transaction
from tests.api_clients import make_api_client, make_token

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "10"))
PLENTY = 10**9


def config_of(headers: dict[str, str]) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": 7503,
            "headers": headers,
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
        }
    )


def faults(app: Flask, headers: dict[str, str]) -> list[str]:
    """What every check of every phase found, in its words."""
    whole = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config_of(headers))
    schema = whole.include(path=["/api/v1/pledges", "/api/v1/oauth/token"])
    found, done = [], 0
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            found.append(str(event.info))
        if isinstance(event, ScenarioFinished):
            done += len(event.recorder.cases)
            if event.status in {Status.FAILURE, Status.ERROR}:
                found += [
                    f"{event.recorder.label}: {check.failure_info.failure}"
                    for checks in event.recorder.checks.values()
                    for check in checks
                    if check.failure_info is not None
                ]
    assert done > EXAMPLES
    return sorted(set(found))


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """One client calls thousands of times here."""
    monkeypatch.setattr(rules, "CALLS_A_WINDOW", PLENTY)
    monkeypatch.setattr(tokens, "CALLS_A_WINDOW", PLENTY)


def test_schemathesis_finds_nothing_with_a_token(own_app: Flask) -> None:
    with own_app.app_context(), transaction() as session:
        made = make_api_client(session)
        token = make_token(session, made, now=clock.now_utc())
    assert faults(own_app, {"Authorization": f"Bearer {token}"}) == []
