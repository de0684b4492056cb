"""Banks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from savings_app.banks.models import Bank
from savings_app.errors import NotFound


def list_banks(session: Session) -> Sequence[Bank]:
    """Every bank, by name: ranked by nothing."""
    return session.scalars(select(Bank).order_by(Bank.name)).all()


def get_bank(session: Session, *, bank_id: UUID) -> Bank:
    """
    Raises:
        NotFound
    """
    bank = session.get(Bank, bank_id)
    if bank is None:
        raise NotFound
    return bank


def find_bank_by_code(session: Session, *, code: str) -> Bank | None:
    """By our code (`BRI`, in any case) or the national one (`002`)."""
    wanted = code.strip()
    return session.scalar(
        select(Bank).where(
            or_(func.upper(Bank.code) == wanted.upper(), Bank.national_code == wanted)
        )
    )
