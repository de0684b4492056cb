"""Which papers a claim needs, who usually brings each, and what a state asks for. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from savings_app.cases.claim_papers import PaperRule, paper_rules
from savings_app.cases.kinds import (
    BringsIt,
    HeirTier,
    PaperFileType,
    PaperKind,
    PaperState,
    Programme,
    Relation,
)
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.errors import DomainError

MOST_FILES = 10  # of one paper
MOST_BYTES_TOGETHER = 40 * 1024 * 1024  # of one download


class PaperDayNeeded(DomainError):
    """A paper that is here came on a day."""

    field = "received_on"


class PaperDayImpossible(DomainError):
    """Received before the death, or on a day that has not come."""

    field = "received_on"


class NextStepNeeded(DomainError):
    """Where a paper cannot be had yet, somebody does something about it."""

    field = "next_step"


class FollowUpPast(DomainError):
    """A paper is asked for by a day that comes."""

    field = "follow_up_on"


class NothingReceived(DomainError):
    """A receipt needs at least one paper that came."""


class NothingAsked(DomainError):
    """Every paper is here, or cannot be had yet: nothing can be asked for by a day."""


class TooManyPaperFiles(DomainError):
    """Fact: `most`, the files one paper can have."""

    field = "files"


class PaperFilesTooLarge(DomainError):
    """Together more than one download holds. Fact: `megabytes`."""


class PaperFileWithdrawn(DomainError):
    """Its bytes are gone; somebody withdrew it before."""


class PaperFileGone(DomainError):
    """The bytes on disk are not those that were kept."""


def needed_papers(
    *,
    programme: Programme,
    recipients: Collection[Relation],
    has_minor: bool = False,
    tier: HeirTier | None = None,
) -> dict[PaperKind, BringsIt]:
    """The papers of a case and who usually brings each, in the order they are shown.

    `tier` is the one the questions of Pasal 40(2) have found, None while they have not.
    """
    return {
        rule.kind: rule.brings
        for rule in paper_rules()
        if rule.when == "always"
        or (rule.when == "minor" and has_minor)
        or (rule.when == "tier" and tier is not None and rule.tier is tier)
        or rule.programme is programme
        or rule.relation in recipients
    }


def papers_of_tier(tier: HeirTier) -> list[PaperRule]:
    """What a claim of this tier brings, with how sure we are of each."""
    return [rule for rule in paper_rules() if rule.when == "always" or rule.tier is tier]


def check_paper(
    *,
    state: PaperState,
    reason: str | None,
    next_step: str | None,
    received_on: date | None,
    died_on: date,
    today: date,
) -> None:
    """
    Raises:
        ReasonNeeded, NextStepNeeded, PaperDayNeeded, PaperDayImpossible
    """
    if state is PaperState.UNAVAILABLE:
        if not reason:
            raise ReasonNeeded
        if not next_step:
            raise NextStepNeeded
    if state is not PaperState.RECEIVED:
        return
    if received_on is None:
        raise PaperDayNeeded
    if not died_on <= received_on <= today:
        raise PaperDayImpossible


def check_follow_up(follow_up_on: date | None, *, before: date | None, today: date) -> None:
    """`before` is the day that stood there; one that has passed may stay, a new one may not.

    Raises:
        FollowUpPast
    """
    if follow_up_on is not None and follow_up_on != before and follow_up_on < today:
        raise FollowUpPast


def file_name(kind: PaperKind, *, position: int, type_: PaperFileType, number: int = 0) -> str:
    """`02-akta-kematian-1.jpg`: what a file in the download is called; nothing of a person.

    `position` is that of the paper in the form; `number` counts its files, 0 where it has one.
    """
    count = f"-{number}" if number else ""
    return f"{position:02}-{kind.value.replace('_', '-')}{count}.{type_.value}"
