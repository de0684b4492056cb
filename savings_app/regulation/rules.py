"""The local regulation on the use of a santunan, and the saving it suggests. Pure.

It advises (`anjuran`) and cannot do more: what it computes is shown beside an empty field, and
never cuts or holds a santunan. A file is read by `savings_app.regulation.reading`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from savings_app.errors import DomainError, RuleWarning
from savings_app.money import ZERO, Rupiah, total

HALF = Fraction(1, 2)
Amounts = Iterable[tuple[str, Rupiah]]


class RegulationStatus(StrEnum):
    """Where a version stands on its way. Only `IN_FORCE` was issued and still stands."""

    DRAFT = "rancangan"
    PUBLIC_TEST = "uji_publik"
    IN_FORCE = "berlaku"
    REPEALED = "dicabut"


NOT_ISSUED = (RegulationStatus.DRAFT, RegulationStatus.PUBLIC_TEST)


class Force(StrEnum):
    """How far a regulation binds a family. There is no other value."""

    ADVICE = "anjuran"


class NoVersionYet(DomainError):
    """No version had started on that day and none is a draft. Facts: `on`, `first`."""

    field = "on"


class AmountBelowZero(DomainError):
    """A part or a need below zero. Fact: `name`."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """`percent` of what lies above the bracket before and not above `up_to`; the last is open."""

    up_to: Rupiah | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a regulation: which money counts, what comes off, and how much is suggested.

    `covered_first_by` names a part that pays a need first; only what exceeds the part comes off.
    `minimum_free_per_member` is on top of `minimum_free`, for each member of the household.
    """

    starts: date
    status: RegulationStatus
    included_parts: tuple[str, ...]
    deductible_needs: tuple[str, ...]
    minimum_free: Rupiah
    no_suggestion_below: Rupiah
    rounding: Rupiah
    brackets: tuple[Bracket, ...]
    covered_first_by: Mapping[str, str] = field(default_factory=dict)
    minimum_free_per_member: Rupiah = ZERO

    @property
    def is_issued(self) -> bool:
        """False for a draft: every page that shows its suggestion says so."""
        return self.status not in NOT_ISSUED


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation; its versions are in order of their first day."""

    code: str
    title: str
    issuer_region: str
    force: Force
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class BracketShare:
    """The part of the rest that falls in a bracket, and what the bracket makes of it."""

    up_to: Rupiah | None
    percent: Decimal
    part: Rupiah
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`base` - `deducted` = `suggestion` + `free`. A plan keeps the one it was shown.

    Warnings: `part_ignored`, `need_ignored` (`name`), `members_unknown`, `not_started` (`starts`),
    `repealed`.
    """

    base: Rupiah
    deducted: Rupiah
    suggestion: Rupiah
    free: Rupiah
    brackets: tuple[BracketShare, ...]
    force: Force
    status: RegulationStatus
    starts: date
    warnings: tuple[RuleWarning, ...]


def pick_version(regulation: Regulation, *, on: date | None = None) -> Version:
    """The version for a plan shown on the day `on`: the latest started by then.

    Before the first start it is the earliest draft, to be labelled as one. Without a day, the
    version that starts last.

    Raises:
        NoVersionYet: nothing has started and nothing is a draft.
    """
    if on is None:
        return regulation.versions[-1]
    started = [version for version in regulation.versions if version.starts <= on]
    if started:
        return started[-1]
    drafts = [version for version in regulation.versions if not version.is_issued]
    if not drafts:
        raise NoVersionYet(on=on, first=regulation.versions[0].starts)
    return drafts[0]


def suggest(
    version: Version,
    *,
    parts: Amounts,
    needs: Amounts = (),
    household_members: int | None = None,
    on: date | None = None,
) -> Suggestion:
    """The saving this version suggests to one recipient, in whole steps of its rounding.

    `parts` are the parts of the santunan this recipient receives and `needs` what the family
    declares, by name; repeated names add up. Of a household nobody counted, one member is known.
    `on` is the day it is shown, for the warnings.

    Raises:
        AmountBelowZero: a part or a need.
    """
    received, declared = _added_up(parts), _added_up(needs)
    base = total(received[name] for name in set(version.included_parts) if name in received)
    deducted = min(base, _deductible(version, received, declared))
    rest = base - deducted
    shares = _shares(version, rest)
    suggestion = min(
        _rounded_down(sum(_exact(share) for share in shares), version.rounding),
        _most(version, rest, household_members),
    )
    return Suggestion(
        base=base,
        deducted=deducted,
        suggestion=suggestion,
        free=rest - suggestion,
        brackets=shares,
        force=Force.ADVICE,
        status=version.status,
        starts=version.starts,
        warnings=(
            *_ignored(version, received, declared),
            *_about(version, household_members, on),
        ),
    )


def _added_up(amounts: Amounts) -> dict[str, Rupiah]:
    sen: Counter[str] = Counter()
    for name, amount in amounts:
        if amount < ZERO:
            raise AmountBelowZero(name=name)
        sen[name] += amount.sen
    return {name: Rupiah(count) for name, count in sen.items()}


def _deductible(
    version: Version, received: Mapping[str, Rupiah], declared: Mapping[str, Rupiah]
) -> Rupiah:
    """The deductible needs, those that a part pays first less that part (once, however many)."""
    needed: dict[str | None, Rupiah] = {}
    for name in set(version.deductible_needs):
        payer = version.covered_first_by.get(name)
        needed[payer] = needed.get(payer, ZERO) + declared.get(name, ZERO)
    covered = {payer: received.get(payer, ZERO) if payer else ZERO for payer in needed}
    return total(max(ZERO, amount - covered[payer]) for payer, amount in needed.items())


def _shares(version: Version, rest: Rupiah) -> tuple[BracketShare, ...]:
    """Each bracket with the part of `rest` in it; nothing where `rest` is too little."""
    spread = ZERO if rest < version.no_suggestion_below else rest
    shares, below = [], ZERO
    for bracket in version.brackets:
        end = spread if bracket.up_to is None else min(spread, bracket.up_to)
        part = max(ZERO, end - below)
        amount = Rupiah(floor(part.sen * Fraction(bracket.percent) / 100 + HALF))
        shares.append(BracketShare(bracket.up_to, bracket.percent, part, amount))
        below = bracket.up_to or below
    return tuple(shares)


def _exact(share: BracketShare) -> Fraction:
    """Its amount in sen before any rounding: only the sum is rounded, once."""
    return share.part.sen * Fraction(share.percent) / 100


def _rounded_down(sen: Fraction | int, step: Rupiah) -> Rupiah:
    return Rupiah(floor(sen)).rounded_down_to(step)


def _most(version: Version, rest: Rupiah, household_members: int | None) -> Rupiah:
    """What can be suggested at all, with the money that has to stay free left out."""
    members = 1 if household_members is None else household_members
    free = version.minimum_free + version.minimum_free_per_member * members
    return max(ZERO, rest - free).rounded_down_to(version.rounding)


def _ignored(
    version: Version, received: Mapping[str, Rupiah], declared: Mapping[str, Rupiah]
) -> list[RuleWarning]:
    paying = {
        payer
        for need, payer in version.covered_first_by.items()
        if need in declared and need in version.deductible_needs
    }
    used = paying | set(version.included_parts)
    return [
        *(RuleWarning("part_ignored", {"name": name}) for name in received if name not in used),
        *(
            RuleWarning("need_ignored", {"name": name})
            for name in declared
            if name not in version.deductible_needs
        ),
    ]


def _about(version: Version, household_members: int | None, on: date | None) -> list[RuleWarning]:
    noticed = {
        "members_unknown": bool(version.minimum_free_per_member) and household_members is None,
        "not_started": on is not None and on < version.starts,
        "repealed": version.status is RegulationStatus.REPEALED,
    }
    facts = {"starts": version.starts}
    return [RuleWarning(code, facts) for code, holds in noticed.items() if holds]
