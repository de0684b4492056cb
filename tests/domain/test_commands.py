"""The operator's commands on a database of their own, as an operator types them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from flask import Flask

from savings_app import db
from savings_app.cli import cli

Answer = tuple[int, Any]


@dataclass(frozen=True)
class Service:
    """A migrated service with two sample families, and where it keeps its data."""

    folder: Path
    made: dict[str, Any]


def run(*arguments: str) -> Answer:
    """Exit code and the document of a command; a wrong option prints nothing."""
    result = CliRunner().invoke(cli, [*arguments, "--json"])
    assert "Traceback" not in result.output
    return result.exit_code, json.loads(result.stdout) if result.stdout else None


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAVINGS_APP_DATA", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        code, done = run("migrate")
        assert (code, done["before"], done["made"]["regions"]["new"]) == (0, None, 190)
        code, made = run("demo-data", "--cases", "2", "--seed", "uji")
        assert code == 0
        yield Service(folder, made)


def test_migrating_again_changes_nothing(service: Service) -> None:
    code, done = run("migrate")
    assert code == 0
    assert done["before"] == done["after"]
    assert done["made"] == {
        "regions": {"new": 0, "changed": 0, "same": 190},
        "banks": 0,
        "categories": 0,
        "regulation": {"code": "contoh-rancangan", "new": 0, "changed": 0, "same": 1},
    }


def test_a_healthy_service_says_so(service: Service) -> None:
    code, found = run("doctor")
    assert code == 0, found
    assert {one["check"] for one in found["checks"]} >= {"database", "append-only", "audit", "pdf"}
    told = {one["check"]: one["what"] for one in found["checks"]}
    assert "165" in told["reference"]
    assert "CONTOH, bukan sertifikat resmi" in told["signing key"]


def test_the_doctor_names_what_is_open_to_others(service: Service) -> None:
    key = next((service.folder / "keys").iterdir())
    key.chmod(0o644)
    code, found = run("doctor")
    key.chmod(0o600)
    assert (code, found["refused"]) == (1, "NotHealthy")
    assert [one["place"] for one in found["problems"]] == ["data folder"]


def test_the_doctor_reads_both_databases(own_app: Flask) -> None:
    with own_app.app_context():
        found, newest = db.find_revisions(db.get_engine())
        assert found == newest
        assert db.list_unprotected(db.get_session()) == []


def test_a_user_is_added_once_with_a_password(service: Service) -> None:
    arguments = ("user", "add", "Pemeriksa@uji.invalid", "--role", "auditor", "--region", "75.03")
    code, made = run(*arguments)
    assert (code, made["email"], made["role"]) == (0, "pemeriksa@uji.invalid", "auditor")
    assert len(made["password"]) == 19
    assert run(*arguments)[1]["refused"] == "EmailTaken"


def test_staff_of_the_one_kabupaten_need_no_region_named(service: Service) -> None:
    code, made = run("user", "add", "petugas-baru@uji.invalid", "--role", "caseworker")
    assert (code, made["region"]) == (0, "75.03")


def test_a_command_runs_from_any_folder(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert run("audit", "verify")[0] == 0


def test_a_bank_is_named_by_its_code_however_it_was_typed(service: Service) -> None:
    for typed in ("002", "bri"):
        made = run("user", "add", f"{typed}@uji.invalid", "--role", "bank_officer", "--bank", typed)
        assert (made[0], made[1]["bank"]) == (0, "BRI")


@pytest.mark.parametrize(
    ("arguments", "refused", "place"),
    [
        (("--role", "auditor", "--region", "99.03"), "RegionUnknown", "region"),
        (("--role", "bank_officer", "--bank", "TIADA"), "BankUnknown", "bank"),
        (("--role", "bank_officer"), "ScopeMissing", "bank"),
        (("--role", "auditor", "--region", "75.03", "--bank", "BRI"), "ScopeNotUsed", "bank"),
    ],
)
def test_a_user_without_a_known_scope_is_refused(
    service: Service, arguments: tuple[str, ...], refused: str, place: str
) -> None:
    code, found = run("user", "add", "baru@uji.invalid", *arguments)
    assert (code, found["refused"]) == (1, refused)
    assert [one["place"] for one in found["problems"]] == [place]


def test_a_family_has_no_user() -> None:
    assert run("user", "add", "a@uji.invalid", "--role", "family") == (2, None)


def render(service: Service, kind: str, out: Path, *more: str) -> Answer:
    number = service.made["cases"][0]
    return run("document", "render", "--case", number, "--kind", kind, "--out", str(out), *more)


def test_a_statement_is_genuine_then_changed_then_replaced(
    service: Service, tmp_path: Path
) -> None:
    out, changed = tmp_path / "laporan.pdf", tmp_path / "diubah.pdf"
    code, made = render(service, "savings", out)
    assert code == 0, made
    assert made["replaced_by"] is None
    signed = made["signature"]
    assert all(signed[fact] for fact in ("present", "valid", "covers_file", "ours", "sample"))
    assert "CONTOH" in signed["subject"]
    code, found = run("document", "verify", str(out))
    assert (code, found["status"], found["hash"]) == (0, "genuine", made["hash"])
    data = bytearray(out.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    code, found = run("document", "verify", str(changed))
    assert (code, found["status"], found["number"]) == (0, "changed", made["number"])
    _code, newer = render(service, "savings", tmp_path / "baru.pdf", "--language", "en")
    code, found = run("document", "verify", str(out))
    assert (code, found["status"]) == (0, "replaced")
    assert found["replaced_by"] == newer["number"]


def test_a_plan_and_a_new_access_letter_are_written(service: Service, tmp_path: Path) -> None:
    for kind in ("plan", "access"):
        out = tmp_path / f"{kind}.pdf"
        code, made = render(service, kind, out)
        assert code == 0, made
        assert out.read_bytes().startswith(b"%PDF-")
        assert run("document", "verify", str(out))[1]["number"] == made["number"]
    # The letter left once: of its bytes only the hash is kept, of the plan the bytes.
    kept = [path for path in (service.folder / "files" / "documents").rglob("*") if path.is_file()]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in kept)


@pytest.mark.parametrize("kind", ["benefit", "bank-introduction", "visit-form", "plan-form"])
def test_the_other_kinds_are_written_on_the_sheet_asked_for(
    service: Service, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "surat.pdf"
    code, made = render(service, kind, out, "--sheet", "f4", "--language", "en")
    assert (code, made.get("kind")) == (0, kind)
    with pikepdf.open(out) as pdf:
        assert [round(float(length)) for length in pdf.pages[0].mediabox] == [0, 0, 609, 935]
    assert run("document", "verify", str(out))[1]["status"] == "genuine"


def test_a_statement_of_some_days_replaces_only_one_of_the_same(
    service: Service, tmp_path: Path
) -> None:
    march, whole = tmp_path / "maret.pdf", tmp_path / "semua.pdf"
    days = ("--from", "2026-03-01", "--to", "2026-03-31")
    code, _made = render(service, "savings", whole)
    assert code == 0
    code, _made = render(service, "savings", march, *days)
    assert code == 0
    assert run("document", "verify", str(whole))[1]["status"] == "genuine"
    _code, newer = render(service, "savings", tmp_path / "lagi.pdf", *days)
    found = run("document", "verify", str(march))[1]
    assert (found["status"], found["replaced_by"]) == ("replaced", newer["number"])


def test_days_that_cannot_be_are_refused_by_name(service: Service, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    backwards = ("--from", "2026-03-02", "--to", "2026-03-01")
    assert render(service, "savings", out, *backwards)[1]["refused"] == "PeriodEndsFirst"
    ahead = ("--from", "2999-03-02", "--to", "2999-03-03")
    code, refused = render(service, "savings", out, *ahead)
    assert (code, refused["refused"]) == (1, "PeriodNotBegun")
    assert [one["place"] for one in refused["problems"]] == ["from"]
    whole = ("--from", "2026-03-01", "--to", "2026-03-31")
    assert render(service, "plan", out, *whole)[1]["refused"] == "PeriodOnlyOfStatement"
    assert render(service, "savings", out, "--from", "2026-03-01") == (2, None)
    assert render(service, "savings", out, "--to", "2026-03-01") == (2, None)
    assert render(service, "savings", out, "--from", "2026-02-30", "--to", "2026-03-01") == (
        2,
        None,
    )
    assert render(service, "plan", out, "--sheet", "letter") == (2, None)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_document_is_unknown(service: Service, tmp_path: Path) -> None:
    nothing, noise = tmp_path / "kosong.pdf", tmp_path / "acak.pdf"
    nothing.write_bytes(b"")
    noise.write_bytes(bytes(range(256)) * 40)
    for path in (nothing, noise):
        code, found = run("document", "verify", str(path))
        assert (code, found["status"], found["number"]) == (0, "unknown", None)
    assert run("document", "verify", str(tmp_path / "tiada.pdf")) == (2, None)


def test_a_document_that_cannot_be_is_refused_by_name(service: Service, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    unknown = ("document", "render", "--case", "BB-1999-0001", "--kind", "plan", "--out", str(out))
    assert run(*unknown)[1]["refused"] == "NotFound"
    assert render(service, "plan", tmp_path)[1]["refused"] == "FileNotWritable"
    assert render(service, "plan", tmp_path / "tiada" / "x.pdf")[1]["refused"] == "FileNotWritable"
    assert render(service, "plan", out, "--recipient", "7")[1]["refused"] == "NotFound"
    assert render(service, "plan", out, "--as", "tiada@uji.invalid")[1]["refused"] == "NotFound"
    officer = next(u["email"] for u in service.made["users"] if u["role"] == "bank_officer")
    assert render(service, "plan", out, "--as", officer)[1]["refused"] == "NotPermitted"
    assert render(service, "surat", out) == (2, None)
    second = ("--case", service.made["cases"][1], "--kind", "savings", "--out", str(out))
    assert run("document", "render", *second)[1]["refused"] == "StatementNeedsConsent"
    assert list(tmp_path.iterdir()) == []


def test_a_changed_row_of_the_audit_trail_is_found(service: Service, tmp_path: Path) -> None:
    code, proof = run("audit", "verify")
    assert (code, proof["intact"], proof["broken_at"]) == (0, True, None)
    copy = tmp_path / "savings.sqlite3"
    with (
        sqlite3.connect(service.folder / "savings.sqlite3") as here,
        sqlite3.connect(copy) as there,
    ):
        here.backup(there)
        there.execute("DROP TRIGGER audit_event_no_update")
        there.execute("UPDATE audit_event SET action = 'x:y' WHERE sequence = 7")
    here.close()
    there.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{copy}")
        code, found = run("audit", "verify")
        assert (code, found["refused"]) == (1, "AuditChainBroken")
        assert [one["place"] for one in found["problems"]] == ["row 7"]
        places = [one["place"] for one in run("doctor")[1]["problems"]]
        assert places == ["append-only", "audit"]


def test_sample_data_is_refused_in_production(service: Service) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAVINGS_APP_ENV", "production")
        assert run("demo-data")[1]["refused"] == "SettingMissing"
        patch.setenv("DATABASE_URL", f"sqlite:///{service.folder / 'savings.sqlite3'}")
        patch.setenv("SAVINGS_APP_SECRET", "x" * 40)
        patch.setenv("SAVINGS_APP_ADDRESS", "https://layanan.invalid")
        patch.setenv("SAVINGS_APP_SIGNING", "file:/tidak/ada.pem")
        assert run("demo-data")[1]["refused"] == "SampleDataInProduction"


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("bukan alamat", "DatabaseAddressWrong"),
        ("mysql://a/b", "DatabaseAddressWrong"),
        ("sqlite:////tiada/sama/sekali.sqlite3", "DatabaseUnreachable"),
        ("postgresql+psycopg://a:b@127.0.0.1:1/c", "DatabaseUnreachable"),
        ("sqlite://", "DatabaseNotMigrated"),
    ],
)
def test_a_service_that_cannot_start_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, refused: str
) -> None:
    monkeypatch.setenv("SAVINGS_APP_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", address)
    code, found = run("audit", "verify")
    assert (code, found["refused"]) == (1, refused)
    assert found["problems"][0]["what"]


def test_a_data_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "berkas"
    in_the_way.write_text("bukan folder", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from savings_app.cli import main; main()", "doctor", "--json"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SAVINGS_APP_DATA": str(in_the_way / "data")},
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert json.loads(done.stdout)["refused"] == "NotADirectoryError"
