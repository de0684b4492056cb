"""The lessons: short cards, one idea each. A language is one file; `index.toml` holds the order.

A lesson that a language does not have yet is told in Indonesian.
Every fact has its source, its status and the day somebody last compared the two.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
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
class Question:
    """A sentence that is true or not. `key` names it on paper and where answers are counted."""

    key: str
    says: str
    is_true: bool


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
    questions: tuple[Question, ...] = ()


def languages() -> Sequence[str]:
    """Codes of the languages there are lessons in."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "index")


def list_lessons(*, language: str) -> Sequence[Lesson]:
    """All of them in their order; in Indonesian where there is no such language."""
    return _lessons(language if language in languages() else SOURCE_LANGUAGE)


def find_lesson(slug: str, *, language: str) -> Lesson | None:
    """The lesson of that name; None where there is none."""
    return next((one for one in list_lessons(language=language) if one.slug == slug), None)


def lessons_named(slugs: Collection[str], *, language: str) -> Sequence[Lesson]:
    """Those of these names, in the order of the lessons; a name that is none is left out."""
    return [one for one in list_lessons(language=language) if one.slug in slugs]


@cache
def _lessons(language: str) -> tuple[Lesson, ...]:
    texts = _read(SOURCE_LANGUAGE) | _read(language)
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
        questions=tuple(
            Question(f"{row['slug']}-{place}", asked["say"], asked["right"])
            for place, asked in enumerate(text.get("questions", ()), start=1)
        ),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
