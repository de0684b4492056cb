"""The access letter without its code: the way in, and the exact amount by law."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_entitlement
from savings_app.documents.asked import Asked

# The letter speaks of the santunan alone; a warning about the scholarship has no place in it.
ABOUT_THE_AMOUNT = frozenset({"three_month_rule", "months_unknown"})


def access_content(session: Session, asked: Asked) -> dict[str, Any]:
    """What changed the amount or leaves it open (the three-month rule, unknown months) is said."""
    recipient = asked.recipient
    entitlement = get_entitlement(session, recipient=recipient)
    benefit = find_benefit_in_force(session, case_id=recipient.case_id)
    stored = benefit.computation.warnings if benefit else []
    return {
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
