"""Why a complaint, or its answer, is refused."""

from __future__ import annotations

from savings_app.errors import DomainError

LONGEST_TEXT = 2000


class ComplaintEmpty(DomainError):
    """Nothing was written."""

    field = "text"


class ComplaintTooLong(DomainError):
    """Fact: `longest`, in letters."""

    field = "text"


class StaffComplaintWhileAssisted(DomainError):
    """About staff, with staff at the device: it would not stay hidden from them."""

    field = "about"


class AnswerEmpty(DomainError):
    """Nothing was written."""

    field = "answer"


class ComplaintAlreadyAnswered(DomainError):
    """Somebody answered meanwhile; the answer stands."""


def check_text(text: str) -> str:
    """The text without spaces at its ends.

    Raises:
        ComplaintEmpty, ComplaintTooLong
    """
    plain = text.strip()
    if not plain:
        raise ComplaintEmpty
    if len(plain) > LONGEST_TEXT:
        raise ComplaintTooLong(longest=LONGEST_TEXT)
    return plain
