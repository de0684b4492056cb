"""When a request for help is answered, and why a record of it is refused. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from savings_app.errors import DomainError
from savings_app.support.kinds import OPEN_STATES, SupportState, SupportStepKind

# A family that asks is spoken with within a week; after a talk a fortnight is time to arrange it.
ANSWER_DAYS = 7
AFTER_CONTACT_DAYS = 14


class SupportNotOpen(DomainError):
    """It was withdrawn, or came to its end."""


class SupportStepInFuture(DomainError):
    """What happened is recorded once it has."""

    field = "on"


class SupportStepBeforeAsked(DomainError):
    """Nobody answers before they are asked. Fact: `asked_on`."""

    field = "on"


def first_due(asked_on: date) -> date:
    """The day by which somebody has spoken with the family."""
    return asked_on + timedelta(days=ANSWER_DAYS)


def due_after(on: date) -> date:
    """The day by which something has come of a talk."""
    return on + timedelta(days=AFTER_CONTACT_DAYS)


def state_after(kind: SupportStepKind) -> SupportState:
    return SupportState.IN_TOUCH if kind is SupportStepKind.CONTACT else SupportState.ENDED


def check_open(state: SupportState) -> None:
    """
    Raises:
        SupportNotOpen
    """
    if state not in OPEN_STATES:
        raise SupportNotOpen


def check_step(on: date, *, asked_on: date, today: date) -> None:
    """
    Raises:
        SupportStepInFuture, SupportStepBeforeAsked
    """
    if on > today:
        raise SupportStepInFuture
    if on < asked_on:
        raise SupportStepBeforeAsked(asked_on=asked_on)
