"""What a document would say, before it is one: no number is taken and nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.queries.cases import get_recipient
from savings_app.documents.asked import Asked
from savings_app.documents.content import gather
from savings_app.documents.rules import Wanted


def get_preview(
    session: Session, *, actor: Actor, wanted: Wanted, recipient_id: UUID, today: date
) -> dict[str, Any]:
    """The content this person would be given now, under the very rules that issue it.

    Raises:
        NotFound, and whatever the kind refuses: see `content.gather`.
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    return gather(session, Asked(actor, recipient, wanted, today))
