"""Is it the same person, is it the same death, and what must hold before one is written. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from savings_app.cases.money_rules import plain_name
from savings_app.cases.people_rules import PhoneInvalid, tidy_phone
from savings_app.deaths.kinds import Match
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, NIK

# How far apart two sources may tell the day of one death: "malam Jumat" is two dates.
SAME_DEATH_DAYS = timedelta(days=3)
# What anyone may hand in on the public page, in any hour. No address of a device is kept.
SURE = frozenset({Match.NIK, Match.KPJ, Match.NAME_AND_BIRTH, Match.PERSON})
_ORDER = list(Match)


class DeathDayInFuture(DomainError):
    """A death is written down once it happened."""

    field = "died_on"


class CertificateBeforeDeath(DomainError):
    """Fact: `died_on`."""

    field = "certificate_on"


class DeathBornAfter(DomainError):
    """The birth date is later than the death."""

    field = "born_on"


class DeathNotWaiting(DomainError):
    """It was decided meanwhile. Fact: `state`, in words."""


class MatchNeeded(DomainError):
    """A case is opened for a participant, and none is chosen yet."""


class MatchNotConfirmed(DomainError):
    """What looks alike is confirmed by a person before a case is opened."""


class DeathReasonNeeded(DomainError):
    """A line is put aside with the reason."""

    field = "reason"


class AnswerNeeded(DomainError):
    """What the family was told, and when."""

    field = "told"


class AnswerDayImpossible(DomainError):
    """The family was told after the death, and not in the future."""

    field = "answered_on"


class JoinedWithItself(DomainError):
    """A line is joined to another one."""

    field = "other_id"


class OnlyOneSource(DomainError):
    """A line with one source has nothing to take apart."""


class ParticipantDiedBefore(DomainError):
    """Another line already says when this participant died."""

    field = "participant_id"


@dataclass(frozen=True, slots=True)
class Said:
    """A person as a source names one."""

    full_name: str
    region_code: str
    nik: NIK | None = None
    kpj: KPJ | None = None
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A participant as the registry knows one."""

    id: UUID
    full_name: str
    region_code: str
    nik: NIK | None
    kpj: KPJ | None
    born_on: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it was found, and who it is; nobody where there is none, or several."""

    match: Match | None
    participant_id: UUID | None

    @property
    def is_sure(self) -> bool:
        return self.match in SURE


NOBODY = Verdict(None, None)


def compare(said: Said, known: Known) -> Match | None:
    """How the two are the same person, or None.

    A number alone is not enough: a NIK with one wrong digit is another living person, so the name
    or the birth date has to agree too, or a person decides.
    """
    same_name = plain_name(said.full_name) == plain_name(known.full_name)
    same_birth = said.born_on is not None and said.born_on == known.born_on
    if said.nik is not None and said.nik == known.nik:
        return Match.NIK if same_name or same_birth else Match.NIK_OTHER_NAME
    if said.kpj is not None and said.kpj == known.kpj:
        return Match.KPJ if same_name or same_birth else Match.NIK_OTHER_NAME
    if not same_name or said.region_code != known.region_code:
        return None
    other_number = said.nik is not None and known.nik is not None
    return Match.NAME_AND_BIRTH if same_birth and not other_number else Match.NAME


def find_person(said: Said, known: Iterable[Known]) -> Verdict:
    """The participant this is, by the surest way; several of one name are left to a person."""
    by_way: dict[Match, list[UUID]] = {}
    for one in known:
        way = compare(said, one)
        if way is not None:
            by_way.setdefault(way, []).append(one.id)
    if not by_way:
        return NOBODY
    way = min(by_way, key=_ORDER.index)
    found = by_way[way]
    return Verdict(way, found[0]) if len(found) == 1 else Verdict(Match.SEVERAL, None)


def is_same_death(
    one: Said, one_died: date, other: Said, other_died: date, *, same_participant: bool = False
) -> bool:
    """Two sources that tell of one death.

    A number decides where both have one. Else the name, the desa and nearly the day; two birth
    dates that differ are two people.
    """
    if same_participant:
        return True
    for number in ("nik", "kpj"):
        left, right = getattr(one, number), getattr(other, number)
        if left is not None and right is not None:
            return bool(left == right)
    if one.born_on and other.born_on and one.born_on != other.born_on:
        return False
    return (
        one.region_code == other.region_code
        and plain_name(one.full_name) == plain_name(other.full_name)
        and abs(one_died - other_died) <= SAME_DEATH_DAYS
    )


def phone_in(reach: str | None) -> str | None:
    """The way to reach somebody, where it is a telephone number; "rumah kadus" is none."""
    try:
        return tidy_phone(reach)
    except PhoneInvalid:
        return None


def check_death(
    *, died_on: date, born_on: date | None, certificate_on: date | None, today: date
) -> None:
    """
    Raises:
        DeathDayInFuture, DeathBornAfter, CertificateBeforeDeath
    """
    if died_on > today:
        raise DeathDayInFuture
    if born_on is not None and born_on > died_on:
        raise DeathBornAfter
    if certificate_on is not None and certificate_on < died_on:
        raise CertificateBeforeDeath(died_on=died_on)


def check_answer(*, answered_on: date | None, died_on: date, today: date) -> None:
    """
    Raises:
        AnswerNeeded, AnswerDayImpossible
    """
    if answered_on is None:
        raise AnswerNeeded(field="answered_on")
    if not died_on <= answered_on <= today:
        raise AnswerDayImpossible
