"""A photo of its own passbook that a family hands in, opens and takes away. No function commits."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.deposits.models import PassbookPhoto
from savings_app.deposits.queries.photos import get_photo, list_own_accounts
from savings_app.deposits.sleep_rules import PhotoDayAhead, TooManyPhotos
from savings_app.errors import NotFound, NotPermitted
from savings_app.storage import StoredFile

# One a month for a year; who wants another takes an old one away.
MOST_PHOTOS = 12


def hand_in_photo(
    session: Session,
    *,
    actor: Actor,
    account_id: UUID,
    shows_on: date,
    stored: StoredFile,
    request_key: UUID,
    today: date,
    now: datetime,
) -> PassbookPhoto:
    """The family hands in a photo, cleaned and stored, of the page that shows `shows_on`.

    The same `request_key` again gives the first photo.

    Raises:
        NotPermitted
        NotFound: no family, or no live account of its own.
        PhotoDayAhead, TooManyPhotos
    """
    if not actor.may(Permission.OWN_PLAN):
        raise NotPermitted
    recipient = get_own_recipient(session, actor=actor)
    if account_id not in {one.account_id for one in list_own_accounts(session, actor=actor)}:
        raise NotFound
    if shows_on > today:
        raise PhotoDayAhead
    session.execute(select(Heir.id).where(Heir.id == recipient.id).with_for_update())
    photo = session.scalar(
        select(PassbookPhoto).where(
            PassbookPhoto.request_key == request_key, PassbookPhoto.recipient_id == recipient.id
        )
    )
    if photo is not None:
        return photo
    kept = select(func.count()).where(
        PassbookPhoto.recipient_id == recipient.id, PassbookPhoto.removed_at.is_(None)
    )
    if (session.scalar(kept) or 0) >= MOST_PHOTOS:
        raise TooManyPhotos(limit=MOST_PHOTOS)
    photo = PassbookPhoto(
        recipient_id=recipient.id,
        account_id=account_id,
        shows_on=shows_on,
        stored_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        handed_in_at=now,
        assisted_by=actor.assisted_by,
        request_key=request_key,
        removed_at=None,
    )
    session.add(photo)
    session.flush()
    _record(session, "passbook-photo:hand-in", photo.id, recipient.case_id, actor=actor, now=now)
    return photo


def note_photo_read(
    session: Session, *, actor: Actor, photo_id: UUID, now: datetime
) -> tuple[UUID, str]:
    """Record that the photo is opened; its stored name and hash.

    Raises:
        NotFound: gone, or not this person's to see.
    """
    photo, case_id = get_photo(session, actor=actor, photo_id=photo_id)
    _record(session, "passbook-photo:open", photo.id, case_id, actor=actor, now=now)
    return photo.stored_name, photo.sha256


def remove_photo(session: Session, *, actor: Actor, photo_id: UUID, now: datetime) -> UUID:
    """The family takes its photo away for good: the row says when; the name of what is to go.

    Raises:
        NotPermitted
        NotFound: gone already, or not its own.
    """
    if not actor.may(Permission.OWN_PLAN):
        raise NotPermitted
    photo, case_id = get_photo(session, actor=actor, photo_id=photo_id)
    photo.removed_at = now
    session.flush()
    _record(session, "passbook-photo:remove", photo.id, case_id, actor=actor, now=now)
    return photo.stored_name


def _record(
    session: Session, action: str, photo_id: UUID, case_id: UUID, *, actor: Actor, now: datetime
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="passbook_photo",
        subject_id=photo_id,
        case_id=case_id,
    )
