"""What is written beside the code is true: settings, locks, documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from savings_app.config import ROOT

SETTING = re.compile(r'"(SAVINGS_APP_[A-Z_]+|DATABASE_URL)"')
LOCKS = sorted((ROOT / "deploy").glob("*.lock"))


def test_every_setting_is_in_the_guide_for_operators() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    used = {
        name
        for path in (ROOT / "savings_app").rglob("*.py")
        for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }
    assert used
    assert sorted(name for name in used if f"`{name}`" not in guide) == []


def test_there_is_a_lock_to_run_one_to_test_and_one_to_begin_with() -> None:
    assert [path.name for path in LOCKS] == [
        "requirements-bootstrap.lock",
        "requirements-dev.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.name))
def test_a_lock_pins_and_hashes_every_package_and_names_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "://" not in text
    packages = re.split(r"\n(?=\S)", text.strip())
    for package in packages:
        assert re.match(r"[a-z0-9.-]+==\S+", package), package[:80]
        assert "--hash=sha256:" in package, package[:80]


def test_whoever_runs_it_has_exactly_what_was_tested() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^\S+==\S+", text, re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-bootstrap.lock") <= pins("requirements.lock")


def test_a_link_in_a_document_leads_somewhere() -> None:
    broken = []
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
            if "://" not in link and not (document.parent / link).exists():
                broken.append(f"{document.relative_to(ROOT)}: {link}")
    assert broken == []
