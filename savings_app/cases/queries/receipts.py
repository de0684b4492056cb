"""What arrived at a recipient: what BPJS paid, and the family's own word on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import Payout, Receipt
from savings_app.cases.queries.facts import as_rupiah
from savings_app.money import ZERO, Rupiah


@dataclass(frozen=True, slots=True)
class Arrival:
    """`paid` is the santunan paid to one recipient, reversals taken off.

    `said_complete` is the family's latest word, None where it has said nothing since the last
    payout; `short_amount` what it says arrived, where that word was "not all of it".
    """

    paid: Rupiah
    paid_on: date | None
    said_complete: bool | None
    short_amount: Rupiah | None
    said_at: datetime | None

    @property
    def is_asked(self) -> bool:
        """Money was paid and the family has not said what arrived of it."""
        return self.paid > ZERO and self.said_complete is None


def get_arrival(session: Session, *, recipient_id: UUID) -> Arrival:
    """For a caller who may already see the recipient."""
    row = session.execute(
        select(
            func.sum(Payout.amount).label("paid"),
            func.max(Payout.paid_on).filter(Payout.amount > ZERO).label("paid_on"),
            func.max(Payout.recorded_at).label("recorded_at"),
        ).where(Payout.recipient_id == recipient_id, Payout.kind == PayoutKind.BENEFIT)
    ).one()
    receipt = session.scalar(
        select(Receipt)
        .where(Receipt.recipient_id == recipient_id)
        .order_by(Receipt.said_at.desc())
        .limit(1)
    )
    speaks = receipt is not None and (row.recorded_at is None or receipt.said_at >= row.recorded_at)
    said = receipt if speaks else None
    return Arrival(
        paid=as_rupiah(row.paid),
        paid_on=row.paid_on,
        said_complete=said.complete if said else None,
        short_amount=said.amount if said and not said.complete else None,
        said_at=said.said_at if said else None,
    )
