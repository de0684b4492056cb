"""What each kind of document says, gathered once when it is asked for and kept with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_entitlement, recipient_number
from savings_app.cases.queries.situation import find_sex
from savings_app.documents.content_consent import consent_content
from savings_app.documents.content_hand_over import hand_over_content
from savings_app.documents.content_plan import plan_content
from savings_app.documents.content_plan_form import plan_form_content
from savings_app.documents.content_savings import pledges_content
from savings_app.documents.rules import DocumentKind

# The letter speaks of the santunan alone; a warning about the scholarship has no place in it.
ABOUT_THE_AMOUNT = frozenset({"three_month_rule", "months_unknown"})


def gather(
    session: Session, *, kind: DocumentKind, actor: Actor, recipient: Heir, today: date
) -> dict[str, Any]:
    """The content of a document of this kind, as known now.

    Raises:
        NothingToPrint, StatementNeedsConsent
    """
    if kind is DocumentKind.ACCESS:
        return access_content(session, recipient=recipient)
    if kind is DocumentKind.PLAN:
        return {
            **_whose(session, recipient),
            **plan_content(session, actor=actor, recipient=recipient),
        }
    if kind is DocumentKind.PLAN_FORM:
        return {
            **_whose(session, recipient),
            **plan_form_content(session, actor=actor, recipient=recipient),
        }
    if kind is DocumentKind.CONSENT:
        return {
            **_whose(session, recipient),
            **consent_content(session, recipient=recipient, today=today),
        }
    if kind is DocumentKind.HANDOVER:
        return {
            **_whose(session, recipient),
            **hand_over_content(session, actor=actor, recipient=recipient),
        }
    return savings_content(session, actor=actor, recipient=recipient, today=today)


def access_content(session: Session, *, recipient: Heir) -> dict[str, Any]:
    """The access letter without its code: the way in, and the exact amount by law.

    What changed that amount or leaves it open (the three-month rule, unknown months) is said too.
    """
    entitlement = get_entitlement(session, recipient=recipient)
    benefit = find_benefit_in_force(session, case_id=recipient.case_id)
    stored = benefit.computation.warnings if benefit else []
    return {
        **_whose(session, recipient),
        "guardian": recipient.guardian_name,
        "parts": [
            {"part": part.part, "amount": part.amount, "law": part.law, "status": part.status.value}
            for part in entitlement.parts
        ],
        "warnings": [warning for warning in stored if warning["code"] in ABOUT_THE_AMOUNT],
        "total": entitlement.total,
        "own": entitlement.own,
        "recipients": entitlement.recipients,
    }


def savings_content(
    session: Session, *, actor: Actor, recipient: Heir, today: date
) -> dict[str, Any]:
    """The savings statement of one recipient.

    Raises:
        NothingToPrint, StatementNeedsConsent
    """
    return {
        **_whose(session, recipient),
        **pledges_content(session, actor=actor, recipient_id=recipient.id, today=today),
    }


def _whose(session: Session, recipient: Heir) -> dict[str, Any]:
    """Whose document it is, as every kind says it."""
    case = session.get_one(Case, recipient.case_id)
    return {
        "recipient_number": recipient_number(case, recipient),
        "recipient": recipient.full_name,
        "deceased": case.full_name,
        "sex": find_sex(session, case=case),
    }
