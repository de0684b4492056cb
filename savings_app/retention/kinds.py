"""Codes of what is kept for a time, and of who holds it back. Pure."""

from __future__ import annotations

from enum import StrEnum


class RetentionKind(StrEnum):
    """What a period is about."""

    LINES_REVOKED = "baris_dicabut"  # lines and balances of an account after consent 3


class RetentionBeginning(StrEnum):
    """From which day a period counts."""

    REVOKED = "pencabutan"  # the day the consent was taken back
    CASE_END = "akhir_urusan"  # the day the case came to its end, where that is later


class HoldOrigin(StrEnum):
    """Whose reason it is that nothing of a case is erased."""

    OFFICE = "dinas"
    INSPECTORATE = "inspektorat"
