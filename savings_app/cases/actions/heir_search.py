"""Answering, one by one, who is there; and taking a dispute to where it is decided."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.papers import match_papers_to_case
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.heir_rules import (
    check_outcome_day,
    check_referral_day,
    check_said,
    check_step,
)
from savings_app.cases.kinds import HeirAnswer, HeirStep, ReferredTo
from savings_app.cases.models import DisputeReferral, HeirSearch
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.heir_search import get_referral, list_search
from savings_app.db import check_version
from savings_app.errors import Conflict


def answer_step(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    step: HeirStep,
    version: int | None,
    answer: HeirAnswer,
    said_by: str | None,
    said_on: date,
    note: str | None,
    today: date,
    now: datetime,
) -> HeirSearch:
    """Write down what the family said to one question; an answer can be changed later.

    `version` is that of the answer the form showed, None where there was none. The papers of the
    case follow what was found.

    Raises:
        NotFound, Conflict, HeirStepNotReached, SaidByNeeded, SaidOnImpossible
    """
    case = get_case(session, actor=actor, case_id=case_id)
    session.refresh(case, with_for_update=True)
    rows = list_search(session, case_id=case_id)
    check_step(step, {name: row.answer for name, row in rows.items()})
    check_said(said_by=said_by, said_on=said_on, died_on=case.died_on, today=today)
    row = rows.get(step)
    if row is None:
        row = HeirSearch(case_id=case_id, step=step)
        session.add(row)
    elif version is None:
        raise Conflict
    else:
        check_version(row, version)
    row.answer, row.said_by, row.said_on, row.note = answer, said_by or "", said_on, note
    row.recorded_by, row.recorded_at = actor.user_id, now  # type: ignore[assignment]
    session.flush()
    match_papers_to_case(session, case=case, today=today)
    record(
        session,
        actor=actor,
        now=now,
        action="heir-search:answer",
        subject="case",
        subject_id=case_id,
        case_id=case_id,
        step=step.value,
        answer=answer.value,
    )
    refresh_stage(session, case_id=case_id)
    return row


def refer_dispute(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    referred_to: ReferredTo,
    referred_on: date,
    request_key: UUID,
    today: date,
    now: datetime,
) -> DisputeReferral:
    """The dispute was taken there. A repeat of the same form is answered with what it recorded.

    Raises:
        NotFound, ReferralDayImpossible
    """
    case = get_case(session, actor=actor, case_id=case_id)
    session.refresh(case, with_for_update=True)
    known = session.scalar(
        select(DisputeReferral).where(DisputeReferral.request_key == request_key)
    )
    if known is not None:
        return get_referral(session, actor=actor, referral_id=known.id)[1]
    check_referral_day(referred_on=referred_on, died_on=case.died_on, today=today)
    referral = DisputeReferral(
        case_id=case_id,
        referred_to=referred_to,
        referred_on=referred_on,
        recorded_by=actor.user_id,
        recorded_at=now,
        request_key=request_key,
    )
    session.add(referral)
    session.flush()
    _record(session, actor=actor, now=now, verb="refer", referral=referral)
    return referral


def record_outcome(
    session: Session,
    *,
    actor: Actor,
    referral_id: UUID,
    version: int | None,
    outcome: str,
    outcome_on: date,
    today: date,
    now: datetime,
) -> DisputeReferral:
    """What those who decide said. Whether the dispute is over is recorded apart.

    Raises:
        NotFound, Conflict, OutcomeDayImpossible
    """
    _case, referral = get_referral(session, actor=actor, referral_id=referral_id)
    check_version(referral, version)
    check_outcome_day(outcome_on=outcome_on, referred_on=referral.referred_on, today=today)
    referral.outcome, referral.outcome_on = outcome, outcome_on
    session.flush()
    _record(session, actor=actor, now=now, verb="outcome", referral=referral)
    return referral


def _record(
    session: Session, *, actor: Actor, now: datetime, verb: str, referral: DisputeReferral
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"dispute:{verb}",
        subject="dispute_referral",
        subject_id=referral.id,
        case_id=referral.case_id,
        to=referral.referred_to.value,
    )
