"""What a year of contributions costs, which target holds, and how long a legal basis does. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from savings_app.coverage.kinds import BasisStatus
from savings_app.errors import DomainError, RuleWarning
from savings_app.money import Rupiah, total
from savings_app.policy.contribution import Payer, month_due, relief_percent
from savings_app.policy.rules import FactStatus, Segment, weakest
from savings_app.regions.rules import is_within

EARLIEST_YEAR, LATEST_YEAR = 2015, 2100
MOST_PEOPLE = 10_000_000
SOON = timedelta(days=60)
LAST_MONTH = 12


class YearImpossible(DomainError):
    """A year before the programme, or far ahead. Facts: `first`, `last`."""

    field = "year"


class PeopleImpossible(DomainError):
    """A number of people below one, or more than any kabupaten has. Fact: `most`."""

    field = "people"


class MonthsBackwards(DomainError):
    """The last month lies before the first."""

    field = "last_month"


class RegionNotYours(DomainError):
    """No such region, or not one this user works for."""

    field = "region_code"


class EachVillageOfOne(DomainError):
    """ "So many in every desa" is said of a kecamatan or the kabupaten, not of one desa."""

    field = "each_village"


class SourceYearImpossible(DomainError):
    """A source cannot be of a year that has not come."""

    field = "source_year"


class BasisEndsBeforeStart(DomainError):
    """The last day lies before the first."""

    field = "ends"


class BasisUnknown(DomainError):
    """No such legal basis, or not of a region this user works for."""

    field = "basis_id"


class BasisFileUnreadable(DomainError):
    """The file is no PDF, JPEG or PNG that can be opened, whatever its name says."""

    field = "file"


class BasisFileLocked(DomainError):
    """The PDF asks for a password."""

    field = "file"


def check_year(year: int) -> None:
    """
    Raises:
        YearImpossible
    """
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise YearImpossible(first=EARLIEST_YEAR, last=LATEST_YEAR)


def check_people(people: int, *, least: int = 1) -> None:
    """
    Raises:
        PeopleImpossible
    """
    if not least <= people <= MOST_PEOPLE:
        raise PeopleImpossible(most=MOST_PEOPLE)


# --- targets ---------------------------------------------------------------------------------


class Target(Protocol):
    """What a target says, wherever it is kept."""

    region_code: str
    each_village: bool
    category: str | None
    payer: Payer
    year: int
    people: int


T = TypeVar("T", bound=Target)


def targets_for(targets: Iterable[T], *, year: int) -> list[T]:
    """The targets that hold in `year`: of each the latest that is not of a later year."""
    found: dict[tuple[str, bool, str | None, Payer], T] = {}
    for target in sorted(targets, key=lambda one: one.year):
        if target.year <= year:
            key = (target.region_code, target.each_village, target.category, target.payer)
            found[key] = target
    return [target for target in found.values() if target.people]


def target_of_village(targets: Iterable[Target], *, code: str) -> int | None:
    """What is meant for one desa: its own targets, and those said of every desa around it.

    What is said of the whole kabupaten at once has no share for a desa. None where nothing is said.
    """
    meant = [
        one.people
        for one in targets
        if (is_within(code, one.region_code) if one.each_village else one.region_code == code)
    ]
    return sum(meant) if meant else None


def target_of_all(targets: Iterable[Target], *, villages: Sequence[str]) -> int | None:
    """What is meant for all of these desa together.

    A figure said of the whole stands before "so many in every desa", of the same payer: 16,000 at
    desa level and 100 in each desa are the same people told twice.
    """
    whole: dict[Payer, int] = {}
    each: dict[Payer, int] = {}
    for one in targets:
        if one.each_village:
            inside = sum(is_within(code, one.region_code) for code in villages)
            each[one.payer] = each.get(one.payer, 0) + one.people * inside
        else:
            whole[one.payer] = whole.get(one.payer, 0) + one.people
    meant = {**each, **whole}
    return sum(meant.values()) if meant else None


# --- budgets -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YearNeed:
    """What so many people cost for these months of a year.

    `relief_months` are the months in which PP 50/2025 takes something off for those it is meant
    for. `needed` counts relief for who pays himself only; `with_relief` is what it would be if it
    held for this payer.
    """

    people: int
    months: int
    needed: Rupiah
    with_relief: Rupiah
    a_month: Rupiah  # without relief, for one person in the last month
    relief_months: tuple[int, ...]
    status: FactStatus
    warnings: tuple[RuleWarning, ...]


def year_need(
    *, people: int, payer: Payer, year: int, first_month: int = 1, last_month: int = LAST_MONTH
) -> YearNeed:
    """People x what a month costs, added over the months; BPU of the lowest band, not transport.

    Raises:
        NotYetInForce, PeopleImpossible, MonthsBackwards
    """
    check_people(people)
    if not 1 <= first_month <= last_month <= LAST_MONTH:
        raise MonthsBackwards
    months = [date(year, month, 1) for month in range(first_month, last_month + 1)]
    dues = [month_due(segment=Segment.BPU, payer=payer, month=one) for one in months]
    relieved = [month_due(segment=Segment.BPU, payer=Payer.SELF, month=one) for one in months]
    plain = month_due(segment=Segment.BPU, payer=Payer.APBD, month=months[-1])
    warnings = {warning.code: warning for due in dues for warning in due.warnings}
    relief_months = tuple(one.month for one in months if relief_percent(month=one))
    if not relief_months:
        warnings.pop("payer_unclear", None)
    return YearNeed(
        people=people,
        months=len(months),
        needed=total(due.total for due in dues) * people,
        with_relief=total(due.total for due in relieved) * people,
        a_month=plain.total,
        relief_months=relief_months,
        status=weakest(*(due.status for due in dues)),
        warnings=tuple(warnings.values()),
    )


# --- legal bases -------------------------------------------------------------------------------


class Validity(Protocol):
    """What says how long a basis holds."""

    starts: date
    ends: date | None
    status: BasisStatus


def holds_on(basis: Validity, day: date) -> bool:
    """In force on that day: begun, not ended, and neither a draft nor repealed."""
    in_time = basis.starts <= day and (basis.ends is None or day <= basis.ends)
    return in_time and basis.status is BasisStatus.IN_FORCE


def ends_soon(basis: Validity, day: date) -> bool:
    """In force and over within 60 days."""
    return holds_on(basis, day) and basis.ends is not None and basis.ends <= day + SOON
