"""Pledges with what a bank said of them, for tests of figures."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.kinds import PlanOutcome, Stage, Turn
from savings_app.cases.models import Case
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import BankAnswer, Pledge
from tests.builders import (
    NOW,
    TODAY,
    let_staff_see,
    make_account,
    make_case,
    make_pledge,
    make_recipient,
    make_user,
)


def answer(session: Session, pledge: Pledge, said: Answer, *, on: date = TODAY) -> BankAnswer:
    row = BankAnswer(
        pledge_id=pledge.id,
        on=on,
        asked_amount=pledge.amount,
        answer=said,
        answered_by=make_user(session, role=Role.SUPERVISOR).id,
        answered_at=NOW,
        request_key=uuid4(),
        reverses_id=None,
        reason=None,
    )
    session.add(row)
    session.flush()
    return row


def pledged_case(
    session: Session, *, seen: bool, said: Answer | None = None, amount: int = 10_000_000
) -> Case:
    case = make_case(session, stage=Stage.FINISHED, turn=Turn.NOBODY)
    recipient = make_recipient(session, case=case)
    recipient.plan_outcome = PlanOutcome.AGREED
    pledge = make_pledge(session, account=make_account(session, recipient=recipient), amount=amount)
    if seen:
        let_staff_see(session, recipient=recipient)
    if said:
        answer(session, pledge, said)
    return case
