"""Whoever writes about somebody's accounts waits for others who do, and for their consents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.bulk import has_row_locks, in_chunks
from savings_app.cases.models import Account, Heir
from savings_app.identifiers import AccountNumber


def lock_owners(session: Session, *, account_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Lock the owners of these accounts, always in one order; the case of each account."""
    owners: set[UUID] = set()
    cases: dict[UUID, UUID] = {}
    for some in in_chunks(account_ids):
        rows = session.execute(
            select(Account.id, Heir.id, Heir.case_id)
            .join(Heir, Heir.id == Account.recipient_id)
            .where(Account.id.in_(some))
        )
        for account_id, owner_id, case_id in rows:
            owners.add(owner_id)
            cases[account_id] = case_id
    _lock(session, owners)
    return cases


def lock_owners_of_numbers(
    session: Session, *, bank_id: UUID, numbers: Collection[AccountNumber]
) -> None:
    """The same for whoever has one of these numbers at the bank, agreed to lines or not."""
    if not has_row_locks(session):
        return
    owners: set[UUID] = set()
    for some in in_chunks(numbers):
        found = select(Account.recipient_id).where(
            Account.bank_id == bank_id, Account.number.in_(some)
        )
        owners.update(session.scalars(found))
    _lock(session, owners)


def _lock(session: Session, owners: Iterable[UUID]) -> None:
    for some in in_chunks(sorted(owners)):
        locked = select(Heir.id).where(Heir.id.in_(some)).order_by(Heir.id).with_for_update()
        session.execute(locked).all()
