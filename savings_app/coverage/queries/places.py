"""Target and actual side by side, by kecamatan, desa, category or payer; the parts add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.coverage.kinds import Grouping
from savings_app.coverage.models import CoverageTarget, WorkerCount
from savings_app.coverage.queries.covered import CoveredGroup, count_covered
from savings_app.coverage.queries.plans import find_workers, list_targets
from savings_app.coverage.rules import target_of_all, target_of_village, targets_for
from savings_app.paging import Order
from savings_app.regions.queries import Place, list_places
from savings_app.regions.rules import is_within
from savings_app.registry.queries import list_categories
from savings_app.registry.rules import Payer

SORTS = ("name", "people", "target", "part")


@dataclass(frozen=True, slots=True)
class CoverageFilter:
    """What is counted: one kecamatan, category or payer; None is all of them."""

    district: str | None = None
    category: str | None = None
    payer: Payer | None = None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A line of the list. `id` is the code of the place, the category or the payer."""

    id: str
    name: str
    within: str | None  # the kecamatan of a desa
    people: int
    target: int | None

    @property
    def part(self) -> float:
        """Actual of target; a line without a target stands last."""
        return self.people / self.target if self.target else -1.0


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as it was said, beside what is paid for now of just those people."""

    target: CoverageTarget
    meant: int  # in every desa together, where it is said of each
    people: int


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """One month's coverage. `people` is the sum of the rows; `workers` the number to compare."""

    rows: Sequence[CoverageRow]
    people: int
    target: int | None
    targets: Sequence[TargetRow]
    workers: WorkerCount | None
    villages: int


def get_coverage_table(
    session: Session,
    *,
    actor: Actor,
    month: date,
    grouping: Grouping,
    wanted: CoverageFilter,
    order: Order,
) -> CoverageTable:
    """Six statements, however many people are covered."""
    region = actor.region or "-"
    every_place = list_places(session, region=region)
    groups = count_covered(session, actor=actor, month=month)
    targets = [
        one
        for one in targets_for(list_targets(session, actor=actor), year=month.year)
        # What is said of the whole kabupaten has no share for one kecamatan of it.
        if one.each_village or is_within(one.region_code, region)
    ]
    inside = [one for one in every_place if wanted.district in {None, one.district_code}]
    codes = {place.code for place in inside}
    counted = [one for one in groups if one.region_code in codes and _is_wanted(one, wanted)]
    meant = [one for one in targets if _is_meant(one, wanted)]
    names = dict(list_categories(session, day=date.max))
    rows = _ROWS[grouping](counted, meant, inside, names)
    return CoverageTable(
        rows=_sorted(rows, order),
        people=sum(row.people for row in rows),
        target=target_of_all(
            [one for one in meant if _is_told_of(one, wanted.district)],
            villages=[place.code for place in inside],
        ),
        targets=[_target_row(one, groups, every_place) for one in targets],
        workers=find_workers(session, region_code=wanted.district or region, year=month.year),
        villages=len(inside),
    )


def _is_wanted(group: CoveredGroup, wanted: CoverageFilter) -> bool:
    return wanted.payer in {None, group.payer} and wanted.category in {None, group.category}


def _is_meant(target: CoverageTarget, wanted: CoverageFilter) -> bool:
    """A target of any category answers no question about one of them."""
    return wanted.payer in {None, target.payer} and wanted.category in {None, target.category}


def _is_told_of(target: CoverageTarget, district: str | None) -> bool:
    """Whether the target says something of this kecamatan; of all, every one does."""
    return district is None or target.each_village or is_within(target.region_code, district)


def _sum(groups: Iterable[CoveredGroup], key: Callable[[CoveredGroup], str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for group in groups:
        counted[key(group)] = counted.get(key(group), 0) + group.people
    return counted


def _by_village(
    groups: Sequence[CoveredGroup],
    targets: Sequence[CoverageTarget],
    places: Sequence[Place],
    names: Mapping[str, str],
) -> list[CoverageRow]:
    counted = _sum(groups, lambda one: one.region_code)
    return [
        CoverageRow(
            id=place.code,
            name=place.name,
            within=place.district,
            people=counted.get(place.code, 0),
            target=target_of_village(targets, code=place.code),
        )
        for place in places
    ]


def _by_district(
    groups: Sequence[CoveredGroup],
    targets: Sequence[CoverageTarget],
    places: Sequence[Place],
    names: Mapping[str, str],
) -> list[CoverageRow]:
    villages = _by_village(groups, targets, places, names)
    rows = []
    for code, name in dict.fromkeys((place.district_code, place.district) for place in places):
        mine = [row for row in villages if row.id.startswith(f"{code}.")]
        meant = [row.target for row in mine if row.target is not None]
        own = [one.people for one in targets if one.region_code == code and not one.each_village]
        rows.append(
            CoverageRow(
                id=code,
                name=name,
                within=None,
                people=sum(row.people for row in mine),
                target=sum([*meant, *own]) if meant or own else None,
            )
        )
    return rows


def _by_category(
    groups: Sequence[CoveredGroup],
    targets: Sequence[CoverageTarget],
    places: Sequence[Place],
    names: Mapping[str, str],
) -> list[CoverageRow]:
    counted = _sum(groups, lambda one: one.category)
    codes = [place.code for place in places]
    return [
        CoverageRow(
            id=code,
            name=name,
            within=None,
            people=counted.get(code, 0),
            target=target_of_all([one for one in targets if one.category == code], villages=codes),
        )
        for code, name in names.items()
    ]


def _by_payer(
    groups: Sequence[CoveredGroup],
    targets: Sequence[CoverageTarget],
    places: Sequence[Place],
    names: Mapping[str, str],
) -> list[CoverageRow]:
    counted = _sum(groups, lambda one: one.payer.value)
    codes = [place.code for place in places]
    return [
        CoverageRow(
            id=payer.value,
            name=payer.value,
            within=None,
            people=counted.get(payer.value, 0),
            target=target_of_all([one for one in targets if one.payer is payer], villages=codes),
        )
        for payer in Payer
    ]


_ROWS = {
    Grouping.VILLAGE: _by_village,
    Grouping.DISTRICT: _by_district,
    Grouping.CATEGORY: _by_category,
    Grouping.PAYER: _by_payer,
}


def _target_row(
    target: CoverageTarget, groups: Sequence[CoveredGroup], places: Sequence[Place]
) -> TargetRow:
    inside = [place.code for place in places if is_within(place.code, target.region_code)]
    codes = set(inside)
    return TargetRow(
        target=target,
        meant=target.people * len(inside) if target.each_village else target.people,
        people=sum(
            one.people
            for one in groups
            if one.region_code in codes
            and one.payer is target.payer
            and target.category in {None, one.category}
        ),
    )


def _sorted(rows: Sequence[CoverageRow], order: Order) -> list[CoverageRow]:
    keys: dict[str, Callable[[CoverageRow], tuple[object, ...]]] = {
        "name": lambda row: (row.within or "", row.name),
        "people": lambda row: (row.people,),
        "target": lambda row: (-1 if row.target is None else row.target,),
        "part": lambda row: (row.part,),
    }
    rows = sorted(rows, key=lambda row: row.id)
    return sorted(rows, key=keys[order.name], reverse=order.descending)
