"""Keeping on the case where it stands and whose turn it is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.cases.models import Case
from savings_app.cases.queries.facts import get_standing
from savings_app.cases.rules import open_due_on, stage_of, turn_of


def refresh_stage(session: Session, *, case_id: UUID) -> None:
    """Compute stage, turn and due day anew. Every action that changes a case calls this last.

    `Case.due_on` is empty once BPJS paid everything, so `due_on < today` means late.
    """
    session.flush()
    standing = get_standing(session, case_id=case_id)
    case = session.get_one(Case, case_id)
    case.stage = stage_of(standing.facts)
    case.turn = turn_of(standing.facts)
    case.due_on = open_due_on(standing.facts, claim_due_on=standing.claim_due_on)
    session.flush()
