"""The benefit of a case, computed once and then only beside itself."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.papers import match_papers_to_case
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.benefit_rules import (
    AssentGiven,
    BenefitFacts,
    CorrectionChangesNothing,
    CorrectionDecided,
    CorrectionPending,
    SamePerson,
    benefit_by_law,
    stored_scholarship,
    stored_warning,
)
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import (
    BenefitApproval,
    BenefitAssent,
    BenefitComputation,
    BenefitPart,
    Case,
    Heir,
)
from savings_app.cases.people_rules import DeathBeforeBirth
from savings_app.cases.queries.assents import get_benefit_approvals
from savings_app.cases.queries.benefit import list_benefits
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.corrections import facts_in_force, facts_of, get_computation
from savings_app.policy.rules import FactStatus
from savings_app.registry.models import Participant


def compute_first(
    session: Session,
    *,
    actor: Actor,
    case: Case,
    facts: BenefitFacts,
    today: date,
    now: datetime,
) -> BenefitComputation:
    """The benefit at opening: in force at once, and never changed afterwards.

    Raises:
        DeathInFuture, NotYetInForce, MonthsImpossible, WageNeeded, WageImpossible
    """
    computation = _store(
        session, actor=actor, case=case, number=1, facts=facts, reason=None, today=today, now=now
    )
    _record(session, actor=actor, now=now, verb="compute", computation=computation)
    return computation


def correct_benefit(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    facts: BenefitFacts,
    reason: str,
    today: date,
    now: datetime,
) -> BenefitComputation:
    """A corrected fact makes a new computation beside the old; a second person must approve it.

    Raises:
        NotFound, ReasonNeeded, CorrectionPending, CorrectionChangesNothing, DeathBeforeBirth,
        and what `compute_first` raises.
    """
    case = get_case(session, actor=actor, case_id=case_id)
    session.refresh(case, with_for_update=True)
    if not reason:
        raise ReasonNeeded
    benefits = list_benefits(session, case_id=case_id)
    if any(benefit.is_pending for benefit in benefits):
        raise CorrectionPending
    if facts == facts_in_force(benefits):
        raise CorrectionChangesNothing
    participant = session.get_one(Participant, case.participant_id)
    if participant.born_on is not None and facts.died_on < participant.born_on:
        raise DeathBeforeBirth(born_on=participant.born_on)
    computation = _store(
        session,
        actor=actor,
        case=case,
        number=len(benefits) + 1,
        facts=facts,
        reason=reason,
        today=today,
        now=now,
    )
    _record(session, actor=actor, now=now, verb="correct", computation=computation)
    refresh_stage(session, case_id=case_id)
    return computation


def decide_correction(
    session: Session,
    *,
    actor: Actor,
    computation_id: UUID,
    approved: bool,
    reason: str | None,
    now: datetime,
) -> BenefitApproval | BenefitAssent:
    """Another person's word. The last yes that the amount asks for rewrites the facts of the case;
    both computations stay. One no ends it.

    Shares the heirs had stated fall away where the total changed: they no longer add up to it.

    Raises:
        NotFound, SamePerson, CorrectionDecided, AssentGiven, ReasonNeeded (for a refusal)
    """
    case, computation, _earlier = get_computation(
        session, actor=actor, computation_id=computation_id
    )
    # Two who agree at once would each be the first of two.
    session.refresh(case, with_for_update=True)
    case, computation, earlier = get_computation(
        session, actor=actor, computation_id=computation_id
    )
    if computation.made_by == actor.user_id:
        raise SamePerson
    if earlier is not None or computation.number == 1:
        raise CorrectionDecided
    if not approved and not reason:
        raise ReasonNeeded
    if approved:
        approvals = get_benefit_approvals(session, computation=computation)
        if actor.user_id in approvals.given_by:
            raise AssentGiven
        if not approvals.is_last:
            return _assent(session, actor=actor, computation=computation, now=now)
    approval = BenefitApproval(
        computation_id=computation.id,
        approved=approved,
        decided_by=actor.user_id,
        decided_at=now,
        reason=reason,
    )
    session.add(approval)
    session.flush()
    if approved:
        _put_in_force(session, case=case, computation=computation)
    verb = "approve" if approved else "reject"
    _record(session, actor=actor, now=now, verb=verb, computation=computation)
    refresh_stage(session, case_id=case.id)
    return approval


def _assent(
    session: Session, *, actor: Actor, computation: BenefitComputation, now: datetime
) -> BenefitAssent:
    """A yes that is not the last one needed: nothing changes yet."""
    assent = BenefitAssent(computation_id=computation.id, decided_by=actor.user_id, decided_at=now)
    session.add(assent)
    session.flush()
    _record(session, actor=actor, now=now, verb="assent", computation=computation)
    return assent


def _put_in_force(session: Session, *, case: Case, computation: BenefitComputation) -> None:
    facts = facts_of(computation)
    case.died_on = facts.died_on
    case.programme = facts.programme
    case.segment = facts.segment
    case.months_contributed = facts.months
    case.wage = facts.wage
    session.flush()
    forget_shares_unless(session, case_id=case.id, computation=computation)
    match_papers_to_case(session, case=case)


def forget_shares_unless(
    session: Session, *, case_id: UUID, computation: BenefitComputation
) -> None:
    """Empty the stated shares where they are not the whole of this computation."""
    recipients = session.scalars(
        select(Heir).where(Heir.case_id == case_id, Heir.is_recipient)
    ).all()
    stated = [heir.share.sen for heir in recipients if heir.share is not None]
    if len(stated) == len(recipients) and sum(stated) == computation.total.sen:
        return
    for heir in session.scalars(
        select(Heir).where(Heir.case_id == case_id, Heir.share.is_not(None))
    ):
        heir.share = None
    session.flush()


def _store(
    session: Session,
    *,
    actor: Actor,
    case: Case,
    number: int,
    facts: BenefitFacts,
    reason: str | None,
    today: date,
    now: datetime,
) -> BenefitComputation:
    benefit = benefit_by_law(facts, today=today)
    computation = BenefitComputation(
        case_id=case.id,
        number=number,
        died_on=facts.died_on,
        programme=facts.programme,
        segment=facts.segment,
        months_contributed=facts.months,
        wage=facts.wage,
        children=[level.value for level in facts.children],
        total=benefit.total,
        scholarship=stored_scholarship(benefit.scholarship),
        warnings=[stored_warning(warning) for warning in benefit.warnings],
        reason=reason,
        made_by=actor.user_id,
        made_at=now,
    )
    session.add(computation)
    session.flush()
    session.add_all(
        BenefitPart(
            computation_id=computation.id,
            position=position,
            part=part.part.value,
            amount=part.amount,
            law=part.law,
            status=FactStatus(part.status.value),
        )
        for position, part in enumerate(benefit.parts, 1)
    )
    session.flush()
    return computation


def _record(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    computation: BenefitComputation,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"benefit:{verb}",
        subject="benefit_computation",
        subject_id=computation.id,
        case_id=computation.case_id,
        number=computation.number,
        total=str(computation.total),
    )
