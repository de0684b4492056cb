"""What a batch may become, and what stops it. Pure."""

from __future__ import annotations

from datetime import timedelta

from savings_app.errors import DomainError
from savings_app.imports.kinds import BatchState

# A worker says at least this often that it is at it; a batch silent for longer was left behind.
LEFT_BEHIND = timedelta(minutes=2)
# The bytes of a file nobody applied are kept this long.
LONGEST_WAIT = timedelta(days=7)
# Above this many rows a worker does the work and the page shows how far it is.
MOST_AT_ONCE = 2_000
SHORTEST_REASON = 5
LONGEST_SOURCE = 80


class ImportAlreadyApplied(DomainError):
    """The same bytes were applied. Fact: `on`, that moment."""

    field = "file"


class ImportAlreadyWaiting(DomainError):
    """The same bytes wait to be applied. Fact: `on`, the moment they came."""

    field = "file"


class ImportColumnsMissing(DomainError):
    """Needed facts have no column. Facts: `names`, `problems`."""


class ImportHasNoRows(DomainError):
    """Headings, and nobody below them. Fact: `problems`."""

    field = "file"


class ImportHasNothing(DomainError):
    """No row is new or changed: there is nothing to apply."""


class ImportNotWaiting(DomainError):
    """It was applied, discarded or taken back meanwhile."""


class ImportNotApplied(DomainError):
    """Only what is applied can be taken back."""


class ImportReasonNeeded(DomainError):
    """Why the batch is taken back is kept with it."""

    field = "reason"


class ImportSourceNeeded(DomainError):
    """Whose list it is decides how its columns are read."""

    field = "source"


class ImportChoiceUnknown(DomainError):
    """An answer for the whole file that is none of its choices. Facts: `name`, `answer`."""


class ImportAnswerNeeded(DomainError):
    """What the kind asks of the person for the whole file. Fact: `name`."""


class ImportRegionNeeded(DomainError):
    """Several kabupaten are loaded, and nobody says for which this file is."""


WAITING = (BatchState.READING, BatchState.STAGED, BatchState.APPLYING)


def check_reason(reason: str | None) -> str:
    """
    Raises:
        ImportReasonNeeded: none, or one too short to say anything.
    """
    text = " ".join((reason or "").split())[:300]
    if len(text) < SHORTEST_REASON:
        raise ImportReasonNeeded
    return text


def check_source(source: str | None) -> str:
    """
    Raises:
        ImportSourceNeeded
    """
    text = " ".join((source or "").split())[:LONGEST_SOURCE]
    if not text:
        raise ImportSourceNeeded
    return text
