"""The budget sheet of one payer and year: what is needed, what was set aside, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.coverage.models import ContributionBudget, CoverageTarget
from savings_app.coverage.queries.plans import list_targets, map_budgets
from savings_app.coverage.rules import YearNeed, target_of_village, targets_for, year_need
from savings_app.money import Rupiah, total
from savings_app.policy.contribution import Payer
from savings_app.regions.queries import find_region, list_places
from savings_app.regions.rules import is_within


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A region's line. `need` is None where nobody said for how many people.

    `budget` None: nothing was written down as set aside.
    """

    id: str
    name: str
    need: YearNeed | None
    budget: ContributionBudget | None

    @property
    def difference(self) -> Rupiah | None:
        """Set aside less needed: below zero is a shortfall. None where either is unknown."""
        if self.need is None or self.budget is None:
            return None
        return self.budget.amount - self.need.needed


@dataclass(frozen=True, slots=True)
class Sheet:
    """All lines of a payer and year. Sums are of the lines that say something."""

    payer: Payer
    year: int
    rows: Sequence[SheetRow]

    @property
    def people(self) -> int:
        return sum(row.need.people for row in self.rows if row.need)

    @property
    def needed(self) -> Rupiah:
        return total(row.need.needed for row in self.rows if row.need)

    @property
    def with_relief(self) -> Rupiah:
        return total(row.need.with_relief for row in self.rows if row.need)

    @property
    def budgeted(self) -> Rupiah:
        return total(row.budget.amount for row in self.rows if row.budget)

    @property
    def difference(self) -> Rupiah:
        return self.budgeted - self.needed

    @property
    def not_budgeted(self) -> int:
        return sum(1 for row in self.rows if row.budget is None)

    @property
    def needs(self) -> Sequence[YearNeed]:
        return [row.need for row in self.rows if row.need]


def get_sheet(
    session: Session, *, actor: Actor, payer: Payer, year: int, district: str | None = None
) -> Sheet:
    """APBDes by desa; every other payer as a whole, with the parts that were written down.

    How many people: those the budget names, else the target.

    Raises:
        NotYetInForce: a year before the law.
    """
    region = district or actor.region or "-"
    targets = [
        one
        for one in targets_for(list_targets(session, actor=actor), year=year)
        if one.payer is payer
    ]
    budgets = {
        code: one
        for code, one in map_budgets(session, actor=actor, payer=payer, year=year).items()
        if is_within(code, region)
    }
    names = {one.code: str(one) for one in list_places(session, region=region)}
    if payer is Payer.APBDES:
        codes = list(names)
        meant = {code: target_of_village(targets, code=code) for code in codes}
    else:
        codes = [region]
        meant = {region: _whole(targets, region)}
    codes += [code for code in sorted(budgets) if code not in set(codes)]
    for code in codes:
        if code not in names:
            found = find_region(session, code=code)
            names[code] = found.name if found else code
    rows = [
        SheetRow(code, names[code], _need(budgets, meant, code, payer, year), budgets.get(code))
        for code in codes
    ]
    return Sheet(payer, year, rows)


def _whole(targets: Iterable[CoverageTarget], region: str) -> int | None:
    meant = [one.people for one in targets if one.region_code == region and not one.each_village]
    return sum(meant) if meant else None


def _need(
    budgets: Mapping[str, ContributionBudget],
    meant: Mapping[str, int | None],
    code: str,
    payer: Payer,
    year: int,
) -> YearNeed | None:
    budget = budgets.get(code)
    if budget is not None:
        return year_need(
            people=budget.people,
            payer=payer,
            year=year,
            first_month=budget.first_month,
            last_month=budget.last_month,
        )
    people = meant.get(code)
    return year_need(people=people, payer=payer, year=year) if people else None
