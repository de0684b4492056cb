"""Photos a family handed in of its own passbook: the lowest class of evidence, in no figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.banks.models import Bank
from savings_app.cases.models import Account, Case, Heir
from savings_app.cases.queries.cases import get_own_recipient, get_recipient
from savings_app.cases.queries.scope import recipients_seen_by
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.models import PassbookPhoto
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A live account of the family; `number` prints masked."""

    account_id: UUID
    bank_name: str
    number: AccountNumber


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One photo as lists tell it; `removed_at` is None while it can be opened."""

    id: UUID
    bank_name: str
    number: AccountNumber
    shows_on: date
    handed_in_at: datetime
    assisted: bool
    removed_at: datetime | None


def list_own_accounts(session: Session, *, actor: Actor) -> Sequence[OwnAccount]:
    """The accounts a family can hand in a photo of.

    Raises:
        NotFound: the actor is no family.
    """
    recipient = get_own_recipient(session, actor=actor)
    rows = session.execute(
        select(Account.id, Bank.name, Account.number)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Account.recipient_id == recipient.id, Account.ended_on.is_(None))
        .order_by(Account.recorded_at, Account.id)
    )
    return [OwnAccount(*row) for row in rows]


def list_photos(session: Session, *, actor: Actor, recipient_id: UUID) -> Sequence[PhotoRow]:
    """The photos of a recipient, the latest first, those taken away included.

    The family sees its own; staff only while the recipient agreed (consent 4).

    Raises:
        NotFound: no such recipient, or not this person's to see.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    by_staff = actor.role is not Role.FAMILY
    seen = live_consent(ConsentKind.STAFF_SEES, of=PassbookPhoto.recipient_id)
    rows = session.execute(
        select(PassbookPhoto, Bank.name, Account.number)
        .join(Account, Account.id == PassbookPhoto.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(PassbookPhoto.recipient_id == recipient_id, seen if by_staff else true())
        .order_by(PassbookPhoto.handed_in_at.desc(), PassbookPhoto.id)
    )
    return [
        PhotoRow(
            photo.id,
            bank,
            number,
            photo.shows_on,
            photo.handed_in_at,
            photo.assisted_by is not None,
            photo.removed_at,
        )
        for photo, bank, number in rows
    ]


def get_photo(session: Session, *, actor: Actor, photo_id: UUID) -> tuple[PassbookPhoto, UUID]:
    """A photo that is still there, and its case.

    Raises:
        NotFound: gone, or not this person's to see.
    """
    by_staff = actor.role is not Role.FAMILY
    seen = live_consent(ConsentKind.STAFF_SEES, of=PassbookPhoto.recipient_id)
    row = session.execute(
        select(PassbookPhoto, Heir.case_id)
        .join(Heir, Heir.id == PassbookPhoto.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            PassbookPhoto.id == photo_id,
            PassbookPhoto.removed_at.is_(None),
            recipients_seen_by(actor),
            seen if by_staff else true(),
        )
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def list_kept_photo_names(session: Session, *, names: Collection[UUID] | None = None) -> set[UUID]:
    """The names of bytes that a photo still needs, of these or of all."""
    statement = select(PassbookPhoto.stored_name).where(PassbookPhoto.removed_at.is_(None))
    if names is not None:
        statement = statement.where(PassbookPhoto.stored_name.in_(names))
    return set(session.scalars(statement))
