"""Lessons for anybody: short cards, one idea each, that can also be read aloud or printed."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from savings_app.errors import NotFound
from savings_app.literacy.lessons import list_lessons
from savings_app.recordings.kinds import lesson_place
from savings_app.web.guards import public
from savings_app.web.voices import players_of_lesson, sound
from savings_app.words.language import current_language

bp = Blueprint("lessons", __name__, url_prefix="/lessons")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    return render_template("public/lessons.html", lessons=list_lessons(language=current_language()))


@bp.get("/<lesson_slug>")
@public
def show(lesson_slug: str) -> ResponseReturnValue:
    """One card, with the way to the next.

    Raises:
        NotFound: there is no such lesson.
    """
    lessons = list_lessons(language=current_language())
    at = next((place for place, one in enumerate(lessons) if one.slug == lesson_slug), None)
    if at is None:
        raise NotFound
    return render_template(
        "public/lesson.html",
        lesson=lessons[at],
        players=players_of_lesson(lesson_slug),
        place=at + 1,
        count=len(lessons),
        earlier=lessons[at - 1] if at else None,
        later=lessons[at + 1] if at + 1 < len(lessons) else None,
    )


@bp.get("/<lesson_slug>/<recording_language>.ogg")
@public
def listen(lesson_slug: str, recording_language: str) -> ResponseReturnValue:
    """A lesson, spoken.

    Raises:
        NotFound
    """
    return sound(lesson_place(lesson_slug), recording_language, is_public=True)
