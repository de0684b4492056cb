"""The people of a case: reporter, heirs, recipients, guardians, and what each needs. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from savings_app.cases.kinds import Relation, SchoolLevel
from savings_app.cases.letter_rules import BirthDateNeeded
from savings_app.errors import DomainError
from savings_app.identifiers import NIK
from savings_app.money import Rupiah, total
from savings_app.registry.rules import BirthInFuture

# UU 35/2014 Pasal 1: a child is not yet 18.
ADULT_AGE = 18
_PHONE = re.compile(r"\+?\d{8,15}")
_GROUPING = re.compile(r"[\s.()\-]")


class CaseAlreadyOpen(DomainError):
    """A death is one case. Fact: `number` of the one there is."""


class DeathBeforeBirth(DomainError):
    """Fact: `born_on`."""

    field = "died_on"


class PhoneInvalid(DomainError):
    """Not the shape of a telephone number."""

    field = "phone"


class GuardianNeeded(DomainError):
    """A recipient under 18 has a guardian with a NIK, a proof and a last day."""


class GuardianshipEnded(DomainError):
    """The last day of the guardianship has passed."""

    field = "guardian_until"


class SchoolLevelOfChild(DomainError):
    """Only a child of the deceased has a scholarship, so only a child has a level."""

    field = "school_level"


class DeceasedCannotReceive(DomainError):
    """The NIK is that of somebody whose death is recorded here."""

    field = "nik"


class HeirTwice(DomainError):
    """A double click, or a person written down before. Fact: `full_name`."""

    field = "full_name"


class HeirHasHistory(DomainError):
    """A letter, a visit, an account or a payout stands in this recipient's name."""

    field = "is_recipient"


class ShareMissing(DomainError):
    """Some recipients have a share and others not."""


class SharesDoNotAddUp(DomainError):
    """Facts: `stated`, `total`, `difference`."""


@dataclass(frozen=True, slots=True)
class HeirFacts:
    """What is written down about an heir; names are those of the columns.

    The guardian's four facts belong together and are needed for a recipient under 18.
    """

    full_name: str
    relation: Relation
    is_recipient: bool
    nik: NIK | None = None
    born_on: date | None = None
    phone: str | None = None
    school_level: SchoolLevel | None = None
    guardian_name: str | None = None
    guardian_nik: NIK | None = None
    guardian_proof: str | None = None
    guardian_until: date | None = None


def tidy_phone(text: str | None, *, field: str = "phone") -> str | None:
    """The digits of a telephone number as one word, or None for nothing.

    Raises:
        PhoneInvalid
    """
    if text is None or not text.strip():
        return None
    compact = _GROUPING.sub("", text)
    if not _PHONE.fullmatch(compact) or not compact.isascii():
        raise PhoneInvalid(field=field)
    return compact


def age_on(born_on: date, day: date) -> int:
    """Whole years on `day`."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_minor(born_on: date | None, today: date) -> bool:
    """Under 18 today. Without a birth date nobody is called a minor."""
    return born_on is not None and age_on(born_on, today) < ADULT_AGE


class Described(Protocol):
    """Anybody with a name, a relation, and perhaps a NIK and a birth date."""

    full_name: str
    relation: Relation
    nik: NIK | None
    born_on: date | None


def is_same_person(facts: HeirFacts, other: Described) -> bool:
    """The same NIK; or, where one has none, the same name, relation and birth date."""
    if facts.nik is not None and other.nik is not None:
        return facts.nik == other.nik
    return (facts.full_name.casefold(), facts.relation, facts.born_on) == (
        other.full_name.casefold(),
        other.relation,
        other.born_on,
    )


def check_heir(facts: HeirFacts, *, today: date) -> None:
    """
    Raises:
        BirthInFuture, BirthDateNeeded, SchoolLevelOfChild, GuardianNeeded, GuardianshipEnded
    """
    if facts.born_on is not None and facts.born_on > today:
        raise BirthInFuture
    if facts.is_recipient and facts.born_on is None:
        raise BirthDateNeeded
    if facts.school_level is not None and facts.relation is not Relation.CHILD:
        raise SchoolLevelOfChild
    if facts.is_recipient and is_minor(facts.born_on, today):
        _check_guardian(facts)
    if facts.guardian_until is not None and facts.guardian_until <= today:
        raise GuardianshipEnded


def _check_guardian(facts: HeirFacts) -> None:
    for name in ("guardian_name", "guardian_nik", "guardian_proof", "guardian_until"):
        if not getattr(facts, name):
            raise GuardianNeeded(field=name)


def check_shares(shares: Sequence[Rupiah | None], *, whole: Rupiah) -> None:
    """Shares are stated by the heirs themselves: all of them or none, and together the whole.

    Raises:
        ShareMissing, SharesDoNotAddUp
    """
    stated = [share for share in shares if share is not None]
    if not stated:
        return
    if len(stated) != len(shares):
        raise ShareMissing
    together = total(stated)
    if together != whole:
        difference = max(together, whole) - min(together, whole)
        raise SharesDoNotAddUp(stated=together, total=whole, difference=difference)
