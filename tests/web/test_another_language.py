"""A language is an entry, a catalogue and lessons: nobody writes code for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from savings_app.config import ROOT

# A made-up language, so that no sentence of a real one is invented here.
ENTRY = '\n[qaa]\nname = "Basa Uji"\ndates = "id"\n'
TEXTS = 'msgid "Pelajaran singkat"\nmsgstr "Palajari pondo"\n'
LESSON = """
[tiga-bagian]
title = "Tolu bagi"
idea = "Idea uji."
rule = "Aturan uji."
try_now = "Coba uji."
facts = {facts}
"""
VISIT = """
from savings_app import create_app

client = create_app().test_client()
assert client.get("/language/qaa").status_code == 303
print(client.get("/lessons/").text)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The application in a folder of its own, as somebody who adds a language has it."""
    for name in ("savings_app", "templates", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(copy: Path, *arguments: str) -> str:
    settings = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "SAVINGS_APP_DATA": str(copy / "data"),
        "DATABASE_URL": f"sqlite:///{copy / 'db.sqlite'}",
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_third_language_is_added_without_code_and_its_gaps_are_indonesian(copy: Path) -> None:
    translations = copy / "savings_app" / "translations"
    with (translations / "languages.toml").open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    catalogue = translations / "qaa" / "LC_MESSAGES" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(TEXTS, encoding="utf-8")
    from savings_app.literacy.lessons import find_lesson  # noqa: PLC0415

    told = find_lesson("tiga-bagian", language="id")
    assert told is not None
    (copy / "savings_app" / "literacy" / "data" / "qaa.toml").write_text(
        LESSON.format(facts=["Fakta uji."] * len(told.facts)), encoding="utf-8"
    )

    assert "Every message has its English." in run(copy, "scripts/words.py", "check")
    run(copy, "scripts/words.py", "compile")
    page = run(copy, "-c", VISIT)

    assert '<html lang="qaa">' in page
    assert "Palajari pondo" in page
    assert "Tolu bagi" in page
    second = find_lesson("nama-kartu-pin", language="id")
    assert second is not None
    assert second.title in page
    assert 'hreflang="id">Bahasa Indonesia</a>' in page
    assert 'hreflang="en">English</a>' in page
