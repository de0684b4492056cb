"""Why handing a case over, or a note on it, is refused. Pure."""

from __future__ import annotations

from savings_app.errors import DomainError

LONGEST_NOTE = 2000


class NoteEmpty(DomainError):
    """Nothing was written."""

    field = "text"


class NoteTooLong(DomainError):
    """Fact: `longest`, in letters."""

    field = "text"


class NoteAlreadyCorrected(DomainError):
    """Somebody corrected this note already; the correction itself can be corrected."""

    field = "text"


class ColleagueUnknown(DomainError):
    """Not an active colleague of this case's region."""

    field = "colleague"


class AlreadyHandles(DomainError):
    """The case is this person's already. Fact: `name`."""

    field = "colleague"


class NotTheHandler(DomainError):
    """Only who handles a case gives it back; a colleague takes it over instead."""


def check_note(text: str | None) -> str:
    """The text without spaces at its ends.

    Raises:
        NoteEmpty, NoteTooLong
    """
    plain = (text or "").strip()
    if not plain:
        raise NoteEmpty
    if len(plain) > LONGEST_NOTE:
        raise NoteTooLong(longest=LONGEST_NOTE)
    return plain
