"""Why a learning session, or what is written down of it, is refused. Pure.

Coming is voluntary: nothing of a family's santunan, plan or saving is read or changed by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from savings_app.errors import DomainError
from savings_app.literacy.kinds import SessionState

# More of one family is a slip of the finger.
MOST_OF_A_FAMILY = 20


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


def check_open(state: SessionState) -> None:
    """
    Raises:
        SessionNotOpen
    """
    if state is not SessionState.PLANNED:
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
