"""Who may decide a warning. Pure."""

from __future__ import annotations

from uuid import UUID

from savings_app.actors import Actor, Role
from savings_app.errors import DomainError
from savings_app.worklist.kinds import WarningState


class WarningAboutYourself(DomainError):
    """It is about this person's own work: somebody else decides."""


class WarningAboutStaff(DomainError):
    """It is about the work of staff: a supervisor decides, the auditor reads it."""


class WarningNotDecided(DomainError):
    """A decision is "dijelaskan" or "dirujuk"."""

    field = "state"


def check_decision(*, actor: Actor, subject_user_id: UUID | None, state: WarningState) -> None:
    """
    Raises:
        WarningAboutYourself, WarningAboutStaff, WarningNotDecided
    """
    if subject_user_id is not None and subject_user_id == actor.user_id:
        raise WarningAboutYourself
    if subject_user_id is not None and actor.role is not Role.SUPERVISOR:
        raise WarningAboutStaff
    if state is WarningState.OPEN:
        raise WarningNotDecided
