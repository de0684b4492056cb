"""What a bank's system reports, and what it names. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from savings_app.errors import DomainError

# After this nobody asks any more: number and name are erased.
LONGEST_WAIT = timedelta(days=30)
_RECIPIENT = re.compile(r"\s*(\S{1,30})-([1-9][0-9]?)\s*")


class RegistrationDecided(DomainError):
    """Somebody said already whose it is, or it waited too long."""


class FamilyMustConfirm(DomainError):
    """Nobody but the family itself says whose account it is."""

    field = "family_confirms"


class PassbookMustBeSeen(DomainError):
    """Another name, or another recipient's number: a person looks at the passbook first."""


class MismatchAnswered(DomainError):
    """It was answered already."""


def recipient_named(reference: str) -> tuple[str, int] | None:
    """Case number and position in `BB-2026-0001-1`, as it stands on a family's letters."""
    found = _RECIPIENT.fullmatch(reference)
    return (found[1].upper(), int(found[2])) if found else None
