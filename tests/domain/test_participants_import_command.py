"""`participants import`, in a process of its own: the counts of the contract, its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from savings_app import db
from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cli.operate import load_reference
from savings_app.imports.models import ImportBatch
from savings_app.registry.models import Participant
from tests.builders import make_user
from tests.people_files import csv_file, person, xlsx_file

HEADINGS = ("NAMA PESERTA", "NIK/No. KTP", "Tgl Lahir", "Desa", "Kec.")
GOOD = ["Rukia Uji", "7503115708709001", "17/08/1970", "Dumbayabulan", "Suwawa Timur"]
BAD = ["Hadija Uji", "7,5E+15", "17/08/1970", "Pangi", "Suwawa Timur"]


@pytest.fixture
def served(own_app: Flask) -> Flask:
    with own_app.app_context(), db.transaction() as session:
        load_reference(session)
        make_user(session, role=Role.BANK_OFFICER)
    return own_app


def run(app: Flask, path: Path, *options: str) -> tuple[int, Any]:
    environment = {
        **os.environ,
        "DATABASE_URL": str(app.config["DATABASE_URL"]),
        "SAVINGS_APP_DATA": str(app.config["SAVINGS_APP_DATA"]),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from savings_app.cli import main; main()", "participants",
         "import", str(path), *options, "--json"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else None


def count(app: Flask, table: type[Any]) -> int:
    with app.app_context():
        return db.get_session().scalar(select(func.count()).select_from(table)) or 0


def test_the_whole_way_of_a_list(served: Flask, tmp_path: Path) -> None:
    path = tmp_path / "peserta.xlsx"
    path.write_bytes(xlsx_file([GOOD, BAD], headings=HEADINGS, titles=[["DAFTAR"], []]))
    code, seen = run(served, path)
    assert code == 0
    assert {name: seen[name] for name in ("in", "new", "changed", "same", "refused")} == {
        "in": 2,
        "new": 1,
        "changed": 0,
        "same": 0,
        "refused": 1,
    }
    assert [one["place"] for one in seen["problems"]] == [
        "sheet Peserta, row 5, column NIK/No. KTP"
    ]
    assert count(served, Participant) == count(served, ImportBatch) == 0
    code, done = run(served, path, "--apply")
    assert (code, done) == (0, seen)
    with served.app_context():
        one = db.get_session().scalars(select(Participant)).one()
        assert (one.category, one.payer, one.segment) == ("pekerja_rentan_kabupaten", "apbd", "bpu")
    code, again = run(served, path, "--apply")
    assert (code, again["refused"]) == (1, "ImportAlreadyApplied")
    path.write_bytes(csv_file([GOOD, [*GOOD[:3], "Pangi", ""]], headings=HEADINGS))
    code, changed = run(served, path, "--apply")
    assert (code, changed["in"], changed["refused"]) == (0, 2, 2)
    assert changed["problems"][0]["place"] == "line 2, column NIK/No. KTP"


def test_what_is_understood_and_refused_is_one_document(served: Flask, tmp_path: Path) -> None:
    path = tmp_path / "peserta.csv"
    path.write_bytes(csv_file([GOOD], headings=("a", "b", "c", "d", "e")))
    code, refused = run(served, path)
    assert (code, refused["refused"]) == (1, "ImportColumnsMissing")
    assert refused["problems"][0]["place"]
    path.write_bytes(b"%PDF-1.7 nothing of ours")
    assert run(served, path)[1]["refused"] == "ImportFileUnknown"
    path.write_bytes(csv_file([person()]))
    code, refused = run(served, path, "--as", "nobody@uji.invalid")
    assert (code, refused["problems"][0]["place"]) == (1, "as")
    with served.app_context():
        officer = db.get_session().scalars(select(User.email)).one()
    code, refused = run(served, path, "--apply", "--as", officer)
    assert (code, refused["refused"]) == (1, "NotPermitted")
    assert count(served, Participant) == 0


def test_other_sheets_are_named_and_one_may_be_chosen(served: Flask, tmp_path: Path) -> None:
    path = tmp_path / "peserta.xlsx"
    other = [list(HEADINGS), [*GOOD[:3], "Pangi", "Suwawa Timur"]]
    path.write_bytes(xlsx_file([GOOD, BAD], headings=HEADINGS, more={"Pangi": other}))
    code, seen = run(served, path)
    assert (code, seen["sheet"], seen["other_sheets"], seen["in"]) == (0, "Peserta", ["Pangi"], 2)
    assert [(one["code"], "Pangi" in one["text"]) for one in seen["warnings"]] == [
        ("other_sheets", True)
    ]
    code, seen = run(served, path, "--sheet", "Pangi")
    assert (code, seen["sheet"], seen["other_sheets"], seen["in"]) == (0, "Pangi", ["Peserta"], 1)
    code, refused = run(served, path, "--sheet", "Tidak ada")
    assert (code, refused["refused"]) == (1, "SheetUnknown")
    assert refused["problems"][0]["place"] == "sheet"


def test_what_is_refused_and_what_is_only_odd_are_told_apart(served: Flask, tmp_path: Path) -> None:
    path = tmp_path / "peserta.csv"
    odd = ["Salma Uji", "7503115708709002", "18/08/1970", "Pangi", "Suwawa Timur"]
    path.write_bytes(csv_file([GOOD, odd, BAD], headings=HEADINGS))
    _code, seen = run(served, path)
    assert (seen["new"], seen["refused"]) == (2, 1)
    assert [(one["place"], one["severity"]) for one in seen["problems"]] == [
        ("line 3, column NIK/No. KTP", "warning"),
        ("line 4, column NIK/No. KTP", "refused"),
    ]


def test_headings_alone_are_looked_at_with_a_warning_and_refused_to_apply(
    served: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "peserta.csv"
    path.write_bytes(csv_file([], headings=HEADINGS))
    code, seen = run(served, path)
    assert (code, seen["in"], [one["code"] for one in seen["warnings"]]) == (0, 0, ["no_rows"])
    code, refused = run(served, path, "--apply")
    assert (code, refused["refused"]) == (1, "ImportHasNoRows")
    assert refused["problems"][0]["place"] == "line 1"
    assert count(served, ImportBatch) == 0


def test_a_wrong_option_or_an_absent_file_prints_nothing(served: Flask, tmp_path: Path) -> None:
    assert run(served, tmp_path / "absent.xlsx") == (2, None)
    path = tmp_path / "peserta.csv"
    path.write_bytes(csv_file([person()]))
    assert run(served, path, "--payer", "siapa") == (2, None)
    assert run(served, path, "--no-such") == (2, None)
