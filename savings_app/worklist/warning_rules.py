"""Who reads and decides a warning, and who counts as one receiver. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from savings_app.actors import Actor, Role
from savings_app.errors import DomainError
from savings_app.worklist.kinds import WarningKind, WarningState

# What is about the work of staff is theirs to read, and never of the person it is about.
_READERS = (Role.SUPERVISOR, Role.AUDITOR)


class WarningNotDecided(DomainError):
    """A decision is "dijelaskan" or "dirujuk"."""

    field = "state"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who holds what is paid: a recipient, or the guardian of one. `name` as compared."""

    family: Hashable
    name: str
    nik: str | None


def reads_about_staff(actor: Actor) -> bool:
    """Whether somebody may read warnings about the work of colleagues."""
    return actor.role in _READERS


def kinds_read_by(actor: Actor) -> list[WarningKind]:
    """What somebody may look for: a kind that is always about staff is not offered to others."""
    return [
        kind
        for kind in WarningKind
        if kind is not WarningKind.ONE_OFFICIAL or reads_about_staff(actor)
    ]


def is_one_receiver(people: Sequence[Receiver]) -> bool:
    """One person with several parts: by NIK, and inside one family by name where it is missing."""
    known = {(one.family, one.name): one.nik for one in people if one.nik and one.name}
    return len({_identity(one, known) for one in people}) <= 1


def _identity(one: Receiver, known: dict[tuple[Hashable, str], str]) -> Hashable:
    if one.nik is not None:
        return one.nik
    return known.get((one.family, one.name), (one.family, one.name))


def check_decision(state: WarningState) -> None:
    """
    Raises:
        WarningNotDecided
    """
    if state is WarningState.OPEN:
        raise WarningNotDecided
