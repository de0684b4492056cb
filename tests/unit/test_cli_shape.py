"""What all commands share: exit codes, one document, no traceback, and nothing loaded in vain."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from typing import Any

import click
import pytest
from click.testing import CliRunner

import savings_app.cli
from savings_app.cli import COMMANDS, GROUPS, cli, main
from savings_app.cli.output import Document, command
from savings_app.errors import DomainError, Problem, RuleWarning
from savings_app.money import Rupiah
from savings_app.words.warnings import WARNINGS, warning_sentence


def nik(*arguments: str) -> Any:
    result = CliRunner().invoke(cli, ["nik", "check", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_nik_is_read() -> None:
    assert nik("3171 0157 0845 0001") == {
        "shape_ok": True,
        "birth_date": "1945-08-17",
        "sex": "P",
        "region": "31.71.01",
        "warnings": [],
    }


def test_what_is_no_nik_leaves_the_other_keys_empty() -> None:
    assert nik("317101570845000") == {
        "shape_ok": False,
        "birth_date": None,
        "sex": None,
        "region": None,
        "warnings": None,
    }


def test_a_nik_that_disagrees_is_told_with_a_sentence() -> None:
    found = nik("9971013002001234", "--sex", "P", "--born", "2000-02-29")
    assert [one["code"] for one in found["warnings"]] == [
        "impossible_date",
        "sex_mismatch",
        "unknown_region",
    ]
    assert all(one["text"] for one in found["warnings"])
    assert (found["birth_date"], found["region"]) == (None, None)
    differs = nik("3171015708450001", "--born", "1945-08-18")["warnings"]
    assert differs[0]["code"] == "birth_date_mismatch"
    assert "17 Agustus 1945" in differs[0]["text"]


@pytest.mark.parametrize("arguments", [[], ["1", "--sex", "X"], ["1", "--born", "1990-2-3"]])
def test_a_wrong_option_leaves_stdout_empty(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, ["nik", "check", *arguments, "--json"])
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("arguments", [["tiada"], ["nik", "tiada"], ["--tiada"]])
def test_an_unknown_command_leaves_stdout_empty(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_every_row_of_the_table_is_a_command_with_json_and_a_help_text() -> None:
    for words in map(str.split, COMMANDS):
        group: click.Command | None = cli
        for word in words:
            assert isinstance(group, click.Group)
            group = group.get_command(click.Context(group), word)
        assert group is not None
        assert group.help
        assert "as_json" in {parameter.name for parameter in group.params}
        assert " ".join(words[:-1]) in {"", *GROUPS}


def test_help_lists_every_first_word() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"  {name.split()[0]} " in result.stdout


def run(failure: Exception, *arguments: str) -> Any:
    @command(text=str, places={"died_on": "died"})
    def failing() -> Document:
        """Gagal."""
        raise failure

    return CliRunner().invoke(failing, arguments)


class Refusal(DomainError):
    """Only for this test."""


def test_a_refusal_carries_every_problem_with_its_place() -> None:
    problems = [Problem("line 7", "Satu."), Problem(None, "Dua.")]
    result = run(Refusal(problems=problems), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "refused": "Refusal",
        "problems": [{"place": "line 7", "what": "Satu."}, {"place": None, "what": "Dua."}],
    }
    plain = run(Refusal(problems=problems))
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert plain.stderr == "line 7: Satu.\nDua.\n"


def test_a_refused_field_is_named_by_its_option() -> None:
    document = json.loads(run(Refusal(field="died_on"), "--json").stdout)
    assert document["problems"][0]["place"] == "died"


def test_what_nobody_expected_is_one_sentence_and_one_document() -> None:
    result = run(ZeroDivisionError("secret"), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"] == "ZeroDivisionError"
    plain = run(ZeroDivisionError("secret"))
    assert plain.stdout == ""
    assert "tidak terduga" in plain.stderr
    assert "secret" not in plain.stderr + result.stdout


def test_a_command_that_cannot_be_imported_is_told_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(savings_app.cli.COMMANDS, "hilang", "savings_app.cli.hilang:hilang")
    monkeypatch.setattr(sys, "argv", ["savings-app", "hilang", "--json"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out)["refused"] == "ModuleNotFoundError"


def test_commands_without_data_load_neither_flask_nor_the_database() -> None:
    script = (
        "import sys; from savings_app.cli import cli;"
        "cli(['nik', 'check', '1', '--json'], standalone_mode=False);"
        "cli(['benefit', '--programme', 'jkm', '--died', '2022-05-20'], standalone_mode=False);"
        "heavy = {'flask', 'sqlalchemy', 'weasyprint', 'huey'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_terminal_without_utf8_still_gets_its_answer() -> None:
    script = "from savings_app.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "nik", "check", "7503010101909001", "--json"],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["birth_date"] == "1990-01-01"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("day", ["2022-05-20", "1990-01-01"])
def test_an_answer_that_cannot_be_written_is_told_on_the_other_stream(day: str) -> None:
    script = "from savings_app.cli import main; main()"
    asked = ["benefit", "--programme", "jkm", "--died", day, "--json"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-c", script, *asked],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "tidak dapat dipakai" in done.stderr


def test_every_warning_has_a_sentence_that_its_facts_fill() -> None:
    facts = {
        "months": 3,
        "named": 3,
        "counted": 2,
        "name": "jht",
        "starts": None,
        "code": "99.71.01",
        "birth_date": None,
        "born_on": None,
        "month": None,
        "first": None,
        "stopped_on": None,
        "rows": 12,
        "stated": 44,
        "count": 2,
        "until": None,
        "percent": Decimal("12.5"),
        "highest": Decimal("3.50"),
        "rural": Decimal("6.00"),
        "cap": Rupiah.of(2_000_000_000),
    }
    for code in WARNINGS:
        assert "%(" not in warning_sentence(RuleWarning(code, facts))
