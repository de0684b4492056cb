"""What each kind of document says, gathered once when it is asked for and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.cases import recipient_number
from savings_app.cases.queries.situation import find_sex
from savings_app.documents.asked import Asked
from savings_app.documents.content_access import access_content
from savings_app.documents.content_benefit import benefit_content
from savings_app.documents.content_consent import consent_content
from savings_app.documents.content_hand_over import hand_over_content
from savings_app.documents.content_introduction import introduction_content
from savings_app.documents.content_plan import plan_content
from savings_app.documents.content_plan_form import plan_form_content
from savings_app.documents.content_savings import savings_content
from savings_app.documents.content_visit_form import visit_form_content
from savings_app.documents.rules import DocumentKind, PeriodOnlyOfStatement

# A kind a family has, and where what it says comes from.
CONTENT: dict[DocumentKind, Callable[[Session, Asked], dict[str, Any]]] = {
    DocumentKind.ACCESS: access_content,
    DocumentKind.BENEFIT: benefit_content,
    DocumentKind.PLAN: plan_content,
    DocumentKind.SAVINGS: savings_content,
    DocumentKind.BANK_INTRODUCTION: introduction_content,
    DocumentKind.CONSENT: consent_content,
    DocumentKind.HANDOVER: hand_over_content,
    DocumentKind.VISIT_FORM: visit_form_content,
    DocumentKind.PLAN_FORM: plan_form_content,
}
# What a kind says of whose it is, where that is less than everything: a bank does not learn of
# the death, and a sheet of a visit goes by its number alone.
SAID_OF_OWNER = {
    DocumentKind.BANK_INTRODUCTION: ("recipient",),
    DocumentKind.VISIT_FORM: ("recipient_number",),
}


def gather(session: Session, asked: Asked) -> dict[str, Any]:
    """The content of a document of a recipient, as known now: whose it is, and what it says.

    Raises:
        NothingToPrint, StatementNeedsConsent
        PeriodOnlyOfStatement: of any other kind a period is asked for.
    """
    kind = asked.wanted.kind
    if asked.wanted.period is not None and kind is not DocumentKind.SAVINGS:
        raise PeriodOnlyOfStatement
    whose = _whose(session, asked.recipient)
    said = SAID_OF_OWNER.get(kind, tuple(whose))
    return {**{name: whose[name] for name in said}, **CONTENT[kind](session, asked)}


def _whose(session: Session, recipient: Heir) -> dict[str, Any]:
    """Whose document it is, as every kind says it."""
    case = session.get_one(Case, recipient.case_id)
    return {
        "recipient_number": recipient_number(case, recipient),
        "recipient": recipient.full_name,
        "deceased": case.full_name,
        "sex": find_sex(session, case=case),
    }
