"""`signing-key`: the key is shown, certificates are listed, one is revoked, an old one kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from savings_app.cli import cli
from tests.conftest import Clock
from tests.signing_keys import make_pair


@pytest.fixture
def service(own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Path:
    """A database of its own, told to the commands as an operator does; returns the key's file."""
    monkeypatch.setenv("SAVINGS_APP_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", own_app.config["DATABASE_URL"])
    path = tmp_path / "kunci.pem"
    path.write_bytes(make_pair("Dinas Uji").pem())
    monkeypatch.setenv("SAVINGS_APP_SIGNING", f"file:{path}")
    return path


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(cli, ["signing-key", *arguments, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_a_certificate_is_shown_known_listed_and_revoked_once(service: Path) -> None:
    shown = run("show")
    assert (shown["subject"], shown["sample"]) == ("Dinas Uji", False)
    assert run("list") == {"certificates": []}
    old = service.with_name("lama.pem")
    old.write_text(shown["pem"], encoding="ascii")
    for _time in range(2):
        assert run("add", str(old))["fingerprint"] == shown["fingerprint"]
    (kept,) = run("list")["certificates"]
    assert (kept["fingerprint"], kept["revoked_at"]) == (shown["fingerprint"], None)
    revoked = run("revoke", shown["fingerprint"][:8], "--reason", "kunci hilang")
    assert revoked["revoked_reason"] == "kunci hilang"
    assert run("list")["certificates"] == [revoked]
    again = run("revoke", shown["fingerprint"], "--reason", "lagi", code=1)
    assert again["refused"] == "CertificateRevoked"
    unknown = run("revoke", "00" * 32, "--reason", "lagi", code=1)
    assert unknown["refused"] == "CertificateUnknown"
    doctor = CliRunner().invoke(cli, ["doctor", "--json"])
    assert "sertifikatnya sudah dicabut" in doctor.stdout


def test_without_a_setting_the_text_says_that_the_certificate_is_a_sample(
    service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAVINGS_APP_SIGNING")
    result = CliRunner().invoke(cli, ["signing-key", "show"])
    assert result.exit_code == 0
    assert "Sertifikat contoh" in result.stdout
    assert run("show")["sample"]


def test_what_cannot_be_opened_and_what_is_no_certificate_say_why(
    service: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.with_name("teks.pem").write_text("bukan", encoding="ascii")
    assert run("add", str(service.with_name("teks.pem")), code=1)["refused"] == "NoCertificate"
    service.write_bytes(make_pair("Lama", ends=clock.now).pem())
    refused = run("show", code=1)
    assert refused["refused"] == "SigningKeyRefused"
    assert "expired" in refused["problems"][0]["what"]
    doctor = CliRunner().invoke(cli, ["doctor", "--json"])
    assert "kunci tidak dapat dipakai" in doctor.stdout
