"""Numbers of documents, what a check of one answers, and how content is kept as JSON. Pure."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from savings_app.errors import DomainError
from savings_app.money import Rupiah

MOST_TRIES = 3


class DocumentKind(StrEnum):
    ACCESS = "access"
    BENEFIT = "benefit"
    PLAN = "plan"
    SAVINGS = "savings"
    BANK_INTRODUCTION = "bank-introduction"
    CONSENT = "consent"
    HANDOVER = "handover"
    VISIT_FORM = "visit-form"
    PLAN_FORM = "plan-form"
    MONTHLY_REPORT = "monthly-report"
    SESSION_MATERIALS = "session-materials"


# Of the office, not of a family: they belong to a region.
OFFICE_KINDS = frozenset({DocumentKind.MONTHLY_REPORT, DocumentKind.SESSION_MATERIALS})


class DocumentState(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Sheet(StrEnum):
    """The paper a document is laid out for. F4, 215 × 330 mm, is what most offices here hold."""

    A4 = "a4"
    F4 = "f4"


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted.

    Raises:
        ValueError: it ends before it begins.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: which kind, in which language, for which sheet, of which days.

    Without `period` a statement tells of all days until today.
    """

    kind: DocumentKind
    language: str = "id"
    sheet: Sheet = Sheet.A4
    period: Period | None = None


class Genuineness(StrEnum):
    """What `document verify` and the public page answer."""

    GENUINE = "genuine"
    CHANGED = "changed"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class NothingToPrint(DomainError):
    """There is no plan, or no pledge, to make this document from."""


class BenefitNotComputed(DomainError):
    """Of a case of an old list the law was never asked what is due."""


class PeriodOnlyOfStatement(DomainError):
    """Only a statement tells of days; every other document is as things stand today."""

    field = "period"


class PeriodNotBegun(DomainError):
    """Of days that have not come nothing is known. Fact: `today`."""

    field = "period"


class PeriodEndsFirst(DomainError):
    """It ends before it begins."""

    field = "period"


class PeriodDayMissing(DomainError):
    """One end of it is said and the other is not."""

    field = "period"


class PeriodTooLong(DomainError):
    """Fact: `years`, how many a statement reaches over at most."""

    field = "period"


class StatementNeedsConsent(DomainError):
    """The recipient has not agreed that staff see what the bank answered."""


class StatementNeedsAgreement(DomainError):
    """No cooperation agreement holds with a bank the statement tells of. Fact: `banks`."""


class DocumentNotReady(DomainError):
    """It is still being made, or failed."""


class LetterPrintedOnce(DomainError):
    """An access letter's bytes are handed out once; a lost one is replaced by a new letter."""


class CertificateUnknown(DomainError):
    """No certificate of ours, or more than one, has a fingerprint that begins so."""


class CertificateRevoked(DomainError):
    """It vouches for nothing that is signed from then on."""


# SA: surat akses; SH: surat hak; RK: rencana keluarga; LS: laporan simpanan; SP: surat pengantar;
# PP: permintaan persetujuan; BA: berita acara; LK: lembar kunjungan; LR: lembar rencana;
# LB: laporan bulanan; BS: bahan sesi.
PREFIXES = {
    DocumentKind.ACCESS: "SA",
    DocumentKind.BENEFIT: "SH",
    DocumentKind.PLAN: "RK",
    DocumentKind.SAVINGS: "LS",
    DocumentKind.BANK_INTRODUCTION: "SP",
    DocumentKind.CONSENT: "PP",
    DocumentKind.HANDOVER: "BA",
    DocumentKind.VISIT_FORM: "LK",
    DocumentKind.PLAN_FORM: "LR",
    DocumentKind.MONTHLY_REPORT: "LB",
    DocumentKind.SESSION_MATERIALS: "BS",
}
_NUMBER = re.compile(rb"\b(?:%s)-\d{4}-\d{4,7}\b" % "|".join(PREFIXES.values()).encode())
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_IDENTIFIER = re.compile(rb"/ID ?\[ ?\(([%s]{16})\)" % _ALPHABET.encode())


def document_number(kind: DocumentKind, year: int, serial: int) -> str:
    """`LS-2026-0007`."""
    return f"{PREFIXES[kind]}-{year}-{serial:04}"


def find_number(data: bytes) -> str | None:
    """The first document number written in these bytes."""
    found = _NUMBER.search(data)
    return found.group().decode() if found else None


def find_token(data: bytes) -> str | None:
    """The token in the file's own identifier, which stands uncompressed at its end."""
    found = _IDENTIFIER.search(data)
    return found.group(1).decode() if found else None


def make_token() -> str:
    """What the QR holds: 16 letters nobody can guess, the same for the document's whole life."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def encoded(value: Any) -> Any:
    """The content as JSON can keep it: amounts as sen, days as ISO text, each under its own key."""
    if isinstance(value, Rupiah):
        return {"sen": value.sen}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, dict):
        return {key: encoded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(inner) for inner in value]
    return value


def decoded(value: Any) -> Any:
    """What `encoded` kept, as it was (tuples come back as lists)."""
    if isinstance(value, dict):
        if value.keys() == {"sen"}:
            return Rupiah(value["sen"])
        if value.keys() == {"day"}:
            return date.fromisoformat(value["day"])
        return {key: decoded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [decoded(inner) for inner in value]
    return value
