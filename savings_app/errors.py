"""The ways a request can be refused. Everything else is a bug.

A refusal is a fact named by its class (`PledgeExceedsBenefit`), never a sentence: the sentence,
in Indonesian and English, stands in `savings_app.words.refusals`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class DomainError(Exception):
    """A rule said no. The page shows its sentence beside `field` and keeps what was typed.

    Facts the sentence needs (an amount, a date, a line) are keyword arguments:
    `raise PayoutBeforeDeath(died_on=case.died_on)`.
    """

    field: str | None = None

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        super().__init__(type(self).__name__)
        if field is not None:
            self.field = field
        self.facts = facts


class NotFound(DomainError):
    """No such record, or none this person may see: the page is the same 404."""


class NotPermitted(DomainError):
    """This person may never do this: 403."""


class Conflict(DomainError):
    """The record changed under the user: 409, and the new state is shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in what was handed in; all are collected before anything is refused.

    `place` is where, counted from 1: `line 7`, `line 7, column NAME`,
    `sheet S, row 7, column NAME` or a key path such as `version[1].bracket[2].up_to`.
    `what` is a sentence for the person who handed it in. A refusal carries them as its fact
    `problems`.
    """

    place: str | None
    what: str


@dataclass(frozen=True, slots=True)
class RuleWarning:
    """Something to say beside an answer that is given all the same.

    As a refusal it is a fact, named by `code`; its sentence stands in `savings_app.words.warnings`.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
