"""Corrections in few words: a wage that was another, and the decision about a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.benefit import correct_benefit
from savings_app.cases.models import BenefitComputation, Case
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.corrections import facts_of
from savings_app.corrections.actions import take_step
from savings_app.corrections.kinds import CorrectionStep
from savings_app.corrections.models import CorrectionRequest
from savings_app.money import Rupiah
from tests.builders import TODAY


def decide(
    session: Session,
    actor: Actor,
    request: CorrectionRequest,
    now: datetime,
    step: CorrectionStep = CorrectionStep.APPROVE,
    reason: str | None = None,
) -> CorrectionRequest:
    return take_step(
        session,
        actor=actor,
        request_id=request.id,
        version=None,
        step=step,
        reason=reason,
        today=TODAY,
        now=now,
    )


def correct_wage(
    session: Session, actor: Actor, case: Case, *, wage: int, now: datetime
) -> BenefitComputation:
    """Ask for a benefit of this wage, in rupiah."""
    in_force = find_benefit_in_force(session, case_id=case.id)
    assert in_force is not None
    return correct_benefit(
        session,
        actor=actor,
        case_id=case.id,
        facts=replace(facts_of(in_force.computation), wage=Rupiah.of(wage)),
        reason="Slip gaji menyebut upah lain",
        today=TODAY,
        now=now,
    )
