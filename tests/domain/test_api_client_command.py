"""`api-client add` as an operator types it, in a database of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from savings_app.audit.models import AuditEvent
from savings_app.bank_api.models import ApiClient
from savings_app.bank_api.rules import is_secret_of
from savings_app.cli import cli
from tests.builders import load_reference

Rows = Callable[[], list[ApiClient]]


@pytest.fixture
def clients(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """The clients there are; the command finds this database."""
    monkeypatch.setenv("DATABASE_URL", str(own_app.config["DATABASE_URL"]))
    monkeypatch.setenv("SAVINGS_APP_DATA", str(own_app.config["SAVINGS_APP_DATA"]))
    with own_app.app_context(), own_app.extensions["sessionmaker"].begin() as session:
        load_reference(session)

    def read() -> list[ApiClient]:
        with own_app.app_context(), own_app.extensions["sessionmaker"]() as session:
            return list(session.scalars(select(ApiClient)))

    return read


def run(*words: str) -> Result:
    result = CliRunner().invoke(cli, ["api-client", "add", *words])
    assert "Traceback" not in result.output
    return result


def told(result: Result, code: int = 0) -> dict[str, Any]:
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_system_is_added_and_its_secret_told_once(clients: Rows, own_app: Flask) -> None:
    both = ("--scope", "pledges:read", "--scope", "accounts:register")
    made = told(run("--bank", "BRI", "--name", " Inti ", *both, "--json"))
    [client] = clients()
    assert made | {"client_secret": ""} == {
        "bank": "BRI",
        "name": "Inti",
        "client_id": client.client_key,
        "client_secret": "",
        "scopes": ["accounts:register", "pledges:read"],
    }
    assert client.client_key.startswith("bri-")
    assert is_secret_of(made["client_secret"], client.secret_hash)
    with own_app.app_context(), own_app.extensions["sessionmaker"]() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "api-client:add")
        ).one()
        assert event.user_id is None
        assert made["client_secret"] not in json.dumps(event.facts)


def test_without_json_it_speaks_to_a_person(clients: Rows) -> None:
    text = run("--bank", "BRI", "--name", "Inti", "--scope", "pledges:read").output
    [client] = clients()
    assert f"client_id     : {client.client_key}" in text
    assert "hanya ditampilkan sekali" in text


@pytest.mark.parametrize(
    ("bank", "name", "refusal"),
    [
        ("XYZ", "Inti", "BankUnknown"),
        ("BCA", "Inti", "BankNotAPartner"),
        ("BRI", "Sudah ada", "ClientNameTaken"),
    ],
)
def test_what_cannot_be_added_is_refused_by_name(
    clients: Rows, bank: str, name: str, refusal: str
) -> None:
    told(run("--bank", "BRI", "--name", "Sudah ada", "--scope", "pledges:read", "--json"))
    refused = told(run("--bank", bank, "--name", name, "--scope", "pledges:read", "--json"), 1)
    assert refused["refused"] == refusal
    assert len(clients()) == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--bank", "BRI", "--name", "Inti"),
        ("--bank", "BRI", "--name", "Inti", "--scope", "pledges:write"),
        ("--bank", "BRI", "--name", "", "--scope", "pledges:read"),
        ("--bank", "BRI", "--name", "x" * 81, "--scope", "pledges:read"),
    ],
)
def test_a_missing_or_a_wrong_option_prints_no_document(
    clients: Rows, words: tuple[str, ...]
) -> None:
    result = run(*words, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert clients() == []
