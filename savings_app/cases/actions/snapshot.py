"""What a case keeps of the participant, when a second person agreed that it was wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import Case
from savings_app.registry.models import Participant

# The claim is found by these. Segment and months are facts of the benefit, which is frozen: they
# have their own correction, a computation beside the old one.
FOLLOWING = ("full_name", "nik", "kpj", "category", "payer")


def follow_participant(
    session: Session, *, actor: Actor, case: Case, participant: Participant, now: datetime
) -> None:
    """Bring the case's own copy of who died in line with the corrected participant."""
    differing = [name for name in FOLLOWING if getattr(case, name) != getattr(participant, name)]
    if not differing:
        return
    for name in differing:
        setattr(case, name, getattr(participant, name))
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="case:correct",
        subject="case",
        subject_id=case.id,
        case_id=case.id,
        fields=",".join(differing),
    )
