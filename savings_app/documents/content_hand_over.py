"""The berita acara of a hand-over: what the law gives, who was there, and that no cash was."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from savings_app.cases.event_kinds import EventState
from savings_app.cases.hand_over_rules import FEWEST_WITNESSES
from savings_app.cases.queries.cases import get_entitlement
from savings_app.cases.queries.hand_overs import find_live_hand_over, list_witnesses
from savings_app.cases.queries.receipt_checks import find_paid
from savings_app.documents.asked import Asked
from savings_app.documents.rules import NothingToPrint
from savings_app.regions.queries import find_place


def hand_over_content(session: Session, asked: Asked) -> dict[str, Any]:
    """The hand-over planned or held for this recipient's case.

    Before it was held the sheet can be printed for the day itself, with empty lines to be signed.

    Raises:
        NothingToPrint: none is planned.
    """
    recipient = asked.recipient
    event = find_live_hand_over(session, case_id=recipient.case_id)
    if event is None:
        raise NothingToPrint
    entitlement = get_entitlement(session, recipient=recipient)
    paid, paid_on = find_paid(session, recipient_id=recipient.id)
    seen = [
        {"role": witness.role, "name": witness.full_name}
        for witness in list_witnesses(session, hand_over_id=event.id)
    ]
    blank = [{"role": "", "name": ""}] * max(0, FEWEST_WITNESSES - len(seen))
    return {
        "guardian": recipient.guardian_name,
        "is_held": event.state is EventState.HELD,
        "on": event.held_on or event.planned_on,
        "place": event.place,
        "village": str(find_place(session, code=event.region_code) or ""),
        "occasion": event.occasion.value,
        "office": event.office,
        "officials": (event.officials or "").splitlines(),
        "witnesses": [*seen, *blank],
        "parts": [
            {"part": part.part, "amount": part.amount, "law": part.law, "status": part.status.value}
            for part in entitlement.parts
        ],
        "total": entitlement.total,
        "own": entitlement.own,
        "recipients": entitlement.recipients,
        "paid": paid,
        "paid_on": paid_on,
    }
