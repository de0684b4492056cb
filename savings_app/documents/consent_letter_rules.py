"""A signed request for consent that comes back: what may be keyed from it, and what not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from savings_app.cases.visit_rules import SignedInFuture
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.errors import DomainError
from savings_app.words.formats import in_wita

# The numbered questions of the letter.
NUMBERED: Mapping[int, ConsentKind] = MappingProxyType(
    {2: ConsentKind.TELL_BANK, 3: ConsentKind.BANK_ANSWERS, 4: ConsentKind.STAFF_SEES}
)
MOST_SCANS = 4


class PaperAnswer(StrEnum):
    """What is ticked on the paper beside one number."""

    YES = "ya"
    KEPT_ONLY = "ya_masih_ada"  # of number 3 only
    LINES = "ya_isi_rekening"
    NOT_NOW = "belum_sekarang"
    EMPTY = "kosong"


NO_ANSWERS = (PaperAnswer.NOT_NOW, PaperAnswer.EMPTY)
SCOPES: Mapping[PaperAnswer, AnswerScope] = MappingProxyType(
    {PaperAnswer.KEPT_ONLY: AnswerScope.KEPT_ONLY, PaperAnswer.LINES: AnswerScope.LINES}
)


class LetterUnknown(DomainError):
    """No request for consent has this number, or none this person may see."""

    field = "number"


class LetterOfSomebodyElse(DomainError):
    """The letter was made for another recipient."""

    field = "number"


class LetterWithdrawn(DomainError):
    """It was withdrawn: nothing said on it holds."""

    field = "number"


class LetterAnswered(DomainError):
    """What is on it was keyed already. Fact: `on`, that moment."""

    field = "number"


class LetterNotPrinted(DomainError):
    """It was never made, so nobody can have signed it."""

    field = "number"


class SignedBeforeLetter(DomainError):
    """Fact: `on`, the day the letter was made."""

    field = "signed_on"


class WitnessesNeeded(DomainError):
    """A thumb print stands beside the names of two people who saw it."""

    field = "first_witness"


class LetterWithoutAnswer(DomainError):
    """No number is ticked: the paper says nothing."""

    field = "tell_bank"


class LetterNotPhotographed(DomainError):
    """Without the paper's photo nobody could show the consent."""

    field = "files"


class TooManyScans(DomainError):
    """Fact: `most`."""

    field = "files"


@dataclass(frozen=True, slots=True)
class Signature:
    """The day on the paper, whether a thumb print, and who saw it; a name may be empty."""

    on: date
    by_thumb: bool
    witnesses: tuple[str, str]


def choices_of(kind: ConsentKind) -> tuple[PaperAnswer, ...]:
    """What the boxes beside this number are; also that none is ticked."""
    yes: tuple[PaperAnswer, ...] = (PaperAnswer.YES,)
    if kind is ConsentKind.BANK_ANSWERS:
        yes = (PaperAnswer.KEPT_ONLY, PaperAnswer.LINES)
    return (*yes, PaperAnswer.NOT_NOW, PaperAnswer.EMPTY)


def check_signed_letter(
    signature: Signature,
    answers: Mapping[ConsentKind, PaperAnswer],
    *,
    scans: int,
    issued_at: datetime,
    today: date,
) -> None:
    """Whether this may be keyed from a letter made at `issued_at`.

    Raises:
        SignedInFuture, SignedBeforeLetter, WitnessesNeeded, LetterWithoutAnswer
        LetterNotPhotographed, TooManyScans
    """
    if signature.on > today:
        raise SignedInFuture
    made_on = in_wita(issued_at).date()
    if signature.on < made_on:
        raise SignedBeforeLetter(on=made_on)
    if signature.by_thumb and not all(name.strip() for name in signature.witnesses):
        raise WitnessesNeeded
    if all(answer is PaperAnswer.EMPTY for answer in answers.values()):
        raise LetterWithoutAnswer
    if not scans:
        raise LetterNotPhotographed
    if scans > MOST_SCANS:
        raise TooManyScans(most=MOST_SCANS)
