"""The questions of a visit on paper, to be filled in by hand and keyed in afterwards."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from savings_app.cases.queries.follow_ups import find_next_follow_up
from savings_app.cases.work_kinds import (
    FollowUpOutcome,
    FollowUpPlace,
    KeepsCard,
    PlanNow,
    ScholarshipNow,
    StillArrived,
)
from savings_app.documents.asked import Asked

CHOICES: dict[str, type[StrEnum]] = {
    "follow_up_outcome": FollowUpOutcome,
    "follow_up_place": FollowUpPlace,
    "still_arrived": StillArrived,
    "keeps_card": KeepsCard,
    "plan_now": PlanNow,
    "scholarship_now": ScholarshipNow,
}


def visit_form_content(session: Session, asked: Asked) -> dict[str, Any]:
    """The visit that comes next, if one is planned, and the boxes beside each question.

    No answer, no name and no amount: the sheet lies on other people's tables on its way.
    """
    visit = find_next_follow_up(session, recipient_id=asked.recipient.id, today=asked.today)
    return {
        "month": visit.month if visit else None,
        "due_on": visit.due_on if visit else None,
        "choices": {name: [one.value for one in kind] for name, kind in CHOICES.items()},
    }
