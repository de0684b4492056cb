"""What is stored of batches a bank booked as one and told with their transactions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, case, func, select, type_coerce
from sqlalchemy.orm import Session

from savings_app.bulk import in_chunks
from savings_app.money import ZERO, Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, BankSection


def sum_parts(
    session: Session, *, accounts: dict[str, list[UUID]], days: tuple[date, date]
) -> dict[str, dict[str, Rupiah]]:
    """By account number and batch, what the counted parts of it come to, with its sign."""
    number_of = {account_id: number for number, ids in accounts.items() for account_id in ids}
    amount = type_coerce(BankLine.amount, BigInteger)
    came_in = case((BankLine.direction == Direction.CREDIT, amount), else_=-amount)
    found: dict[str, dict[str, Rupiah]] = {}
    for some in in_chunks(sorted(number_of)):
        rows = session.execute(
            select(BankLine.account_id, BankLine.batch_hash, func.sum(came_in))
            .join(BankSection, BankSection.id == BankLine.section_id)
            .join(BankFile, BankFile.id == BankSection.file_id)
            .where(
                BankLine.account_id.in_(some),
                BankLine.batch_hash.is_not(None),
                BankLine.on.between(*days),
                BankFile.state == BankFileState.APPLIED,
            )
            .group_by(BankLine.account_id, BankLine.batch_hash)
        )
        for account_id, batch_hash, sen in rows:
            own = found.setdefault(number_of[account_id], {})
            if batch_hash is not None:
                own[batch_hash] = own.get(batch_hash, ZERO) + Rupiah(int(sen))
    return found
