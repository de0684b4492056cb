"""Which wording may be tried, when a trial may begin, and who gets which wording. Pure.

The words are read on a shared telephone by people in mourning: they are held to the rules of every
reminder, and to those of domain.md, section 6.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from savings_app.errors import DomainError
from savings_app.experiments.kinds import ExperimentState, Outcome, Topic, Variant
from savings_app.experiments.refused_words import (
    ADDRESS,
    NAME,
    OUTSIDE,
    PRESSES,
)
from savings_app.outbox.rules import tells_a_stranger

SHORTEST, LONGEST = 20, 200
GOAL = re.compile(r"\{(?:tujuan|goal)\}")
# Two of each wording in every block: the numbers never drift apart by more than two.
IN_A_BLOCK = 2
LEAST_FAMILIES, MOST_FAMILIES = 20, 20_000
LONGEST_DAYS = 3 * 366

_NO_NAMES = frozenset({"Anda", "Dinas", "Bapak", "Ibu"})


class WordingMissing(DomainError):
    """A trial needs at least one other wording, in both languages."""

    field = "text_id"


class WordingLength(DomainError):
    """Too short to say anything, or too long for a telephone. Facts: `shortest`, `longest`."""


class WordingTells(DomainError):
    """A stranger who reads it would learn of money or of a death. Fact: `word`."""


class WordingPresses(DomainError):
    """It blames or presses. Fact: `word`."""


class WordingOutside(DomainError):
    """It speaks of what is never tried out: claims, rights, doa arwah. Fact: `word`."""


class WordingHoldsAddress(DomainError):
    """Signs and addresses have no place: the address that stops stands in every message already."""


class WordingNamesSomebody(DomainError):
    """A capital inside a sentence: a message names nobody. Fact: `word`."""


class WordingTwice(DomainError):
    """Two wordings that are the same compare nothing."""

    field = "other_id"


class TopicNotAllowed(DomainError):
    """Only the topics of the closed list may vary. Fact: `topic`."""


class FamiliesOutOfRange(DomainError):
    """Facts: `least`, `most`."""

    field = "families"


class ExpectedOutOfRange(DomainError):
    """A share from 1 to 99 percent."""

    field = "expected_percent"


class ExperimentDaysWrong(DomainError):
    """It ends after it begins, and within three years."""

    field = "ends_on"


class EthicsApprovalMissing(DomainError):
    """Without a number, who gave it and when, nothing begins."""

    field = "ethics_number"


class EthicsApprovalInFuture(DomainError):
    """An approval that is not given yet is none."""

    field = "ethics_on"


class ExperimentOver(DomainError):
    """Its last day is past."""

    field = "ends_on"


class ExperimentNotDraft(DomainError):
    """Only a draft is changed, dropped or begun."""


class ExperimentNotRunning(DomainError):
    """Only what runs is ended."""


class ExperimentRuns(DomainError):
    """One at a time for a topic. Fact: `name`."""


class ExperimentOwn(DomainError):
    """Whoever wrote the draft, or changed it last, does not begin it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording in both languages; `{tujuan}` or `{goal}` stands for the family's own goal."""

    indonesian: str
    english: str

    def said(self, language: str, *, goal: str | None) -> str:
        """As it is sent, the goal between quotation marks; without one, "rencana Anda"."""
        english = language == "en"
        text = self.english if english else self.indonesian
        without = "your plan" if english else "rencana Anda"
        return GOAL.sub(lambda _found: f"“{goal}”" if goal else without, text)


@dataclass(frozen=True, slots=True)
class ExperimentPlan:
    """What a supervisor writes down before it begins. `others` are the wordings B and C."""

    name: str
    question: str
    topic: Topic
    outcome: Outcome
    others: Sequence[Wording]
    families: int
    expected_percent: int
    starts_on: date
    ends_on: date
    ethics_number: str | None = None
    ethics_body: str | None = None
    ethics_on: date | None = None


def check_topic(topic: str) -> Topic:
    """
    Raises:
        TopicNotAllowed
    """
    try:
        return Topic(topic)
    except ValueError as other:
        raise TopicNotAllowed(topic=topic) from other


def check_plan(plan: ExperimentPlan) -> None:
    """What a draft must be, whoever writes it. The approval may still be missing.

    Raises:
        TopicNotAllowed, WordingMissing, WordingLength, WordingTells, WordingPresses,
        WordingOutside, WordingHoldsAddress, WordingNamesSomebody, WordingTwice,
        FamiliesOutOfRange, ExpectedOutOfRange, ExperimentDaysWrong
    """
    check_topic(plan.topic)
    if not plan.others:
        raise WordingMissing
    for place, wording in zip(("text", "other"), plan.others, strict=False):
        check_text(wording.indonesian, field=f"{place}_id")
        check_text(wording.english, field=f"{place}_en")
    texts = {" ".join(one.indonesian.lower().split()) for one in plan.others}
    if len(texts) < len(plan.others):
        raise WordingTwice
    if not LEAST_FAMILIES <= plan.families <= MOST_FAMILIES:
        raise FamiliesOutOfRange(least=LEAST_FAMILIES, most=MOST_FAMILIES)
    if not 1 <= plan.expected_percent <= 99:  # noqa: PLR2004
        raise ExpectedOutOfRange
    if not 0 < (plan.ends_on - plan.starts_on).days <= LONGEST_DAYS:
        raise ExperimentDaysWrong


def check_text(text: str, *, field: str) -> None:
    """A wording that may be sent. Sender and how to stop are added to each message.

    Raises:
        WordingLength, WordingTells, WordingPresses, WordingOutside, WordingHoldsAddress,
        WordingNamesSomebody
    """
    bare = GOAL.sub("rencana", text)
    if not SHORTEST <= len(text.strip()) <= LONGEST:
        raise WordingLength(field=field, shortest=SHORTEST, longest=LONGEST)
    pressed = _first(PRESSES, bare)
    if pressed:
        raise WordingPresses(field=field, word=pressed)
    outside = _first(OUTSIDE, bare)
    if outside:
        raise WordingOutside(field=field, word=outside)
    told = tells_a_stranger(bare)
    if told:
        raise WordingTells(field=field, word=told)
    if ADDRESS.search(bare):
        raise WordingHoldsAddress(field=field)
    named = next((one for one in NAME.findall(bare) if one not in _NO_NAMES), None)
    if named:
        raise WordingNamesSomebody(field=field, word=named)


def check_start(
    plan: ExperimentPlan,
    *,
    state: ExperimentState,
    today: date,
    actor_id: UUID | None,
    written_by: Collection[UUID],
) -> None:
    """All that stands before the first family: a draft, an approval, a second person.

    Raises:
        ExperimentNotDraft, EthicsApprovalMissing, EthicsApprovalInFuture, ExperimentOver,
        ExperimentOwn, and what `check_plan` raises
    """
    check_draft(state)
    check_plan(plan)
    if plan.ethics_on is None or not plan.ethics_number or not plan.ethics_body:
        raise EthicsApprovalMissing
    if plan.ethics_on > today:
        raise EthicsApprovalInFuture
    if plan.ends_on < today:
        raise ExperimentOver
    if actor_id is None or actor_id in written_by:
        raise ExperimentOwn


def check_draft(state: ExperimentState) -> None:
    """
    Raises:
        ExperimentNotDraft
    """
    if state is not ExperimentState.DRAFT:
        raise ExperimentNotDraft


def check_running(state: ExperimentState) -> None:
    """
    Raises:
        ExperimentNotRunning
    """
    if state is not ExperimentState.RUNNING:
        raise ExperimentNotRunning


def variants_of(others: int) -> tuple[Variant, ...]:
    """A, the ordinary wording, and as many others."""
    return tuple(Variant)[: others + 1]


def draw(given: Mapping[Variant, int], *, variants: Sequence[Variant], by: Random) -> Variant:
    """The wording of the next family: permuted blocks, drawn only when it is needed.

    `given` counts those drawn so far. A list made beforehand could be read by whoever decides whom
    to ask; this way the next one exists nowhere. Each permutation of a block is as likely as any
    other, because each place is drawn evenly from what the block still holds.
    """
    block = IN_A_BLOCK * len(variants)
    whole = sum(given.values()) // block * IN_A_BLOCK
    left = [one for one in variants for _ in range(IN_A_BLOCK - (given.get(one, 0) - whole))]
    return by.choice(left)


def _first(words: re.Pattern[str], text: str) -> str | None:
    found = words.search(text)
    return found.group() if found else None
