"""Targets, numbers of workers and budgets; a change is a new row that names the old one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.coverage.models import (
    ContributionBudget,
    CoverageTarget,
    LegalBasis,
    WorkerCount,
)
from savings_app.coverage.queries.bases import bases_seen_by
from savings_app.coverage.queries.plans import (
    find_budget,
    find_budget_by_key,
    find_target_like,
    find_workers,
)
from savings_app.coverage.rules import (
    BasisUnknown,
    EachVillageOfOne,
    RegionNotYours,
    SourceYearImpossible,
    check_people,
    check_year,
    year_need,
)
from savings_app.db import take_turn
from savings_app.money import Rupiah
from savings_app.policy.contribution import Payer
from savings_app.policy.series import FactStatus
from savings_app.regions.queries import find_region
from savings_app.regions.rules import RegionKind, is_within
from savings_app.registry.models import Category
from savings_app.registry.rules import CategoryUnknown

# Any constant: two people who write down the first figure of its kind wait for one another.
PLANS_LINE = 7_503_008
PLACES = {RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE}


def set_target(
    session: Session,
    *,
    actor: Actor,
    region_code: str,
    each_village: bool,
    category: str | None,
    payer: Payer,
    year: int,
    people: int,
    source: str,
    status: FactStatus,
    basis_id: UUID | None = None,
    now: datetime,
) -> CoverageTarget:
    """So many people from `year` on; the same target again replaces it, 0 people withdraws it.

    Raises:
        YearImpossible, PeopleImpossible, RegionNotYours, EachVillageOfOne, CategoryUnknown,
        BasisUnknown
    """
    check_year(year)
    check_people(people, least=0)
    kind = _check_region(session, actor, region_code)
    if each_village and kind in PLACES:
        raise EachVillageOfOne
    if category is not None and not session.scalar(
        select(Category.id).where(Category.code == category)
    ):
        raise CategoryUnknown
    _check_basis(session, actor, basis_id)
    take_turn(session, line=PLANS_LINE)
    before = find_target_like(
        session,
        region_code=region_code,
        each_village=each_village,
        category=category,
        payer=payer,
        year=year,
    )
    target = CoverageTarget(
        region_code=region_code,
        each_village=each_village,
        category=category,
        payer=payer,
        year=year,
        people=people,
        source=source,
        status=status,
        basis_id=basis_id,
        recorded_by=actor.user_id,
        recorded_at=now,
        replaces_id=before.id if before else None,
    )
    session.add(target)
    session.flush()
    _record(session, actor, now, "target", target.id, region=region_code, year=year)
    return target


def set_workers(
    session: Session,
    *,
    actor: Actor,
    region_code: str,
    year: int,
    workers: int,
    source: str,
    source_year: int,
    today: date,
    now: datetime,
) -> WorkerCount:
    """How many workers the region has, from `year` on, by a source of `source_year`.

    Raises:
        YearImpossible, PeopleImpossible, RegionNotYours, SourceYearImpossible
    """
    check_year(year)
    check_people(workers)
    if not 1900 <= source_year <= today.year:  # noqa: PLR2004
        raise SourceYearImpossible
    _check_region(session, actor, region_code)
    take_turn(session, line=PLANS_LINE)
    before = find_workers(session, region_code=region_code, year=year, exactly=True)
    count = WorkerCount(
        region_code=region_code,
        year=year,
        workers=workers,
        source=source,
        source_year=source_year,
        recorded_by=actor.user_id,
        recorded_at=now,
        replaces_id=before.id if before else None,
    )
    session.add(count)
    session.flush()
    _record(session, actor, now, "workers", count.id, region=region_code, year=year)
    return count


def set_budget(
    session: Session,
    *,
    actor: Actor,
    region_code: str,
    payer: Payer,
    year: int,
    people: int,
    first_month: int,
    last_month: int,
    amount: Rupiah,
    source: str,
    basis_id: UUID | None = None,
    request_key: UUID,
    now: datetime,
) -> ContributionBudget:
    """What the payer set aside; the same payer, region and year again replaces it.

    A repeat with the same key is answered with the first result.

    Raises:
        YearImpossible, NotYetInForce, PeopleImpossible, MonthsBackwards, RegionNotYours,
        BasisUnknown
    """
    repeat = find_budget_by_key(session, request_key=request_key)
    if repeat is not None:
        return repeat
    check_year(year)
    year_need(people=people, payer=payer, year=year, first_month=first_month, last_month=last_month)
    _check_region(session, actor, region_code)
    _check_basis(session, actor, basis_id)
    take_turn(session, line=PLANS_LINE)
    before = find_budget(session, region_code=region_code, payer=payer, year=year)
    budget = ContributionBudget(
        region_code=region_code,
        payer=payer,
        year=year,
        people=people,
        first_month=first_month,
        last_month=last_month,
        amount=amount,
        source=source,
        basis_id=basis_id,
        recorded_by=actor.user_id,
        recorded_at=now,
        request_key=request_key,
        replaces_id=before.id if before else None,
    )
    session.add(budget)
    session.flush()
    _record(session, actor, now, "budget", budget.id, region=region_code, year=year)
    return budget


def _check_region(session: Session, actor: Actor, code: str) -> RegionKind:
    region = find_region(session, code=code)
    if region is None or not is_within(code, actor.region or "-"):
        raise RegionNotYours
    return region.kind


def _check_basis(session: Session, actor: Actor, basis_id: UUID | None) -> None:
    if basis_id is None:
        return
    if not session.scalar(
        select(LegalBasis.id).where(LegalBasis.id == basis_id, bases_seen_by(actor))
    ):
        raise BasisUnknown


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    verb: str,
    row_id: UUID,
    *,
    region: str,
    year: int,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"coverage:{verb}",
        subject="coverage",
        subject_id=row_id,
        region=region,
        year=year,
    )
