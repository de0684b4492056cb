"""The lessons: short cards, one idea each. A language is one file; `index.toml` holds the order.

Every fact has its source, its status and the day somebody last compared the two.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from savings_app.policy.series import FactStatus

FOLDER = Path(__file__).parent / "data"
SOURCE_LANGUAGE = "id"


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence of a lesson that is true only as long as its source says so."""

    text: str
    source: str
    status: FactStatus
    checked_on: date


@dataclass(frozen=True, slots=True)
class Lesson:
    """`idea`, `rule` and `try_now` together have at most 120 words. `drawing` names an SVG."""

    slug: str
    drawing: str
    title: str
    idea: str
    rule: str
    try_now: str
    facts: tuple[Fact, ...]


def languages() -> Sequence[str]:
    """Codes of the languages there are lessons in."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "index")


def list_lessons(*, language: str) -> Sequence[Lesson]:
    """All of them in their order; in Indonesian where there is no such language."""
    return _lessons(language if language in languages() else SOURCE_LANGUAGE)


def find_lesson(slug: str, *, language: str) -> Lesson | None:
    """The lesson of that name; None where there is none."""
    return next((one for one in list_lessons(language=language) if one.slug == slug), None)


@cache
def _lessons(language: str) -> tuple[Lesson, ...]:
    texts = _read(language)
    return tuple(_lesson(row, texts[row["slug"]]) for row in _read("index")["lesson"])


def _lesson(row: dict[str, Any], text: dict[str, Any]) -> Lesson:
    facts = tuple(
        Fact(said, origin["source"], FactStatus(origin["status"]), origin["checked_on"])
        for said, origin in zip(text["facts"], row.get("fact", ()), strict=True)
    )
    return Lesson(
        slug=row["slug"],
        drawing=row["drawing"],
        title=text["title"],
        idea=text["idea"],
        rule=text["rule"],
        try_now=text["try_now"],
        facts=facts,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
