"""The plan's questions on paper, to be written on by hand and keyed in afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from savings_app.documents.asked import Asked
from savings_app.planning.beside_queries import get_beside
from savings_app.planning.queries import get_plan_money


def plan_form_content(session: Session, asked: Asked) -> dict[str, Any]:
    """What the pages show beside their empty boxes; no answer of the family is among it.

    `amount` is None while several recipients stated no shares. `right` is None while nobody
    knows whether the children have the scholarship.
    """
    recipient = asked.recipient
    beside = get_beside(session, actor=asked.actor, recipient_id=recipient.id)
    periodic = beside.periodic
    return {
        "amount": get_plan_money(session, recipient=recipient).amount,
        "days": [{"day": day, "on": on} for day, on in beside.days_of_prayer],
        "months_by_law": periodic
        and {
            "amount": periodic.amount,
            "months": periodic.months,
            "monthly": periodic.monthly,
            "law": periodic.law,
        },
        "right": beside.right,
        "children": beside.rates.children,
        "scholarships": [
            {"level": level.value, "amount": amount}
            for level, amount in beside.rates.per_year.items()
        ],
    }
