"""Why a hand-over, or who is to witness it, is refused. Pure.

What is handed over is paper: the money is in the account of the recipient, or comes there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from savings_app.cases.event_kinds import EventState
from savings_app.errors import DomainError
from savings_app.identifiers import NIK

FEWEST_WITNESSES = 2
FORTIETH = 40


class FamilyNeeded(DomainError):
    """A hand-over is for at least one family."""


class FamilyElsewhere(DomainError):
    """The families of one occasion are of one desa. Fact: `number`."""


class AlreadyPlanned(DomainError):
    """This family has a hand-over planned or held. Facts: `number`, `day`."""


class HandOverBeforeDeath(DomainError):
    """Fact: `died_on`."""

    field = "on"


class HandOverInFuture(DomainError):
    """It is written down once it has happened."""

    field = "on"


class HandOverNotOpen(DomainError):
    """It was held or cancelled already."""


class TooFewWitnesses(DomainError):
    """Fact: `fewest`."""

    field = "witnesses"


class WitnessRoleNeeded(DomainError):
    """Who somebody is to the family or the desa. Fact: `name`."""

    field = "witnesses"


class WitnessTwice(DomainError):
    """Fact: `name`."""

    field = "witnesses"


class WitnessIsRecipient(DomainError):
    """Who receives does not witness it. Fact: `name`."""

    field = "witnesses"


class WitnessHandsOver(DomainError):
    """Who hands over does not witness it. Fact: `name`."""

    field = "witnesses"


class WitnessIsDead(DomainError):
    """This NIK is that of somebody whose death is recorded here. Fact: `name`."""

    field = "witnesses"


class WitnessNamedLikeDead(DomainError):
    """A person of this name died; only a NIK tells them apart. Fact: `name`."""

    field = "witnesses"


@dataclass(frozen=True, slots=True)
class Witness:
    """Who saw it: `role` is the function or the relation, as typed."""

    full_name: str
    role: str
    nik: NIK | None = None


@dataclass(frozen=True, slots=True)
class KnownDead:
    """Of the deaths recorded here, those whose number or name a witness has."""

    niks: Collection[str]
    names: Collection[str]


def plain_name(name: str) -> str:
    """A name for comparing: without case and doubled spaces."""
    return " ".join(name.casefold().split())


def fortieth_day(died_on: date) -> date:
    """The 40th day of mourning; the day of the death is the first."""
    return date.fromordinal(died_on.toordinal() + FORTIETH - 1)


def check_day(*, on: date, died_on: Sequence[date]) -> None:
    """
    Raises:
        HandOverBeforeDeath
    """
    latest = max(died_on)
    if on < latest:
        raise HandOverBeforeDeath(died_on=latest)


def check_open(state: EventState) -> None:
    """
    Raises:
        HandOverNotOpen
    """
    if state is not EventState.PLANNED:
        raise HandOverNotOpen


def check_witnesses(
    witnesses: Sequence[Witness],
    *,
    recipients: Collection[str],
    officials: Collection[str],
    dead: KnownDead,
) -> None:
    """At least two living people who neither receive nor hand over.

    Somebody with the name of a person who died is asked for the NIK: names repeat here.

    Raises:
        TooFewWitnesses, WitnessRoleNeeded, WitnessTwice, WitnessIsRecipient, WitnessHandsOver,
        WitnessIsDead, WitnessNamedLikeDead
    """
    if len(witnesses) < FEWEST_WITNESSES:
        raise TooFewWitnesses(fewest=FEWEST_WITNESSES)
    seen: set[str] = set()
    for witness in witnesses:
        name = plain_name(witness.full_name)
        if name in seen:
            raise WitnessTwice(name=witness.full_name)
        seen.add(name)
        if not witness.role:
            raise WitnessRoleNeeded(name=witness.full_name)
        if name in recipients:
            raise WitnessIsRecipient(name=witness.full_name)
        if name in officials:
            raise WitnessHandsOver(name=witness.full_name)
        _check_alive(witness, name, dead)


def _check_alive(witness: Witness, name: str, dead: KnownDead) -> None:
    if witness.nik is not None and witness.nik.full in dead.niks:
        raise WitnessIsDead(name=witness.full_name)
    if witness.nik is None and name in dead.names:
        raise WitnessNamedLikeDead(name=witness.full_name)
