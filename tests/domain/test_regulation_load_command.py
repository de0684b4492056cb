"""`savings-app regulation load`: once new, then the same, changed while a draft, never in force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from savings_app.cli import cli
from savings_app.regulation.actions import SHIPPED


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of its own, and a migrated database (with the shipped example) to load it into."""
    monkeypatch.setenv("SAVINGS_APP_DATA", str(tmp_path / "data"))
    made = CliRunner().invoke(cli, ["migrate", "--json"])
    assert made.exit_code == 0, made.output
    path = tmp_path / "peraturan.toml"
    path.write_bytes(SHIPPED.read_bytes())
    return path


def load(path: Path, exit_code: int = 0) -> Any:
    result = CliRunner().invoke(cli, ["regulation", "load", str(path), "--json"])
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_same_changed_and_refused(file: Path) -> None:
    start = ["2026-01-01"]
    assert load(file) == {"code": "contoh-rancangan", "new": [], "changed": [], "same": start}
    file.write_bytes(file.read_bytes().replace(b'"rancangan"', b'"berlaku"'))
    assert load(file)["changed"] == start
    file.write_bytes(file.read_bytes().replace(b"5_000_000", b"6_000_000"))
    refused = load(file, exit_code=1)
    assert refused["refused"] == "VersionInForce"
    assert "1 Januari 2026" in refused["problems"][0]["what"]


def test_a_file_that_is_no_regulation_is_refused_with_its_places(file: Path) -> None:
    file.write_text('code = "x"\nforce = "wajib"\n', encoding="utf-8")
    refused = load(file, exit_code=1)
    assert refused["refused"] == "RegulationRefused"
    assert "force" in {problem["place"] for problem in refused["problems"]}
