"""`bank-file import`: the counts of the contract, and nothing written without `--apply`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cli import cli
from savings_app.consents.models import AnswerScope, ConsentKind
from savings_app.reconciliation.actions import portions
from savings_app.reconciliation.models import BankFile, BankLine
from tests.builders import (
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)

NUMBER = "1200007799880"
GOOD = (
    ":20:STMT0326\n:25:1200007799880\n:28C:00003/001\n:60F:C260301IDR1000000,00\n"
    ":61:260310C4500000,00NTRFNONREF\n:86:SETORAN TUNAI SB-7K2M\n"
    ":61:260331D347400,00NTRFNONREF\n:86:BIAYA\n:62F:C260331IDR5152600,00\n-\n"
)


@pytest.fixture
def served(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A database of the command's own, with one account whose lines may be stored."""
    monkeypatch.setenv("DATABASE_URL", str(own_app.config["DATABASE_URL"]))
    monkeypatch.setenv("SAVINGS_APP_DATA", str(own_app.config["SAVINGS_APP_DATA"]))
    with own_app.app_context(), own_app.extensions["sessionmaker"].begin() as session:
        load_reference(session)
        recipient = make_recipient(session)
        make_consent(
            session,
            recipient=recipient,
            kind=ConsentKind.BANK_ANSWERS,
            scope=AnswerScope.LINES,
        )
        make_account(session, recipient=recipient, number=NUMBER)
    return own_app


def run(tmp_path: Path, *options: str, text: str = GOOD) -> Result:
    file = tmp_path / "m.sta"
    file.write_text(text)
    return CliRunner().invoke(cli, ["bank-file", "import", str(file), *options, "--json"])


def count(app: Flask, table: type[Any]) -> int:
    with app.app_context(), app.extensions["sessionmaker"]() as session:
        found: int = session.scalar(select(func.count()).select_from(table))
        return found


def test_without_apply_everything_is_told_and_nothing_is_written(
    served: Flask, tmp_path: Path
) -> None:
    done = run(tmp_path, "--bank", "bri")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "in": 2,
        "new": 2,
        "changed": 0,
        "same": 0,
        "refused": 0,
        "problems": [],
    }
    assert count(served, BankFile) == count(served, BankLine) == 0


def test_applied_once_then_refused_by_name(served: Flask, tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, "--bank", "BRI", "--apply").stdout)["new"] == 2
    assert count(served, BankLine) == 2
    again = run(tmp_path, "--bank", "BRI", "--apply")
    assert again.exit_code == 1
    assert json.loads(again.stdout)["refused"] == "BankFileAlreadyApplied"
    overlapping = run(tmp_path, "--bank", "BRI", "--apply", text=GOOD.replace("STMT", "AGAIN"))
    counts = json.loads(overlapping.stdout)
    assert (counts["in"], counts["new"], counts["same"]) == (2, 0, 2)
    assert count(served, BankLine) == 2


@pytest.mark.parametrize("options", [[], ["--apply"]])
def test_a_file_that_does_not_balance_is_refused(
    served: Flask, tmp_path: Path, options: list[str]
) -> None:
    wrong = GOOD.replace("5152600,00", "5152601,00")
    done = run(tmp_path, "--bank", "BRI", *options, text=wrong)
    assert done.exit_code == 1
    refusal = json.loads(done.stdout)
    assert refusal["refused"] == "BankFileNotBalanced"
    assert [problem["place"] for problem in refusal["problems"]] == ["line 9"]
    assert count(served, BankFile) == 0


def test_an_unknown_bank_and_a_stranger_are_refused(served: Flask, tmp_path: Path) -> None:
    unknown = run(tmp_path, "--bank", "NOPE")
    assert (unknown.exit_code, json.loads(unknown.stdout)["refused"]) == (1, "BankUnknown")
    with served.app_context(), served.extensions["sessionmaker"].begin() as session:
        worker = make_user(session).email
        other = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG")).email
        own = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)).email
    for email, refused in ((worker, "NotPermitted"), (other, "NotFound"), ("x@y", "NotFound")):
        for more in ([], ["--apply"]):
            done = run(tmp_path, "--bank", "BRI", "--as", email, *more)
            assert (done.exit_code, json.loads(done.stdout)["refused"]) == (1, refused)
    assert count(served, BankFile) == 0
    assert run(tmp_path, "--bank", "BRI", "--as", own, "--apply").exit_code == 0
    with served.app_context(), served.extensions["sessionmaker"]() as session:
        assert _uploader(session) is not None


def _uploader(session: Session) -> object:
    return session.scalars(select(BankFile.uploaded_by)).one()


def test_without_a_bank_the_command_is_wrong(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_large_file_is_written_in_portions_and_counted_as_a_whole(
    served: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION", 1)
    done = run(tmp_path, "--bank", "BRI", "--apply")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "in": 2,
        "new": 2,
        "changed": 0,
        "same": 0,
        "refused": 0,
        "problems": [],
    }
    assert (count(served, BankFile), count(served, BankLine)) == (1, 2)
    again = run(tmp_path, "--bank", "BRI", "--apply")
    assert json.loads(again.stdout)["refused"] == "BankFileAlreadyApplied"
