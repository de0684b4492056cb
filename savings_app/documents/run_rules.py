"""Runs: one kind of document for every recipient of a place, worked off row by row. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from savings_app.documents.rules import DocumentKind, Wanted
from savings_app.errors import DomainError

# How long one document may take, and how many one worker holds at a time.
LONGEST_RENDERING = timedelta(seconds=60)
PORTION = 5
# Longer than a portion can take: who has not come back by then was killed.
LEASE = LONGEST_RENDERING * PORTION + timedelta(seconds=30)
# So often may a worker die with a row in its hands before the row is not tried again by itself.
MOST_BROKEN_OFF = 5

# Never in a run. An access letter leaves once, from hand to hand.
_ONE_BY_ONE = frozenset({DocumentKind.ACCESS})
# A bundle for a printer is cut into parts of so many documents, and kept for so long.
DOCUMENTS_A_PART = 100
BUNDLE_KEPT = timedelta(days=7)


class RunState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RowState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"  # there is nothing to print, or it may not be printed
    FAILED = "failed"
    CANCELLED = "cancelled"


class RowReason(StrEnum):
    """Why a row was not printed."""

    NOTHING = "nothing"
    CONSENT = "consent"
    AGREEMENT = "agreement"
    GONE = "gone"
    REFUSED = "refused"
    TIME = "time"
    MEMORY = "memory"
    ENDED = "ended"
    ERROR = "error"


class LeftOut(StrEnum):
    """Why a document of a run is not handed out with the others."""

    NOT_MADE = "not_made"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    CONSENT = "consent"


class RunEnd(StrEnum):
    """Why a run was cancelled."""

    BY_PERSON = "by_person"
    ASKER_GONE = "asker_gone"  # whoever asked may not do this any more


SKIPPED_FOR = {
    "NothingToPrint": RowReason.NOTHING,
    "StatementNeedsConsent": RowReason.CONSENT,
    "StatementNeedsAgreement": RowReason.AGREEMENT,
    "NotFound": RowReason.GONE,
}
FAILED_FOR = {
    "RenderedTooLong": RowReason.TIME,
    "RenderedTooLarge": RowReason.MEMORY,
    "RendererEnded": RowReason.ENDED,
}


class RunOfNobody(DomainError):
    """There is no recipient in this place."""


class RunOverAlready(DomainError):
    """It is finished or cancelled: there is nothing to pause, resume or cancel."""


class NothingFailed(DomainError):
    """No row of the run failed."""


class NothingToTake(DomainError):
    """No document of the run may be handed out to this person, or none is made yet."""


class BundleOutOfDate(DomainError):
    """A document in it may not be seen any more: it must be put together anew."""


class KindNotForRuns(DomainError):
    """This kind is made one by one."""

    field = "kind"


@dataclass(frozen=True, slots=True)
class RunWanted:
    """What is printed (`wanted`) for all recipients of `region_code` and below."""

    wanted: Wanted
    region_code: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recipient who may stand in a run, and where: names sort, codes are kept."""

    recipient_id: UUID
    region_code: str
    district: str
    village: str
    name: str


def is_for_runs(kind: DocumentKind) -> bool:
    """Whether a run may print this kind."""
    return kind not in _ONE_BY_ONE


def in_reading_order(candidates: list[Candidate]) -> list[Candidate]:
    """By kecamatan, desa and name, as papers are sorted that are carried from house to house.

    The same on every database: no collation has a word in it.
    """
    return sorted(
        candidates,
        key=lambda one: (
            one.district.casefold(),
            one.village.casefold(),
            one.region_code,
            one.name.casefold(),
            str(one.recipient_id),
        ),
    )


def skipped_for(refusal: DomainError) -> RowReason:
    """Why a recipient is passed over."""
    return SKIPPED_FOR.get(type(refusal).__name__, RowReason.REFUSED)


def failed_for(failure: str | None) -> RowReason:
    """Why a document could not be made, from the failure kept with it."""
    return FAILED_FOR.get(failure or "", RowReason.ERROR)
