"""Targets, numbers of workers and budgets as they stand, and as they once stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.coverage.models import ContributionBudget, CoverageTarget, WorkerCount
from savings_app.policy.contribution import Payer
from savings_app.regions.queries import lies_within
from savings_app.regions.rules import parent_code

P = TypeVar("P", CoverageTarget, WorkerCount, ContributionBudget)


def concerns(table: type[P], actor: Actor) -> ColumnElement[bool]:
    """A condition: the row is about the actor's region, a part of it, or a region around it."""
    if not actor.region or not actor.may(Permission.COVERAGE_READ):
        return false()
    around: list[str] = []
    code = parent_code(actor.region)
    while code:
        around.append(code)
        code = parent_code(code)
    return or_(lies_within(table.region_code, actor.region), table.region_code.in_(around))


def _stands(table: type[P]) -> ColumnElement[bool]:
    newer = aliased(table)
    return ~select(newer.id).where(newer.replaces_id == table.id).exists()


def list_targets(session: Session, *, actor: Actor) -> Sequence[CoverageTarget]:
    """Every target as it stands, newest year first."""
    return session.scalars(
        select(CoverageTarget)
        .where(concerns(CoverageTarget, actor), _stands(CoverageTarget))
        .order_by(CoverageTarget.year.desc(), CoverageTarget.region_code, CoverageTarget.payer)
    ).all()


def list_replaced_targets(session: Session, *, actor: Actor) -> Sequence[CoverageTarget]:
    """What targets once were, latest first."""
    return session.scalars(
        select(CoverageTarget)
        .where(concerns(CoverageTarget, actor), ~_stands(CoverageTarget))
        .order_by(CoverageTarget.recorded_at.desc(), CoverageTarget.id)
    ).all()


def find_target_like(
    session: Session,
    *,
    region_code: str,
    each_village: bool,
    category: str | None,
    payer: Payer,
    year: int,
) -> CoverageTarget | None:
    """The target of the same meaning that stands now."""
    return session.scalar(
        select(CoverageTarget).where(
            CoverageTarget.region_code == region_code,
            CoverageTarget.each_village.is_(each_village),
            CoverageTarget.category.is_not_distinct_from(category),
            CoverageTarget.payer == payer,
            CoverageTarget.year == year,
            _stands(CoverageTarget),
        )
    )


def find_workers(
    session: Session, *, region_code: str, year: int, exactly: bool = False
) -> WorkerCount | None:
    """The number of workers of a region that holds in `year`: of the latest year not after it."""
    wanted = WorkerCount.year == year if exactly else WorkerCount.year <= year
    return session.scalars(
        select(WorkerCount)
        .where(WorkerCount.region_code == region_code, wanted, _stands(WorkerCount))
        .order_by(WorkerCount.year.desc())
    ).first()


def list_workers(session: Session, *, actor: Actor) -> Sequence[WorkerCount]:
    """Every number of workers as it stands, newest year first."""
    return session.scalars(
        select(WorkerCount)
        .where(concerns(WorkerCount, actor), _stands(WorkerCount))
        .order_by(WorkerCount.year.desc(), WorkerCount.region_code)
    ).all()


def map_budgets(
    session: Session, *, actor: Actor, payer: Payer, year: int
) -> Mapping[str, ContributionBudget]:
    """What stands now, by region code."""
    found = session.scalars(
        select(ContributionBudget).where(
            concerns(ContributionBudget, actor),
            ContributionBudget.payer == payer,
            ContributionBudget.year == year,
            _stands(ContributionBudget),
        )
    )
    return {budget.region_code: budget for budget in found}


def find_budget(
    session: Session, *, region_code: str, payer: Payer, year: int
) -> ContributionBudget | None:
    return session.scalar(
        select(ContributionBudget).where(
            ContributionBudget.region_code == region_code,
            ContributionBudget.payer == payer,
            ContributionBudget.year == year,
            _stands(ContributionBudget),
        )
    )


def find_budget_by_key(session: Session, *, request_key: object) -> ContributionBudget | None:
    return session.scalar(
        select(ContributionBudget).where(ContributionBudget.request_key == request_key)
    )
