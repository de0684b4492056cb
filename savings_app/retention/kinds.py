"""Codes of what is kept for a time, and of who holds it back. Pure."""

from __future__ import annotations

from enum import StrEnum


class RetentionKind(StrEnum):
    """What a period is about; counted from the day the consent was taken back."""

    LINES_REVOKED = "baris_dicabut"  # lines and balances of an account after consent 3


class HoldOrigin(StrEnum):
    """Whose reason it is that nothing of a case is erased."""

    OFFICE = "dinas"
    INSPECTORATE = "inspektorat"
