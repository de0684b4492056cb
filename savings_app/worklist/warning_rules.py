"""Who reads and decides a warning, and who counts as one receiver. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from savings_app.actors import Actor, Permission, Role
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


def may_decide(actor: Actor, *, about_staff: bool) -> bool:
    """Whether a warning this person may read is his to decide.

    The auditor decides what is about the work of staff, so that a warning about the only
    supervisor does not wait for him; what is about families is the Dinas's own to look into.
    """
    if decides_only_about_staff(actor) and not about_staff:
        return False
    return actor.may(Permission.WARNING_DECIDE)


def decides_only_about_staff(actor: Actor) -> bool:
    """The auditor looks after the work of staff, and only reads the rest."""
    return actor.role is Role.AUDITOR


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
