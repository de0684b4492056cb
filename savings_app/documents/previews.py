"""What a document would say, before it is one: no number is taken and nothing of it is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.actions import record
from savings_app.cases.queries.cases import get_recipient
from savings_app.documents.asked import Asked
from savings_app.documents.content import gather
from savings_app.documents.rules import DocumentKind, Wanted


def read_preview(
    session: Session,
    *,
    actor: Actor,
    wanted: Wanted,
    recipient_id: UUID,
    today: date,
    now: datetime,
) -> dict[str, Any]:
    """The content this person would be given now, under the very rules that issue it.

    A statement says what a bank answered, before it is issued too: that staff read it is recorded.

    Raises:
        NotFound, and whatever the kind refuses: see `content.gather`.
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    content = gather(session, Asked(actor, recipient, wanted, today))
    if wanted.kind is DocumentKind.SAVINGS and actor.role is not Role.FAMILY:
        record(
            session,
            actor=actor,
            now=now,
            action="document:preview",
            subject="heir",
            subject_id=recipient.id,
            case_id=recipient.case_id,
            kind=wanted.kind.value,
        )
    return content
