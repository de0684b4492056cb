"""Whoever writes about somebody's accounts waits for others who do, and for their consents."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import Account, Heir


def lock_owners(session: Session, *, account_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Lock the owners of these accounts, always in one order; the case of each account."""
    owners = (
        select(Heir.id)
        .where(Heir.id.in_(select(Account.recipient_id).where(Account.id.in_(account_ids))))
        .order_by(Heir.id)
        .with_for_update()
    )
    session.execute(owners).all()
    rows = session.execute(
        select(Account.id, Heir.case_id)
        .join(Heir, Heir.id == Account.recipient_id)
        .where(Account.id.in_(account_ids))
    )
    return {row.id: row.case_id for row in rows}
