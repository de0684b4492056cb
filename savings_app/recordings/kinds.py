"""What can be spoken, and in which languages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from savings_app.literacy.lessons import SOURCE_LANGUAGE, list_lessons
from savings_app.planning.kinds import PlanStep


class RecordingLanguage(StrEnum):
    """The languages families here speak at home, in the order their pages offer them."""

    GORONTALO = "gorontalo"
    SUWAWA = "suwawa"
    INDONESIA = "indonesia"


class PlaceKind(StrEnum):
    FAMILY = "keluarga"
    LESSON = "pelajaran"


class Spoken(StrEnum):
    """Whether a place can be heard in a language."""

    YES = "ada"
    NO = "belum"


class RecordingEnd(StrEnum):
    """Why families hear it no more."""

    REPLACED = "diganti"
    WITHDRAWN = "ditarik"


# Pages of a family that are no question of its plan, in the order it meets them.
PAGES = (
    "home",
    "benefit",
    "papers",
    "receipt",
    "missing",
    "plan-start",
    "plan-agreed",
    "plan-use",
    "pledges",
    "pledge-choice",
    "savings",
    "consents",
    "reminders",
    "visit",
    "support",
    "complaint",
    "documents",
    "word",
)
STEP = "plan-"
LESSON = "lesson-"


def step_place(step: PlanStep) -> str:
    """The place of a question of the plan."""
    return f"{STEP}{step.value}"


def lesson_place(slug: str) -> str:
    """The place of a lesson."""
    return f"{LESSON}{slug}"


def slug_of(place: str) -> str | None:
    """The lesson of a place; None for a page of the family."""
    return place.removeprefix(LESSON) if place.startswith(LESSON) else None


def family_places() -> Sequence[str]:
    """The pages of a family, the questions of the plan where it begins."""
    begin = PAGES.index("plan-start") + 1
    return (*PAGES[:begin], *(step_place(step) for step in PlanStep), *PAGES[begin:])


def lesson_places() -> Sequence[str]:
    """The lessons in their order."""
    return tuple(lesson_place(one.slug) for one in list_lessons(language=SOURCE_LANGUAGE))


def places() -> Sequence[str]:
    """Every place that can carry a recording: a closed list."""
    return (*family_places(), *lesson_places())


def kind_of(place: str) -> PlaceKind:
    """Whose page it is."""
    return PlaceKind.FAMILY if slug_of(place) is None else PlaceKind.LESSON
