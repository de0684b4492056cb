"""What a kind of import is: the seam between the engine and the package that owns the rows.

A kind is one `Handler`. The engine reads the file, finds the headings and the rows, stages, shows,
applies, undoes and forgets; the handler says which facts it knows, what becomes of each row, and
writes. Preview and apply ask `assess` the same question, apply under the lock. See
docs/decisions/0007-imports.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.errors import Problem
from savings_app.imports.headings import Fact
from savings_app.imports.kinds import ImportKind, Outcome
from savings_app.imports.rows import FoundRow, Places

__all__ = [
    "AskedKind",
    "Assessed",
    "Assessment",
    "BatchFact",
    "Context",
    "Fact",
    "FoundRow",
    "Handler",
    "LeftStanding",
    "Places",
    "Trouble",
    "Undoing",
    "Writing",
]

# (value, label) pairs a person chooses from, for the region that hands the file in.
Choices = Callable[[Session, str, date], Sequence[tuple[str, str]]]


class AskedKind(StrEnum):
    TEXT = "text"
    MONTH = "month"  # `2026-03`
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class BatchFact:
    """What is asked of the person for the whole file, for rows whose column does not say it.

    `label` and `hint` are lazy texts; a CHOICE has `choices`.
    """

    name: str
    label: str
    kind: AskedKind = AskedKind.TEXT
    hint: str = ""
    needed: bool = False
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler is told of the file beside its rows.

    `region` is that of who hands it in: rows outside are refused. `facts` are the answers to
    `Handler.asked`, blank ones left out. `batch_id` is None in a preview that writes nothing.
    """

    region: str
    facts: Mapping[str, str]
    places: Places
    today: date
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row is refused, or what is odd about it; `fact` names its column.

    `what` is kept for good: it holds no name and no number of a person.
    """

    fact: str | None
    what: str


@dataclass(slots=True)
class Assessed:
    """What becomes of one row.

    `changes` is what the preview shows of a CHANGED row: fact → (was, becomes), numbers of people
    masked. `before` is for `undo`: whatever it needs, as JSON. `work` is the handler's own, for
    `apply`; it is never stored. `trouble` of a REFUSED row says why, of another what to look at.
    """

    number: int
    outcome: Outcome
    changes: Mapping[str, tuple[str, str]] | None = field(default=None, repr=False)
    before: Mapping[str, Any] | None = field(default=None, repr=False)
    subject_id: UUID | None = None
    trouble: Sequence[Trouble] = ()
    work: Any = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class LeftStanding:
    """A row that was not taken back, since something was built on it. `what` names no person."""

    subject_id: UUID | None
    what: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """Whose file is written, by whom and when."""

    context: Context
    actor: Actor | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Undoing:
    """Which batch is taken back. `changed` are the rows it changed: number, subject, before."""

    batch_id: UUID
    changed: Sequence[tuple[int, UUID | None, Mapping[str, Any]]]
    actor: Actor | None
    today: date
    now: datetime


class Handler(Protocol):
    """One kind of import. A plain object with these; all its texts are lazy.

    `keys` are names of facts that only a row about somebody fills. `permission` is who may run it.
    """

    kind: ImportKind
    permission: Permission
    facts: Sequence[Fact]
    keys: Sequence[str]
    asked: Sequence[BatchFact]

    def assess(
        self, session: Session, rows: Sequence[FoundRow], *, context: Context
    ) -> list[Assessed]:
        """Exactly one outcome for each row, in their order; reads, and writes nothing.

        As many statements for ten thousand rows as for ten: look keys up in sets.
        """

    def apply(self, session: Session, rows: Sequence[Assessed], *, writing: Writing) -> None:
        """Write the NEW and CHANGED rows. Set their `subject_id`, and `before` of changed ones.

        The batch is APPLIED in the same transaction; `writing.context.batch_id` marks what it made.
        """

    def undo(self, session: Session, *, of: Undoing) -> list[LeftStanding]:
        """Take back what the batch made and changed; return by name what must stay."""


@dataclass(slots=True)
class Assessment:
    """All rows of a file: rows_in = new + changed + same + refused, always.

    `left_out` are the numbers of rows that are about nobody: feet, signatures, repeated headings.
    """

    rows: Sequence[Assessed]
    places: Places
    left_out: Sequence[int] = ()

    def count(self, outcome: Outcome) -> int:
        return self.counts[outcome]

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    @property
    def rows_in(self) -> int:
        return len(self.rows)

    def problems(self) -> list[Problem]:
        """What is wrong or odd, row by row, each with its place."""
        return [problem for row in self.rows for problem in problems_of(row, self.places)]


def problems_of(row: Assessed, places: Places) -> list[Problem]:
    """The troubles of a row with their places."""
    return [Problem(places.of(row.number, one.fact), one.what) for one in row.trouble]


def kept_problems(row: Assessed, places: Places) -> list[dict[str, str | None]]:
    """The same as they are kept with the row; `column` is the heading as written."""
    return [
        {
            "place": places.of(row.number, one.fact),
            "what": one.what,
            "column": places.headings.get(one.fact or ""),
        }
        for one in row.trouble
    ]


def refused(number: int, *trouble: Trouble) -> Assessed:
    """A row that is not taken, and why."""
    return Assessed(number, Outcome.REFUSED, trouble=trouble)


def in_portions(keys: Iterable[Any], *, size: int = 5000) -> Iterable[list[Any]]:
    """Keys in portions for `IN (…)`: a statement takes at most some ten thousand parameters."""
    portion: list[Any] = []
    for key in keys:
        portion.append(key)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion
