"""What is the family's by law, part by part, with where it is paid to and what comes next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.banks.models import Bank
from savings_app.cases.benefit_rules import read_scholarship
from savings_app.cases.kinds import AccountPurpose, BringsIt, PaperState, Programme
from savings_app.cases.models import Account, Case
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_entitlement, list_papers
from savings_app.cases.queries.receipt_checks import find_paid
from savings_app.documents.asked import Asked
from savings_app.documents.rules import BenefitNotComputed
from savings_app.policy.rules import Scholarship
from savings_app.policy.series import parameter
from savings_app.words.formats import in_wita

# What a family brings; what others bring is theirs to bring, and stands on the pages.
WAITING = (PaperState.MISSING, PaperState.UNAVAILABLE)
DAYS_TO_PAY = {Programme.JKM: "payment_days_jkm", Programme.JKK: "payment_days_jkk"}


def benefit_content(session: Session, asked: Asked) -> dict[str, Any]:
    """`own` is None while several recipients have not stated their shares; then only the whole is
    known. `account` is the live one BPJS pays into, None while there is none.

    Raises:
        BenefitNotComputed: a case of an old list, of which the law was never asked.
    """
    recipient = asked.recipient
    benefit = find_benefit_in_force(session, case_id=recipient.case_id)
    if benefit is None:
        raise BenefitNotComputed
    case = session.get_one(Case, recipient.case_id)
    entitlement = get_entitlement(session, recipient=recipient)
    paid, paid_on = find_paid(session, recipient_id=recipient.id)
    days = parameter(DAYS_TO_PAY[case.programme]).on(case.died_on)
    return {
        "guardian": recipient.guardian_name,
        "died_on": benefit.computation.died_on,
        "computed_on": in_wita(benefit.computation.made_at).date(),
        "parts": [
            {"part": part.part, "amount": part.amount, "law": part.law, "status": part.status.value}
            for part in entitlement.parts
        ],
        "warnings": list(benefit.computation.warnings),
        "total": entitlement.total,
        "own": entitlement.own,
        "recipients": entitlement.recipients,
        "scholarship": _scholarship(read_scholarship(benefit.computation.scholarship)),
        "account": _account(session, asked),
        "papers": [
            paper.kind.value
            for paper in list_papers(session, case_id=case.id)
            if paper.brings is BringsIt.FAMILY and paper.state in WAITING
        ],
        "days_to_pay": {
            "days": days.amounts["working_days"],
            "law": days.law,
            "status": days.status.value,
        },
        "paid": paid,
        "paid_on": paid_on,
    }


def _scholarship(right: Scholarship | None) -> dict[str, Any] | None:
    """Beside the santunan and never in its total; None where none was computed."""
    if right is None:
        return None
    return {
        "eligible": right.eligible,
        "maximum": right.maximum,
        "law": right.law,
        "status": right.status.value,
        "children": [
            {"level": child.level.value, "per_year": child.per_year, "maximum": child.maximum}
            for child in right.children
        ],
    }


def _account(session: Session, asked: Asked) -> dict[str, Any] | None:
    row = session.execute(
        select(Account, Bank.name)
        .join(Bank, Bank.id == Account.bank_id)
        .where(
            Account.recipient_id == asked.recipient.id,
            Account.purpose == AccountPurpose.BENEFIT,
            Account.ended_on.is_(None),
        )
        .order_by(Account.recorded_at.desc(), Account.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    account, bank = row
    return {"bank": bank, "number": str(account.number), "holder": account.holder_name}
