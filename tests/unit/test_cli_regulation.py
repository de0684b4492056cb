"""`savings-app regulation suggest`, as its contract says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import savings_app.regulation
from savings_app.cli import cli

SHIPPED = Path(savings_app.regulation.__file__).with_name("data") / "contoh.toml"
PARTS = [
    "--part",
    "santunan_sekaligus=20000000",
    "--part",
    "santunan_berkala=12000000",
    "--part",
    "biaya_pemakaman=10000000",
]


def answer(*arguments: str, file: Path = SHIPPED, exit_code: int = 0) -> Any:
    command = ["regulation", "suggest", "--file", str(file), *arguments, "--json"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_the_worked_example_of_the_design() -> None:
    found = answer(*PARTS, "--need", "utang=3000000")
    warnings = found.pop("warnings")
    assert found == {
        "base": "32000000.00",
        "deducted": "3000000.00",
        "suggestion": "9600000.00",
        "free": "19400000.00",
        "brackets": [
            {
                "up_to": "10000000.00",
                "percent": 20,
                "part": "10000000.00",
                "amount": "2000000.00",
            },
            {"up_to": None, "percent": 40, "part": "19000000.00", "amount": "7600000.00"},
        ],
        "force": "anjuran",
        "status": "rancangan",
    }
    (warning,) = warnings
    assert warning["code"] == "part_ignored"
    assert "biaya_pemakaman" in warning["text"]


def test_the_day_picks_the_version(tmp_path: Path) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    second = shipped[shipped.index("[[version]]") :]
    file = tmp_path / "dua.toml"
    file.write_text(
        shipped.replace("rancangan", "berlaku")
        + second.replace("2026", "2027").replace("percent = 40", "percent = 12.5"),
        encoding="utf-8",
    )
    part = ("--part", "santunan_sekaligus=20000000")
    assert answer(*part, file=file, exit_code=0)["status"] == "rancangan"
    assert answer(*part, file=file)["brackets"][1]["percent"] == 12.5
    assert answer(*part, "--on", "2026-12-31", file=file)["status"] == "berlaku"
    before = answer(*part, "--on", "2025-12-31", file=file)
    assert before["status"] == "rancangan"
    assert [one["code"] for one in before["warnings"]] == ["not_started"]


def test_a_day_before_an_issued_regulation_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "berlaku.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    file.write_text(text.replace('"rancangan"', '"berlaku"'), encoding="utf-8")
    found = answer(*PARTS, "--on", "2025-12-31", file=file, exit_code=1)
    assert found["refused"] == "NoVersionYet"
    assert found["problems"][0]["place"] == "on"


def test_members_of_the_household_keep_money_free(tmp_path: Path) -> None:
    file = tmp_path / "anggota.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    file.write_text(
        text.replace("rounding = 50_000", "rounding = 50_000\nminimum_free_per_member = 4_000_000")
    )
    part = ("--part", "santunan_sekaligus=20000000")
    assert answer(*part, "--members", "3", file=file)["suggestion"] == "3000000.00"
    unknown = answer(*part, file=file)
    assert [one["code"] for one in unknown["warnings"]] == ["members_unknown"]


def test_every_problem_of_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "salah.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    file.write_text(text.replace("anjuran", "wajib").replace("percent = 40", "percent = 140"))
    found = answer(*PARTS, file=file, exit_code=1)
    assert found["refused"] == "RegulationRefused"
    places = [problem["place"] for problem in found["problems"]]
    assert places == ["force", "version[1].bracket[2].percent"]


def test_every_impossible_amount_is_named() -> None:
    found = answer(
        "--part", "santunan_sekaligus=-1", "--part", "x=1", "--need", "utang=1e99", exit_code=1
    )
    assert found["refused"] == "AmountRefused"
    places = [problem["place"] for problem in found["problems"]]
    assert places == ["part[1].santunan_sekaligus", "need[1].utang"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--part", "santunan_sekaligus"],
        ["--part", "=5"],
        ["--part", "santunan_sekaligus="],
        ["--part", "santunan_sekaligus=banyak"],
        [*PARTS, "--need", "utang=1.000.000"],
        [*PARTS, "--on", "2026-02-30"],
        [*PARTS, "--members", "nol"],
    ],
)
def test_a_wrong_option_leaves_stdout_empty(arguments: list[str]) -> None:
    command = ["regulation", "suggest", "--file", str(SHIPPED), *arguments, "--json"]
    result = CliRunner().invoke(cli, command)
    assert (result.exit_code, result.stdout) == (2, "")


def test_an_absent_file_or_a_folder_leaves_stdout_empty(tmp_path: Path) -> None:
    for path in (tmp_path / "tiada.toml", tmp_path):
        command = ["regulation", "suggest", "--file", str(path), *PARTS, "--json"]
        result = CliRunner().invoke(cli, command)
        assert (result.exit_code, result.stdout) == (2, "")


def test_without_json_it_says_that_nothing_is_in_force() -> None:
    result = CliRunner().invoke(cli, ["regulation", "suggest", "--file", str(SHIPPED), *PARTS])
    assert "Rp10.800.000" in result.stdout
    assert "bukan peraturan yang berlaku" in result.stdout
