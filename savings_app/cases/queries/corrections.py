"""Corrections of a benefit: the facts behind a computation, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.benefit_rules import BenefitFacts
from savings_app.cases.kinds import SchoolLevel
from savings_app.cases.models import BenefitApproval, BenefitComputation, Case
from savings_app.cases.queries.benefit import Benefit
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound


def facts_of(computation: BenefitComputation) -> BenefitFacts:
    """The facts this computation used."""
    return BenefitFacts(
        died_on=computation.died_on,
        programme=computation.programme,
        segment=computation.segment,
        months=computation.months_contributed,
        wage=computation.wage,
        children=tuple(SchoolLevel(level) for level in computation.children),
    )


def facts_in_force(benefits: Sequence[Benefit]) -> BenefitFacts | None:
    """The facts of the latest computation that came into force."""
    effective = [benefit for benefit in benefits if benefit.is_effective]
    return facts_of(effective[-1].computation) if effective else None


def get_computation(
    session: Session, *, actor: Actor, computation_id: UUID
) -> tuple[Case, BenefitComputation, BenefitApproval | None]:
    """A computation with its case and, if there is one, the second person's word.

    Raises:
        NotFound
    """
    row = session.execute(
        select(Case, BenefitComputation, BenefitApproval)
        .join(BenefitComputation, BenefitComputation.case_id == Case.id)
        .outerjoin(BenefitApproval, BenefitApproval.computation_id == BenefitComputation.id)
        .where(BenefitComputation.id == computation_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.Case, row.BenefitComputation, row.BenefitApproval


def has_pending_correction() -> ColumnElement[bool]:
    """A condition on `Case`: a correction waits for a second person."""
    decided = exists().where(BenefitApproval.computation_id == BenefitComputation.id)
    return exists().where(
        BenefitComputation.case_id == Case.id, BenefitComputation.number > 1, ~decided
    )
