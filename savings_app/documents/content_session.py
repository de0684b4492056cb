"""The materials of a learning session: its cards, its questions, and the leader's key. Pure.

Nobody's name is on them but the leader's, so they may lie on any table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from savings_app.literacy.lessons import Lesson


def session_content(
    lessons: Sequence[Lesson], *, on: date, place: str, village: str, topic: str, leader: str
) -> dict[str, Any]:
    """The lessons in the language of the document, word for word as they are on this day."""
    return {
        "on": on,
        "place": place,
        "village": village,
        "topic": topic,
        "leader": leader,
        "lessons": [_card(one) for one in lessons],
        "questions": [
            {"says": question.says, "is_true": question.is_true}
            for one in lessons
            for question in one.questions
        ],
    }


def _card(lesson: Lesson) -> dict[str, Any]:
    return {
        "drawing": lesson.drawing,
        "title": lesson.title,
        "idea": lesson.idea,
        "rule": lesson.rule,
        "try_now": lesson.try_now,
        "facts": [
            {
                "text": fact.text,
                "source": fact.source,
                "status": fact.status.value,
                "checked_on": fact.checked_on,
            }
            for fact in lesson.facts
        ],
    }
