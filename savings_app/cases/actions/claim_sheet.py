"""Opening the sheet of a claim: it shows full numbers, so who opens it is written down first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.paper_rules import MOST_BYTES_TOGETHER, PaperFilesTooLarge
from savings_app.cases.queries.cases import get_recipient
from savings_app.cases.queries.claim_sheet import ClaimSheet, get_claim_sheet


def note_sheet_opened(session: Session, *, actor: Actor, recipient_id: UUID, now: datetime) -> None:
    """
    Raises:
        NotFound
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    record(
        session,
        actor=actor,
        now=now,
        action="claim-sheet:open",
        subject="heir",
        subject_id=recipient.id,
        case_id=recipient.case_id,
        position=recipient.position,
    )


def note_sheet_taken(
    session: Session, *, actor: Actor, recipient_id: UUID, now: datetime
) -> ClaimSheet:
    """The sheet and every file of the papers leave in one archive.

    Raises:
        NotFound, PaperFilesTooLarge
    """
    sheet = get_claim_sheet(session, actor=actor, recipient_id=recipient_id)
    if sheet.bytes_together > MOST_BYTES_TOGETHER:
        raise PaperFilesTooLarge(megabytes=MOST_BYTES_TOGETHER // 1024 // 1024)
    record(
        session,
        actor=actor,
        now=now,
        action="claim-sheet:take",
        subject="heir",
        subject_id=sheet.recipient.id,
        case_id=sheet.case.id,
        position=sheet.recipient.position,
        files=sum(len(one.files) for one in sheet.papers),
    )
    return sheet
