"""Which deaths somebody may see: of the own region, also where only the participant is of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.deaths.models import DeathNotice
from savings_app.errors import NotFound
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Participant

# By another name, since lists join the participant themselves.
_matched = aliased(Participant)


def deaths_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `DeathNotice`."""
    if not actor.region or not actor.may(Permission.CASE_READ):
        return false()
    return or_(
        lies_within(DeathNotice.region_code, actor.region),
        exists().where(
            _matched.id == DeathNotice.participant_id,
            lies_within(_matched.region_code, actor.region),
        ),
    )


def get_notice(session: Session, *, actor: Actor, notice_id: UUID) -> DeathNotice:
    """
    Raises:
        NotFound: no such line, or not this person's to see.
    """
    notice = session.scalar(
        select(DeathNotice).where(DeathNotice.id == notice_id, deaths_seen_by(actor))
    )
    if notice is None:
        raise NotFound
    return notice
