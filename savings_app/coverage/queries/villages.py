"""Which desa has paid which month of a year from its APBDes, and which never began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.coverage.queries.covered import (
    VillageMonths,
    find_months,
    list_village_months,
)
from savings_app.coverage.queries.plans import list_targets, map_budgets
from savings_app.coverage.rules import target_of_village, targets_for
from savings_app.regions.queries import list_places
from savings_app.registry.coverage_rules import MONTHS_A_YEAR
from savings_app.registry.rules import Payer

NOTHING = VillageMonths({}, 0)


@dataclass(frozen=True, slots=True)
class VillageYear:
    """One desa's year. `id` is its code; `paid` counts people by month, 1 to 12.

    `until` is the last month any list tells of: a later month is not yet known, not unpaid.
    """

    id: str
    name: str
    district: str
    paid: Mapping[int, int]
    participants: int
    target: int | None
    is_budgeted: bool
    until: int

    @property
    def unpaid(self) -> Sequence[int]:
        """Months, as far as lists reach, in which nobody was paid for."""
        return [one for one in range(1, self.until + 1) if not self.paid.get(one)]

    @property
    def partial(self) -> Sequence[int]:
        """Months paid for fewer people than the target asks."""
        return [
            month
            for month, people in sorted(self.paid.items())
            if people and self.target is not None and people < self.target
        ]

    @property
    def never_began(self) -> bool:
        """Nobody is written down for the APBDes of this desa, paid for, or budgeted."""
        return not self.participants and not self.paid and not self.is_budgeted


def list_village_years(
    session: Session, *, actor: Actor, year: int, district: str | None = None
) -> Sequence[VillageYear]:
    """Every desa by kecamatan and name, in six statements."""
    targets = [
        one
        for one in targets_for(list_targets(session, actor=actor), year=year)
        if one.payer is Payer.APBDES
    ]
    months = list_village_months(session, actor=actor, payer=Payer.APBDES, year=year)
    budgets = map_budgets(session, actor=actor, payer=Payer.APBDES, year=year)
    until = _until(find_months(session), year)
    rows = []
    for place in list_places(session, region=actor.region or "-"):
        if district not in {None, place.district_code}:
            continue
        mine = months.get(place.code, NOTHING)
        rows.append(
            VillageYear(
                id=place.code,
                name=place.name,
                district=place.district,
                paid=mine.paid,
                participants=mine.participants,
                target=target_of_village(targets, code=place.code),
                is_budgeted=place.code in budgets,
                until=until,
            )
        )
    return rows


def _until(months: tuple[date, date] | None, year: int) -> int:
    if months is None or months[1].year < year:
        return 0
    return MONTHS_A_YEAR if months[1].year > year else months[1].month
