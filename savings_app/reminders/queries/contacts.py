"""The contact of a recipient, and whether a message may leave."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live, live_consent
from savings_app.errors import NotFound
from savings_app.reminders.models import Contact


def wants_reminders() -> ColumnElement[bool]:
    """A condition on `Contact`: its own number, not stopped, and consent 5 is live."""
    return and_(
        Contact.verified_at.is_not(None),
        Contact.stopped_at.is_(None),
        live_consent(ConsentKind.MESSAGES, of=Contact.recipient_id),
    )


def find_own_contact(session: Session, *, actor: Actor) -> Contact | None:
    """What the family chose, stopped or not.

    Raises:
        NotFound: no family's actor.
    """
    recipient = get_own_recipient(session, actor=actor)
    return find_contact(session, recipient_id=recipient.id)


def find_contact(session: Session, *, recipient_id: UUID) -> Contact | None:
    return session.scalar(select(Contact).where(Contact.recipient_id == recipient_id))


def has_agreed(session: Session, *, recipient_id: UUID) -> bool:
    """Whether consent 5 is live."""
    live = find_live(session, recipient_id=recipient_id, kind=ConsentKind.MESSAGES)
    return live is not None


def get_contact_by_token(session: Session, *, token: str) -> Contact:
    """The contact whose messages carry this token.

    Raises:
        NotFound
    """
    contact = session.scalar(select(Contact).where(Contact.stop_token == token))
    if contact is None:
        raise NotFound
    return contact


def may_remind(session: Session, *, recipient_id: UUID) -> date | None:
    """The day of the death where a reminder may still leave, None where it may not."""
    return session.scalar(
        select(Case.died_on)
        .join(Heir, Heir.case_id == Case.id)
        .join(Contact, Contact.recipient_id == Heir.id)
        .where(Heir.id == recipient_id, Case.withdrawn_at.is_(None), wants_reminders())
    )
