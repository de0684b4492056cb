"""`snap check` and `snap pull` against a bank on this machine, in a database of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from savings_app.cli import cli
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.reconciliation.models import BankLine
from tests.builders import load_reference, make_account, make_consent, make_recipient
from tests.conftest import Clock
from tests.snap_bank import Bank, bank_server, row, set_up

OWN = "003901012345678"


@pytest.fixture
def bank(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock
) -> Iterator[Bank]:
    """A bank that is set up, and one account whose lines may be stored."""
    monkeypatch.setenv("DATABASE_URL", str(own_app.config["DATABASE_URL"]))
    monkeypatch.setenv("SAVINGS_APP_DATA", str(own_app.config["SAVINGS_APP_DATA"]))
    monkeypatch.setenv("SAVINGS_APP_SNAP", str(tmp_path))
    with own_app.app_context(), own_app.extensions["sessionmaker"].begin() as session:
        load_reference(session)
        recipient = make_recipient(session)
        make_consent(
            session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
        )
        make_account(session, recipient=recipient, number=OWN)
    with bank_server() as made:
        made.rows[OWN] = [
            row("2026-11-02T09:00:00+07:00", "42000000.00", number="T1"),
            row("2026-11-05T10:00:00+07:00", "500000.00", "DEBIT", number="T2"),
        ]
        set_up(tmp_path, made)
        yield made


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["snap", *words, "--json"])


def told(result: Result, code: int = 0) -> dict[str, Any]:
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_check_asks_for_a_token_and_nothing_else(bank: Bank) -> None:
    assert told(run("check", "--bank", "bri")) == {"bank": "BRI", "ok": True}
    assert len(bank.calls) == 1
    assert bank.of_service() == []


def test_a_check_says_why_the_bank_gives_no_token(bank: Bank, tmp_path: Path) -> None:
    set_up(tmp_path, bank, client_key="KUNCI-LAIN")
    refused = told(run("check", "--bank", "BRI"), 1)
    assert refused["refused"] == "SnapCallFailed"
    assert refused["problems"][0]["what"] == "Bank menolak tanda tangan kami (4017300)"


def test_a_pull_tells_its_counts_and_the_next_adds_nothing(bank: Bank, own_app: Flask) -> None:
    days = ("--from", "2026-11-01", "--to", "2026-11-20")
    first = told(run("pull", "--bank", "BRI", *days))
    assert (first["accounts"], first["states"]) == (1, {"selesai": 1})
    assert (first["in"], first["new"], first["same"], first["refused"]) == (2, 2, 0, 0)
    again = told(run("pull", "--bank", "BRI", *days))
    assert (again["in"], again["new"], again["same"]) == (2, 0, 2)
    with own_app.app_context(), own_app.extensions["sessionmaker"]() as session:
        assert session.scalar(select(func.count(BankLine.id))) == 2
    assert OWN not in json.dumps([first, again])


def test_a_pull_without_days_asks_for_what_is_due(bank: Bank) -> None:
    bank.refuse("5001400")
    failed = told(run("pull", "--bank", "BRI"))
    assert failed["states"] == {"menunggu": 1}
    assert failed["problems"] == [{"what": "Layanan bank terganggu (5001400)", "count": 1}]
    text = CliRunner().invoke(cli, ["snap", "pull", "--bank", "BRI"]).output
    assert "Rekening ditanyakan: 0" in text


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("pull", "--bank", "BNI"), "SnapNotSetUp"),
        (("check", "--bank", "../BRI"), "SnapNotSetUp"),
        (("pull", "--bank", "BRI", "--from", "2026-11-01"), "RangeHalfNamed"),
        (
            ("pull", "--bank", "BRI", "--from", "2026-11-01", "--to", "2026-11-23"),
            "PullTooEarly",
        ),
        (
            ("pull", "--bank", "BRI", "--from", "2026-10-01", "--to", "2026-11-20"),
            "PullRangeTooLong",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(
    bank: Bank, words: tuple[str, ...], refusal: str
) -> None:
    assert told(run(*words), 1)["refused"] == refusal
    assert bank.calls == []
