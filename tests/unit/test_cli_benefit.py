"""`savings-app benefit`, as its contract says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from savings_app.cli import benefit as benefit_command
from savings_app.cli import cli

JKM = ["--programme", "jkm", "--died", "2026-05-20"]
JKK = ["--programme", "jkk", "--died", "2026-05-20"]


@pytest.fixture(autouse=True)
def _on_a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benefit_command, "today", lambda: date(2026, 11, 22))


def answer(*arguments: str, exit_code: int = 0) -> Any:
    result = CliRunner().invoke(cli, ["benefit", *arguments, "--json"])
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_every_key_is_there_and_amounts_are_text() -> None:
    assert answer(*JKM, "--months", "44", "--child", "sd", "--child", "smp") == {
        "parts": [
            {
                "part": part,
                "amount": amount,
                "law": "PP 82/2019 Pasal 34",
                "status": "terverifikasi",
            }
            for part, amount in (
                ("santunan_sekaligus", "20000000.00"),
                ("santunan_berkala", "12000000.00"),
                ("biaya_pemakaman", "10000000.00"),
            )
        ],
        "total": "42000000.00",
        "scholarship": {
            "eligible": True,
            "per_year": "3500000.00",
            "maximum": "159000000.00",
            "law": "PP 82/2019",
            "status": "terverifikasi",
        },
        "warnings": [],
    }


def test_a_part_that_is_not_due_is_a_zero_and_the_warning_has_a_sentence() -> None:
    found = answer(*JKM, "--months", "2")
    assert [part["amount"] for part in found["parts"]] == ["0.00", "0.00", "10000000.00"]
    assert found["scholarship"]["eligible"] is False
    (warning,) = found["warnings"]
    assert warning["code"] == "three_month_rule"
    assert "kurang dari 3 bulan" in warning["text"]


def test_unknown_months_leave_the_scholarship_open() -> None:
    found = answer(*JKM)
    assert found["scholarship"]["eligible"] is None
    assert [warning["code"] for warning in found["warnings"]] == ["months_unknown"]


@pytest.mark.parametrize("wage", ["1000000", "1000000.00", "+1000000", "1e6"])
def test_a_wage_is_a_number_however_it_is_written(wage: str) -> None:
    assert answer(*JKK, "--wage", wage)["total"] == "70000000.00"


def test_the_segment_is_bpu_unless_said_otherwise() -> None:
    assert answer(*JKM, "--months", "1")["total"] == "10000000.00"
    assert answer(*JKM, "--months", "1", "--segment", "pu")["total"] == "42000000.00"


@pytest.mark.parametrize(
    ("arguments", "refused", "place"),
    [
        ([*JKK], "WageNeeded", "wage"),
        ([*JKK, "--wage", "-1"], "AmountRefused", "wage"),
        ([*JKK, "--wage", "1e99"], "AmountRefused", "wage"),
        ([*JKK, "--wage", "1e999999999999999999999"], "AmountRefused", "wage"),
        ([*JKK, "--wage", "1.000"], "AmountRefused", "wage"),
        ([*JKM, "--months", "-1"], "MonthsImpossible", "months"),
        ([*JKM, "--months", "1e999999"], "MonthsImpossible", "months"),
        ([*JKM, "--months", "2.5"], "MonthsNotWhole", "months"),
        (["--programme", "jkm", "--died", "1990-01-01"], "NotYetInForce", "died"),
        (["--programme", "jkm", "--died", "2026-11-23"], "DeathInFuture", "died"),
    ],
)
def test_what_is_understood_but_impossible_is_refused_with_its_place(
    arguments: list[str], refused: str, place: str
) -> None:
    document = answer(*arguments, exit_code=1)
    assert set(document) == {"refused", "problems"}
    assert document["refused"] == refused
    (problem,) = document["problems"]
    assert problem["place"] == place
    assert problem["what"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--programme", "jkm"],
        ["--programme", "jht", "--died", "2026-05-20"],
        ["--programme", "jkm", "--died", "2020-02-30"],
        ["--programme", "jkm", "--died", "20260520"],
        ["--programme", "jkm", "--died", "20-05-2026"],
        ["--programme", "jkm", "--died", "kemarin"],
        [*JKM, "--months", "tiga"],
        [*JKM, "--months", ""],
        [*JKM, "--segment", "asn"],
        [*JKM, "--child", "s3"],
        [*JKM, "--unknown"],
        [*JKM, "extra"],
        [*JKK, "--wage", "1.000.000,50"],
        [*JKK, "--wage", "Rp 1,5 juta"],
        [*JKK, "--wage", "1_000_000"],
        [*JKK, "--wage", "NaN"],
        [*JKK, "--wage", "Infinity"],
        [*JKK, "--wage", "١٠٠٠"],
    ],
)
def test_what_is_no_number_date_or_choice_leaves_stdout_empty(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, ["benefit", *arguments, "--json"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_without_json_people_read_it() -> None:
    result = CliRunner().invoke(cli, ["benefit", *JKM, "--months", "44"])
    assert result.exit_code == 0
    assert "Rp42.000.000" in result.stdout
    assert "Beasiswa: berhak" in result.stdout
    refused = CliRunner().invoke(cli, ["benefit", *JKK])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("wage: ")
