"""Whether somebody was covered on a day, as far as the months paid for him can tell. Pure.

Only a month that is paid is a yes. What BPJS does with arrears is not known to us, so a month that
is not paid after one that was is "not certain, ask BPJS", never a promise and never a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from savings_app.errors import RuleWarning
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus, Segment, parameter
from savings_app.policy.series import Value
from savings_app.registry.rules import Payer

MONTHS_A_YEAR = 12


class Covered(StrEnum):
    """The answer for one day."""

    YES = "ya"
    UNCERTAIN = "belum_pasti"  # the month before was paid and this one was not
    NO = "tidak"
    UNKNOWN = "belum_diketahui"  # nothing we hold says it


class MonthsFrom(StrEnum):
    """What the number of months rests on."""

    ROWS = "daftar_iuran"
    STATED = "data_peserta"
    NOTHING = "belum_diketahui"


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """A month one list says was paid; `month` is its first day, `amount` None where not told."""

    month: date
    payer: Payer
    amount: Rupiah | None = None


@dataclass(frozen=True, slots=True)
class MonthRange:
    """Months from `first` to `last`, both in it, each as its first day."""

    first: date
    last: date

    @property
    def months(self) -> int:
        return months_between(self.first, self.last) + 1


@dataclass(frozen=True, slots=True)
class Run(MonthRange):
    """Neighbouring months that are alike: `payers` of each, none for months not paid."""

    payers: tuple[Payer, ...]


@dataclass(frozen=True, slots=True)
class RuleHeld:
    """Whether a rule that counts months is met; `holds` is None where that cannot be said."""

    needed: int
    holds: bool | None
    law: str
    status: FactStatus


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """What is known about `day`. Months are counted up to the month of that day, each once.

    `unbroken` are months in a row up to the last paid one. `three_months` is None where that rule
    does not apply (not BPU, or before its first day), `scholarship` before the first known law.
    """

    day: date
    covered: Covered
    payers: tuple[Payer, ...]
    months: int | None
    months_from: MonthsFrom
    months_in_rows: int
    unbroken: int
    gaps: tuple[MonthRange, ...]
    three_months: RuleHeld | None
    scholarship: RuleHeld | None
    warnings: tuple[RuleWarning, ...]


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def add_months(month: date, months: int) -> date:
    """The first day of the month so many months later, or earlier where `months` is negative."""
    years, index = divmod(month.month - 1 + months, MONTHS_A_YEAR)
    return date(month.year + years, index + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months `last` lies after `first`; only their months count."""
    return (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month


def answer_coverage(
    paid: Sequence[PaidMonth],
    *,
    day: date,
    segment: Segment = Segment.BPU,
    stated_months: int | None = None,
    member_since: date | None = None,
    stopped_on: date | None = None,
    lists_until: date | None = None,
) -> CoverageAnswer:
    """Covered on `day`, by whom, for how many months, and which rules of months are met.

    `stated_months` is what a list or the family said, used where rows are missing or begin too
    late to hold them. `lists_until` is the newest month any list of this payer was taken in for:
    a later month is unknown, not unpaid.

    Rules: Permenaker 1/2025 (three months, BPU), PP 44/2015 and PP 82/2019 (scholarship).
    """
    month = month_of(day)
    by_month = _payers_by_month(paid, until=month)
    payers = by_month.get(month, ())
    months, months_from = _months(by_month, month, stated_months, member_since)
    unbroken = _unbroken(by_month)
    is_certain = months_from is MonthsFrom.ROWS
    covered = _covered(by_month, month, member_since, stopped_on, lists_until)
    three = parameter("three_month_rule").find(day) if segment is Segment.BPU else None
    scholarship = parameter("scholarship_months").find(day)
    return CoverageAnswer(
        day=day,
        covered=covered,
        payers=payers,
        months=months,
        months_from=months_from,
        months_in_rows=len(by_month),
        unbroken=unbroken,
        gaps=_gaps(by_month, month, stopped_on, lists_until),
        three_months=None
        if three is None
        else _three_months(three, months, unbroken, is_certain=is_certain),
        scholarship=None if scholarship is None else _held(scholarship, scholarship.amount, months),
        warnings=tuple(_warnings(covered, by_month, month, stated_months, months_from, stopped_on)),
    )


def runs_by_year(paid: Sequence[PaidMonth], *, until: date) -> list[tuple[int, list[Run]]]:
    """Every year from the first paid month to that of `until`, newest first, as runs of months."""
    by_month = _payers_by_month(paid, until=month_of(until))
    if not by_month:
        return []
    years: dict[int, list[Run]] = {}
    for month in _walk(min(by_month), month_of(until)):
        runs = years.setdefault(month.year, [])
        payers = by_month.get(month, ())
        if runs and runs[-1].payers == payers:
            runs[-1] = Run(runs[-1].first, month, payers)
        else:
            runs.append(Run(month, month, payers))
    return sorted(years.items(), reverse=True)


def _payers_by_month(paid: Sequence[PaidMonth], *, until: date) -> dict[date, tuple[Payer, ...]]:
    """Who paid each month; one who is named twice for a month stands twice."""
    found: dict[date, tuple[Payer, ...]] = {}
    for row in sorted(paid, key=lambda one: (one.month, one.payer)):
        month = month_of(row.month)
        if month <= until:
            found[month] = (*found.get(month, ()), row.payer)
    return found


def _walk(first: date, last: date) -> Iterator[date]:
    for step in range(months_between(first, last) + 1):
        yield add_months(first, step)


def _covered(
    by_month: dict[date, tuple[Payer, ...]],
    month: date,
    member_since: date | None,
    stopped_on: date | None,
    lists_until: date | None,
) -> Covered:
    before = add_months(month, -1)
    if month in by_month:
        return Covered.YES
    if before in by_month:
        return Covered.UNCERTAIN
    if member_since is not None and month < month_of(member_since):
        return Covered.NO
    if stopped_on is not None and month_of(stopped_on) < before:
        return Covered.NO
    if not by_month or (lists_until is not None and month > month_of(lists_until)):
        return Covered.UNKNOWN
    return Covered.NO


def _months(
    by_month: dict[date, tuple[Payer, ...]],
    month: date,
    stated: int | None,
    member_since: date | None,
) -> tuple[int | None, MonthsFrom]:
    """The rows count, unless they begin too late to hold the months that are stated.

    Lists of earlier years may never have been taken in: twelve rows of this year say nothing
    against forty-four months a list states.
    """
    if by_month:
        first = min(by_month)
        begins_in_time = (
            stated is None
            or months_between(first, month) + 1 >= stated
            or (member_since is not None and first <= month_of(member_since))
        )
        if begins_in_time or (stated is not None and stated <= len(by_month)):
            return len(by_month), MonthsFrom.ROWS
    if stated is not None:
        return stated, MonthsFrom.STATED
    return None, MonthsFrom.NOTHING


def _unbroken(by_month: dict[date, tuple[Payer, ...]]) -> int:
    """Months in a row up to the last paid one."""
    if not by_month:
        return 0
    last, count = max(by_month), 0
    while add_months(last, -count) in by_month:
        count += 1
    return count


def _gaps(
    by_month: dict[date, tuple[Payer, ...]],
    month: date,
    stopped_on: date | None,
    lists_until: date | None,
) -> tuple[MonthRange, ...]:
    """Months not paid since the first paid one, as far as lists reach and until the stop."""
    if not by_month:
        return ()
    last = month
    if lists_until is not None:
        last = min(last, month_of(lists_until))
    if stopped_on is not None:
        last = min(last, add_months(month_of(stopped_on), -1))
    found: list[MonthRange] = []
    for one in _walk(min(by_month), max(last, *by_month)):
        if one in by_month:
            continue
        if found and add_months(found[-1].last, 1) == one:
            found[-1] = MonthRange(found[-1].first, one)
        else:
            found.append(MonthRange(one, one))
    return tuple(found)


def _held(value: Value, needed: int, months: int | None) -> RuleHeld:
    holds = None if months is None else months >= needed
    return RuleHeld(needed, holds, value.law, value.status)


def _three_months(value: Value, months: int | None, unbroken: int, *, is_certain: bool) -> RuleHeld:
    """Whether the months must be in a row is not settled: enough of them, but broken, is None."""
    held = _held(value, value.amounts["months"], months)
    if held.holds and is_certain and unbroken < held.needed:
        return RuleHeld(held.needed, None, held.law, held.status)
    return held


def _warnings(
    covered: Covered,
    by_month: dict[date, tuple[Payer, ...]],
    month: date,
    stated: int | None,
    months_from: MonthsFrom,
    stopped_on: date | None,
) -> Iterator[RuleWarning]:
    if covered is Covered.UNCERTAIN:
        yield RuleWarning("arrears_unknown", {"month": month})
    if covered is Covered.UNKNOWN:
        yield RuleWarning("no_list_for_month", {"month": month})
    if len(by_month.get(month, ())) > 1:
        yield RuleWarning("month_paid_twice", {"month": month})
    if covered is Covered.YES and stopped_on is not None and month_of(stopped_on) < month:
        yield RuleWarning("paid_after_stop", {"stopped_on": stopped_on})
    if not by_month or stated is None:
        return
    facts = {"rows": len(by_month), "stated": stated, "first": min(by_month)}
    if months_from is MonthsFrom.STATED:
        yield RuleWarning("rows_begin_later", facts)
    elif stated > len(by_month):
        yield RuleWarning("stated_more_months", facts)
