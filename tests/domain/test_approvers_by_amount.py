"""The larger the money, the more persons agree: one up to the threshold, two above it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.actions.benefit import decide_correction
from savings_app.cases.benefit_rules import AssentGiven, CorrectionDecided, SamePerson
from savings_app.cases.models import BenefitApproval, BenefitAssent, BenefitComputation, Case
from savings_app.cases.people_rules import HeirFacts
from savings_app.cases.queries.assents import get_benefit_approvals
from savings_app.corrections.actions import request_for_heir, take_step
from savings_app.corrections.fact_rules import heir_columns
from savings_app.corrections.kinds import CorrectionState, CorrectionStep
from savings_app.corrections.models import CorrectionAssent
from savings_app.corrections.queries.listing import count_to_decide
from savings_app.money import Rupiah
from savings_app.policy.approvers import approvers_needed
from savings_app.policy.series import FactStatus
from tests.builders import (
    DIED_ON,
    TODAY,
    actor_of,
    make_account,
    make_case,
    make_payout,
    make_recipient,
    make_user,
)
from tests.corrected import correct_wage
from tests.opened import opened_accident


@pytest.fixture
def first(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


@pytest.fixture
def case(session: Session, asker: Actor, now: datetime) -> Case:
    return opened_accident(session, asker, now=now)


def decide(
    session: Session,
    actor: Actor,
    made: BenefitComputation,
    now: datetime,
    *,
    approved: bool = True,
) -> None:
    decide_correction(
        session,
        actor=actor,
        computation_id=made.id,
        approved=approved,
        reason=None if approved else "Slip gaji tidak terbaca",
        now=now,
    )


@pytest.mark.parametrize(
    ("rupiah", "needed"), [(0, 1), (49_999_999, 1), (50_000_000, 1), (50_000_001, 2)]
)
def test_exactly_the_threshold_is_still_for_one(rupiah: int, needed: int) -> None:
    rule = approvers_needed(amount=Rupiah.of(rupiah), on=DIED_ON)
    assert (rule.needed, rule.status) == (needed, FactStatus.DRAFT)


def test_above_the_threshold_two_persons_agree_before_anything_changes(
    session: Session, asker: Actor, first: Actor, second: Actor, case: Case, now: datetime
) -> None:
    made = correct_wage(session, asker, case, wage=4_000_000, now=now)  # Rp96,000,000 more
    approvals = get_benefit_approvals(session, computation=made)
    assert (approvals.rule.needed, approvals.rule.amount) == (2, Rupiah.of(96_000_000))

    decide(session, first, made, now)
    assert (case.wage, case.turn) == (Rupiah.of(2_000_000), "supervisor")
    assert get_benefit_approvals(session, computation=made).given_by == [first.user_id]
    assert count_to_decide(session, actor=first) == 0
    assert count_to_decide(session, actor=second) == 1
    with pytest.raises(AssentGiven):
        decide(session, first, made, now)
    with pytest.raises(SamePerson):
        decide(session, replace(asker, role=Role.SUPERVISOR), made, now)

    decide(session, second, made, now)
    assert case.wage == Rupiah.of(4_000_000)
    with pytest.raises(CorrectionDecided):
        decide(session, first, made, now)
    assert session.scalars(sa.select(BenefitApproval.decided_by)).all() == [second.user_id]
    assert session.scalars(sa.select(BenefitAssent.decided_by)).all() == [first.user_id]


def test_up_to_the_threshold_one_second_person_is_enough(
    session: Session, asker: Actor, first: Actor, case: Case, now: datetime
) -> None:
    decide(session, first, correct_wage(session, asker, case, wage=2_500_000, now=now), now)
    assert case.wage == Rupiah.of(2_500_000)
    assert session.scalars(sa.select(BenefitAssent)).all() == []


def test_one_refusal_ends_it_also_after_a_first_yes(
    session: Session, asker: Actor, first: Actor, second: Actor, case: Case, now: datetime
) -> None:
    made = correct_wage(session, asker, case, wage=4_000_000, now=now)
    decide(session, first, made, now)
    decide(session, second, made, now, approved=False)
    assert case.wage == Rupiah.of(2_000_000)
    with pytest.raises(CorrectionDecided):
        decide(session, first, made, now)


@pytest.mark.parametrize(("paid", "needed"), [(42_000_000, 1), (60_000_000, 2)])
def test_the_name_of_a_recipient_is_corrected_by_as_many_as_was_paid_to_him(
    session: Session,
    asker: Actor,
    first: Actor,
    second: Actor,
    now: datetime,
    paid: int,
    needed: int,
) -> None:
    heir = make_recipient(session, case=make_case(session), full_name="Rukiya Uji")
    make_payout(session, account=make_account(session, recipient=heir), amount=paid)
    request = request_for_heir(
        session,
        actor=asker,
        heir_id=heir.id,
        version=None,
        facts=HeirFacts(**{**heir_columns(heir), "full_name": "Rukia Uji"}),  # type: ignore[arg-type]
        reason="Salah ketik",
        evidence="KTP",
        now=now,
    )

    def approve(actor: Actor) -> CorrectionState:
        return take_step(
            session,
            actor=actor,
            request_id=request.id,
            version=None,
            step=CorrectionStep.APPROVE,
            reason=None,
            today=TODAY,
            now=now,
        ).state

    if needed > 1:
        assert approve(first) is CorrectionState.REQUESTED
        assert heir.full_name == "Rukiya Uji"
        assert count_to_decide(session, actor=first) == 0
        with pytest.raises(AssentGiven):
            approve(first)
    assert approve(second) is CorrectionState.APPROVED
    assert heir.full_name == "Rukia Uji"
    assert len(session.scalars(sa.select(CorrectionAssent)).all()) == needed - 1
