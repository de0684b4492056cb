"""Why a learning session, or what is written down of it, is refused. Pure.

Coming is voluntary: nothing of a family's santunan, plan or saving is read or changed by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from savings_app.cases.event_kinds import EventState
from savings_app.errors import DomainError

# More of one family is a slip of the finger.
MOST_OF_A_FAMILY = 20
# One evening holds no more.
MOST_LESSONS = 4


class LeaderUnknown(DomainError):
    """Whoever leads is staff of the Dinas for this place."""

    field = "leader"


class FamilyToInvite(DomainError):
    """A session is for at least one family."""

    field = "families"


class FamilyOfOtherVillage(DomainError):
    """The families of a session are of its desa. Fact: `number`."""

    field = "families"


class FamilyMourns(DomainError):
    """The day is one of the quiet days of this family. Fact: `number`."""

    field = "on"


class SessionInPast(DomainError):
    """Families are invited to a day that comes, or to today."""

    field = "on"


class TopicOrLesson(DomainError):
    """A session is about something: a lesson, or a topic in own words."""

    field = "topic"


class TooManyLessons(DomainError):
    """Fact: `most`."""

    field = "lessons"


class SessionNotHeld(DomainError):
    """Answers are counted after the session, from the sheets of who came."""


class AnsweredImpossible(DomainError):
    """Nobody answered, or more people than came. Fact: `most`."""

    field = "answered"


class AnswerCountsWrong(DomainError):
    """A count is missing, or is not between 0 and those who answered. Fact: `most`."""

    field = "counts"


class SessionNotOpen(DomainError):
    """It was held or cancelled already."""


class SessionInFuture(DomainError):
    """It is written down once it has happened."""

    field = "on"


class AttendanceMissing(DomainError):
    """How many came is written for each family, 0 where nobody did. Fact: `number`."""

    field = "attendance"


class AttendanceImpossible(DomainError):
    """Facts: `number`, `most`."""

    field = "attendance"


class RecipientCameAlone(DomainError):
    """More recipients came than people of the family. Fact: `number`."""

    field = "attendance"


def check_open(state: EventState) -> None:
    """
    Raises:
        SessionNotOpen
    """
    if state is not EventState.PLANNED:
        raise SessionNotOpen


def check_attendance(
    came: Mapping[UUID, int | None],
    *,
    recipients: Mapping[UUID, Collection[UUID]],
    numbers: Mapping[UUID, str],
) -> None:
    """`came` and the `recipients` who came, by family; `numbers` names the families invited.

    Raises:
        AttendanceMissing, AttendanceImpossible, RecipientCameAlone
    """
    for family, number in numbers.items():
        people = came.get(family)
        if people is None:
            raise AttendanceMissing(number=number)
        if not 0 <= people <= MOST_OF_A_FAMILY:
            raise AttendanceImpossible(number=number, most=MOST_OF_A_FAMILY)
        if len(recipients.get(family, ())) > people:
            raise RecipientCameAlone(number=number)


def check_held_on(on: date, *, today: date) -> None:
    """
    Raises:
        SessionInFuture
    """
    if on > today:
        raise SessionInFuture


def check_topic(topic: str | None, lessons: Collection[str]) -> None:
    """
    Raises:
        TopicOrLesson, TooManyLessons
    """
    if len(lessons) > MOST_LESSONS:
        raise TooManyLessons(most=MOST_LESSONS)
    if not lessons and not (topic or "").strip():
        raise TopicOrLesson


def check_answers(
    counts: Mapping[str, tuple[int | None, int | None]],
    *,
    answered: int | None,
    came: int,
    keys: Collection[str],
) -> None:
    """`counts` by question: right before and right after, of the `answered` people.

    Raises:
        AnsweredImpossible, AnswerCountsWrong
    """
    if answered is None or not 1 <= answered <= came:
        raise AnsweredImpossible(most=came)
    for key in keys:
        for right in counts.get(key, (None, None)):
            if right is None or not 0 <= right <= answered:
                raise AnswerCountsWrong(most=answered)
