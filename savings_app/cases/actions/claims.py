"""Claims at BPJS, recorded as they happen: handed in, returned, handed in again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, Claim
from savings_app.cases.money_rules import (
    ClaimNotOpen,
    ClaimStillOpen,
    check_claim_day,
    check_return_day,
)
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.money import find_live_claim, get_claim
from savings_app.db import check_version
from savings_app.policy import rules as policy
from savings_app.regions.queries import get_public_holidays
from savings_app.regions.rules import add_working_days


def file_claim(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    filed_on: date,
    receipt_number: str | None,
    today: date,
    now: datetime,
) -> Claim:
    """The claim was handed in at BPJS; its due day is counted in working days.

    Raises:
        NotFound, ClaimBeforeDeath, ClaimInFuture, ClaimStillOpen
    """
    case = get_case(session, actor=actor, case_id=case_id)
    check_claim_day(filed_on=filed_on, died_on=case.died_on, today=today)
    live = find_live_claim(session, case_id=case_id)
    if live is not None:
        raise ClaimStillOpen(filed_on=live.filed_on)
    claim = Claim(
        case_id=case_id,
        filed_on=filed_on,
        receipt_number=receipt_number,
        due_on=due_day(session, case=case, filed_on=filed_on),
        recorded_by=actor.user_id,
        recorded_at=now,
        returned_on=None,
        return_reason=None,
    )
    session.add(claim)
    session.flush()
    _record(session, actor, now, "claim:file", claim)
    refresh_stage(session, case_id=case_id)
    return claim


def return_claim(
    session: Session,
    *,
    actor: Actor,
    claim_id: UUID,
    returned_on: date,
    reason: str,
    today: date,
    now: datetime,
    seen_version: int | None = None,
) -> Claim:
    """BPJS gave the claim back with a reason; a new one can follow.

    Raises:
        NotFound, Conflict, ClaimNotOpen, ReasonNeeded, ReturnedBeforeFiled, ReturnInFuture
    """
    claim = get_claim(session, actor=actor, claim_id=claim_id)
    check_version(claim, seen_version)
    if claim.returned_on is not None:
        raise ClaimNotOpen
    if not reason.strip():
        raise ReasonNeeded
    check_return_day(returned_on=returned_on, filed_on=claim.filed_on, today=today)
    claim.returned_on, claim.return_reason = returned_on, reason.strip()
    _record(session, actor, now, "claim:return", claim)
    refresh_stage(session, case_id=claim.case_id)
    return claim


def due_day(session: Session, *, case: Case, filed_on: date) -> date:
    """The last working day BPJS has to pay by (PP 44/2015 Ps. 37(2), Ps. 40(3))."""
    days = policy.payment_working_days(
        programme=policy.Programme(case.programme.value), on=filed_on
    )
    # A count begun in December may reach the holidays of January.
    holidays = get_public_holidays(session, years=(filed_on.year, filed_on.year + 1))
    return add_working_days(filed_on, days, holidays)


def _record(session: Session, actor: Actor, now: datetime, action: str, claim: Claim) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="claim",
        subject_id=claim.id,
        case_id=claim.case_id,
        on=(claim.returned_on or claim.filed_on).isoformat(),
    )
