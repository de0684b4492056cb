"""`payouts import`: the counts of the contract, and nothing written without `--apply`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from savings_app.cases.models import Claim, Payout
from savings_app.cli import cli
from tests.builders import NOW, load_reference, make_account, make_case, make_recipient, make_user

NUMBER = "003900000987654"


@pytest.fixture
def served(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[Flask, str, str]:
    """A database of the command's own with one claimed case; the e-mail and the KPJ."""
    monkeypatch.setenv("DATABASE_URL", str(own_app.config["DATABASE_URL"]))
    monkeypatch.setenv("SAVINGS_APP_DATA", str(own_app.config["SAVINGS_APP_DATA"]))
    with own_app.app_context(), own_app.extensions["sessionmaker"].begin() as session:
        load_reference(session)
        user = make_user(session)
        case = make_case(session, opened_by=user)
        make_account(session, recipient=make_recipient(session, case=case), number=NUMBER)
        session.add(
            Claim(
                case_id=case.id,
                filed_on=date(2026, 11, 2),
                receipt_number=None,
                due_on=date(2026, 11, 5),
                recorded_by=user.id,
                recorded_at=NOW,
                returned_on=None,
                return_reason=None,
            )
        )
        assert case.kpj is not None
        email, kpj = user.email, case.kpj.full
    return own_app, email, kpj


def run(tmp_path: Path, kpj: str, *options: str, amount: str = "42000000") -> Result:
    file = tmp_path / "bayar.csv"
    rows = [
        f"{kpj};Hartin Uji;{NUMBER};JKM;{amount};10/11/2026",
        "00000000009;X;1;JKM;x;10/11/2026",
    ]
    file.write_text("\n".join(["KPJ;Penerima;No Rekening;Program;Jumlah;Tgl Bayar", *rows]))
    return CliRunner().invoke(cli, ["payouts", "import", str(file), *options, "--json"])


def count(app: Flask) -> int:
    with app.app_context(), app.extensions["sessionmaker"]() as session:
        return session.scalar(select(func.count()).select_from(Payout)) or 0


@pytest.mark.usefixtures("clock")
def test_the_counts_are_those_of_the_contract_and_nothing_is_written_without_apply(
    served: tuple[Flask, str, str], tmp_path: Path
) -> None:
    app, email, kpj = served
    looked = run(tmp_path, kpj)
    assert looked.exit_code == 0, looked.output
    counts = json.loads(looked.stdout)
    assert {name: counts[name] for name in ("in", "new", "changed", "same", "refused")} == {
        "in": 2,
        "new": 1,
        "changed": 0,
        "same": 0,
        "refused": 1,
    }
    assert {one["place"] for one in counts["problems"]} >= {"line 3, column Jumlah"}
    assert count(app) == 0

    done = run(tmp_path, kpj, "--apply", "--as", email)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["new"] == 1
    assert count(app) == 1
    # The very same bytes once more are refused by name; another file with the row finds it there.
    again = run(tmp_path, kpj, "--apply", "--as", email)
    assert (again.exit_code, json.loads(again.stdout)["refused"]) == (1, "ImportAlreadyApplied")
    other = run(tmp_path, kpj, "--apply", "--as", email, amount="42.000.000")
    assert (json.loads(other.stdout)["new"], json.loads(other.stdout)["same"]) == (0, 1)
    assert count(app) == 1


@pytest.mark.usefixtures("clock")
def test_money_is_written_down_by_somebody(served: tuple[Flask, str, str], tmp_path: Path) -> None:
    app, _email, kpj = served
    nobody = run(tmp_path, kpj, "--apply")
    assert (nobody.exit_code, json.loads(nobody.stdout)["refused"]) == (1, "ImportNeedsPerson")
    unknown = run(tmp_path, kpj, "--apply", "--as", "tidak@ada.invalid")
    assert unknown.exit_code == 1
    assert count(app) == 0
