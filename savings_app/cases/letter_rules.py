"""The kata masuk a family chooses, and why a sign-in is refused."""

from __future__ import annotations

from datetime import date

from savings_app.errors import DomainError

SHORTEST_WORD = 6
LONGEST_WORD = 60


class FamilySignInRefused(DomainError):
    """Number, code or word, birth date, or too many tries: the same sentence for all.

    A door that said it is locked would say that somebody's number is right.
    """


class WordTooShort(DomainError):
    """Fact: `shortest`, in letters."""

    field = "word"


class WordTooLong(DomainError):
    """Fact: `longest`, in letters."""

    field = "word"


class WordLooksLikePin(DomainError):
    """Digits alone: it could be the PIN of the bank card, or the birth date."""

    field = "word"


class WordIsNumber(DomainError):
    """The number on the letter: everybody who saw the letter knows it."""

    field = "word"


class WordWhileAssisted(DomainError):
    """With staff at the device: the word is the family's alone."""

    field = "word"


class WordsDiffer(DomainError):
    """The second writing is not the first."""

    field = "again"


class ReasonNeeded(DomainError):
    """A second letter, a reversal, a correction: each says why."""

    field = "reason"


class BirthDateNeeded(DomainError):
    """The letter's way in asks for the birth date, so the recipient needs one."""

    field = "born_on"


class HandedOverBeforeIssue(DomainError):
    """Fact: `issued_on`."""

    field = "on"


class HandedOverInFuture(DomainError):
    """A hand-over is recorded once it has happened."""

    field = "on"


def check_hand_over_day(*, on: date, issued_on: date, today: date) -> None:
    """
    Raises:
        HandedOverBeforeIssue, HandedOverInFuture
    """
    if on < issued_on:
        raise HandedOverBeforeIssue(issued_on=issued_on)
    if on > today:
        raise HandedOverInFuture


def normal_word(word: str) -> str:
    """A word without the differences a phone's keyboard makes: case, doubled spaces."""
    return " ".join(word.casefold().split())


def check_word(*, word: str, again: str, born_on: date | None, number: str) -> None:
    """`number` is the recipient's, as on the letter.

    Raises:
        WordTooShort, WordTooLong, WordLooksLikePin, WordIsNumber, WordsDiffer
    """
    plain = normal_word(word)
    if len(plain) > LONGEST_WORD:
        raise WordTooLong(longest=LONGEST_WORD)
    digits = plain.replace(" ", "").replace("-", "").replace("/", "")
    birthday = born_on is not None and digits in {f"{born_on:%d%m%Y}", f"{born_on:%d%m%y}"}
    if digits.isdecimal() or birthday:
        raise WordLooksLikePin
    if len(plain) < SHORTEST_WORD:
        raise WordTooShort(shortest=SHORTEST_WORD)
    if _only_letters(plain) in {_only_letters(number), _only_letters(number.rpartition("-")[0])}:
        raise WordIsNumber
    if plain != normal_word(again):
        raise WordsDiffer


def _only_letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
