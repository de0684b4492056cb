"""What came of each family, as far as it is known. Pure.

A family is counted for a month once that month is over, and for savings only where a bank said
something of that month: silence is counted apart and is never a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from uuid import UUID

from savings_app.cases.follow_up_rules import months_later
from savings_app.experiments.kinds import KEPT_AFTER, PLAN_WITHIN, Outcome, Variant
from savings_app.money import Rupiah, total


@dataclass(frozen=True, slots=True)
class Answered:
    """A bank's word of a day about one *disimpan* pledge: all of it is still there, or not all."""

    pledge_id: UUID
    on: date
    is_whole: bool


@dataclass(frozen=True, slots=True)
class PaidIn:
    """A line for a *disetor* pledge; a reversal is negative. `wanted`: what was pledged."""

    pledge_id: UUID
    on: date
    amount: Rupiah
    wanted: Rupiah


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """One family. `is_in` is False once nobody of it agrees to be counted any more.

    `answers` are in the order in which they were given.
    """

    variant: Variant
    assigned_on: date
    is_in: bool = True
    plans: Sequence[date] = ()
    answers: Sequence[Answered] = ()
    paid_in: Sequence[PaidIn] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """`yes` of `counted`; `waiting`: the month is not over; `silent`: no word of a bank."""

    yes: int = 0
    no: int = 0
    waiting: int = 0
    silent: int = 0

    @property
    def counted(self) -> int:
        return self.yes + self.no


@dataclass(frozen=True, slots=True)
class Arm:
    """The families of one wording. `left` took their consent back and stand nowhere else."""

    variant: Variant
    families: int
    left: int
    tallies: Mapping[Outcome, Tally]


class Came(Enum):
    YES = auto()
    NO = auto()
    WAITING = auto()
    SILENT = auto()


def count_arms(
    facts: Iterable[FamilyFacts], *, variants: Sequence[Variant], today: date
) -> tuple[Arm, ...]:
    """What is known today, by wording."""
    by_variant: dict[Variant, list[FamilyFacts]] = {variant: [] for variant in variants}
    for family in facts:
        by_variant[family.variant].append(family)
    return tuple(_arm(variant, families, today) for variant, families in by_variant.items())


def what_came(family: FamilyFacts, outcome: Outcome, *, today: date) -> Came:
    """Of one family, for one outcome."""
    if outcome is Outcome.PLAN:
        until = months_later(family.assigned_on, PLAN_WITHIN)
        if today < until:
            return Came.WAITING
        made = any(family.assigned_on <= day < until for day in family.plans)
        return Came.YES if made else Came.NO
    month = months_later(family.assigned_on, KEPT_AFTER[outcome]).replace(day=1)
    after = months_later(month, 1)
    if today < after:
        return Came.WAITING
    words = [*_answered(family.answers, month, after), *_paid(family.paid_in, after)]
    if not words:
        return Came.SILENT
    return Came.YES if any(words) else Came.NO


def _answered(answers: Sequence[Answered], month: date, after: date) -> list[bool]:
    """Of each pledge the bank spoke of in that month: its last word."""
    last: dict[UUID, Answered] = {}
    for one in answers:
        before = last.get(one.pledge_id)
        if month <= one.on < after and (before is None or before.on <= one.on):
            last[one.pledge_id] = one
    return [one.is_whole for one in last.values()]


def _paid(lines: Sequence[PaidIn], after: date) -> list[bool]:
    """Of each pledge that had money by then: whether it was all that was wanted."""
    by_pledge: dict[UUID, list[PaidIn]] = {}
    for line in lines:
        if line.on < after:
            by_pledge.setdefault(line.pledge_id, []).append(line)
    sums = [(total(one.amount for one in of), of[0].wanted) for of in by_pledge.values()]
    return [paid >= wanted for paid, wanted in sums if paid.sen > 0]


def _arm(variant: Variant, families: Sequence[FamilyFacts], today: date) -> Arm:
    those_in = [family for family in families if family.is_in]
    return Arm(
        variant=variant,
        families=len(those_in),
        left=len(families) - len(those_in),
        tallies={outcome: _tally(those_in, outcome, today) for outcome in Outcome},
    )


def _tally(families: Sequence[FamilyFacts], outcome: Outcome, today: date) -> Tally:
    came = [what_came(family, outcome, today=today) for family in families]
    return Tally(
        yes=came.count(Came.YES),
        no=came.count(Came.NO),
        waiting=came.count(Came.WAITING),
        silent=came.count(Came.SILENT),
    )
