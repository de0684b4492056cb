"""Two records of one person: when they may be put together, and who keeps which fact. Pure.

The record that stands keeps what it says. Where it says nothing, the other's word is taken, and a
number of the other goes over with it, since a NIK and a KPJ are written down once. What each record
was before is kept in the request, so that the two can be told apart again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from savings_app.errors import DomainError, NotFound
from savings_app.registry.nik import check_nik

# What the standing record takes over where it has nothing itself.
TAKEN_OVER = ("nik", "kpj", "born_on", "sex", "member_since", "months_contributed")


class MergeWithItself(DomainError):
    """A record is not put into itself."""


class MergedAlready(DomainError):
    """One of the two was put into another record already."""


class MergeHoldsOthers(DomainError):
    """Another record was put into the one that would go: let that one stand, or separate first."""


class MergeTwoCases(DomainError):
    """Both have a case: which of the two goes on is for people. Facts: `one`, `other` (numbers)."""


class MergeTwoPeople(DomainError):
    """Both have a NIK that can be one, and they differ: two people."""


class MergeHasOpenRequest(DomainError):
    """A request about one of the two waits for its decision."""


class MergeOnOpenList(DomainError):
    """Both stand on a list of the data update that has not returned."""


class NotMergedInto(NotFound):
    """The one record was not put into the other."""


class MergeChange(TypedDict):
    """One fact of both records, as JSON keeps it, before and after."""

    field: str
    before: Any  # of the record that stands
    after: Any
    other: Any  # of the record that goes
    other_after: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """What decides whether two records may be put together."""

    record_id: UUID
    other_id: UUID
    record_merged: bool
    other_merged: bool
    other_holds_records: bool
    case_numbers: tuple[str | None, str | None]
    niks: tuple[str | None, str | None]
    has_open_request: bool
    both_on_open_list: bool


def check_pair(pair: Pair, *, today: date) -> None:
    """
    Raises:
        MergeWithItself, MergedAlready, MergeHoldsOthers, MergeTwoCases, MergeTwoPeople,
        MergeHasOpenRequest, MergeOnOpenList
    """
    if pair.record_id == pair.other_id:
        raise MergeWithItself
    if pair.record_merged or pair.other_merged:
        raise MergedAlready
    if pair.other_holds_records:
        raise MergeHoldsOthers
    one, other = pair.case_numbers
    if one is not None and other is not None:
        raise MergeTwoCases(one=one, other=other)
    valid = {nik for nik in pair.niks if nik is not None and can_be_nik(nik, today)}
    if len(valid) > 1:
        raise MergeTwoPeople
    if pair.has_open_request:
        raise MergeHasOpenRequest
    if pair.both_on_open_list:
        raise MergeOnOpenList


def can_be_nik(nik: str, today: date) -> bool:
    """Its shape is that of a NIK; one that is not says nothing about who somebody is."""
    return check_nik(nik, today=today).shape_ok


def merge_changes(
    mine: Mapping[str, Any], other: Mapping[str, Any], *, today: date, given_up: str
) -> list[MergeChange]:
    """Every fact of both. `given_up` is why the record that goes has no NIK any more."""
    after, other_after = dict(mine), dict(other)
    for name in TAKEN_OVER:
        if _is_missing(name, mine[name], today) and not _is_missing(name, other[name], today):
            after[name] = other[name]
    if after["nik"] != mine["nik"]:
        after["nik_missing_reason"] = None
        other_after |= {"nik": None, "nik_missing_reason": given_up}
    if after["kpj"] != mine["kpj"]:
        other_after["kpj"] = None
    return _changes(mine, after, other, other_after)


def separation_changes(
    merged: Sequence[MergeChange], mine: Mapping[str, Any], other: Mapping[str, Any]
) -> list[MergeChange]:
    """What was taken over goes back, where nobody corrected it since."""
    after, other_after = dict(mine), dict(other)
    for change in merged:
        name = change["field"]
        if mine[name] == change["after"]:
            after[name] = change["before"]
        if other[name] == change["other_after"]:
            other_after[name] = change["other"]
    for facts in (after, other_after):
        if facts["nik"] is not None:
            facts["nik_missing_reason"] = None
    return _changes(mine, after, other, other_after)


def is_outdated(change: MergeChange, mine: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Either record says something else than when it was asked."""
    name = change["field"]
    return bool(mine[name] != change["before"] or other[name] != change["other"])


def is_taken_over(change: MergeChange) -> bool:
    """The record that stands says it from now on, because the other did."""
    after = change["after"]
    return after is not None and bool(after == change["other"] != change["before"])


def _is_missing(name: str, value: Any, today: date) -> bool:
    return value is None or (name == "nik" and not can_be_nik(value, today))


def _changes(
    mine: Mapping[str, Any],
    after: Mapping[str, Any],
    other: Mapping[str, Any],
    other_after: Mapping[str, Any],
) -> list[MergeChange]:
    return [
        MergeChange(
            field=name,
            before=mine[name],
            after=after[name],
            other=other[name],
            other_after=other_after[name],
        )
        for name in mine
    ]
