"""`bank-file check`: its document, its exit codes, and that nothing opens a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from savings_app.cli import cli

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_the_document_has_every_key() -> None:
    done = CliRunner().invoke(cli, ["bank-file", "check", str(EXAMPLES / "mandiri.sta"), "--json"])
    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert document["format"] == "mt940"
    assert document["problems"] == []
    (section,) = document["sections"]
    assert section["account"] == "1200007799880"
    assert section["opening"] == "1000000.00"
    assert section["balanced"] is True
    assert section["lines"][0] == {
        "on": "2026-03-10",
        "direction": "credit",
        "amount": "4500000.00",
        "text": "SETORAN TUNAI SB-7K2M",
    }


def test_problems_do_not_change_the_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "k.csv"
    file.write_text("Tanggal;Uraian;Debet;Kredit\n31/02/2026;A;;5,00\n")
    done = CliRunner().invoke(cli, ["bank-file", "check", str(file), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["problems"] == [
        {"place": "line 2, column Tanggal", "what": "Tanggal ini tidak ada."}
    ]


def test_a_refused_file_says_why_and_exits_1(tmp_path: Path) -> None:
    file = tmp_path / "k.csv"
    file.write_bytes(b"")
    done = CliRunner().invoke(cli, ["bank-file", "check", str(file), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "refused": "BankFileEmpty",
        "problems": [{"place": "line 1", "what": "Berkas ini kosong."}],
    }


@pytest.mark.parametrize(
    "arguments",
    [["absent.sta"], [str(EXAMPLES)], [str(EXAMPLES / "mandiri.sta"), "--profile", "lain"], []],
)
def test_an_absent_file_or_an_unknown_profile_exits_2_with_nothing_on_stdout(
    arguments: list[str],
) -> None:
    done = CliRunner().invoke(cli, ["bank-file", "check", *arguments, "--json"])
    assert done.exit_code == 2
    assert done.stdout == ""


def test_people_read_the_same_in_words() -> None:
    done = CliRunner().invoke(cli, ["bank-file", "check", str(EXAMPLES / "mandiri.sta")])
    assert "1200007799880: 3 transaksi, saldo cocok" in done.stdout
    assert "2026-03-10  +Rp4.500.000  SETORAN TUNAI SB-7K2M" in done.stdout
